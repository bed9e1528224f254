"""An answer in sentences: nothing lost, nothing doubled, cut where a listener would."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.model.speech import Sentence, Transcript, Typed, Word
from interviewer.rules.segmenting import LONG, SHORTEST_PART, TOO_LONG, sentences

WORDS = st.sampled_from(
    "I we the um, uh. and but because so then 3.5 v2.5 e.g. etc. Dr. U.S. ... shipped. Users, done! why? - it; that"
    " that had had w- I-I Sure. no not twenty".split()
)


def spoken(text: str, *, pauses: dict[int, float] | None = None) -> Transcript:
    """Words of 0.3 s with 0.05 s between them, or the given pause after the word of that number (from 0)."""
    words, at = [], 0.5
    for index, word in enumerate(text.split()):
        words.append(Word(text=word, start=round(at, 3), end=round(at + 0.3, 3), probability=0.9))
        at += 0.3 + (pauses or {}).get(index, 0.05)
    return Transcript(words=tuple(words), seconds=at + 1, speech_seconds=at, language="en", heard_by="test")


def texts(found: tuple[Sentence, ...]) -> list[str]:
    return [sentence.text for sentence in found]


def test_full_stops_end_sentences_and_times_come_from_the_words() -> None:
    heard = spoken("We lost a client. I called them. They came back!")
    found = sentences(heard)
    assert texts(found) == ["We lost a client.", "I called them.", "They came back!"]
    assert [sentence.id for sentence in found] == ["s1", "s2", "s3"]
    assert [(sentence.start, sentence.end) for sentence in found] == [
        (heard.words[0].start, heard.words[3].end),
        (heard.words[4].start, heard.words[6].end),
        (heard.words[7].start, heard.words[9].end),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "We moved to v2.5 after 3.5 million users, e.g. Dr. Smith, asked for it.",
        "It was 5 p.m. when we shipped it.",
        "We sell to the U.S. government and so on.",
        "So I... I asked the team, etc. and we went on.",
        "That is no. 3 on the list.",
    ],
)
def test_points_inside_a_sentence_do_not_end_it(text: str) -> None:
    assert texts(sentences(spoken(text))) == [text]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("We chose plan B. It worked.", ["We chose plan B.", "It worked."]),
        ("We met at 5 p.m. Then we left.", ["We met at 5 p.m.", "Then we left."]),
        ('He said "stop." We stopped.', ['He said "stop."', "We stopped."]),
        ("Sure. Um. I led the team. Yeah, okay.", ["Sure. Um. I led the team. Yeah, okay."]),
    ],
)
def test_where_a_sentence_ends(text: str, cut: list[str]) -> None:
    assert texts(sentences(spoken(text))) == cut


def test_a_pause_ends_a_sentence_that_could_stand_alone() -> None:
    text = "we lost our largest client in March then I called them"
    assert texts(sentences(spoken(text, pauses={6: 1.5}))) == [
        "we lost our largest client in March",
        "then I called them",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "we lost our largest client because of [3s] a slow build",
        "we lost the client and so I [3s] called them",
        "in the end we decided to um, [3s] wait for it",
        "so [3s] we left",
    ],
)
def test_a_thinking_pause_in_mid_clause_ends_nothing(text: str) -> None:
    before = text.split().index("[3s]")
    text = text.replace("[3s] ", "")
    assert texts(sentences(spoken(text, pauses={before - 1: 3.0}))) == [text]


def test_one_long_breath_is_cut_where_clauses_begin() -> None:
    text = (
        "we had a release planned for June and the payment provider told us in April that their new interface would be "
        "late so I sat down with the two engineers who knew that code best and we wrote a list of what we could leave"
    )
    cut = texts(sentences(spoken(text)))
    assert " ".join(cut) == text
    assert len(cut) >= 2
    assert all(len(part.split()) >= SHORTEST_PART for part in cut)
    assert any(part.startswith("so I sat down") for part in cut)


def test_a_breath_without_a_joint_is_cut_all_the_same_when_it_is_far_too_long() -> None:
    cut = texts(sentences(spoken(" ".join(["word"] * 3 * TOO_LONG))))
    assert max(len(part.split()) for part in cut) <= TOO_LONG


def test_a_typed_answer_has_sentences_without_times() -> None:
    found = sentences(Typed(text="First I looked at the data.\nThen, um, I I asked users\nIt got better."))
    assert texts(found) == ["First I looked at the data.", "Then, um, I I asked users", "It got better."]
    assert found[1].clean == "Then, I asked users"
    assert all(sentence.start is None and sentence.end is None for sentence in found)


@given(st.lists(WORDS, min_size=1, max_size=120), st.lists(st.sampled_from([0.0, 0.05, 0.4, 0.8, 3.0]), max_size=120))
def test_every_word_is_in_exactly_one_sentence_in_order(words: list[str], pauses: list[float]) -> None:
    heard = spoken(" ".join(words), pauses=dict(enumerate(pauses)))
    found = sentences(heard)
    assert " ".join(texts(found)) == heard.text
    assert [sentence.id for sentence in found] == [f"s{number}" for number in range(1, len(found) + 1)]
    assert all(sentence.start is not None and sentence.end is not None for sentence in found)
    assert all(sentence.start <= sentence.end for sentence in found if sentence.start and sentence.end)


@given(st.text(min_size=1).filter(str.strip))
def test_any_typed_text_can_be_cut(text: str) -> None:
    assert " ".join(texts(sentences(Typed(text=text)))) == " ".join(text.split())


def test_sentences_are_of_a_size_that_can_be_labelled() -> None:
    text = "I asked ten users what they needed, and they told me, because nobody had asked before. " * 20
    assert all(len(part.split()) <= LONG for part in texts(sentences(spoken(text.strip()))))
