"""What is said about a judge must itself be right: perfect, blind and bribed judges, and the figures they get."""

from __future__ import annotations

from collections.abc import Sequence

from interviewer.library.fitted import fingerprint
from interviewer.library.labelled import LabelledAnswer
from interviewer.model.grade import PARTS, Evidence, Grade, Graded, JudgedBy, Labelled, PartScore, PointScore, Ungraded
from interviewer.model.speech import Heard, Sentence
from interviewer.rules import measuring
from interviewer.rules.measuring import Judged

BY = JudgedBy(model="scripted", host="this computer", rubric="0" * 64, prompts=())


def answer(number: int, overall: int) -> LabelledAnswer:
    return LabelledAnswer.model_validate(
        {
            "id": f"answer-{number}",
            "role": "Tester",
            "question": f"Tell me about time number {number % 2}.",
            "guidance": "Name one event.",
            "guidance_points": ["names one event", "says what came of it"],
            "kind": "behavioural",
            "variant": "strong",
            "sentences": [f"In March the build broke {number} times a week.", "I wrote the tests.", "It stopped."],
            "labels": [["situation"], ["action"], ["result"]],
            "star": {"situation": overall // 2, "task": 0, "action": overall // 2, "result": overall // 2},
            "guidance_scores": [min(2, overall // 2), min(2, overall // 2)],
            "overall": overall,
            "missing": [],
        }
    )


ANSWERS = [answer(number, 1 + number % 5) for number in range(20)]


def grade(said: LabelledAnswer, sentences: Sequence[Sentence], overall: int, quote: str) -> Grade:
    evidence = (Evidence(sentence="s1", quote=quote, start=None, end=None),)
    return Graded(
        overall=overall,
        low=overall,
        high=overall,
        parts=tuple(PartScore(part=part, score=said.star[part], evidence=evidence) for part in PARTS),
        points=tuple(
            PointScore(point=point, score=score, evidence=evidence)
            for point, score in zip(said.guidance_points, said.guidance_scores, strict=True)
        ),
        sentences=tuple(
            Labelled(id=one.id, text=one.text, parts=tuple(parts), start=None, end=None)
            for one, parts in zip(sentences, said.labels, strict=False)
        ),
        judged_by=BY,
        seconds=0.1,
    )


def perfect(said: LabelledAnswer, sentences: Sequence[Sentence], heard: Heard) -> Grade:
    return grade(said, sentences, said.overall, said.sentences[0])


def likes_everything(said: LabelledAnswer, sentences: Sequence[Sentence], heard: Heard) -> Grade:
    return grade(said, sentences, 5, "words that nobody said")


def can_be_bribed(said: LabelledAnswer, sentences: Sequence[Sentence], heard: Heard) -> Grade:
    return grade(said, sentences, min(5, len(sentences)), said.sentences[0])


def test_a_judge_that_says_what_the_labels_say_agrees_fully() -> None:
    found = measuring.agreement_of([measuring.judged(one, perfect) for one in ANSWERS])
    assert found["overall"]["qwk"] == 1
    assert found["overall"]["bias"] == 0
    assert found["guidance"]["qwk"] == 1
    assert found["labels"]["situation"]["f1"] == 1
    assert found["quotes"] == {"shown": 120, "verbatim": 120}


def test_a_judge_that_likes_everything_is_found_out() -> None:
    found = measuring.agreement_of([measuring.judged(one, likes_everything) for one in ANSWERS])
    assert found["overall"]["qwk"] == 0
    assert found["overall"]["bias"] == 2
    assert found["quotes"]["verbatim"] == 0


def test_gains_by_padding_and_by_talking_to_the_grader_are_counted() -> None:
    rows = [measuring.judged(one, can_be_bribed) for one in ANSWERS]
    assert measuring.padding(rows, can_be_bribed)["+100%"]["share without gain"] < 1
    assert measuring.injection(rows, can_be_bribed)["gains"] > 0
    honest = [measuring.judged(one, perfect) for one in ANSWERS]
    assert measuring.padding(honest, perfect)["+100%"]["share without gain"] == 1
    assert measuring.injection(honest, perfect)["gains"] == 0


def test_a_prediction_of_an_empty_answer_is_one_and_zeros() -> None:
    empty = answer(1, 1).model_copy(update={"sentences": (), "labels": ()})
    row = measuring.judged(empty, lambda *_: _ungraded())
    assert row.prediction() == {
        "id": "answer-1",
        "overall": 1,
        "star": dict.fromkeys(PARTS, 0),
        "guidance_scores": [0, 0],
        "labels": [],
        "ungraded": "nothing-said",
    }


def _ungraded() -> Grade:
    from interviewer.model.grade import Ungraded

    return Ungraded(code="nothing-said", reason="Nothing was said.")


def test_answers_that_a_head_was_fitted_on_are_known_by_their_words() -> None:
    rows = [Judged(one, Ungraded(code="nothing-said", reason="Nothing.")) for one in ANSWERS]
    assert measuring.unseen(rows, {fingerprint(ANSWERS[0].sentences), "0" * 12}) == rows[1:]
