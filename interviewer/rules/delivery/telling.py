"""What a page says about how an answer was spoken: figures, and at most two remarks, none inside the bands.

The modes decide what may be told, never what was measured: who asked for `non-native` or `disfluency-friendly` is
never told that pauses, repetitions or pace were a fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from interviewer.model.clock import length
from interviewer.model.delivery import Baseline, Delivery, DeliveryMode, Moment, MomentKind
from interviewer.model.plain import one_line
from interviewer.model.question import Kind
from interviewer.model.report import Figure, Remark, Standing
from interviewer.rules.delivery import bands
from interviewer.rules.delivery.bands import Band
from interviewer.rules.delivery.measured import PRECISION, RECALL
from interviewer.rules.delivery.rates import FILLERS, a_minute, fillers_a_minute, in_a_hundred, is_enough, is_long

MOST_REMARKS = 2

ENOUGH_SENTENCES = 4
"""Below, one sentence that trails off says nothing about the speaker."""

CLUSTER, CLUSTER_SECONDS = 3, 10.0
"""Fillers within so many seconds that are heard as a cluster."""


def _one_in(right: float) -> str:
    """How often something goes wrong that goes right in this share of all cases."""
    return f"1 in {1 / (1 - right):.0f}" if right < 0.995 else "hardly one"


FILLER_ERROR = (
    f"on synthetic speech {_one_in(RECALL)} is missed and {_one_in(PRECISION)} found wrongly, on real voices that is "
    "not yet measured"
)

_STUMBLES: tuple[MomentKind, ...] = ("repetition", "repair")
_PAUSES: tuple[MomentKind, ...] = ("pause at a boundary", "pause in mid-clause")
_STRETCHES: tuple[MomentKind, ...] = ("fast stretch", "slow stretch")

NOTES: dict[DeliveryMode, str] = {
    "standard": "",
    "non-native": (
        "Set to non-native: pace, pauses, filled pauses and repetitions are shown without a band, and never called a "
        "fault."
    ),
    "disfluency-friendly": (
        "Set to disfluency-friendly: pace, pauses, filled pauses and repetitions are left out of this page; the "
        "session's JSON has them."
    ),
    "off": "Delivery is off: nothing was measured about how you spoke.",
}


NO_BASELINE = Baseline(answers=1)
"""Of a candidate about whom nothing is known."""

UNFIT = {
    "noise": "not measured: the recording is too noisy",
    "clipping": "not measured: the recording is clipped, so turn the microphone down",
    "dropouts": "not measured: the recording has holes",
}


@dataclass(frozen=True)
class _Measure:
    """One figure on its way to the page."""

    name: str
    value: str
    about_fluency: bool
    """What the modes other than `standard` leave alone."""

    number: float | None = None
    """In the band's unit; None when it cannot be told."""

    band: Band | None = None
    low: str = ""
    high: str = ""
    """What to say below and above the band."""

    where: tuple[Moment, ...] = ()

    at_least: bool = False
    """The number is a lower bound: it may be outside of its band, and it is never inside."""

    own: str = ""
    """What is usual for this candidate."""

    most: float | None = None
    """What the number may be at most, where it is known with an error; `number` is then the least."""

    @property
    def standing(self) -> Standing:
        if self.band is None or self.number is None:
            return ""
        found = self.band.standing(self.number)
        if self.most is not None and self.band.standing(self.most) != found:
            return "near"
        return "" if found == "inside" and self.at_least else found

    @property
    def excess(self) -> float:
        return self.band.excess(self.number) if self.band is not None and self.number is not None else 0.0

    @property
    def remark(self) -> str:
        if self.band is None or self.number is None or not self.excess:
            return ""
        return self.low if self.number < self.band.lowest else self.high


def figures(spoken: Delivery, kind: Kind, mode: DeliveryMode, baseline: Baseline | None = None) -> tuple[Figure, ...]:
    """All that was measured and may be shown."""
    return tuple(_figure(each, mode) for each in _measures(spoken, kind, baseline or NO_BASELINE) if _shown(each, mode))


def remarks(
    spoken: Delivery, kind: Kind, mode: DeliveryMode = "standard", baseline: Baseline | None = None
) -> tuple[Remark, ...]:
    """What lies furthest outside of its band: two at most, in the order of the figures; nothing inside the bands."""
    outside = [
        each
        for each in _measures(spoken, kind, baseline or NO_BASELINE)
        if each.remark and not (each.about_fluency and mode != "standard")
    ]
    worst = sorted(outside, key=lambda each: -each.excess)[:MOST_REMARKS] if mode != "off" else []
    return tuple(
        Remark(
            text=each.remark,
            own=each.own,
            usual=each.band.usual,
            source=each.band.source,
            moments=_plain(each.where),
        )
        for each in outside
        if each in worst and each.band is not None
    )


def moments(spoken: Delivery, mode: DeliveryMode) -> tuple[Moment, ...]:
    """What can be marked along the answer: pauses from a second on, and everything else."""
    hidden = {*FILLERS, *_STUMBLES, *_PAUSES, *_STRETCHES} if mode == "disfluency-friendly" else set()
    found = [
        moment
        for moment in spoken.moments or ()
        if moment.kind not in hidden and (moment.kind not in _PAUSES or is_long(moment))
    ]
    return _plain(found) if mode != "off" else ()


def clusters(fillers: Sequence[Moment]) -> tuple[Moment, ...]:
    """The first filler of each run of three or more within ten seconds."""
    found: list[Moment] = []
    at = 0
    while at + CLUSTER <= len(fillers):
        inside = [each for each in fillers[at:] if each.start - fillers[at].start <= CLUSTER_SECONDS]
        if len(inside) >= CLUSTER:
            found.append(fillers[at])
            at += len(inside)
        else:
            at += 1
    return tuple(found)


def _shown(measure: _Measure, mode: DeliveryMode) -> bool:
    return mode != "off" and not (mode == "disfluency-friendly" and measure.about_fluency)


def _figure(measure: _Measure, mode: DeliveryMode) -> Figure:
    if measure.band is None or (measure.about_fluency and mode != "standard"):
        return Figure(name=measure.name, value=measure.value, own=measure.own)
    return Figure(
        name=measure.name,
        value=measure.value,
        own=measure.own,
        usual=measure.band.usual,
        standing=measure.standing,
        source=measure.band.source,
    )


def _measures(spoken: Delivery, kind: Kind, usually: Baseline) -> Iterator[_Measure]:
    usual = bands.LENGTH[kind]
    yield _Measure(
        name="Length",
        value=f"{length(spoken.seconds)}, {spoken.words} words",
        about_fluency=False,
        number=spoken.seconds,
        band=usual,
        low=f"Shorter than usual: most good answers to such a question take {usual.usual}.",
        high=f"Longer than usual: most good answers to such a question take {usual.usual}.",
    )
    yield _pace(spoken, usually)
    if spoken.articulation_rate is not None:
        value = f"{spoken.articulation_rate:.0f} words a minute"
        yield _Measure(name="Pace without the pauses", value=value, about_fluency=True)
    yield _Measure(name="Before the first word", value=f"{spoken.response_latency:.1f} s", about_fluency=True)
    yield from _silences(spoken, usually)
    yield from _fillers(spoken, usually)
    yield from _voice(spoken, usually)
    if spoken.moments is not None:
        yield from _wording(spoken, usually)


def _pace(spoken: Delivery, usually: Baseline) -> _Measure:
    pace = spoken.words_per_minute
    quick = spoken.of("fast stretch")
    return _Measure(
        name="Pace",
        value="too short to tell" if pace is None else f"{pace:.0f} words a minute",
        about_fluency=True,
        number=pace,
        own=_own(usually.words_per_minute, "{:.0f} words a minute"),
        band=bands.PACE,
        low="Slow, pauses included: most people speak at 100 to 190 words a minute in an interview.",
        high="Quick: most listeners follow best below 190 words a minute. Pause at the end of each sentence.",
        where=quick if pace is not None and pace > bands.PACE.high else spoken.of("slow stretch"),
    )


def _silences(spoken: Delivery, usually: Baseline) -> Iterator[_Measure]:
    if spoken.moments is None:
        yield _Measure(
            name="Pauses of two seconds or more", value=str(spoken.long_pauses or "none"), about_fluency=True
        )
        return
    long = [pause for pause in spoken.of(*_PAUSES) if is_long(pause)]
    mid_clause = tuple(pause for pause in long if pause.kind == "pause in mid-clause")
    longest = max((pause.end - pause.start for pause in long), default=0.0)
    yield _Measure(
        name="Pauses of a second or more",
        value=f"{len(long)}, {len(mid_clause)} in mid-clause, the longest {longest:.1f} s" if long else "none",
        about_fluency=True,
        number=a_minute(spoken, len(mid_clause)),
        own=_own(usually.mid_clause_pauses_a_minute, "{:.1f} a minute in mid-clause"),
        band=bands.PAUSES,
        high="Many long pauses in mid-clause. Finish the clause and pause at its end: that sounds thoughtful.",
        where=mid_clause,
    )
    if spoken.mean_length_of_run is not None:
        value = f"{spoken.mean_length_of_run:.1f}"
        yield _Measure(name="Words between pauses, on average", value=value, about_fluency=True)


def _fillers(spoken: Delivery, usually: Baseline) -> Iterator[_Measure]:
    """Counted with the error that was measured; from the transcript alone it is a lower bound."""
    markers, every = spoken.of("discourse marker"), spoken.of(*FILLERS)
    rate = fillers_a_minute(spoken) if spoken.moments is not None else None
    least, most = rate, rate if spoken.sounded else None
    if spoken.sounded and rate is not None:
        others = a_minute(spoken, len(markers)) or 0.0
        least, most = others + (rate - others) * PRECISION, others + (rate - others) / RECALL
    together = len(clusters(every))
    often = f" Most come together: {together} times three or more within ten seconds." if together > 1 else ""
    said = f"About {rate or 0:.0f}" if spoken.sounded else f"At least {rate or 0:.0f}"
    yield _Measure(
        name="Um, uh and the like",
        value=_filled(spoken),
        about_fluency=True,
        number=least,
        most=most,
        own=_own(usually.fillers_a_minute, "{:.1f} a minute, markers included"),
        band=bands.FILLERS,
        high=f"{said} fillers a minute: that many distract.{often} A silent pause serves you better.",
        where=every,
        at_least=not spoken.sounded,
    )
    if markers:
        yield _Measure(name="Like, you know and so on", value=str(len(markers)), about_fluency=True)


def _filled(spoken: Delivery) -> str:
    if not spoken.sounded:
        found = f"at least {spoken.filled_pauses}" if spoken.filled_pauses else "none in the transcript"
        return f"{found}; transcripts leave many of them out"
    rate = a_minute(spoken, spoken.filled_pauses)
    found = f"about {spoken.filled_pauses}" if spoken.filled_pauses else "none found"
    often = f" ({rate:.0f} a minute)" if rate is not None and spoken.filled_pauses else ""
    return f"{found}{often}; {FILLER_ERROR}"


def _wording(spoken: Delivery, usually: Baseline) -> Iterator[_Measure]:
    stumbles = spoken.of(*_STUMBLES)
    repeated, repaired = spoken.of("repetition"), spoken.of("repair")
    if stumbles:
        yield _Measure(
            name="Said twice, or begun anew",
            value=f"{len(repeated)} and {len(repaired)}",
            about_fluency=True,
            number=in_a_hundred(spoken, len(repeated)),
            band=bands.REPETITIONS,
            high="Words are often said twice in a row. Take the breath before the sentence, not inside of it.",
            where=repeated,
        )
    hedged = spoken.of("hedge")
    if hedged:
        yield _Measure(
            name="I think, maybe and the like",
            value=str(len(hedged)),
            about_fluency=False,
            number=in_a_hundred(spoken, len(hedged)),
            own=_own(usually.hedges_in_a_hundred, "{:.1f} in 100 words"),
            band=bands.HEDGES,
            high="Many hedges: what you know, say without them.",
            where=hedged,
        )
    if spoken.first_person_singular or spoken.first_person_plural:
        value = f"{spoken.first_person_singular} and {spoken.first_person_plural} times"
        yield _Measure(name="I and we", value=value, about_fluency=False)


def _voice(spoken: Delivery, usually: Baseline) -> Iterator[_Measure]:
    """Pitch and loudness; of a recording that is not good enough, only why not."""
    if spoken.recording is not None and spoken.recording.problem:
        yield _Measure(name="Voice", value=UNFIT[spoken.recording.problem], about_fluency=False)
    if spoken.voice is None:
        return
    faint = spoken.of("trailing off")
    yield _Measure(
        name="Pitch moves by",
        value=f"{spoken.voice.pitch_variation:.1f} semitones",
        about_fluency=False,
        number=spoken.voice.pitch_variation if is_enough(spoken) else None,
        own=_own(usually.pitch_variation, "{:.1f} semitones"),
        band=bands.PITCH,
        low="Your pitch hardly moves. Let it rise on the word that matters and fall at the end of the sentence.",
        where=spoken.of("flat stretch"),
    )
    yield _Measure(name="Loudness moves by", value=f"{spoken.voice.loudness_variation:.1f} dB", about_fluency=False)
    if faint and spoken.sentences:
        yield _Measure(
            name="Sentences that trail off",
            value=f"{len(faint)} of {spoken.sentences}",
            about_fluency=False,
            number=len(faint) / spoken.sentences * 100 if spoken.sentences >= ENOUGH_SENTENCES else None,
            band=bands.TRAILING_OFF,
            high="The ends of your sentences are hard to hear. Breathe before the last words and give them full voice.",
            where=faint,
        )


def _own(usually: float | None, unit: str) -> str:
    return "" if usually is None else unit.format(usually)


def _plain(found: Sequence[Moment]) -> tuple[Moment, ...]:
    """Fit to be shown."""
    return tuple(moment.but(text=one_line(moment.text)) for moment in found)
