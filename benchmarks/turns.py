"""When an answer is taken to be over: how often a thinking candidate is talked into, and how long a finished one waits.

    python -m benchmarks.turns [--voices piper-joe pyttsx3] [--memory FOLDER] [--to FILE]

Answers are built from synthetic speech with pauses put mid-clause, after a filler, after a complete sentence that goes
on, and at the true end; a quiet room's noise lies under all of it. They are run on the clock of their sound: speech
detector, model of turn ends and ears are the real ones, and the words of a pause are held back for as long as writing
them down takes. The others are run on the same sound: one fixed silence, and Smart Turn as Pipecat wires it (asked
once, 0.2 s into a silence; below 0.5 it waits for 3 s). Every system starts each answer knowing nothing of who speaks.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import statistics
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from faster_whisper import WhisperModel

from interviewer import settings as choices
from interviewer import studio
from interviewer.adapters.sound_files import decode
from interviewer.model.audio import BYTES_PER_SAMPLE, RATE, Chunk
from interviewer.ports import TurnDetector, Voice
from interviewer.rules.turn_taking import SPEECH_STARTS, Patience, TurnTaking
from interviewer.rules.turn_taking_profiles import Name
from interviewer.rules.turn_taking_undo import WINDOW

STEP = 0.1
PAUSES = (2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0)
WORDS_AFTER = 1.0
"""Seconds that the ears take for the words of a tail, on two busy cores."""

WORDS_WANTED_AT = 1.0
"""Seconds of silence after which the ears write the tail down unasked."""

ROOM = 0.0015
"""Standard deviation of the room's noise; full scale is 1."""

END_SILENCE = 14.0
FIXED = (0.6, 1.6, 3.6)

STORIES = (
    (
        "In spring our release process took two full days. I was the product manager for the mobile team.",
        "I looked at every step of it with the two engineers because",
        "nobody had written down who approves what.",
        "After that a release took half a day, and the team shipped every week.",
    ),
    (
        "Last year a large customer threatened to leave us. They were unhappy with our response times.",
        "I called their head of support and",
        "asked her to show me the ten worst tickets.",
        "We found that seven of them had waited for the same approval.",
    ),
    (
        "We had planned two features for June. By April it was clear that only one would be ready.",
        "So I put both of them on one page and compared",
        "what each would bring with what it would cost.",
        "The payments feature won, and we told the others why.",
    ),
    (
        "Our sign up page lost half of its visitors. I had been asked to find out the reason.",
        "I watched twenty recordings of people who",
        "left the page at the same question.",
        "We removed that question, and the share of finished sign ups rose by a third.",
    ),
    (
        "Two of our developers disagreed about the new database. It had been going on for three weeks.",
        "I asked each of them to",
        "write down the two risks that worried them most.",
        "It turned out that they feared the same thing, and we tested it in a day.",
    ),
    (
        "I once shipped a change without telling the support team. It was a small change to the invoice.",
        "The next morning they had forty calls about",
        "a number that had moved from the left to the right.",
        "Since then every change has a line in a list that support reads first.",
    ),
    (
        "My first project here was a report that nobody used. It had cost us four months.",
        "Before we built the next one I",
        "sat with the finance team for a whole day.",
        "They needed three numbers on Monday morning, so we sent them three numbers.",
    ),
    (
        "We were asked to cut our cloud costs by a fifth. The finance director wanted it done within a quarter.",
        "I sorted all of our services by what they cost and",
        "found that two test systems made up a quarter of the bill.",
        "We switched them off at night, and that alone saved eighteen percent.",
    ),
)
"""How an answer begins, a clause that is broken off, the rest of it, and a sentence more."""


@dataclass(frozen=True)
class Answer:
    """One answer as it is given: what comes before the pause, how long that is, and what comes after."""

    kind: str
    before: bytes
    pause: float
    after: bytes
    seed: int
    is_whole: bool
    """Whether it is followed to its true end, or only past the pause: one length of pause is enough for ends."""

    @property
    def pcm(self) -> bytes:
        """With the room under it, and much silence behind it."""
        rest = self.after + _silence(END_SILENCE) if self.is_whole else self.after[: RATE * BYTES_PER_SAMPLE]
        sound = self.before + _silence(self.pause) + rest
        samples = np.frombuffer(sound, "<i2").astype(np.float64)
        room = np.random.default_rng(self.seed).normal(0, ROOM * 32768, samples.size)
        return np.clip(samples + room, -32768, 32767).astype("<i2").tobytes()

    @property
    def pause_from(self) -> float:
        return len(self.before) / BYTES_PER_SAMPLE / RATE

    @property
    def pause_to(self) -> float:
        return self.pause_from + self.pause

    @property
    def end(self) -> float:
        return self.pause_to + len(self.after) / BYTES_PER_SAMPLE / RATE


class Evidence:
    """What the real models say of a sound; remembered by the sound's hash, for it never changes."""

    def __init__(self, turns: TurnDetector, ears: WhisperModel, memory: Path) -> None:
        self._turns, self._ears, self._memory = turns, ears, memory / "said.json"
        self._known: dict[str, float | str] = json.loads(self._memory.read_text()) if self._memory.exists() else {}

    def score(self, pcm: bytes) -> float:
        newest = pcm[-round(TurnDetector.WINDOW * RATE) * BYTES_PER_SAMPLE :]
        return float(self._ask("turn", newest, lambda: self._turns.ended(newest)))

    def words(self, pcm: bytes) -> str:
        return str(self._ask("words", pcm, lambda: self._write_down(pcm)))

    def _ask(self, what: str, pcm: bytes, ask: Callable[[], float | str]) -> float | str:
        key = f"{what} {hashlib.sha256(pcm).hexdigest()}"
        if key not in self._known:
            self._known[key] = ask()
            self._memory.write_text(json.dumps(self._known))
        return self._known[key]

    def _write_down(self, pcm: bytes) -> str:
        sound = np.frombuffer(pcm, "<i2").astype(np.float32) / 32768
        parts, _ = self._ears.transcribe(sound, language="en", beam_size=1, condition_on_previous_text=False)
        return " ".join(part.text.strip() for part in parts)


System = Callable[[Answer, "Evidence"], float]
"""Runs one answer and says at which second of it the interviewer would begin to speak."""


def ours(profile: Name) -> System:
    """The loop's own rules, with its own evidence in its own order."""

    def run(answer: Answer, evidence: Evidence) -> float:
        taking, wanted_at, spoken_until = TurnTaking(Patience(profile=profile)), None, 0.0
        for at, pcm, speech in _heard(answer):
            taking = taking.hear(STEP, speech)
            if taking.burst or not taking.speech:
                wanted_at, spoken_until = None, at
                continue
            if taking.wants_score:
                taking = taking.score(evidence.score(pcm))
            if wanted_at is None and (taking.end_is_likely or taking.silence >= WORDS_WANTED_AT):
                wanted_at = at
            if taking.wants_words and wanted_at is not None and at >= wanted_at + WORDS_AFTER:
                until = round((spoken_until + 0.4) * RATE) * BYTES_PER_SAMPLE
                taking = taking.read(evidence.words(pcm[:until]))
            if taking.ended:
                return at
        return _never(answer)

    return run


def fixed(silence: float) -> System:
    """The usual way: so much silence, whatever it looks like."""

    def run(answer: Answer, _evidence: Evidence) -> float:
        quiet = 0.0
        for at, _pcm, speech in _heard(answer):
            quiet = 0.0 if speech >= SPEECH_STARTS else quiet + STEP
            if quiet >= silence - 1e-6 and at > 3.0:
                return at
        return _never(answer)

    return run


def as_pipecat(answer: Answer, evidence: Evidence) -> float:
    """Smart Turn asked once a silence of 0.2 s; what it calls unfinished is over after 3 s."""
    quiet, asked = 0.0, False
    for at, pcm, speech in _heard(answer):
        quiet, asked = (0.0, False) if speech >= SPEECH_STARTS else (quiet + STEP, asked)
        if at < 1.0 or quiet < 0.2 - 1e-6:
            continue
        if not asked:
            asked = True
            if evidence.score(pcm) > 0.5:
                return at
        if quiet >= 3.0 - 1e-6:
            return at
    return _never(answer)


def _never(answer: Answer) -> float:
    """It said nothing within all of the answer."""
    return answer.end + END_SILENCE


def _heard(answer: Answer) -> Iterator[tuple[float, bytes, float]]:
    """The answer in steps: the second, all sound so far, and the probability that the newest is speech."""
    pcm, detector = answer.pcm, studio.open_detector()
    size = round(STEP * RATE) * BYTES_PER_SAMPLE
    for start in range(0, len(pcm), size):
        chunk = pcm[start : start + size]
        yield (start + len(chunk)) / BYTES_PER_SAMPLE / RATE, pcm[: start + len(chunk)], detector.hear(Chunk(chunk))


def answers(voice: Voice, folder: Path) -> list[Answer]:
    """Every story with every kind of pause in every length."""
    made = []
    for number, (begins, broken, rest, more) in enumerate(STORIES):
        spoken = {
            "mid-clause": (f"{begins} {broken}", rest),
            "filler": (f"{begins} {broken}, um,", rest),
            "complete": (f"{begins} {broken} {rest}", more),
        }
        for kind, (before, after) in spoken.items():
            sounds = [_spoken(voice, text, folder) for text in (before, after)]
            made += [
                Answer(kind, sounds[0], pause, sounds[1], seed=number, is_whole=pause == PAUSES[0]) for pause in PAUSES
            ]
    return made


@dataclass(frozen=True)
class Row:
    """What one system did with all answers of one voice."""

    name: str
    open: tuple[int, int]
    """Times it talked into a pause mid-clause or after a filler, of how many."""

    complete: tuple[int, int]
    """The same after a complete sentence."""

    undone: int
    """How many of both were taken back within the first seconds of the next question."""

    dead: tuple[float, ...]
    """Seconds from the true end to its decision, of answers in which it did not talk into a pause."""


def measure(name: str, system: System, given: list[Answer], evidence: Evidence, *, undoes: bool = False) -> Row:
    into: dict[str, list[bool]] = {"mid-clause": [], "filler": [], "complete": []}
    dead, undone = [], 0
    for answer in given:
        at = system(answer, evidence)
        talked = at < answer.pause_to
        into[answer.kind].append(talked)
        undone += undoes and talked and answer.pause_to - at <= WINDOW
        if not talked and answer.is_whole and at >= answer.end:
            dead.append(at - answer.end)
    half_open = into["mid-clause"] + into["filler"]
    return Row(
        name,
        (sum(half_open), len(half_open)),
        (sum(into["complete"]), len(into["complete"])),
        undone,
        tuple(dead) or (float("nan"),),
    )


def table(voice: str, rows: list[Row]) -> str:
    lines = [
        f"### {voice}",
        "",
        "| waits | talks into a pause mid-clause or after a filler | after a complete sentence | of these taken back |"
        " true end to decision, median (p95) |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for row in rows:
        p95 = sorted(row.dead)[max(0, round(0.95 * len(row.dead)) - 1)]
        taken_back = str(row.undone) if row.name.startswith("ours") else "-"
        lines.append(
            f"| {row.name} | {_share(row.open)} | {_share(row.complete)} | {taken_back} |"
            f" {statistics.median(row.dead):.1f} s ({p95:.1f} s) |"
        )
    return "\n".join(lines)


def run(name: str, voice: Voice, folder: Path, evidence: Evidence) -> str:
    """All systems on all answers of one voice."""
    given = answers(voice, folder)
    profiles: tuple[Name, ...] = ("relaxed", "brisk", "patient")
    rows = [measure(f"ours, {profile}", ours(profile), given, evidence, undoes=True) for profile in profiles]
    equal = [round(statistics.median(row.dead), 1) for row in rows]
    for silence in sorted({*FIXED, *equal}):
        same = " and ".join(p for p, e in zip(profiles, equal, strict=True) if e == silence)
        title = f"fixed silence of {silence:g} s" + (f" (dead air of {same})" if same else "")
        rows.append(measure(title, fixed(silence), given, evidence))
    rows.append(measure("Smart Turn asked once, 3 s cap", as_pipecat, given, evidence))
    return table(f"{name} ({len(given)} answers)", rows)


def _share(part: tuple[int, int]) -> str:
    count, of = part
    return f"{count} of {of} ({count / of:.0%})"


def _spoken(voice: Voice, text: str, folder: Path) -> bytes:
    """The voice's own silence at both ends cut off, so that a pause is as long as it says."""
    wav = folder / f"{hashlib.sha256((voice.name + text).encode()).hexdigest()[:16]}.wav"
    if not wav.exists():
        voice.render(text, wav)
    samples = np.frombuffer(b"".join(decode(wav)), "<i2")
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > 250)
    return samples[loud[0] : loud[-1] + 1].tobytes()


def _silence(seconds: float) -> bytes:
    return bytes(round(seconds * RATE) * BYTES_PER_SAMPLE)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--voices", nargs="+", default=["piper-joe", "pyttsx3"])
    parser.add_argument("--memory", type=Path, help="what was said and heard is kept here, so that a run can go on")
    parser.add_argument("--to", type=Path)
    given = parser.parse_args()
    chosen = choices.load()
    ears = WhisperModel(str(studio.check_weights(chosen, chosen.ears)), device="cpu", compute_type="int8")
    tables = []
    with tempfile.TemporaryDirectory() as passing:
        folder = given.memory or Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        evidence = Evidence(studio.open_turn_detector(chosen), ears, folder)
        for name in given.voices:
            voice = studio.open_voice(choices.load(voice=name))
            tables.append(run(name, voice, folder, evidence))
            voice.close()
            print(tables[-1], flush=True)
    if given.to is not None:
        given.to.write_text("\n\n".join(itertools.chain([_intro()], tables)) + "\n")


def _intro() -> str:
    assert __doc__ is not None
    told = __doc__.split("\n\n")
    return f"# {told[0]}\n\nBy `{told[1].strip()}`. {told[2]}".strip()


if __name__ == "__main__":
    main()
