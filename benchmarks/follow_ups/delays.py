"""How soon the bridging phrase and the follow-up are heard, after answers that are spoken and heard in real time."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.follow_ups.candidates import Aloud, Held, hold, scripted
from benchmarks.follow_ups.stories import Story
from interviewer import settings as choices
from interviewer import studio
from interviewer.adapters.file_microphone import FileMicrophone
from interviewer.ports import Ears, Voice
from interviewer.rules.head.head import Head

AIMS = (0.8, 4.0)
"""Seconds, of the phrase and of the follow-up."""


def spoken(chosen: tuple[Story, ...], head: Head | None) -> str:
    """The same answers twice, each without its end: asked about what they left out, and by the bank's own follow-up."""
    settings = choices.load()
    voice, ears = studio.open_voice(settings), studio.open_ears(settings)
    ears.start()
    # Of a question that wants no story it is not known what an answer left out: the bank's own follow-up is asked.
    plain = tuple(replace(story, question=story.question.but(kind="situational")) for story in chosen)
    try:
        with tempfile.TemporaryDirectory() as folder:
            rows = {
                "what was left out": _delays(_held(Path(folder) / "gap", chosen, head, voice, ears)),
                "the bank's own": _delays(_held(Path(folder) / "own", plain, head, voice, ears)),
            }
    finally:
        ears.close()
        voice.close()
    return (
        "## How soon, in seconds from the decided end\n\n"
        f"{len(chosen)} answers, spoken twice; the words of their last seconds are still to be written down when they"
        " end. Beside the follow-up about what was left out stands the bank's own, which needs no looking for.\n\n"
        "| asked about | follow-ups | the phrase begins, median | longest | the follow-up begins, median | longest |\n"
        "| --- | ---: | ---: | ---: | ---: | ---: |\n"
        + "\n".join(_row(name, found) for name, found in rows.items())
        + f"\n\nAims: {AIMS[0]} for the phrase, {AIMS[1]:.0f} for the follow-up. The loudspeaker is a fake that plays"
        " in no time, so the follow-up is never waited for behind the phrase."
    )


def _row(name: str, found: Sequence[tuple[float, float]]) -> str:
    if not found:
        return f"| {name} | 0 | - | - | - | - |"
    phrases, asked = zip(*found, strict=True)
    cells = [f"{each:.2f}" for times in (phrases, asked) for each in (statistics.median(times), max(times))]
    return f"| {name} | {len(found)} | {' | '.join(cells)} |"


def _held(folder: Path, chosen: tuple[Story, ...], head: Head | None, voice: Voice, ears: Ears) -> Held:
    folder.mkdir()
    files = [folder / f"{kind}-{number}.wav" for number in range(len(chosen)) for kind in ("answer", "more")]
    for story, answer, more in zip(chosen, files[::2], files[1::2], strict=True):
        voice.render(story.told("result"), answer)
        voice.render(story.reply("result"), more)
    with FileMicrophone(files[::2], follow_ups=files[1::2]) as microphone:
        aloud = Aloud(voice, microphone, ears, studio.open_detector)
        return hold(chosen, "result", tell=scripted, manner="neutral", head=head, aloud=aloud)


def _delays(held: Held) -> list[tuple[float, float]]:
    return list(_each_delay(held))


def _each_delay(held: Held) -> Iterator[tuple[float, float]]:
    """For each follow-up, from the end of its answer to the phrase before it, and to itself."""
    for at, name in held.played:
        if name.startswith("follow-up"):
            ended = max(moment for moment, _ in held.ended if moment <= at)
            phrase = min(
                (moment for moment, each in held.played if each == "bridge.wav" and ended <= moment <= at), default=at
            )
            yield phrase - ended, at - ended
