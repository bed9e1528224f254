"""The grade of an answer that is judged while it is given: how soon it is there, and whether it is the same grade."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from benchmarks.ears.speech import Answer, room
from interviewer import settings as choices
from interviewer import studio
from interviewer.interview import Interview
from interviewer.library import bank as banks
from interviewer.library.labelled import LabelledAnswer, read_answers
from interviewer.model import events
from interviewer.model.audio import RATE
from interviewer.model.grade import Grade
from interviewer.ports import Judge, Ledger

SHIPPED = Path(__file__).parents[2] / "interviewer" / "labelled" / "dev.jsonl"
STEPS = 3
"""Sentences that come together, as parts of 10 to 25 s do."""

Line = dict[str, Any]


class Nowhere(Ledger):
    """Keeps nothing."""

    def note(self, kind: str, **facts: Any) -> None: ...


class Watch:
    """Notes when what was told last."""

    def __init__(self) -> None:
        self.at: dict[str, float] = {}

    def __call__(self, event: events.Event) -> None:
        self.at[event.type] = time.monotonic()


def after_end(answer: Answer) -> Line:
    """One answer given in real time to the whole program but the loudspeaker; its end is decided by silence."""
    with tempfile.TemporaryDirectory() as folder:
        chosen = choices.load(speaker="off", recordings=folder)
        bank = banks.find(chosen.bank)
        planned = [one for one in bank.questions if one.kind == "behavioural"][:1]
        session = studio.new_session(chosen, planned, "file", bank=bank)
        watch = Watch()
        with (
            studio.open_keys() as keys,
            studio.crew(chosen, session, studio.Files((with_silence(answer, Path(folder)),)), keys=keys) as crew,
        ):
            held = Interview(crew.members, session, watch).run()
        take = held.turns[0].take
        assert take is not None
        ended = watch.at["answer-ended"]
        return {
            "part": "grade",
            "answer": answer.id,
            "spoken": round(answer.seconds, 1),
            "ended_by": take.ended_by,
            "transcript": round(watch.at["transcribed"] - ended, 2),
            "grade": round(watch.at["judged"] - ended, 2),
            "overall": getattr(take.grade, "overall", None),
        }


def with_silence(answer: Answer, folder: Path) -> Path:
    """The answer with as much of its room behind it as the longest wait takes."""
    sound = soundfile.read(answer.wav)[0]
    to = folder / f"{answer.id}.wav"
    soundfile.write(to, np.concatenate([sound, room(12.0)]), RATE, subtype="PCM_16")
    return to


def same(count: int) -> Iterator[Line]:
    """So many labelled answers, graded with their beginnings read ahead and by a judge that knows nothing of them."""
    answers = [answer for answer in read_answers(SHIPPED) if answer.words >= 60]
    chosen = choices.load()
    for answer in answers[:: max(1, len(answers) // count)][:count]:
        grades, seconds = [], []
        for ahead in (True, False):
            judge = studio.open_judge(chosen)
            assert judge is not None
            try:
                judge.start()
                judge.warm(answer.as_question())
                grade, took = _graded(judge, answer, ahead=ahead)
            finally:
                judge.close()
            grades.append(grade.model_dump(exclude={"seconds"}))
            seconds.append(round(took, 2))
        yield {
            "part": "same-grade",
            "answer": answer.id,
            "words": answer.words,
            "same": grades[0] == grades[1],
            "same_overall": grades[0].get("overall") == grades[1].get("overall"),
            "ahead": seconds[0],
            "at_once": seconds[1],
        }


def _graded(judge: Judge, answer: LabelledAnswer, *, ahead: bool) -> tuple[Grade, float]:
    """The grade, and seconds from the last word to it."""
    question, said, heard = answer.as_question(), answer.as_sentences(), answer.as_heard()
    assert heard is not None
    if ahead:
        for count in range(STEPS, len(said), STEPS):
            judge.warm(question, said[:count])
    began = time.monotonic()
    return judge.grade(question, said, heard, Nowhere()), time.monotonic() - began
