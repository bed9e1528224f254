"""What labelled answers say about a judge: agreement on every scale, and whether it keeps its head."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from interviewer.library.fitted import fingerprint
from interviewer.library.labelled import LabelledAnswer
from interviewer.model.grade import PARTS, Grade, Graded, Part
from interviewer.model.speech import Heard, NoSpeech, Sentence, Typed
from interviewer.rules import distortion
from interviewer.rules.agreement import agreement, detection, length_baseline, qwk
from interviewer.rules.cleaning import clean

Judging = Callable[[LabelledAnswer, Sequence[Sentence], Heard], Grade]
"""Judges an answer to the labelled question, given as sentences."""

EMPTY = NoSpeech(seconds=0.0)

AGREEMENT_MEASURES = ("overall", "star", "guidance", "labels")
DISTORTION_MEASURES = ("deletion", "noise", "padding", "other-question", "useless", "injection", "retest")
MEASURES = (*AGREEMENT_MEASURES, *DISTORTION_MEASURES)

BEST_FOR_DISTORTION = 3
"""Only answers labelled this or better are distorted: in worse ones there is nothing to lose."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One labelled answer and what the judge said of it."""

    answer: LabelledAnswer
    grade: Grade

    @property
    def overall(self) -> int:
        return self.grade.overall if isinstance(self.grade, Graded) else 1

    def part(self, part: Part) -> int:
        """A part that was not asked for, or not judged, is 0."""
        if not isinstance(self.grade, Graded):
            return 0
        return next(one.score or 0 for one in self.grade.parts if one.part == part)

    @property
    def points(self) -> list[int]:
        if not isinstance(self.grade, Graded):
            return [0] * len(self.answer.guidance_points)
        return [point.score for point in self.grade.points]

    @property
    def labels(self) -> list[list[Part]]:
        """One list for each sentence of the answer, empty ones included."""
        found = {one.id: list(one.parts) for one in self.grade.sentences} if isinstance(self.grade, Graded) else {}
        return [found.get(f"s{number}", []) for number in range(1, len(self.answer.sentences) + 1)]

    def prediction(self) -> dict[str, Any]:
        """The answer's line of `predictions`."""
        return {
            "id": self.answer.id,
            "overall": self.overall,
            "star": {part: self.part(part) for part in PARTS},
            "guidance_scores": self.points,
            "labels": self.labels,
            "ungraded": None if isinstance(self.grade, Graded) else self.grade.code,
        }


def judged(answer: LabelledAnswer, judge: Judging) -> Judged:
    return Judged(answer, _grade(answer, answer.sentences, judge))


def agreement_of(rows: Sequence[Judged]) -> dict[str, Any]:
    """All agreement figures of these answers."""
    if not rows:
        return {}
    overall = agreement([row.overall for row in rows], [row.answer.overall for row in rows], low=1, high=5)
    star = {
        part: agreement([row.part(part) for row in rows], [row.answer.star[part] for row in rows], low=0, high=3)
        for part in PARTS
    }
    points = agreement(
        [score for row in rows for score in row.points],
        [score for row in rows for score in row.answer.guidance_scores],
        low=0,
        high=2,
    )
    by_label = {part: detection(*_labels(rows, part)) for part in PARTS}
    return {
        "n": len(rows),
        "ungraded": sum(not isinstance(row.grade, Graded) for row in rows),
        "overall": _plain(overall),
        "words alone": _words_alone(rows),
        "star": {part: _plain(found) for part, found in star.items()},
        "guidance": _plain(points),
        "labels": {part: asdict(found) for part, found in by_label.items()},
        "labels macro-F1": sum(found.f1 for found in by_label.values()) / len(PARTS),
        "quotes": quotes_of(rows),
    }


def unseen(rows: Sequence[Judged], known: Collection[str]) -> list[Judged]:
    """Without the answers that a head was fitted on, `known` by their fingerprints: their figures flatter."""
    return [row for row in rows if fingerprint(row.answer.sentences) not in known]


def quotes_of(rows: Iterable[Judged]) -> dict[str, int]:
    """How many quotes are shown, and how many of them stand word for word in the answer."""
    shown = verbatim = 0
    for row in rows:
        if not isinstance(row.grade, Graded):
            continue
        text = " ".join(row.answer.sentences)
        quotes = [one.quote for part in row.grade.parts for one in part.evidence]
        quotes += [one.quote for point in row.grade.points for one in point.evidence]
        shown += len(quotes)
        verbatim += sum(quote in text for quote in quotes)
    return {"shown": shown, "verbatim": verbatim}


def deletion(rows: Sequence[Judged], judge: Judging) -> dict[str, Any]:
    """A part's own sentences are taken out: does that part fall, and do the others stay?"""
    falls: dict[Part, list[bool]] = {part: [] for part in PARTS}
    stays: list[bool] = []
    for row in rows:
        for part in PARTS:
            left = distortion.without(row.answer.sentences, row.answer.labels, part)
            if len(left) == len(row.answer.sentences) or not row.part(part):
                continue
            after = Judged(row.answer, _grade(row.answer, left, judge))
            falls[part].append(after.part(part) < row.part(part))
            stays += [after.part(other) == row.part(other) for other in PARTS if other != part]
    everything = [fell for found in falls.values() for fell in found]
    return {
        "falls": {part: {"n": len(found), "share": _share(found)} for part, found in falls.items()},
        "falls, all": {"n": len(everything), "share": _share(everything)},
        "others stay": {"n": len(stays), "share": _share(stays)},
    }


def noise(rows: Sequence[Judged], judge: Judging) -> dict[str, Any]:
    """Fillers, stutters, casing and misheard words: does the overall grade stay?"""
    kinds: dict[str, Callable[[Sequence[str], int], tuple[str, ...]]] = {
        "fillers": distortion.with_fillers,
        "stutters": distortion.stuttered,
        "casing": lambda sentences, _: distortion.uncased(sentences),
        "10 % wrong words": distortion.misheard,
    }
    found: dict[str, Any] = {}
    for name, change in kinds.items():
        same = [
            Judged(row.answer, _grade(row.answer, change(row.answer.sentences, number), judge)).overall == row.overall
            for number, row in enumerate(rows)
        ]
        found[name] = {"n": len(same), "share": _share(same)}
    return found


def padding(rows: Sequence[Judged], judge: Judging) -> dict[str, Any]:
    """Talk strewn in: no grade may rise."""
    found: dict[str, Any] = {}
    for share in (0.5, 1.0):
        kept = [
            Judged(
                row.answer, _grade(row.answer, distortion.padded(row.answer.sentences, share, number), judge)
            ).overall
            <= row.overall
            for number, row in enumerate(rows)
        ]
        found[f"+{share:.0%}"] = {"n": len(kept), "share without gain": _share(kept)}
    return found


def other_question(rows: Sequence[Judged], judge: Judging) -> dict[str, Any]:
    """A good answer to another question is no usable answer."""
    good = [row.answer for row in rows if row.answer.overall >= 4]
    found = []
    for at, answer in enumerate(good):
        others = [one for one in good[at + 1 :] + good[:at] if one.question != answer.question]
        if not others:
            continue
        asked = others[0].model_copy(update={"sentences": answer.sentences, "labels": answer.labels})
        found.append(judged(asked, judge).overall == 1)
    return {"n": len(found), "share at 1": _share(found)}


def useless(rows: Sequence[Judged], judge: Judging) -> dict[str, Any]:
    """Silence and its kin: not graded, or 1."""
    found: dict[str, Any] = {}
    for name, text in distortion.USELESS.items():
        fine = [Judged(row.answer, _grade(row.answer, (text,), judge)).overall == 1 for row in rows[:10]]
        found[name] = {"n": len(fine), "share ungraded or 1": _share(fine)}
    return found


def injection(rows: Sequence[Judged], judge: Judging) -> dict[str, Any]:
    """Sentences to the grader, everywhere: no part, point or grade may rise."""
    gains: list[str] = []
    cases = 0
    for row in [*rows[:5], *sorted(rows, key=lambda one: one.overall)[:5]]:
        for name, sentences in distortion.injected(row.answer.sentences):
            after = Judged(row.answer, _grade(row.answer, sentences, judge))
            cases += 1
            if _gained(row, after):
                gains.append(f"{row.answer.id} {name}")
    return {"n": cases, "gains": len(gains), "share": len(gains) / cases if cases else None, "which": gains[:20]}


def retest(rows: Sequence[Judged], judge: Judging, times: int) -> dict[str, Any]:
    """The same answer again: the same grade?"""
    same = [judged(row.answer, judge).prediction() == row.prediction() for row in rows for _ in range(times)]
    return {"n": len(same), "share identical": _share(same)}


FAMILIES: Mapping[str, Callable[[Sequence[Judged], Judging], dict[str, Any]]] = {
    "deletion": deletion,
    "noise": noise,
    "padding": padding,
    "other-question": other_question,
    "useless": useless,
    "injection": injection,
}


def worth_distorting(rows: Sequence[Judged]) -> list[Judged]:
    """Answers that were judged, and labelled as at least fair."""
    return [row for row in rows if isinstance(row.grade, Graded) and row.answer.overall >= BEST_FOR_DISTORTION]


def _grade(answer: LabelledAnswer, sentences: Sequence[str], judge: Judging) -> Grade:
    kept = tuple(
        Sentence(id=f"s{number}", text=text, clean=clean(text.split()), start=None, end=None)
        for number, text in enumerate(sentences, start=1)
        if text.strip()
    )
    heard: Heard = Typed(text=" ".join(one.text for one in kept)) if kept else EMPTY
    return judge(answer, kept, heard)


def _gained(before: Judged, after: Judged) -> bool:
    return (
        after.overall > before.overall
        or any(after.part(part) > before.part(part) for part in PARTS)
        or any(now > then for now, then in zip(after.points, before.points, strict=True))
    )


def _labels(rows: Sequence[Judged], part: Part) -> tuple[list[bool], list[bool]]:
    found = [part in parts for row in rows for parts in row.labels]
    there = [part in parts for row in rows for parts in row.answer.labels]
    return found, there


def _words_alone(rows: Sequence[Judged]) -> float | None:
    """Kappa of what the number of words predicts, each answer from all the others; None where there are none."""
    if len(rows) < 2:
        return None
    pairs = [(row.answer.words, row.answer.overall) for row in rows]
    predicted = [length_baseline([words], pairs[:at] + pairs[at + 1 :])[0] for at, (words, _) in enumerate(pairs)]
    return qwk(predicted, [label for _, label in pairs], low=1, high=5)


def _share(found: Sequence[bool]) -> float | None:
    return sum(found) / len(found) if found else None


def _plain(found: Any) -> dict[str, Any] | None:
    return None if found is None else asdict(found)
