"""Every bad input (I1 to I33) that the program must survive, and what tries it."""

from __future__ import annotations

from tests.faults.row import BAD, CHAT, GRADES, MICROPHONE, STORY, Row

INPUTS: dict[str, Row] = {
    "I1": Row(
        "microphone not there",
        "named, with those there are",
        (f"{MICROPHONE}::test_a_microphone_that_is_not_there_is_named",),
    ),
    "I2": Row(
        "name of two microphones",
        "both numbers",
        ("adapters/test_portaudio.py::test_a_device_that_cannot_be_meant_is_named_with_what_there_is",),
    ),
    "I3": Row(
        "a loudspeaker for a microphone",
        "told",
        ("adapters/test_portaudio.py::test_a_device_that_cannot_be_meant_is_named_with_what_there_is",),
    ),
    "I4": Row(
        "rate not possible",
        "converted, and said",
        (f"{MICROPHONE}::test_a_device_that_refuses_16_khz_is_converted_and_said_to_be",),
    ),
    "I5": Row(
        "all zeros",
        "refused, with where to allow it",
        (f"{MICROPHONE}::test_digital_silence_is_refused_before_the_first_question",),
    ),
    "I6": Row(
        "very quiet, or clipped",
        "told while it can be put right; the recording is kept",
        (
            "rules/test_troubled_sound.py::test_speech_that_is_hardly_to_be_heard_is_quiet_whatever_the_room",
            "rules/test_troubled_sound.py::test_speech_at_full_scale_is_clipped",
        ),
    ),
    "I7": Row(
        "empty answer",
        "no grade, with the reason",
        ("keep/test_regrade.py::test_an_answer_without_a_grade_gets_the_reason_why_there_is_none",),
    ),
    "I8": Row(
        "silence and noise",
        "no words are made up, nothing is judged",
        (
            f"{STORY}::test_silence_is_never_judged",
            "real/test_ears.py::test_sounds_that_are_no_speech_are_never_turned_into_words",
        ),
    ),
    "I9": Row(
        "answer over the limit",
        "saved, and on with the next question",
        ("rules/test_turn_taking_limits.py::test_a_long_answer_ends_at_its_limit_even_while_spoken",),
    ),
    "I10": Row(
        "a file that is no sound",
        "one sentence",
        (
            "adapters/test_sound_files.py::test_a_bad_file_is_refused_in_one_sentence",
            "adapters/test_sound_files.py::test_eight_channels_at_192_khz_are_mixed_and_converted",
        ),
    ),
    "I11": Row(
        "a file that unpacks to hours",
        "refused by its header, and stopped while decoding",
        ("adapters/test_sound_files.py::test_a_file_that_hides_its_length_is_stopped_while_it_is_decoded",),
    ),
    "I12": Row(
        "a broken bank",
        "file, line and reason",
        ("library/test_bank_input.py::test_a_bad_bank_is_refused_with_file_line_and_reason",),
    ),
    "I13": Row(
        "unknown keys, missing text, ids twice, no questions",
        "file, line and reason",
        (
            "library/test_bank_input.py::test_a_bad_bank_is_refused_with_file_line_and_reason",
            "library/test_bank_input.py::test_a_bank_without_questions_is_refused",
        ),
    ),
    "I14": Row(
        "a bank too large or too deep",
        "refused unopened",
        (
            "library/test_bank_input.py::test_more_than_five_thousand_questions_are_not_even_opened",
            "library/test_bank_bytes.py::test_any_bytes_as_a_question_give_a_bank_or_bad_bank",
        ),
    ),
    "I15": Row(
        "tags that make objects",
        "banks are TOML, which has none",
        ("library/test_bank_bytes.py::test_any_bytes_as_a_head_give_a_bank_or_bad_bank",),
    ),
    "I16": Row(
        "invisible characters, not UTF-8",
        "removed and counted; told with the byte",
        (
            "library/test_bank_input.py::test_invisible_characters_are_removed_and_counted",
            "library/test_guide_files.py::test_an_encoding_that_was_guessed_and_what_was_removed_is_told",
        ),
    ),
    "I17": Row(
        "a paper that is encrypted, scanned, huge or hostile",
        "one sentence; read in a child with limits",
        (
            "library/test_guide_files.py::test_a_hostile_or_broken_file_gets_its_sentence",
            "library/test_guide_files.py::test_a_child_that_is_too_slow_or_dies_costs_a_sentence",
            "story/test_papers.py::test_a_hostile_cv_is_told_of_and_what_the_judge_goes_by_stays_the_banks",
        ),
    ),
    "I18": Row(
        "an address in the stead of a file",
        "not fetched",
        ("library/test_bank_import.py::test_i18_an_address_is_not_fetched",),
    ),
    "I19": Row(
        "a number of questions that is none",
        "what it must be, and what it was",
        ("story/test_usage.py::test_i19_a_number_of_questions_is_from_1_to_50",),
    ),
    "I20": Row(
        "an address that cannot be used",
        "why, without repeating a key in it",
        (
            "faults/test_consent.py::test_an_address_or_key_that_cannot_be_used_is_told_in_a_sentence",
            "adapters/test_endpoint.py::test_an_address_that_may_not_be_used_is_refused_without_repeating_the_key",
        ),
    ),
    "I21": Row(
        "plain http to another computer",
        "refused",
        ("faults/test_consent.py::test_an_address_or_key_that_cannot_be_used_is_told_in_a_sentence",),
    ),
    "I22": Row(
        "key missing, wrong, or badly pasted",
        "told; nothing is lost; white space is stripped",
        (
            "faults/test_consent.py::test_an_address_or_key_that_cannot_be_used_is_told_in_a_sentence",
            "adapters/test_endpoint.py::test_white_space_and_quotes_around_a_key_are_stripped",
            "faults/test_keyring.py::test_a_keyring_that_will_not_do_is_one_sentence",
        ),
    ),
    "I23": Row(
        "unknown model",
        "the names on offer",
        (f"{CHAT}::test_an_unknown_model_is_answered_with_the_names_on_offer",),
    ),
    "I24": Row(
        "a server that takes no schema",
        "the next way of asking, noted",
        (f"{CHAT}::test_the_form_steps_down_from_strict_to_plain_to_the_prompt",),
    ),
    "I25": Row("a reply that is not usable", '"not judged", the raw reply kept', (GRADES,)),
    "I26": Row(
        "a session id that is none",
        "one sentence, nothing changes",
        (f"{BAD}::test_a_name_that_is_no_session_gets_its_sentence",),
    ),
    "I27": Row(
        "a session of a newer version",
        "both versions, nothing changes",
        (f"{BAD}::test_a_session_of_a_newer_version_is_left_alone",),
    ),
    "I28": Row(
        "a recordings folder that cannot be used",
        "named, with the reason",
        (
            f"{BAD}::test_a_recordings_folder_that_is_a_file_is_named",
            f"{BAD}::test_a_recordings_folder_that_cannot_be_made_is_named",
        ),
        why_not="There is no database whose locks a network share could break, so none is warned of.",
    ),
    "I29": Row(
        "listening on all interfaces",
        "there is no way to: the page listens on loopback, and answers no other name",
        (
            "web/test_doorway.py::test_where_it_listens_is_written_as_a_browser_writes_it",
            "web/test_guard.py::test_a_host_that_is_not_ours_reaches_no_route",
        ),
    ),
    "I30": Row(
        "a settings file with an unknown key or a wrong value",
        "file, line, and what was meant",
        (
            "house/test_settings.py::test_a_wrong_line_of_the_file_is_named",
            "house/test_settings.py::test_a_file_that_is_not_utf8_is_named",
        ),
    ),
    "I31": Row(
        "a poor terminal",
        "every word, nothing cut",
        ("house/test_plain_terminals.py::test_a_poor_terminal_gets_every_word",),
    ),
    "I32": Row(
        "a browser without a microphone",
        "one sentence and one hint",
        (
            "web/test_in_browser.py::test_without_a_microphone_there_is_one_sentence_and_one_hint",
            "adapters/test_page_microphone.py::test_what_the_browser_refuses_is_told_in_one_sentence_with_one_hint",
        ),
    ),
    "I33": Row(
        "uploads that are too large or of the wrong kind",
        "refused before they are read",
        (
            "web/test_guard.py::test_a_body_that_is_too_large_or_of_the_wrong_kind_is_not_read_on",
            "web/test_banks_pages.py::test_a_body_that_is_too_large_or_strange_reaches_no_reader",
            "adapters/test_page_microphone.py::test_what_can_be_no_chunk_is_refused",
        ),
    ),
}
