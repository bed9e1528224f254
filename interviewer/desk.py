"""What happens to a take once it is spoken: heard, judged, coached, behind the candidate's back.

Two workers, ears and judge, each with its own queue, so that the words of one answer do not wait for the grade of the
one before. Nothing here can hold the interview up, and nothing here is lost: a take without a grade is "not judged
yet", and `redo` does it again from the recording.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from types import TracebackType

from interviewer.errors import BadAudio, InterviewerError, JudgeError, StoreError
from interviewer.live import Following, NoLiveEars
from interviewer.model import events
from interviewer.model.audio import RATE, Span
from interviewer.model.grade import Grade, Graded, Ungraded
from interviewer.model.question import Question
from interviewer.model.session import Sent, Take, Turn
from interviewer.model.speech import Heard, NoSpeech, Transcript
from interviewer.ports import Ears, Judge, LiveEars, Progress, SoundMeter
from interviewer.reading_ahead import ReadingAhead
from interviewer.rules.adding import is_awaited, together
from interviewer.rules.budget import by_host
from interviewer.rules.delivery.measure import delivery
from interviewer.rules.delivery.pauses import Silence
from interviewer.rules.delivery.second_pass import heard_again, sounds_without_words, to_hear_again, with_fillers
from interviewer.rules.own_voice import without_own_voice
from interviewer.sitting import Sitting
from interviewer.worker import Worker

Answered = Callable[[], bool]
"""Whether all that counts for a take was said and written down, asked when its grade is there."""


def _for_good() -> bool:
    return True


JUDGE_OFF = Ungraded(
    code="off", reason="No judge is switched on; `interviewer regrade` can judge this answer later.", again=True
)


def hear(
    sitting: Sitting, ears: Ears, the_judge: Judge | None, turn: int, number: int, live: Following | None = None
) -> None:
    """Write down what was said in a take, or only what `live` has left of it. A failure is the take's problem.

    It is told whether the judge, if there is one, has something to read.
    """
    wav = sitting.answer_wav(turn, number)
    take = sitting.take(turn, number)
    progress = _telling(sitting, "ears", turn)
    try:
        heard = live.finish(take.answer.seconds) if live is not None and take.answer is not None else None
        if heard is None:
            heard = without_own_voice(ears.transcribe(wav, progress), take.own_voice)
    except InterviewerError as error:
        sitting.stumble(error, turn=turn, take=number)
        return
    sitting.amend_take(turn, number, heard=heard)
    is_read = the_judge is not None and not _is_asked_back(sitting, turn)
    counts = sitting.turn(turn).answered_by(number)
    to_judge = is_read and together(sitting.turn(turn), counts) is not None
    sitting.tell(events.Transcribed(turn=turn, take=number, text=_text(heard), note=_note(heard), to_judge=to_judge))


def measure(sitting: Sitting, meter: SoundMeter | None, turn: int, number: int) -> tuple[Silence, ...]:
    """Note how a take was spoken: from the words alone where its sound cannot be measured.

    Returns (start, end) of the sounds without a word that are worth a second hearing.
    """
    take = sitting.take(turn, number)
    if _is_asked_back(sitting, turn):
        return ()
    if sitting.session.delivery_mode == "off" or not isinstance(take.heard, Transcript) or take.answer is None:
        return ()
    contours = None
    if meter is not None:
        try:
            contours = meter.measure(sitting.answer_wav(turn, number))
        except BadAudio as error:
            sitting.stumble(error, turn=turn, take=number)
    spoken = delivery(take.heard, take.answer.seconds, contours, take.gaps, take.own_voice)
    sitting.amend_take(turn, number, delivery=spoken)
    return sounds_without_words(take.heard, contours, spoken, take.own_voice)


def hear_again(sitting: Sitting, ears: Ears, turn: int, number: int, sounds: Sequence[Silence]) -> None:
    """Ask the ears about sounds that have no word, um and uh included; what is none of those changes nothing."""
    take = sitting.take(turn, number)
    if not sounds or take.delivery is None or take.answer is None:
        return
    wav, progress = sitting.answer_wav(turn, number), _telling(sitting, "fillers", turn)
    try:
        spans = [Span(round(a * RATE), round(b * RATE)) for a, b in to_hear_again(sounds, take.answer.seconds)]
        # How far one sound is says nothing about all of them.
        again = [word for span in spans for word in ears.verbatim(wav, span, lambda _share: progress(None))]
    except InterviewerError as error:
        sitting.stumble(error, turn=turn, take=number)
        return
    if found := heard_again(again, sounds):
        sitting.amend_take(turn, number, delivery=with_fillers(take.delivery, found))


def judge(
    sitting: Sitting,
    judge: Judge | None,
    turn: int,
    number: int,
    ahead: ReadingAhead | None = None,
    *,
    is_last: Answered = _for_good,
) -> None:
    """Grade a take that was heard with the answers to its follow-ups, and word the advice; without words, say why not.

    Where it is not the last time, because a follow-up is still open, the grade is kept and nothing is told of it. What
    was graded `ahead`, word for word the same answer, is not graded twice.
    """
    if _is_asked_back(sitting, turn):
        return
    take = sitting.take(turn, number)
    question = sitting.turn(turn).question
    told = together(sitting.turn(turn), number)
    if judge is None or told is None:
        grade = JUDGE_OFF if told is not None else _not_heard(take)
        if grade != take.grade:  # it is the same after each follow-up
            sitting.amend_take(turn, number, grade=grade, coaching=None)
            sitting.tell(events.Judged(turn=turn, take=number, grade=grade))
        return
    said, answer = told
    ledger = sitting.ledger(turn, number)
    progress = _telling(sitting, "judge", turn)
    try:
        early = ahead.grade_of(answer, ledger) if ahead is not None else None
        grade = early or judge.grade(question, said, answer, ledger, progress)
        if isinstance(grade, Ungraded) and grade.again and isinstance(take.grade, Graded):
            raise JudgeError(f"It could not be judged again, so the earlier grade stands. {grade.reason}")
        sitting.amend_take(turn, number, grade=grade, coaching=None)
        if not is_last():
            return
        sitting.tell(events.Judged(turn=turn, take=number, grade=grade))
        if isinstance(grade, Graded):
            coaching = judge.coach(question, said, grade, ledger, progress)
            sitting.amend_take(turn, number, coaching=coaching)
            sitting.tell(events.Coached(turn=turn, take=number, coaching=coaching))
    except InterviewerError as error:
        sitting.stumble(error, turn=turn, take=number)
    finally:
        _keep_sent(sitting, judge.sent(), turn, number)


def _keep_sent(sitting: Sitting, sent: Sequence[Sent], turn: int, number: int) -> None:
    """Note with the take where its words went, and what that cost, in the ledger too."""
    if not sent:
        return
    sitting.amend_take(turn, number, sent=by_host((*sitting.take(turn, number).sent, *sent)))
    try:
        for each in sent:
            sitting.ledger(turn, number).note("sent", to=each.host, cost=each.cost)
    except StoreError as error:
        sitting.stumble(error, turn=turn, take=number)


def redo(
    sitting: Sitting,
    ears: Ears | None,
    the_judge: Judge | None,
    *,
    turn: int | None = None,
    meter: SoundMeter | None = None,
) -> None:
    """Judge the chosen takes again (of one turn, or of all), after writing down what was not yet heard.

    Ears are needed only where something was not (`unheard`). A grade is never lost to a judge that fails.
    """
    for each in sitting.session.turns:
        if turn not in (None, each.number) or each.take is None or each.skipped:
            continue
        if ears is not None:
            for take in _unheard(each):
                hear(sitting, ears, the_judge, each.number, take)
                sounds = measure(sitting, meter, each.number, take)
                hear_again(sitting, ears, each.number, take, sounds)
        judge(sitting, the_judge, each.number, each.take.number)


def unheard(turn: Turn) -> bool:
    """Whether the take that counts, or an answer to its follow-ups, is recorded and not yet written down."""
    return bool(_unheard(turn))


def _unheard(turn: Turn) -> list[int]:
    counts = [turn.take, *(each for _, each in turn.followed(turn.take.number))] if turn.take is not None else []
    return [each.number for each in counts if each is not None and each.answer is not None and each.heard is None]


class Desk:
    """Takes in takes and works them off in order. A context manager: leaving waits for all of it.

    Leaving through an exception (Ctrl-C among them) drops what is not begun; those takes can be judged later.
    """

    def __init__(
        self, sitting: Sitting, ears: Ears | None, the_judge: Judge | None, meter: SoundMeter | None = None
    ) -> None:
        self._sitting = sitting
        self._ears = ears
        self._meter = meter
        self._judge = the_judge
        self._hearing = Worker("ears")
        self._judging = Worker("judge")
        self._following: dict[tuple[int, int], Following] = {}
        self._reading: dict[tuple[int, int], ReadingAhead] = {}
        self._to_grade: Counter[tuple[int, int]] = Counter()
        """Of each answer, how often it stands in the judge's queue; counted by several threads, under the lock."""

        self._counting = threading.Lock()

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, kind: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None) -> None:
        self._drop_what_was_set_aside()
        for worker in (self._hearing, self._judging):
            worker.finish(drop=kind is not None)

    def warm(self, question: Question) -> None:
        """Let the judge get ready for this question while it is being asked and answered."""
        if self._judge is not None and question.kind != "closing":
            the_judge = self._judge
            self._judging.add(lambda: the_judge.warm(question))

    def listen(self, turn: int, take: int) -> LiveEars:
        """Ears that follow a take from its first sample; `submit` then finds most of its words written down."""
        if self._ears is None:
            return NoLiveEars()

        def caption(heard: Transcript) -> None:
            start, end = heard.words[0].start, heard.words[-1].end
            self._sitting.tell(events.Captioned(turn=turn, take=take, text=heard.text, start=start, end=end))

        wav = self._sitting.answer_wav(turn, take)
        self._drop_what_was_set_aside()
        ahead = None
        is_added = self._sitting.turn(turn).answered_by(take) != take
        is_own = is_added or _is_asked_back(self._sitting, turn)
        if self._judge is not None and not is_own:  # what is added is judged with the answer, or not at all
            ahead = ReadingAhead(self._judge, self._sitting.turn(turn).question, self._judging.add)
            self._reading[turn, take] = ahead
        live = self._following[turn, take] = Following(
            self._ears, wav, self._hearing.add, caption, ahead, lambda: self._sitting.own_voice(turn, take)
        )
        return live

    def _drop_what_was_set_aside(self) -> None:
        """Takes that were skipped or started over: one that is submitted after all is judged as a whole."""
        while self._reading:
            self._reading.popitem()[1].drop()

    def submit(self, turn: int, take: int) -> None:
        """The take is over and goes its way; what was worked out while it was given is made use of."""
        ears, live = self._ears, self._following.pop((turn, take), None)
        if live is not None:
            live.watch(_telling(self._sitting, "ears", turn))
        if (ahead := self._reading.pop((turn, take), None)) is not None:
            ahead.over(_telling(self._sitting, "judge", turn))
        if ears is not None and self._sitting.take(turn, take).heard is None:
            self._hearing.add(lambda: self._hear_then_judge(ears, turn, take, live, ahead))
        else:
            self._to_judge(turn, take)

    def grade_again(self, turn: int, take: int) -> None:
        """Judge a take that was submitted before, once its words and all that came after it are there."""
        self._hearing.add(lambda: self._to_judge(turn, take))

    def words(self, turn: int, take: int) -> Heard | None:
        """What was said in a take, as far as it goes: up to the pause under way, or all of it; None: not known yet."""
        if (heard := self._sitting.take(turn, take).heard) is not None:
            return heard
        live = self._following.get((turn, take))
        return live.so_far() if live is not None else None

    def heard(self, turn: int, take: int) -> Heard | None:
        """What was said in a take that was submitted; waits for its words. None: they could not be written down."""
        self._hearing.wait()
        return self._sitting.take(turn, take).heard

    def aside(self, job: Callable[[], None]) -> None:
        """Have something done by the judge's worker, after what waits there already. It must not raise."""
        self._judging.add(job)

    def _hear_then_judge(
        self, ears: Ears, turn: int, take: int, live: Following | None, ahead: ReadingAhead | None
    ) -> None:
        hear(self._sitting, ears, self._judge, turn, take, live)
        self._to_judge(turn, take, ahead)
        if sounds := measure(self._sitting, self._meter, turn, take):
            # Behind the grade: nobody waits for a filler, and the two share the processor.
            self._judging.add(lambda: hear_again(self._sitting, ears, turn, take, sounds))

    def _to_judge(self, turn: int, take: int, ahead: ReadingAhead | None = None) -> None:
        """Have the take graded, or the one that it adds to: then what was read ahead is only a part of it."""
        counts = self._sitting.turn(turn).answered_by(take)
        with self._counting:
            self._to_grade[turn, counts] += 1
        self._judging.add(lambda: self._grade(turn, counts, ahead if counts == take else None))

    def _grade(self, turn: int, take: int, ahead: ReadingAhead | None) -> None:
        """Grade a take with all that was added to it, unless it stands in the queue once more: then there is more."""
        waiting = self._to_grade
        with self._counting:
            waiting[turn, take] -= 1
        if waiting[turn, take]:
            return
        judge(
            self._sitting,
            self._judge,
            turn,
            take,
            ahead,
            is_last=lambda: not waiting[turn, take] and not is_awaited(self._sitting.turn(turn), take),
        )


def _is_asked_back(sitting: Sitting, turn: int) -> bool:
    """Whether the candidate asks in this turn: that is judged with all of the close, and is no answer."""
    return sitting.turn(turn).question.kind == "closing"


def _telling(sitting: Sitting, what: str, turn: int) -> Progress:
    """Pass progress on at most four times a second."""
    last = 0.0

    def progress(share: float | None) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= 0.25:
            last = now
            sitting.tell(events.Working.model_validate({"what": what, "turn": turn, "done": share}))

    return progress


def _not_heard(take: Take) -> Grade:
    if isinstance(take.heard, NoSpeech):
        return Ungraded(code="nothing-said", reason=_note(take.heard).capitalize() + ".")
    if take.heard is not None:
        return Ungraded(code="nothing-said", reason="Nothing was said but requests to the interviewer.")
    return Ungraded(
        code="not-heard",
        reason="The answer is recorded but not yet written down; `interviewer regrade` does both.",
        again=True,
    )


def _text(heard: Heard) -> str:
    return "" if isinstance(heard, NoSpeech) else heard.text


def _note(heard: Heard) -> str:
    if not isinstance(heard, NoSpeech):
        return ""
    if heard.digital_silence:
        return f"the microphone sent {heard.seconds:.1f} s of digital silence: it is muted or not allowed"
    return f"no speech found in {heard.seconds:.1f} s"
