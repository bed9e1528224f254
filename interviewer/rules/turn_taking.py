"""When an answer is over. Pure: time is counted in sound that was heard, never on a clock.

An interview answer is not a voice command. People think in the middle of it, so how long a silence is waited for
depends on all that is known about it: how much was said, whether the words so far can stand alone, whether their melody
sounds finished, and how long this candidate has paused and gone on before. An answer ends in two steps. First it is
softly closed, which is shown and taken back by the next word; only then it is over. Evidence that is missing (no words
yet, no model of turn ends) makes the wait longer, never shorter, and nothing ends an answer while its speaker speaks.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import ceil
from statistics import median
from typing import Literal

from interviewer.rules.turn_taking_profiles import PROFILES, Kind, Name, Profile, Waits, fixed
from interviewer.rules.turn_taking_words import Request, Tail, read

SPEECH_STARTS = 0.5
"""A probability from here on is speech (the threshold that Silero VAD is trained and shipped with)."""

SPEECH_ENDS = 0.35
"""Once speaking, only a probability below this is silence (Silero's own hysteresis: threshold - 0.15)."""

SHORTEST_SPEECH = 0.25
"""Seconds; a shorter burst is a click, a key or a cough and no speech (Silero's `min_speech_duration_ms`)."""

LONGEST_CHUNK = 5.0
"""Seconds. Sound comes in chunks of a tenth of a second; a longer one is a mistake, as milliseconds for seconds are."""

ASK_AT = (0.2, 0.5, 0.8, 1.2, 1.6, 2.0, 3.0)
"""Seconds of silence at which the model of turn ends is asked. Later there is too little speech left in its window."""

SOUNDS_OVER = 0.8
SOUNDS_OPEN = 0.3
"""The middle one of a pause's scores is believed above, or below; above only when there are two at least. One score may
be far off: the same silence was seen to give 0.98, 0.49 and 0.90 one after the other."""

MAY_BE_OVER = 0.5
"""A newest score above this makes the words worth having at once."""

OUTCOME_TOLD = 0.7
"""A story whose outcome has been told with less probability than this is taken to go on. Chosen on labelled answers and
on the ends of the stories of `benchmarks/turns.py`, all of which were in view; what it does is printed there."""

SHORTEST_CLOSE = 1.0
"""Seconds that an answer is softly closed at least, however late the evidence came: nobody is cut off unwarned."""

MORE_TIME = 30.0
"""Seconds of silence that are granted when time is asked for."""

OWN_PAUSES = 3
"""So many pauses of one kind must this candidate have gone on after, before they count."""

SHORTEST_PAUSE = 0.5
"""Seconds; shorter silences are only breath."""

Verdict = Literal["waiting", "speaking", "quiet", "closing", "over", "limit", "nobody"]
"""waiting: no speech yet. speaking. quiet: silence after speech. closing: taken to be over, and taken back by the next
word. over. limit: the longest answer was reached. nobody: silence for very long with hardly a word."""


@dataclass(frozen=True)
class Patience:
    """How long to wait, in seconds of sound."""

    profile: Name = "relaxed"
    silence_to_finish: float | None = None
    """The one silence that ends an answer, in the stead of the profile; None: the profile decides."""

    speech_before_patience: float = 3.0
    """Speech that must have been heard before silence can end the answer: who has only said "hmm" is thinking."""

    longest_answer: float = 600.0
    """The recording ends here whatever is going on."""

    longest_wait: float = 90.0
    """Silence after which nobody seems to be there, when hardly anything was said; not with the profile `manual`."""

    time_to_answer: float = 180.0
    """From here on the clock says that it is time to come to an end; nothing is cut off."""

    @property
    def waits(self) -> Profile:
        """What is waited for in each kind of pause."""
        return PROFILES[self.profile] if self.silence_to_finish is None else fixed(self.silence_to_finish)


@dataclass(frozen=True)
class TurnTaking:
    """What has been heard of one take so far. Methods return the next state; a verdict that ends the take stays."""

    patience: Patience = field(default_factory=Patience)
    pauses: tuple[tuple[Kind, float], ...] = ()
    """Pauses after which this candidate went on, in this take or an earlier one: what they looked like, and seconds."""

    seconds: float = 0.0
    """Length of the take."""

    speech: float = 0.0
    """How much of it was speech."""

    silence: float = 0.0
    """Seconds since speech was last heard, or since the start."""

    burst: float = 0.0
    """Length of the sound under way that is, or may become, speech; 0 in silence."""

    asked: int = 0
    """How often the model of turn ends was asked in this pause."""

    scores: tuple[float, ...] = ()
    """What it answered."""

    tail: Tail | None = None
    """What the words up to this pause say; None while they are not known."""

    outcome: float | None = None
    """Probability that these words tell how it came out; None: not known, or not asked for."""

    granted: float = 0.0
    """Silence that was asked for in this pause."""

    obeyed: bool = False
    """Whether the request in the tail has been followed."""

    closed_for: float = 0.0
    """Seconds since the answer was softly closed."""

    verdict: Verdict = "waiting"

    # -- evidence

    def hear(self, seconds: float, speech_probability: float) -> TurnTaking:
        """After `seconds` more of sound that is speech with this probability. Raises ValueError for no such chunk."""
        if not 0 <= seconds <= LONGEST_CHUNK:
            raise ValueError(f"a chunk of {seconds} s")
        if self.ended:
            return self
        threshold = SPEECH_ENDS if self.burst else SPEECH_STARTS
        heard = self._voice(seconds) if speech_probability >= threshold else self._hush(seconds)
        if self.verdict == "closing" and heard.burst < SHORTEST_SPEECH:
            heard = replace(heard, closed_for=self.closed_for + seconds)
        return heard._judged()

    def lose(self, seconds: float) -> TurnTaking:
        """After `seconds` that the device dropped: time passes, but nobody knows whether it was silence."""
        if self.ended:
            return self
        return replace(self, seconds=self.seconds + seconds)._judged()

    def score(self, probability: float) -> TurnTaking:
        """After the model of turn ends was asked, as `wants_score` said, and gave this probability of an end."""
        asked = sum(self.silence >= at for at in ASK_AT)
        return replace(self, asked=asked, scores=(*self.scores, probability))._judged()

    def read(self, text: str, outcome: float | None = None, *, is_all: bool = False) -> TurnTaking:
        """After all words up to the pause under way became known; a request for time among them is granted.

        `outcome`: where a story was asked for, the probability that they tell how it came out. `is_all`: they say that
        nothing more comes, in words that mean so after this question only.
        """
        if self.ended or self.burst or self.tail is not None:
            return self
        tail = replace(read(text), request="finish") if is_all else read(text)
        known = replace(self, tail=tail, outcome=outcome)
        return known.wait_longer() if known.request == "time" else known._judged()

    def wait_longer(self) -> TurnTaking:
        """After time was asked for: this pause may last. A soft close is taken back."""
        if self.ended:
            return self
        granted = max(self.granted, self.silence) + MORE_TIME
        return replace(self, granted=granted, obeyed=True, closed_for=0.0)._judged()

    def reopen(self) -> TurnTaking:
        """After the end was taken back, before the speech that did so is heard."""
        granted = max(self.granted, self.silence) + MORE_TIME
        return replace(self, verdict="quiet", obeyed=True, granted=granted, closed_for=0.0)

    # -- what follows from it

    @property
    def ended(self) -> bool:
        """Whether the take is over, for whatever reason."""
        return self.verdict in ("over", "limit", "nobody")

    @property
    def wants_score(self) -> bool:
        """Whether the model of turn ends is to be asked now."""
        if self.burst or self.ended or not self.speech:
            return False
        return self.asked < len(ASK_AT) and self.silence >= ASK_AT[self.asked]

    @property
    def wants_words(self) -> bool:
        """Whether the words up to this pause would still be news."""
        return self.tail is None and self.silence > 0 and not self.burst and not self.ended

    @property
    def end_is_likely(self) -> bool:
        """Whether it sounds over, so that the newest words are wanted at once."""
        return not self.burst and bool(self.scores) and self.scores[-1] > MAY_BE_OVER

    @property
    def request(self) -> Request | None:
        """What the last sentence asks for, and is not done yet."""
        return self.tail.request if self.tail is not None and not self.obeyed else None

    @property
    def kind(self) -> Kind:
        """What the pause looks like."""
        tail, sounds = self.tail, median(self.scores) if self.scores else None
        if tail is not None and not tail.words:
            return "nothing"
        if self.speech < self.patience.speech_before_patience:
            return "short" if tail is not None and self.patience.silence_to_finish is None else "nothing"
        sounds_open = sounds is not None and sounds < SOUNDS_OPEN
        sounds_over = sounds is not None and len(self.scores) > 1 and sounds > SOUNDS_OVER
        if tail is None or not tail.complete:
            return "unfinished" if sounds_open or (tail is not None and tail.leans) else "uncertain"
        if self.outcome is None:
            return "unfinished" if sounds_open else "complete" if sounds_over else "uncertain"
        if self.outcome >= OUTCOME_TOLD and len(self.scores) > 1:
            return "midway" if sounds_open else "complete"
        return "unfinished" if sounds_open else "midway" if sounds_over else "uncertain"

    @property
    def waits(self) -> Waits | None:
        """The silences that close and end this answer as things stand; None: none does."""
        row = self.patience.waits.get(self.kind)
        if row is None:
            return None
        close = max(row.close, self._own_pause(), self.granted)
        return Waits(close, close + row.end - row.close)

    @property
    def silence_that_ends(self) -> float:
        """Seconds of silence that will end this answer; 0 while none will."""
        waits = self.waits
        return waits.end if waits is not None else 0.0

    @property
    def closing(self) -> float:
        """How far the soft close has come, 0 (not closed) to 1 (over)."""
        waits = self.waits
        if waits is None or self.verdict != "closing":
            return 0.0
        left = max(waits.end - self.silence, SHORTEST_CLOSE - self.closed_for, 0.0)
        return min(1.0, max(0.01, 1.0 - left / max(waits.end - waits.close, SHORTEST_CLOSE)))

    def _own_pause(self) -> float:
        """Nineteen of twenty of the candidate's own pauses of this kind, and a fifth more; 0 while too few are known.

        Never longer than an unfinished answer is waited for, or one long thought would make every end late.
        """
        if self.patience.silence_to_finish is not None:
            return 0.0
        own = sorted(seconds for kind, seconds in self.pauses if kind == self.kind)
        if len(own) < OWN_PAUSES:
            return 0.0
        return min(1.2 * own[ceil(0.95 * len(own)) - 1], self.patience.waits["unfinished"].close)

    def _voice(self, seconds: float) -> TurnTaking:
        """Sound that may be speech. Until it has lasted it only holds the verdict back; then it counts in full."""
        burst = self.burst + seconds
        after = replace(self, seconds=self.seconds + seconds, burst=burst)
        if burst < SHORTEST_SPEECH:
            return replace(after, silence=self.silence + seconds)
        if self.burst >= SHORTEST_SPEECH:
            return replace(after, speech=self.speech + seconds, silence=0.0)
        return after._went_on(self.silence - self.burst, self.kind)

    def _went_on(self, pause: float, kind: Kind) -> TurnTaking:
        """Speech after a pause: all that was known of the pause is over, but that it was one."""
        pauses = self.pauses
        if self.speech and pause >= SHORTEST_PAUSE:
            pauses = (*pauses, (kind, pause))
        return replace(
            self,
            pauses=pauses,
            speech=self.speech + self.burst,
            silence=0.0,
            asked=0,
            scores=(),
            tail=None,
            outcome=None,
            granted=0.0,
            obeyed=False,
            closed_for=0.0,
        )

    def _hush(self, seconds: float) -> TurnTaking:
        return replace(self, seconds=self.seconds + seconds, silence=self.silence + seconds, burst=0.0)

    def _judged(self) -> TurnTaking:
        verdict = self._verdict()
        return replace(self, verdict=verdict, closed_for=self.closed_for if verdict in ("closing", "over") else 0.0)

    def _verdict(self) -> Verdict:
        if self.seconds >= self.patience.longest_answer:
            return "limit"
        if self.burst:
            return "speaking" if self.burst >= SHORTEST_SPEECH else self.verdict
        if self.request == "finish":
            return "over"
        waits = self.waits
        if waits is None:
            return self._without_end()
        if self.silence < waits.close:
            return "quiet"
        is_warned = self.closed_for + 1e-6 >= min(SHORTEST_CLOSE, waits.end - waits.close)
        return "over" if self.silence >= waits.end and is_warned else "closing"

    def _without_end(self) -> Verdict:
        longest = max(self.patience.longest_wait, self.granted)
        if self.kind == "nothing" and self.patience.profile != "manual" and self.silence >= longest:
            return "nobody"
        return "quiet" if self.speech else "waiting"
