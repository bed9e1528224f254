"""Follow-ups: asks for what an answer left out, at once, from its words alone, while it is still to be judged.

A phrase that is spoken from the cache covers the time that it takes to find the question and to speak it. When the
words of the answer are not known in time, the bank's own follow-up is asked.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from interviewer.answering import Answering
from interviewer.crew import Crew
from interviewer.desk import Desk
from interviewer.errors import ModelNotInstalled
from interviewer.model import events
from interviewer.model.session import Take
from interviewer.model.speech import Heard, Sentence
from interviewer.rules.adding import grown
from interviewer.rules.following.answered import asked_before, asking, closed, may_ask, taken_back
from interviewer.rules.following.choice import Probe, choose, without_gaps
from interviewer.rules.following.wording import BRIDGES, WAITS
from interviewer.rules.head.head import Opinion
from interviewer.rules.rubric import bundle_of
from interviewer.sitting import Sitting
from interviewer.speaking import Speaking

BRIDGE_BY = 0.4
"""Seconds from the end of an answer for which its words are waited for in silence."""

WORDS_BY = 2.0
"""Seconds after which the bank's own follow-up is asked; the rest of four seconds is for the voice."""

STEP = 0.02


_Said = tuple[tuple[Sentence, ...], Heard]
"""What was said in sentences, and as it was heard."""


class Probing:
    """Used by the loop's thread alone."""

    def __init__(
        self,
        crew: Crew,
        sitting: Sitting,
        speaking: Speaking,
        desk: Desk,
        answering: Answering,
    ) -> None:
        self._crew = crew
        self._sitting = sitting
        self._speaking = speaking
        self._desk = desk
        self._answering = answering
        self._manner = sitting.session.manner
        if crew.follow_ups.in_all:
            for phrase in (*BRIDGES[self._manner], WAITS[self._manner]):
                speaking.prepare(phrase)

    def may_follow(self, number: int) -> bool:
        """Whether a follow-up to this question may come."""
        return may_ask(self._sitting.session, number, self._crew.follow_ups)

    def follow_up(self, number: int) -> None:
        """Ask for what the answer to question `number` left out, as far as the budget goes."""
        while not self._answering.leaving and self.may_follow(number):
            take = self._sitting.turn(number).take
            if take is None or (take.answer is None and take.heard is None):
                break
            probe = self._find(number, take.number)
            if self._speaking.must_be_silent():
                if self._answering.said_over(0.0) == "went on":
                    continue
                break
            if probe is None or not self._ask(number, take.number, probe):
                break
        self._close(number)

    def say(self, number: int, follow_up: int, start: float = 0.0) -> float:
        """Say a follow-up, or show it; from a later `start` on, the rest of it. Returns the second that was reached."""
        turn = self._sitting.turn(number)
        asked = turn.follow_ups[follow_up - 1]
        of = self._sitting.session.questions
        is_spoken = asked.asked is not None
        if not start:
            self._sitting.tell(
                events.QuestionAsked(turn=number, of=of, text=asked.text, spoken=is_spoken, follow_up=follow_up)
            )
        if not is_spoken:
            return 0.0
        reached = self._speaking.play(asked.asked, asked.text, number, start)
        self._sitting.tell(events.QuestionSpoken(turn=number))
        return reached

    def _ask(self, number: int, take: int, probe: Probe) -> bool:
        """Ask, and take the answer. Whether there may be more to ask."""
        place = len(self._sitting.turn(number).follow_ups) + 1
        clip = self._speaking.render(probe.text, lambda: self._sitting.question_wav(number, place), number)
        self._sitting.put_turn(asking(self._sitting.turn(number), take, probe, clip))
        start = 0.0
        while True:
            again = self._answering.said_over(self.say(number, place, start))
            if again == "went on":
                self._sitting.put_turn(taken_back(self._sitting.turn(number)))
                return True
            if again is not None:
                start = again
                continue
            start = 0.0
            match self._speaking.take_key():
                case "repeat":
                    continue
                case "skip":
                    self._answering.skip(number, place)
                    return False
                case "quit":
                    self._answering.leaving = True
                    return False
                case "again":
                    self._sitting.put_turn(taken_back(self._sitting.turn(number)))
                    self._answering.answer(number, place - 1)
                    return True
                case _:
                    self._answering.answer(number, place)
                    return True

    def _close(self, number: int) -> None:
        """Nothing more is asked; an answer whose grade waited for a follow-up that was left out is judged for good."""
        turn = self._sitting.turn(number)
        if not turn.follow_ups or turn.take is None:
            return
        self._sitting.put_turn(closed(turn))
        _, last = turn.followed(turn.take.number)[-1] if turn.followed(turn.take.number) else (None, None)
        if last is None or not _is_given(last):
            self._desk.grade_again(number, turn.take.number)

    # -- finding it

    def _find(self, number: int, take: int) -> Probe | None:
        """What to ask, None for nothing; a phrase is spoken meanwhile."""
        began = time.monotonic()
        said = self._wait_for_words(number, take, began + BRIDGE_BY)
        is_bridged = said is None
        if said is None:
            if self._speaking.must_be_silent():
                return None
            self._bridge(number, WAITS[self._manner])
            said = self._wait_for_words(number, take, began + WORDS_BY)
        question = self._sitting.turn(number).question
        asked = asked_before(self._sitting.session, number, take)
        if said is None:
            probe = without_gaps(question, (), self._manner, asked)
        else:
            sentences, heard = said
            read = self._reader(number)
            probe = choose(question, sentences, heard, read, self._manner, asked)
        if probe is None:
            return None
        self._speaking.prepare(probe.text)
        if not is_bridged:
            phrases = BRIDGES[self._manner]
            self._bridge(number, phrases[len(asked.texts) % len(phrases)])
        return probe

    def _wait_for_words(self, number: int, take: int, until: float) -> _Said | None:
        while (said := self._said(number, take)) is None and time.monotonic() < until:
            if self._speaking.must_be_silent():
                return None
            if self._speaking.open is None:
                time.sleep(STEP)
        return said

    def _said(self, number: int, take: int) -> _Said | None:
        """The answer and what was added to it so far; None while some of it is not known."""
        turn = self._sitting.turn(number)
        added = [each.number for _, each in turn.followed(take) if each is not None and _is_given(each)]
        known = {each: self._desk.words(number, each) for each in (take, *added)}
        main = known[take]
        if main is None or None in known.values():
            return None
        return grown(main, [(each, known[each]) for each in added]) or ((), main)

    def _reader(self, number: int) -> Callable[[Sequence[Sentence]], Opinion | None]:
        head, bundle = self._crew.head, bundle_of(self._sitting.turn(number).question)

        def read(said: Sequence[Sentence]) -> Opinion | None:
            try:
                return head.read(bundle, said) if head is not None else None
            except ModelNotInstalled as error:
                self._sitting.stumble(error, turn=number)
                return None

        return read

    def _bridge(self, number: int, phrase: str) -> None:
        wav = self._sitting.question_wav
        clip = self._speaking.render(phrase, lambda: wav(number).with_name("bridge.wav"), number)
        self._speaking.play(clip, phrase, number)


def _is_given(take: Take) -> bool:
    """Whether there is anything in a take."""
    return take.answer is not None or take.heard is not None
