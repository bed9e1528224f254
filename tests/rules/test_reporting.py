"""A session in sentences: one thing to keep, one to fix first, and an honest word for every stage that is missing."""

from __future__ import annotations

from datetime import date

import pytest

from interviewer.model.audio import Gap
from interviewer.model.card import Card, SetFigures
from interviewer.model.clock import clock, length
from interviewer.model.grade import Coaching, Fix, Graded, RewriteLine, Ungraded
from interviewer.model.report import Answer, Report
from interviewer.model.session import Problem, Reason, Take, Turn
from interviewer.model.speech import NoSpeech, Typed
from interviewer.rules import grader_card
from interviewer.rules.delivery.measure import delivery
from interviewer.rules.delivery.telling import remarks
from interviewer.rules.reporting import report
from tests.keep.examples import SAID, question, session, take


def answer(told: Take | None, **changes: object) -> Answer:
    turn = Turn(number=1, question=question(), takes=(told,) if told else (), **changes)
    return report(session(turn)).answers[0]


def coached(told: Take, *codes: str) -> Take:
    fixes = tuple(Fix(code=code, gap=f"Gap {code}.", evidence=None, why="W", say="S", ask="A?") for code in codes)
    assert told.coaching is not None
    return told.but(coaching=told.coaching.but(fixes=fixes))


def of(*takes: Take) -> Report:
    return report(session(*(Turn(number=n, question=question(), takes=(each,)) for n, each in enumerate(takes, 1))))


# -- keep, and fix first


def test_the_strength_of_the_best_answer_is_the_one_to_keep() -> None:
    kept = of(take(overall=2), take(overall=4), take(overall=4)).keep
    assert kept is not None
    assert (kept.turn, kept.text) == (2, "You named one event.")


def test_the_fix_that_most_answers_need_comes_first_at_the_weakest_of_them() -> None:
    fix = of(
        coached(take(overall=4), "focus"),
        coached(take(overall=3), "metric", "focus"),
        coached(take(overall=2), "own-role", "metric"),
    ).fix
    assert fix is not None
    assert (fix.text, fix.turn, fix.how_often) == ("Gap metric.", 3, "in 2 of 3 answers")


def test_a_fix_that_came_up_once_is_that_of_the_weakest_answer() -> None:
    fix = of(coached(take(overall=4), "focus"), coached(take(overall=2), "result")).fix
    assert fix is not None
    assert (fix.text, fix.how_often) == ("Gap result.", "")


def test_an_answer_that_needs_the_same_twice_is_one_answer() -> None:
    fix = of(coached(take(overall=2), "guidance", "guidance"), coached(take(overall=3), "guidance")).fix
    assert fix is not None
    assert (fix.turn, fix.how_often) == (1, "in 2 of 2 answers")


def test_without_a_judged_answer_nothing_is_praised_and_nothing_to_fix() -> None:
    told = of(take().but(grade=None, coaching=None))
    assert (told.keep, told.fix, told.judged) == (None, None, "Nothing was judged yet.")


# -- what is missing


@pytest.mark.parametrize(
    ("told", "changes", "state", "reason", "can_be_judged"),
    [
        (None, {"skipped": True}, "skipped", "You skipped this question.", False),
        (None, {}, "nothing recorded", "No answer was recorded.", False),
        (Take(number=1, ended_by="leave"), {}, "nothing recorded", "No answer was recorded.", False),
        (
            take().but(heard=NoSpeech(seconds=14), grade=Ungraded(code="nothing-said", reason="x"), coaching=None),
            {},
            "no speech",
            "No speech was found in 14.0 s of sound.",
            False,
        ),
        (
            take().but(heard=NoSpeech(seconds=9, digital_silence=True), grade=None, coaching=None),
            {},
            "no speech",
            "The microphone sent 9.0 s of digital silence: it is muted or not allowed.",
            False,
        ),
        (
            take().but(heard=None, grade=None, coaching=None),
            {},
            "not heard",
            "The answer is recorded, but not written down yet.",
            True,
        ),
        (
            take().but(grade=None, coaching=None),
            {},
            "not judged",
            "The answer is kept, but not judged yet.",
            True,
        ),
        (
            take().but(grade=Ungraded(code="model-refused", reason="No key.", again=True), coaching=None),
            {},
            "not judged",
            "No key.",
            True,
        ),
        (
            take().but(grade=Ungraded(code="too-short", reason="Too short."), coaching=None),
            {},
            "not judged",
            "Too short.",
            False,
        ),
    ],
)
def test_every_missing_stage_has_its_reason_and_its_way_out(
    told: Take | None, changes: dict[str, object], state: str, reason: str, can_be_judged: bool
) -> None:
    found = answer(told, **changes)
    assert (found.state, found.reason, found.overall) == (state, reason, None)
    wanted = f"interviewer regrade {session().id} --turn 1" if can_be_judged else ""
    assert found.command == wanted


def test_questions_that_were_never_asked_are_named() -> None:
    planned = (question("One?"), question("Two?"), question("Three?"))
    assert report(session(planned=planned)).not_asked == ("Two?", "Three?")


@pytest.mark.parametrize("status", ["in progress", "left early", "interrupted", "complete"])
def test_a_session_that_did_not_reach_its_end_says_how_to_go_on(status: str) -> None:
    told = report(session(status=status))
    assert bool(told.status) == (status != "complete")
    assert ("--resume" in told.go_on) == (status in ("in progress", "left early"))


def test_a_typed_answer_claims_nothing_about_delivery() -> None:
    found = answer(take().but(heard=Typed(text=SAID), answer=None, grade=None, coaching=None))
    assert (found.typed, found.pace, found.figures, found.on_the_clock) == (True, "", (), ())
    assert found.length == f"{len(SAID.split())} words, typed"


# -- what was judged


def test_every_part_and_point_is_a_number_and_a_word_with_its_quotes() -> None:
    found = answer(take())
    assert [(claim.name, claim.verdict, len(claim.quotes)) for claim in found.parts] == [
        ("Situation", "clear, 2 of 3", 1),
        ("Result", "not said, 0 of 3", 0),
    ]
    assert [claim.verdict for claim in found.points] == ["mentioned, 1 of 2"]
    assert (found.verdict, found.span) == ("3 of 5, fair", "between 2 and 3")


def test_why_a_question_was_chosen_stands_with_it_and_the_manner_with_the_session() -> None:
    reason = Reason(question=question().id, paper="cv", line=7, quote="Led two releases.")
    other = reason.but(question="another")
    told = report(session(reasons=(other, reason), manner="pressing"))
    assert told.answers[0].because == ('Asked because of line 7 of your CV: "Led two releases."',)
    assert "pressing" in told.manner
    assert (report(session()).manner, report(session()).answers[0].because) == ("", ())


def test_the_lines_of_one_part_of_the_draft_are_one_paragraph() -> None:
    told = take()
    assert told.coaching is not None
    lines = [("action", "I did."), ("action", "I did more."), ("result", "[What came of it.]")]
    rewrite = tuple(RewriteLine(part=part, text=text) for part, text in lines)
    found = answer(told.but(coaching=told.coaching.but(rewrite=rewrite)))
    assert [(each.part, each.text) for each in found.draft] == [
        ("action", "I did. I did more."),
        ("result", "[What came of it.]"),
    ]


def test_a_part_that_is_not_asked_for_is_no_gap() -> None:
    told = take()
    assert isinstance(told.grade, Graded)
    parts = tuple(part.but(score=None, evidence=()) for part in told.grade.parts)
    found = answer(told.but(grade=told.grade.but(parts=parts)))
    assert {claim.verdict for claim in found.parts} == {"not asked"}


def test_a_grade_without_doubt_has_no_range() -> None:
    told = take()
    assert isinstance(told.grade, Graded)
    assert answer(told.but(grade=told.grade.but(low=3, high=3))).span == ""


def test_the_words_of_the_transcript_lie_under_the_sentences_that_were_judged() -> None:
    found = answer(take())
    assert [said.text for said in found.said] == [
        "In March our build broke twice.",
        "I wrote the missing tests.",
        "It holds since.",
    ]
    assert [" ".join(word.text for word in said.words) for said in found.said] == [said.text for said in found.said]
    assert [said.parts for said in found.said] == [(), ("action",), ()]


def test_an_answer_that_is_not_judged_shows_its_sentences_too() -> None:
    found = answer(take().but(grade=None, coaching=None))
    assert " ".join(said.text for said in found.said) == SAID
    assert sum(len(said.words) for said in found.said) == len(SAID.split())


def test_where_the_words_went_is_said_when_they_left() -> None:
    told = take()
    assert isinstance(told.grade, Graded)
    far = told.grade.but(judged_by=told.grade.judged_by.but(model="big", host="api.example.com"))
    assert "on this computer. Nothing you said left it." in of(told).judged
    both = of(told, told.but(grade=far)).judged
    assert "Judged by big at api.example.com. The words of your answers went there" in both


def test_each_judge_tells_how_far_it_is_from_labelled_answers() -> None:
    told = take()
    assert isinstance(told.grade, Graded)
    known = Card(
        date=date(2026, 11, 30),
        sets=(SetFigures(answers="answers of ours", n=58, overall=0.81, parts={}, points=None, labels=None),),
    )
    measured = told.grade.but(judged_by=told.grade.judged_by.but(model="big", card=known))
    assert of(told).error == grader_card.UNKNOWN
    both = of(told, told.but(grade=measured)).error
    assert both == f"test-model: {grader_card.UNKNOWN} big: {grader_card.told(known)}"
    assert of(told.but(grade=None, coaching=None)).error == ""


def test_earlier_takes_and_what_went_wrong_are_listed() -> None:
    first = Take(number=1, answer=take().answer, ended_by="again")
    second = take(2).but(
        ended_by="microphone", gaps=(Gap(at=2.0, seconds=0.4),), problems=(Problem(code="x", message="Odd."),)
    )
    found = report(session(Turn(number=1, question=question(), takes=(first, second)))).answers[0]
    assert [each.summary for each in found.attempts] == ["3 s, you started again; not judged"]
    assert found.problems == (
        "The microphone went away; what it gave until then is kept.",
        "0.4 s of sound were lost at 0:02.",
        "Odd.",
    )


def test_the_chosen_take_counts() -> None:
    turn = Turn(number=1, question=question(), takes=(take(1, overall=5), take(2, overall=2)), chosen=1)
    assert report(session(turn)).answers[0].overall == 5


# -- foreign text


NASTY = "a\x1b]0;owned\x07b\u202ec\u200bd\x00e\r\nf"


def test_foreign_text_comes_without_control_bidirectional_and_invisible_characters() -> None:
    nasty = take(said=f"{NASTY.replace(chr(10), '').replace(chr(13), '')} again. Two.")
    assert nasty.coaching is not None and nasty.coaching.strength is not None
    coaching = Coaching(strength=nasty.coaching.strength.but(text=NASTY), fixes=(), worded_by=NASTY)
    turn = Turn(number=1, question=question(NASTY), takes=(nasty.but(coaching=coaching),))
    told = report(session(turn, role=NASTY, problems=(Problem(code="x", message=NASTY),), made_with={NASTY: NASTY}))
    shown = told.model_dump_json()
    for escape in ("\\u001b", "\\u0007", "\x1b", "\u202e", "\u200b", "\\u0000", "\\r"):
        assert escape not in shown
    assert told.role == "a]0;ownedbcde f"


# -- length and pace


@pytest.mark.parametrize(
    ("seconds", "words", "said"),
    [(90, 225, []), (10, 20, ["Shorter"]), (400, 900, ["Longer"]), (60, 240, ["Quick"]), (170, 200, ["Slow"])],
)
def test_length_and_pace_are_remarked_on_only_outside_the_usual(seconds: float, words: int, said: list[str]) -> None:
    told = take(said=" ".join(f"word{n}" for n in range(words)))
    assert told.heard is not None and told.heard.kind == "spoken"
    step = seconds / words
    spoken = told.heard.but(
        words=tuple(word.but(start=n * step, end=(n + 1) * step) for n, word in enumerate(told.heard.words)),
        seconds=seconds,
        speech_seconds=seconds,
    )
    found = remarks(delivery(spoken, seconds), "behavioural")
    assert [remark.text.split()[0].rstrip(",:") for remark in found] == said


@pytest.mark.parametrize(
    ("seconds", "place", "lasting"),
    [
        (0, "0:00", "0 s"),
        (12.9, "0:12", "13 s"),
        (59.6, "0:59", "1 min"),
        (92, "1:32", "1 min 32 s"),
        (3700, "1:01:40", "1 h 1 min"),
    ],
)
def test_seconds_are_written_as_people_write_them(seconds: float, place: str, lasting: str) -> None:
    assert (clock(seconds), length(seconds)) == (place, lasting)
