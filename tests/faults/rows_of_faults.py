"""Every fault (F1 to F47) that the program must survive, and what tries it."""

from __future__ import annotations

from tests.faults.row import BAD, CHAT, CUT, FAILS, GRADES, MICROPHONE, ODD, POINTS, SCENES, STORY, TAPE, WIRE, Row

FAULTS: dict[str, Row] = {
    "F1": Row(
        "killed while recording",
        "recovered by length and offered on the next start",
        (
            "real/test_sessions.py::test_an_answer_cut_off_by_a_kill_is_offered_and_can_be_kept",
            f"{MICROPHONE}::test_a_kill_loses_at_most_200_ms_of_what_was_handed_over",
            f"{TAPE}::test_a_kill_at_any_moment_loses_nothing_that_was_added",
        ),
        command="make kills",
    ),
    "F2": Row(
        "power lost while recording",
        "kept up to the last sync, a quarter of a second ago at most",
        (CUT, f"{TAPE}::test_a_sync_comes_at_least_every_quarter_of_a_second_of_sound"),
    ),
    "F3": Row(
        "killed or power lost while saving",
        "the old session or the new one, and no answer twice",
        (CUT, f"{POINTS}::test_a_second_power_cut_during_the_recovery_loses_nothing_either"),
    ),
    "F4": Row(
        "header of a recording wrong",
        "put right from the file's length, time stamp kept",
        (
            f"{TAPE}::test_a_damaged_header_is_put_right_from_the_length_of_the_file",
            f"{TAPE}::test_a_file_cut_off_in_its_header_is_an_empty_recording",
            f"{TAPE}::test_a_healthy_recording_is_not_touched",
        ),
    ),
    "F5": Row(
        "the session dies, capture lives",
        "capture is a thread of the session that writes to disk first, so both die and F1 says what that costs; "
        "no child outlives them",
        ("adapters/test_child.py::test_a_child_does_not_outlive_a_parent_that_was_killed",),
    ),
    "F6": Row(
        "capture dies, the session lives",
        "told within 1.5 s, the answer is kept, the device is opened again",
        (
            f"{MICROPHONE}::test_a_sound_server_that_dies_ends_the_take_and_nothing_hangs",
            f"{STORY}::test_an_unplugged_microphone_costs_only_what_was_not_yet_said",
        ),
    ),
    "F7": Row(
        "microphone stops delivering",
        "told with its second, aborted and opened again",
        (
            f"{MICROPHONE}::test_a_suspended_microphone_is_noticed_and_comes_back",
            f"{WIRE}::test_a_device_that_sends_nothing_any_more_is_noticed",
        ),
    ),
    "F8": Row(
        "microphone removed, and another source put in its place",
        "the other one is named, on Linux; digital silence in its stead is told within 2 s everywhere",
        (
            f"{MICROPHONE}::test_another_source_in_the_place_of_the_microphone_is_named",
            "story/test_turn_taking.py::test_another_microphone_is_named_each_time_and_the_answer_goes_on",
            "rules/test_troubled_sound.py::test_a_microphone_that_sends_zeros_after_sound_is_dead_within_two_seconds",
        ),
        why_not="PortAudio does not tell of the change, so on macOS and Windows it is not noticed.",
    ),
    "F9": Row(
        "sound server killed",
        "the answer is kept, nothing hangs",
        (f"{MICROPHONE}::test_a_sound_server_that_dies_ends_the_take_and_nothing_hangs",),
    ),
    "F10": Row(
        "a device that does not close",
        "left to itself after two seconds",
        ("adapters/test_portaudio.py::test_a_stream_that_does_not_close_is_left_to_itself",),
    ),
    "F11": Row(
        "a driver that floods standard error",
        "nothing of it reaches the terminal or a file",
        ("adapters/test_portaudio.py::test_what_alsa_says_in_mid_interview_does_not_reach_the_terminal",),
        why_not="What the flood costs in processor time is the driver's.",
    ),
    "F12": Row(
        "overflow",
        "gap marked, silence of its length in its stead",
        (
            f"{WIRE}::test_an_overflow_is_marked_and_filled_with_silence",
            f"{WIRE}::test_a_wire_that_is_full_drops_the_newest_and_says_how_much",
        ),
    ),
    "F13": Row(
        "permission denied: nothing but zeros",
        "refused before the first question, with where to allow it",
        (
            f"{MICROPHONE}::test_digital_silence_is_refused_before_the_first_question",
            f"{WIRE}::test_a_take_of_nothing_but_zeros_is_an_error",
        ),
    ),
    "F14": Row(
        "rate or channels not supported",
        "converted and said, or one sentence",
        (
            f"{MICROPHONE}::test_a_device_that_refuses_16_khz_is_converted_and_said_to_be",
            f"{MICROPHONE}::test_a_device_that_refuses_everything_is_one_sentence",
        ),
    ),
    "F15": Row(
        "no input device at all",
        "told, with how to type instead",
        ("adapters/test_portaudio.py::test_a_computer_without_any_device_is_told_another_way",),
    ),
    "F16": Row(
        "device list stale after plugging in",
        "each start of the program makes a new list",
        why_not="A device plugged in later is found by the next start; a test would need one to plug in.",
    ),
    "F17": Row(
        "disk full before the start",
        "refused, with both numbers",
        ("keep/test_folder_store.py::test_too_little_room_is_said_with_both_numbers",),
    ),
    "F18": Row(
        "disk full in mid-answer",
        "kept up to the last block that fitted, told once, the interview goes on",
        (
            f"{TAPE}::test_a_full_disk_keeps_everything_up_to_the_last_block_that_fitted",
            f"{STORY}::test_a_disk_that_fills_up_is_told_once_and_the_interview_goes_on",
            FAILS,
        ),
    ),
    "F19": Row(
        "disk full while a session or a report is written",
        "what was there before is untouched; the report can be made again",
        ("keep/test_damage.py::test_a_full_disk_costs_the_save_and_leaves_the_old_session", FAILS),
    ),
    "F20": Row(
        "a sync fails",
        "that file is finished: nothing that it did not cover is ever called kept",
        (
            f"{TAPE}::test_what_a_failed_sync_did_not_cover_is_not_called_kept",
            "keep/test_damage.py::test_a_disk_that_fails_once_is_never_taken_for_success",
        ),
    ),
    "F21": Row(
        "short writes",
        "written on until all is there",
        (f"{ODD}::test_short_writes_are_gone_on_with_until_all_is_there",),
    ),
    "F22": Row(
        "folder read-only or gone while running",
        "told with the file's name; the interview goes on",
        (
            "keep/test_folder_store.py::test_a_folder_that_went_away_costs_the_save_and_names_the_file",
            f"{BAD}::test_a_recordings_folder_that_cannot_be_made_is_named",
        ),
    ),
    "F23": Row(
        "two programs, one session",
        "the second is told who holds it; a dead program's lock is not obeyed",
        (
            "keep/test_folder_store.py::test_a_second_program_is_refused_until_the_first_is_gone",
            "keep/test_folder_store.py::test_a_lock_of_a_process_id_that_was_used_again_is_not_obeyed",
        ),
    ),
    "F24": Row(
        "crash in a migration",
        "the old session or the new one; what it was is kept beside it; it can be repeated",
        (CUT, FAILS, "keep/test_migrations.py::test_what_a_session_was_is_kept_beside_what_it_became"),
    ),
    "F25": Row(
        "a session of a newer version",
        "refused, naming both versions; nothing is changed",
        (f"{BAD}::test_a_session_of_a_newer_version_is_left_alone",),
    ),
    "F26": Row(
        "damaged files",
        "rebuilt from the journal, or salvaged from what is there, or one sentence",
        (
            "faults/test_corrupted_sessions.py::test_a_damaged_session_is_a_session_or_a_sentence",
            "faults/test_corrupted_sessions.py::test_no_command_shows_a_traceback",
            "keep/test_damage.py::test_harm_to_one_file_never_costs_the_session",
        ),
    ),
    "F27": Row(
        "the clock jumps",
        "lengths of answers are counted in samples; a session that ended before it began claims none",
        (f"{ODD}::test_a_clock_that_jumps_changes_no_length",),
    ),
    "F28": Row(
        "the computer sleeps in mid-answer",
        "the gap is marked with its length, and the answer goes on",
        (
            f"{WIRE}::test_a_computer_that_slept_is_noticed_though_no_overflow_is_told",
            f"{MICROPHONE}::test_a_program_that_is_stopped_and_goes_on_keeps_sound_and_time_together",
        ),
        why_not="Windows tells no program how long it slept; no test puts a computer to sleep.",
    ),
    "F29": Row(
        "ears abort, hang or run out of memory",
        'one retry, then "not written down yet"; the recording is kept',
        (
            "real/test_ears.py::test_ears_that_are_killed_twice_give_up_and_keep_the_recording",
            "adapters/test_child.py::test_a_child_that_hangs_is_ended_at_the_deadline",
            "adapters/test_child.py::test_a_child_that_aborts_is_known_to_have_died",
            f"{ODD}::test_a_child_that_eats_all_memory_costs_an_error_and_nothing_else",
            f"{STORY}::test_ears_that_fail_cost_the_words_but_never_the_recording",
        ),
    ),
    "F30": Row(
        "weights missing, short or other",
        "named, never loaded",
        (
            "house/test_weights.py::test_weights_that_are_not_there_are_named",
            "house/test_weights.py::test_truncated_weights_are_never_loaded",
            "house/test_weights.py::test_weights_with_a_flipped_byte_are_never_loaded",
        ),
    ),
    "F31": Row(
        "judge unreachable",
        '"not judged" with the reason; `regrade` later',
        (GRADES, f"{SCENES}::test_what_was_not_judged_is_judged_once_the_server_is_well"),
    ),
    "F32": Row(
        "judge silent, slow, stalling, cut, reset",
        "one wall clock for all tries; a silent server is not waited for again",
        (GRADES, f"{CHAT}::test_tries_together_stay_within_the_wall_clock"),
    ),
    "F33": Row(
        "judge too busy, or out of credit",
        "three tries at most, Retry-After honoured; quota is not tried again",
        (GRADES, f"{SCENES}::test_a_judge_is_asked_no_more_often_than_may_help"),
    ),
    "F34": Row(
        "request refused",
        'a parameter is dropped once and remembered; else "not judged" with the reason',
        (GRADES, f"{CHAT}::test_a_refused_parameter_is_dropped_once_and_remembered"),
    ),
    "F35": Row(
        "reply cut at the limit, empty, or a refusal",
        'more room once; else "not judged"',
        (GRADES, f"{CHAT}::test_a_model_that_used_the_limit_up_gets_more_room_once_and_from_then_on"),
    ),
    "F36": Row(
        "200 with the wrong thing",
        'validated here, one repair, else "not judged"; the raw reply is kept',
        (GRADES, "faults/test_arbitrary_replies.py::test_no_reply_whatever_it_is_stores_an_invalid_grade"),
    ),
    "F37": Row(
        "crash while a grade is written",
        "the old grade or the new one",
        (CUT, f"{SCENES}::test_a_grade_that_stands_survives_a_judge_that_fails"),
        why_not="A crash between a reply and its grade asks for that answer once more.",
    ),
    "F38": Row(
        "cost cap reached",
        'the call is not made; the rest is "not judged" or judged by the second judge',
        (
            "faults/test_cost_caps.py::test_the_call_that_would_pass_a_budget_is_not_made",
            "rules/test_budget.py::test_a_budget_is_never_passed",
        ),
    ),
    "F39": Row(
        "the embedded model dies",
        'one restart, then "not judged"; a second judge may take over',
        (
            "adapters/test_embedded_chat.py::test_a_killed_child_costs_one_restart_and_nothing_else",
            "faults/test_second_judge.py::test_every_answer_is_judged_whatever_the_first_judge_does",
        ),
    ),
    "F40": Row(
        "browser tab closed, reloaded or killed",
        "the interview goes on in the program; the page that comes back catches up",
        (
            "web/test_in_browser.py::test_a_browser_that_is_killed_loses_less_than_half_a_second",
            "web/test_in_browser.py::test_a_tab_that_is_reloaded_goes_on_with_the_same_answer",
            "adapters/test_page_microphone.py::test_a_page_that_is_gone_holds_nothing_up",
        ),
    ),
    "F41": Row(
        "chunks lost, doubled, out of order",
        "asked for again; every byte in its place",
        (
            "adapters/test_page_microphone.py::test_loss_repetition_and_disorder_leave_every_byte_in_its_place",
            "web/test_in_browser.py::test_a_network_that_fails_in_mid_answer_loses_nothing",
        ),
    ),
    "F42": Row(
        "browser track ended or muted",
        "told, with what to do",
        ("adapters/test_page_microphone.py::test_what_the_browser_refuses_is_told_in_one_sentence_with_one_hint",),
        why_not="A track that a real browser mutes is not tried: a fake device never is.",
    ),
    "F43": Row(
        "proxies set",
        "never used for this very machine",
        (f"{CHAT}::test_a_proxy_of_the_environment_never_sees_what_stays_here",),
    ),
    "F44": Row(
        "Ctrl-C, SIGTERM, terminal closed",
        "what was said is kept, the session closed and let go of",
        (
            f"{STORY}::test_ctrl_c_keeps_what_was_said_and_lets_go_of_the_session",
            f"{ODD}::test_a_signal_that_ends_the_command_leaves_a_closed_session",
        ),
    ),
    "F45": Row(
        "voice fails",
        "the question is shown",
        (f"{STORY}::test_a_voice_that_fails_costs_the_sound_and_nothing_else",),
    ),
    "F46": Row(
        "voice in the microphone",
        "recording begins after it",
        ("real/test_half_duplex.py::test_no_sound_of_the_question_is_in_the_answer",),
    ),
    "F47": Row("hours of practice", "memory and descriptors stay flat", command="make soak"),
}
