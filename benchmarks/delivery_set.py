"""A labelled set of spoken answers, made and not recorded: where every filled pause and every long pause lies is known.

Voices of speech synthesis read phrases; between them stand silences of known length, fillers (a voice's own "um" and
"uh", spliced vowels and nasals at the speaker's pitch), and what is none: breaths, clicks, coughs. Noise is added to a
known ratio. What a detector reaches here, it need not reach on people: a voice that reads does not drawl,
laugh, mumble or speak over a fan.
"""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile
import soxr

from interviewer.adapters.voice_piper import PiperVoice
from interviewer.adapters.voice_pyttsx3 import Pyttsx3Voice
from interviewer.model.audio import RATE
from interviewer.ports import Voice

Sound = npt.NDArray[np.float64]

SPEECH_RMS = 0.07
"""Of full scale, in speech: -23 dBFS."""

ROOM_DBFS = -65.0
"""The noise of the quiet room that every recording has."""

FILLERS_A_MINUTE = (0.0, 2.0, 4.0, 7.0, 9.0, 14.0, 17.0, 20.0)
"""One answer of each, so that every band is met."""


@dataclass(frozen=True)
class Speaker:
    """A voice, and how much faster it is played than it spoke: pitch and formants rise together."""

    engine: str
    voice: str
    faster: float


TUNING = (
    Speaker("piper", "", 1.0),
    Speaker("piper", "", 1.18),
    Speaker("espeak", "gmw/en-us", 1.0),
    Speaker("espeak", "gmw/en-gb-x-rp", 1.3),
)
HELD_OUT = (
    Speaker("piper", "", 0.93),
    Speaker("piper", "", 1.3),
    Speaker("espeak", "gmw/en", 1.12),
    Speaker("espeak", "gmw/en-gb-scotland", 0.95),
)

PHRASES = {
    "tuning": (
        "Last spring I was the product manager",
        "of a booking app for small clinics.",
        "We had promised online payments and a new calendar,",
        "and by April it was clear",
        "that we could not finish both in time.",
        "It was my job to decide",
        "which of the two we would drop.",
        "I went through four hundred support tickets",
        "and called seven clinics on the telephone.",
        "Nearly all of them told me",
        "that double bookings cost them the most time.",
        "I compared the risk of both features with our lead engineer",
        "and moved payments to the autumn.",
        "Then I wrote a page with the reasons",
        "and showed it to sales first.",
        "We shipped the calendar on the first of June",
        "and double bookings fell by two thirds.",
    ),
    "held out": (
        "Two years ago our warehouse system",
        "lost one order in every fifty.",
        "Customers waited for parcels",
        "that nobody had ever packed.",
        "My task was to find the cause",
        "before the Christmas season began.",
        "I spent three nights on the floor with the packers",
        "and wrote down each step they took.",
        "The scanners dropped their connection",
        "behind the steel shelves at the back,",
        "so I asked for two more access points",
        "and a queue in the handheld device.",
        "The vendor said it would take a quarter.",
        "I built the queue with one colleague",
        "in nine days instead.",
        "Since then we lose one order in four thousand,",
        "and the packers trust their screens again.",
    ),
}


@dataclass
class Answer:
    """One made answer: its sound, and what is where in it, in seconds."""

    name: str
    sound: Sound
    fillers: list[tuple[float, float, str]] = field(default_factory=list)
    phrases: list[tuple[float, float]] = field(default_factory=list)
    others: list[tuple[float, float, str]] = field(default_factory=list)
    """Breaths, clicks and coughs."""

    @property
    def seconds(self) -> float:
        return len(self.sound) / RATE

    @property
    def pauses(self) -> list[tuple[float, float]]:
        """More than a second in which nobody says anything, not even "um"; there may be a breath in it."""
        voiced = sorted([*self.phrases, *((start, end) for start, end, _ in self.fillers)])
        return [(one[1], other[0]) for one, other in pairwise(voiced) if other[0] - one[1] > 1.0]


def make(which: str, folder: Path, piper: Path, *, seed: int) -> list[Path]:
    """Write the answers of one set as WAV and labels; the paths of the WAVs. `folder` keeps what voices have read."""
    speakers, phrases = (TUNING if which == "tuning" else HELD_OUT), PHRASES[which]
    rng = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for number, rate in enumerate(FILLERS_A_MINUTE):
        speaker = speakers[number % len(speakers)]
        read = _kept(folder / f"read-{speakers.index(speaker)}.npz", [*phrases, "um", "uh", "erm"], speaker, piper)
        answer = _answer(f"{number}", read, phrases, rate, rng)
        for snr in (None, 20.0, 10.0):
            path = folder / f"{number}-{'clean' if snr is None else f'{snr:.0f}dB'}.wav"
            noisy = _with_noise(answer.sound, snr, np.random.default_rng(seed + number))
            soundfile.write(path, np.clip(noisy, -1, 1), RATE, subtype="PCM_16")
            labels = {key: value for key, value in asdict(answer).items() if key != "sound"}
            path.with_suffix(".json").write_text(
                json.dumps({**labels, "pauses": answer.pauses, "seconds": answer.seconds})
            )
            written.append(path)
    return written


def _kept(file: Path, texts: Sequence[str], speaker: Speaker, piper: Path) -> dict[str, Sound]:
    """What the voice made of the texts, read once: some voices never say a thing twice in the same way."""
    if not file.is_file():
        with tempfile.TemporaryDirectory() as scratch:
            np.savez(file, **dict(_read(texts, speaker, Path(scratch), piper)))
    with np.load(file) as kept:
        return {text: np.asarray(kept[text], np.float64) for text in texts}


def _read(texts: Sequence[str], speaker: Speaker, scratch: Path, piper: Path) -> Iterator[tuple[str, Sound]]:
    voice: Voice
    if speaker.engine == "piper":
        voice = PiperVoice(piper, deadline=300.0)
    else:
        voice = Pyttsx3Voice(voice=speaker.voice, rate=165, deadline=300.0)
    for number, text in enumerate(texts):
        wav = scratch / f"{number}.wav"
        voice.render(text, wav)
        sound, rate = soundfile.read(wav)
        yield text, _trimmed(_level(soxr.resample(sound, rate * speaker.faster, RATE)))
    voice.close()


def _answer(name: str, read: dict[str, Sound], phrases: Sequence[str], rate: float, rng: random.Random) -> Answer:
    """Phrases with something in every gap, filled so that `rate` fillers a minute come of it."""
    spoken = sum(len(read[phrase]) for phrase in phrases) / RATE
    wanted = round(rate * spoken * 1.35 / 60)
    gaps = list(range(1, len(phrases)))
    rng.shuffle(gaps)
    fillers = {gap: wanted // len(gaps) + (place < wanted % len(gaps)) for place, gap in enumerate(gaps)}
    free = [gap for gap in gaps if not fillers[gap]]
    long = set(free[: max(2, len(free) // 3)]) or set(gaps[:1])
    pitch = _pitch(read[phrases[0]])
    answer = Answer(name, np.zeros(0))
    _silence(answer, rng.uniform(0.6, 2.5))
    for place, phrase in enumerate(phrases):
        if place in long and not fillers.get(place):
            _silence(answer, rng.uniform(1.05, 3.0))
        elif place:
            _silence(answer, rng.uniform(0.12, 0.6))
            if rng.random() < 0.4:
                _other(answer, rng)
            for _ in range(fillers[place]):
                _filler(answer, read, pitch, rng)
        began = answer.seconds
        answer.sound = np.concatenate([answer.sound, read[phrase]])
        answer.phrases.append((began, answer.seconds))
    _silence(answer, rng.uniform(0.5, 1.0))
    return answer


def _filler(answer: Answer, read: dict[str, Sound], pitch: float, rng: random.Random) -> None:
    kind = rng.choice(["um", "uh", "erm", "vowel", "vowel and nasal", "nasal"])
    seconds = rng.uniform(0.22, 0.65)
    if kind in read:
        sound = read[kind]
    elif kind == "vowel":
        sound = _voiced(pitch, seconds, 1.0, rng)
    else:
        sound = _voiced(pitch, seconds, 0.0 if kind == "nasal" else 0.5, rng)
    began = answer.seconds
    answer.sound = np.concatenate([answer.sound, sound])
    answer.fillers.append((began, answer.seconds, kind))
    _silence(answer, rng.uniform(0.03, 0.6))


def _voiced(pitch: float, seconds: float, open_share: float, rng: random.Random) -> Sound:
    """A held vowel that closes to a nasal after `open_share` of it: harmonics under formants, with a little jitter."""
    count = int(seconds * RATE)
    time = np.arange(count) / RATE
    glide = pitch * rng.uniform(0.86, 0.97) * (1 - 0.05 * time / seconds)
    drift = np.interp(time, np.linspace(0, seconds, 12), [1 + rng.gauss(0, 0.006) for _ in range(12)])
    phase = 2 * np.pi * np.cumsum(glide * drift) / RATE
    opened = np.clip((open_share * seconds - time) / 0.06 + 0.5, 0, 1) if open_share < 1 else np.ones(count)
    sound = np.zeros(count)
    spread = rng.uniform(0.9, 1.1)
    for harmonic in range(1, int(4000 / pitch)):
        at = harmonic * pitch
        vowel = _gain(at, ((560 * spread, 90, 1.0), (1350 * spread, 130, 0.45), (2500, 200, 0.2)))
        nasal = _gain(at, ((260, 80, 1.0), (1100, 250, 0.06), (2300, 300, 0.03)))
        sound += (opened * vowel + (1 - opened) * 0.6 * nasal) * np.sin(harmonic * phase) / harmonic**0.5
    edge = int(0.03 * RATE)
    sound[:edge] *= np.linspace(0, 1, edge)
    sound[-2 * edge :] *= np.linspace(1, 0, 2 * edge)
    return _level(sound) * 10 ** (-rng.uniform(1, 7) / 20)


def _gain(at: float, formants: Sequence[tuple[float, float, float]]) -> float:
    return sum(weight / (1 + ((at - centre) / width) ** 2) for centre, width, weight in formants)


def _other(answer: Answer, rng: random.Random) -> None:
    """What is no filler: a breath, a click, or a cough."""
    kind = rng.choice(["breath", "breath", "click", "cough"])
    noise = np.random.default_rng(rng.getrandbits(32))
    seconds = {"breath": rng.uniform(0.25, 0.6), "click": 0.02, "cough": rng.uniform(0.15, 0.3)}[kind]
    count = int(seconds * RATE)
    sound = noise.standard_normal(count)
    if kind == "breath":
        sound = _coloured(sound, 400, 5000) * np.hanning(count) * 10 ** (-rng.uniform(14, 24) / 20)
    elif kind == "cough":
        sound = _coloured(sound, 200, 3500) * np.exp(-np.arange(count) / RATE / 0.07) * 10 ** (-rng.uniform(3, 9) / 20)
    began = answer.seconds
    answer.sound = np.concatenate([answer.sound, sound * SPEECH_RMS * (1.0 if kind != "click" else 0.5)])
    answer.others.append((began, answer.seconds, kind))
    _silence(answer, rng.uniform(0.1, 0.4))


def _silence(answer: Answer, seconds: float) -> None:
    answer.sound = np.concatenate([answer.sound, np.zeros(int(seconds * RATE))])


def _coloured(sound: Sound, low: float, high: float) -> Sound:
    spectrum = np.fft.rfft(sound)
    at = np.fft.rfftfreq(len(sound), 1 / RATE)
    spectrum[(at < low) | (at > high)] = 0
    shaped = np.fft.irfft(spectrum / np.sqrt(np.maximum(at, 50.0)), len(sound))
    return np.asarray(shaped / np.sqrt(np.mean(shaped**2)))


def _with_noise(sound: Sound, snr: float | None, noise: np.random.Generator) -> Sound:
    """The quiet room, and pink noise as many dB under the speech."""
    room = noise.standard_normal(len(sound)) * 10 ** (ROOM_DBFS / 20)
    if snr is None:
        return sound + room
    pink = _coloured(noise.standard_normal(len(sound)), 60, 7000)
    return sound + room + pink * SPEECH_RMS * 10 ** (-snr / 20)


def _trimmed(sound: Sound) -> Sound:
    """Without the silence that voices put around what they read."""
    frame = RATE // 200
    loud = [
        at for at in range(0, len(sound), frame) if np.sqrt(np.mean(sound[at : at + frame] ** 2)) > SPEECH_RMS * 0.02
    ]
    return sound[loud[0] : loud[-1] + frame]


def _level(sound: Sound) -> Sound:
    frame = RATE // 50
    power = np.array([np.mean(sound[at : at + frame] ** 2) for at in range(0, max(len(sound) - frame, 1), frame)])
    active = power[power > power.max() * 0.01]
    return np.asarray(sound / np.sqrt(active.mean()) * SPEECH_RMS)


def _pitch(sound: Sound) -> float:
    """Median pitch by autocorrelation, in Hz: enough to splice a vowel at the speaker's height."""
    found = []
    size = RATE // 20
    for at in range(0, len(sound) - size, size):
        part = sound[at : at + size] - sound[at : at + size].mean()
        if np.sqrt(np.mean(part**2)) > SPEECH_RMS * 0.5:
            auto = np.correlate(part, part, "full")[size - 1 :]
            lag = int(np.argmax(auto[RATE // 350 : RATE // 70])) + RATE // 350
            if auto[lag] > 0.5 * auto[0]:
                found.append(RATE / lag)
    return float(np.median(found)) if found else 120.0
