"""The judge: gates, then the model's reading, then verification, then arithmetic."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence

from interviewer.errors import JudgeError
from interviewer.model.card import Card
from interviewer.model.grade import (
    HERE,
    Coaching,
    Evidence,
    Grade,
    Graded,
    JudgedBy,
    Labelled,
    Ungraded,
)
from interviewer.model.question import Question
from interviewer.model.session import Sent
from interviewer.model.speech import Heard, Sentence
from interviewer.ports import ChatModel, Judge, Ledger, Progress, silent
from interviewer.rules.adding import grown_from, merged
from interviewer.rules.approaches import MODEL_PLAYS, Approach, ByModel, Reading
from interviewer.rules.coaching import Coach
from interviewer.rules.evidence import whole
from interviewer.rules.gates import distinct, flags, gate
from interviewer.rules.reading import Labels
from interviewer.rules.rubric import Bundle, bundle_of
from interviewer.rules.screening import quarantined
from interviewer.rules.verdict import verdict


class RubricJudge(Judge):
    """Judges with any language model; the same answer, model and seed give the same grade."""

    def __init__(
        self, chat: ChatModel, *, approach: Approach | None = None, seed: int = 0, clock: Callable[[], float]
    ) -> None:
        """Without an `approach` the model reads alone. Raises BadPrompt."""
        self.name = chat.name
        self._chat = chat
        self._seed = seed
        self._clock = clock
        self._approach = approach or ByModel(chat, seed=seed)
        self.fingerprint = " ".join((chat.name, chat.host, chat.sha256, *self._approach.fingerprints, str(seed)))
        self.card: Card | None = None
        """What is known of its error: goes into every grade, for the report to tell."""
        self._coach = Coach(chat, seed=seed)
        self._last: tuple[tuple[str, tuple[Sentence, ...]], Reading] | None = None
        """What was read last, for an answer to a follow-up soon makes it one half of a longer answer."""

    def start(self) -> None:
        self._chat.start()

    def close(self) -> None:
        self._chat.close()

    def warm(self, question: Question, said: Sequence[Sentence] = ()) -> None:
        """Let the model on this computer read what every prompt about this answer starts with, while it is given.

        A server elsewhere is not called: it has its own cache, and is paid by the word. What is said so far is read
        by a model of ours only, for a server on this computer may pass on what it is asked, and be paid for it.
        """
        if self._chat.host != HERE or (said and not self._chat.is_ours):
            return
        with contextlib.suppress(JudgeError):
            self._approach.warm(bundle_of(question), self._usable(said)[0])

    def grade_ahead(
        self,
        question: Question,
        sentences: Sequence[Sentence],
        heard: Heard,
        ledger: Ledger,
        progress: Progress = silent,
    ) -> Grade | None:
        """As the port says."""
        return self.grade(question, sentences, heard, ledger, progress) if self._chat.is_ours else None

    def grade(
        self,
        question: Question,
        sentences: Sequence[Sentence],
        heard: Heard,
        ledger: Ledger,
        progress: Progress = silent,
    ) -> Grade:
        """As the port says. Everything that decided the grade is in the ledger."""
        began = self._clock()
        bundle = bundle_of(question)
        shut = gate(question, sentences, heard)
        if shut is not None:
            ledger.note("gate", code=shut.code)
            return shut
        usable, set_aside = self._usable(sentences)
        ledger.note("bundle", sha256=bundle.sha256, quarantined=sorted(set_aside))
        if not usable:
            return Ungraded(
                code="nothing-said", reason="All of it was spoken to the grader, so there is nothing to judge."
            )
        first = [sentence for sentence in sentences if sentence.take is None]
        try:
            alone = None
            if len(first) < len(sentences) and gate(question, first, heard) is None:
                alone = self._read_alone(bundle, [each for each in usable if each.take is None], ledger, progress)
            reading = self._approach.read(bundle, usable, ledger, progress)
        except JudgeError as error:
            ledger.note("ungraded", code=error.code, message=error.message)
            return Ungraded(code=error.code, reason=error.message, again=True)
        if alone is None:
            grade = self._graded(bundle, sentences, set_aside, reading, heard, ledger)
            self._last = (bundle.sha256, tuple(usable)), reading
        else:
            before = self._graded(bundle, first, set_aside, alone, heard, ledger)
            added = {each.id for each in usable if each.take is not None}
            grown = self._graded(bundle, sentences, set_aside, merged(alone, reading, added), heard, ledger)
            grade = grown_from(before, grown)
        return grade.but(seconds=max(self._clock() - began, 0.0))

    def _usable(self, sentences: Sequence[Sentence]) -> tuple[list[Sentence], frozenset[str]]:
        """The sentences that are read, and the ids of those that were spoken to whoever reads."""
        set_aside = quarantined(sentences) | self._approach.aside(sentences)
        return [sentence for sentence in distinct(sentences) if sentence.id not in set_aside], set_aside

    def _read_alone(
        self, bundle: Bundle, usable: Sequence[Sentence], ledger: Ledger, progress: Progress
    ) -> Reading | None:
        """The answer without what was added to it: most often what was read last. Raises JudgeError."""
        if not usable:
            return None
        read, reading = self._last or (None, None)
        if reading is not None and read == (bundle.sha256, tuple(usable)):
            ledger.note("read-before", sentences=len(usable))
            return reading
        return self._approach.read(bundle, usable, ledger, progress)

    def coach(
        self,
        question: Question,
        sentences: Sequence[Sentence],
        graded: Graded,
        ledger: Ledger,
        progress: Progress = silent,
    ) -> Coaching:
        """As the port says."""
        return self._coach.coach(question, sentences, graded, ledger, progress)

    def sent(self) -> tuple[Sent, ...]:
        return self._chat.sent()

    def _graded(
        self,
        bundle: Bundle,
        sentences: Sequence[Sentence],
        set_aside: frozenset[str],
        reading: Reading,
        heard: Heard,
        ledger: Ledger,
    ) -> Graded:
        proved = _proved(sentences, set_aside, heard, ledger)
        found = verdict(bundle, reading, proved)
        grade = Graded(
            overall=found.overall.score,
            low=found.low,
            high=found.high,
            parts=found.parts,
            points=found.points,
            sentences=labelled(sentences, reading.labels, set_aside, reading.plays),
            caps=found.overall.caps,
            flags=flags(sentences, heard, set_aside),
            judged_by=self._judged_by(bundle),
            seconds=0.0,
        )
        ledger.note("verdict", grade=grade.model_dump(mode="json"))
        return grade

    def _judged_by(self, bundle: Bundle) -> JudgedBy:
        return JudgedBy(
            model=self._chat.name,
            host=self._chat.host,
            rubric=bundle.sha256,
            prompts=self._approach.fingerprints,
            model_sha256=self._chat.sha256,
            seed=self._seed,
            card=self.card,
        )


def labelled(
    sentences: Sequence[Sentence], labels: Labels, set_aside: frozenset[str], plays: float = MODEL_PLAYS
) -> tuple[Labelled, ...]:
    """Every sentence of the answer with the parts that it plays."""
    return tuple(
        Labelled(
            id=sentence.id,
            text=sentence.text,
            parts=tuple(part for part, chance in labels.get(sentence.id, {}).items() if chance >= plays),
            start=sentence.start,
            end=sentence.end,
            quarantined=sentence.id in set_aside,
            take=sentence.take,
        )
        for sentence in sentences
    )


def _proved(
    sentences: Sequence[Sentence], set_aside: frozenset[str], heard: Heard, ledger: Ledger
) -> dict[str, Evidence]:
    """Evidence by sentence id, for every sentence that may be evidence at all."""
    found: dict[str, Evidence] = {}
    for sentence in sentences:
        evidence = None if sentence.id in set_aside else whole(sentence, heard)
        if evidence is None:
            ledger.note("dropped", sentence=sentence.id, why="quarantined" if sentence.id in set_aside else "not said")
        else:
            found[sentence.id] = evidence
    return found
