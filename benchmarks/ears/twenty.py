"""Twenty answers in real time: the whole loop of ours, and RealtimeSTT in an environment of its own.

What the clock of the sound says of the same answers stands beside it, so that both can be seen to agree.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import soundfile

from benchmarks.ears.deciding import Evidence, ours_in_a_row
from benchmarks.ears.pausing import CHOSEN_ON, STORIES, Answer
from interviewer import settings as choices
from interviewer import studio
from interviewer.interview import Interview
from interviewer.library import bank as banks
from interviewer.model import events
from interviewer.model.audio import RATE
from interviewer.rules.wording import words

COUNT = 20
PAUSES = (2.0, 3.0, 4.0, 5.0, 6.0)
KEPT = 0.6
"""Share of the words after the pause that must be in the transcript: the ears mishear some."""

Line = dict[str, Any]


def chosen_from(made: Sequence[Answer]) -> list[Answer]:
    """Twenty of the stories that waits were not chosen on: each kind of pause, each length, followed to the end."""
    kinds = ("mid-clause", "filler", "complete", "complete")
    stories = range(CHOSEN_ON, len(STORIES))
    found = []
    for number in range(COUNT):
        wanted = (kinds[number % 4], stories[number % len(stories)], PAUSES[(number // 4) % len(PAUSES)])
        found.append(next(one for one in made if (one.kind, one.story, one.pause) == wanted))
    return [replace(answer, is_whole=True) for answer in found]


def files(answers: Sequence[Answer], folder: Path) -> list[Path]:
    """The answers as recordings."""
    made = []
    for number, answer in enumerate(answers, start=1):
        wav = folder / f"answer-{number:02d}.wav"
        with soundfile.SoundFile(wav, "w", RATE, 1, "PCM_16") as file:
            file.buffer_write(answer.pcm, "int16")
        made.append(wav)
    return made


def in_the_loop(answers: Sequence[Answer]) -> Iterator[Line]:
    """One interview of twenty questions, spoken at their length to nobody, without the judge."""
    with tempfile.TemporaryDirectory() as name:
        chosen = choices.load(speaker="off", judge="off", recordings=name, bank="any-role", profile="relaxed")
        bank = banks.find(chosen.bank)
        stories = [one for one in bank.questions if one.kind == "behavioural"]
        planned = [stories[number % len(stories)].but(id=f"question-{number}") for number in range(1, len(answers) + 2)]
        session = studio.new_session(chosen, planned, "file", bank=bank)
        ends: dict[int, list[float]] = {}

        def watch(event: events.Event) -> None:
            if isinstance(event, events.AnswerEnded):
                ends.setdefault(event.turn, []).append(event.seconds)

        quiet = Path(name) / "quiet.wav"
        soundfile.write(quiet, [0.0003, -0.0003] * RATE, RATE, subtype="PCM_16")
        sounds = (*files(answers, Path(name)), quiet)
        with studio.open_keys() as keys, studio.crew(chosen, session, studio.Files(sounds), keys=keys) as crew:
            held = Interview(crew.members, session, watch).run()
    for number, answer in enumerate(answers, start=1):
        take = held.turns[number - 1].take
        heard = "" if take is None or take.heard is None or take.heard.kind == "no-speech" else take.heard.text
        yield {
            "part": "twenty",
            "system": "ours, relaxed",
            **_told(answer, ends[number][0], ends[number][-1], heard),
        }


def on_the_clock(answers: Sequence[Answer], evidence: Evidence) -> Iterator[Line]:
    """The same session on the clock of the sound: which pauses the next question would have begun in."""
    for answer, at in zip(answers, ours_in_a_row(answers, evidence, "relaxed"), strict=True):
        yield {
            "part": "twenty-clock",
            "kind": answer.kind,
            "story": answer.story,
            "pause": answer.pause,
            "talked_on_the_clock": at < answer.pause_to,
        }


def by_others(answers: Sequence[Answer], told: Sequence[Line]) -> Iterator[Line]:
    """What another system told of the same answers: `ended` (seconds of sound) and `text`, one an answer."""
    for answer, line in zip(answers, told, strict=True):
        yield {
            "part": "realtimestt",
            "system": "RealtimeSTT",
            **_told(answer, line["ended"], line["ended"], line["text"]),
            "late": line["late"],
        }


def _told(answer: Answer, first: float, last: float, heard: str) -> Line:
    after, known = words(answer.said_after), set(words(heard))
    return {
        "kind": answer.kind,
        "story": answer.story,
        "pause": answer.pause,
        "talked": first < answer.pause_to,
        "missing": sum(word in known for word in after) < KEPT * len(after),
        "dead": round(last - answer.end, 2) if last >= answer.end else None,
    }
