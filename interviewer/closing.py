"""The close of an interview: the candidate asks, the interviewer answers from its sheet, until there is no more to ask.

Each round is a turn of its own, so its sound is kept, written down and can be heard again like any answer. The reply
to a round is the beginning of the next one's question, or of the farewell.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from interviewer.desk import Desk
from interviewer.errors import InterviewerError, VoiceError
from interviewer.model import events
from interviewer.model.closing import AskedQuestion, Closing
from interviewer.model.session import Turn
from interviewer.model.speech import Transcript, Typed
from interviewer.ports import Encoder, Ledger, Speaker, Voice
from interviewer.rules.closing import replying
from interviewer.rules.closing.asked import Heard, turned
from interviewer.rules.closing.finding import Finder
from interviewer.rules.closing.weighing import Weigher
from interviewer.rules.segmenting import sentences
from interviewer.sitting import Sitting

FAREWELL_WAV = "farewell.wav"


class Members(Protocol):
    """Those of a crew who take part in the close."""

    @property
    def voice(self) -> Voice | None: ...
    @property
    def speaker(self) -> Speaker: ...
    @property
    def encoder(self) -> Encoder | None: ...


@dataclass(frozen=True)
class _Round:
    """What one turn of the candidate came to."""

    asked: tuple[AskedQuestion, ...]
    over: bool
    no_time: bool = False

    @property
    def replies(self) -> list[str]:
        """What was said to it; the same is not said twice in a row."""
        return list(dict.fromkeys(one.reply for one in self.asked))


class Close:
    """Looks after each turn, and does nothing unless it was one of the close."""

    def __init__(self, sitting: Sitting, desk: Desk, crew: Members, *, stop: Callable[[], bool]) -> None:
        """`stop` tells when the voice must be silent."""
        self._sitting = sitting
        self._desk = desk
        self._crew = crew
        self._stop = stop
        closing = sitting.session.closing or Closing()
        self._weigher = Weigher(Finder(closing.sheet, crew.encoder))
        if closing.sheet:
            desk.aside(self._weigher.warm)

    def after(self, number: int, *, leaving: bool) -> None:
        """Reply to what was asked in turn `number`: plan the next round, or say goodbye and have it all judged."""
        closing, turn = self._sitting.session.closing, self._sitting.turn(number)
        if closing is None or turn.question.kind != "closing":
            return
        if number not in closing.answered and not closing.farewell:
            self._reply(closing, turn, leaving=leaving)
        elif closing.farewell and closing.grade is None:
            self._desk.aside(self._judge)

    def _reply(self, closing: Closing, turn: Turn, *, leaving: bool) -> None:
        found = self._round(closing, turn)
        over = found.over or leaving
        closing = closing.but(answered=(*closing.answered, turn.number), asked=(*closing.asked, *found.asked))
        session = self._sitting.session
        if not over:
            coming = replying.going_on(found.replies, len(closing.answered))
            self._sitting.note(closing=closing, planned=(*session.planned, coming))
            return
        words = "" if leaving else replying.farewell(session, found.replies, no_time=found.no_time)
        self._sitting.note(closing=closing.but(farewell=words))
        if words:
            self._say_goodbye(words)
        self._desk.aside(self._judge)

    def _round(self, closing: Closing, turn: Turn) -> _Round:
        take = turn.take
        heard = None if take is None or turn.skipped else self._desk.heard(turn.number, take.number)
        said = sentences(heard) if isinstance(heard, Transcript | Typed) else ()
        found = turned(said)
        asked: list[AskedQuestion] = []
        for one in found.questions:
            place = len(closing.asked) + len(asked)
            asked.append(self._answered(one, place, turn.number, take.number if take else 1))
        no_time = len(closing.answered) + 1 >= closing.rounds and not found.done
        only_remarks = found.remark and turn.question.text.endswith(replying.REMARK)
        return _Round(tuple(asked), found.done or no_time or only_remarks, no_time)

    def _answered(self, one: Heard, place: int, turn: int, take: int) -> AskedQuestion:
        lead = " ".join(sentence.text for sentence in one.lead)
        told = self._weigher.told(one.question.text, self._ledger(turn, take))
        first = one.lead[0] if one.lead else one.question
        return AskedQuestion(
            turn=turn,
            take=take,
            text=one.question.text,
            lead=lead,
            start=first.start,
            end=one.question.end,
            reply=replying.reply(told, place),
            cites=tuple(each.line for each in told),
        )

    def _say_goodbye(self, words: str) -> None:
        """Show the farewell, and say it where there is a voice; one that fails now has nothing left to spoil."""
        crew, wav = self._crew, self._sitting.folder / FAREWELL_WAV
        spoken = False
        if crew.voice is not None:
            try:
                crew.voice.render(words, wav)
                spoken = True
            except InterviewerError:
                spoken = False
        self._sitting.tell(events.Farewell(text=words, spoken=spoken))
        if spoken:
            try:
                crew.speaker.play(wav, stop=self._stop)
            except VoiceError:
                return

    def _judge(self) -> None:
        judge_close(self._sitting, self._weigher)

    def _ledger(self, turn: int, take: int) -> Ledger:
        return self._sitting.ledger(turn, take)


def judge_close(sitting: Sitting, weigher: Weigher) -> None:
    """Judge the questions of a close that is over, all together."""
    closing = sitting.session.closing
    if closing is None or not closing.answered:
        return
    sitting.note(closing=closing.but(grade=weigher.grade(closing.asked)))
