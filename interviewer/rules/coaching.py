"""From grade to advice: one thing to keep, at most two to fix, and the candidate's own words in a better order.

What to fix is decided here, from the grade; a model may only word it, sees nothing but verified evidence, and is not
believed when it brings in a number or a name. Without a model, or when it fails, templates say the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from interviewer.errors import JudgeError, ReplyUnusable
from interviewer.library.prompts import Prompt
from interviewer.model.grade import Coaching, Evidence, Fix, Graded, Part, PartScore, Strength
from interviewer.model.question import Question
from interviewer.model.speech import Sentence
from interviewer.ports import Ask, ChatModel, Ledger, Progress, silent
from interviewer.rules.advice import ADVICE, KEEP, KEEP_POINT, TOUCHED, FixCode
from interviewer.rules.grounding import invented
from interviewer.rules.line import json_object
from interviewer.rules.rewriting import rewrite
from interviewer.rules.screening import plain, speaks_to_grader
from interviewer.rules.strength import own_part, specifics
from interviewer.rules.wording import words

MOST_FIXES = 2
DEADLINE = 60.0
SAY_WORDS = (4, 45)
ASK_WORDS = (4, 30)
PERSONAL = ("you are", "you're", "great job", "well done", "score", "grade", "marks")
"""Advice is about the answer: these make it about the person, or about points."""


class Coach:
    """Words the advice with a model where that works."""

    def __init__(self, chat: ChatModel | None, *, seed: int = 0) -> None:
        """`chat` None: templates only. Raises BadPrompt."""
        self._chat = chat
        self._seed = seed
        self._system = Prompt.load("coach_system")
        self._fix = Prompt.load("coach_fix")

    def coach(
        self,
        question: Question,
        sentences: Sequence[Sentence],
        graded: Graded,
        ledger: Ledger,
        progress: Progress = silent,
    ) -> Coaching:
        """Never fails for the model's sake."""
        fixes = []
        reworded = False
        for number, code_and_point in enumerate(gaps(question, graded)):
            progress(number / MOST_FIXES)
            plain_fix = template_fix(*code_and_point, graded)
            better = self._worded(question, graded, plain_fix, ledger)
            reworded = reworded or better is not None
            fixes.append(better or plain_fix)
        progress(1.0)
        return Coaching(
            strength=strength(graded),
            fixes=tuple(fixes),
            rewrite=rewrite(graded, sentences),
            worded_by=self._chat.name if reworded and self._chat is not None else "template",
        )

    def _worded(self, question: Question, graded: Graded, fix: Fix, ledger: Ledger) -> Fix | None:
        """The fix in the model's words, or None when they cannot be used."""
        facts = facts_of(graded)
        if self._chat is None or not facts:
            return None
        listed = "\n".join(f"- {plain(fact)}" for fact in facts)
        user = self._fix.fill(question=plain(question.text), facts=listed, gap=fix.gap, why=fix.why)
        schema = {
            "type": "object",
            "properties": {"say": {"type": "string"}, "ask": {"type": "string"}},
            "required": ["say", "ask"],
            "additionalProperties": False,
        }
        ask = Ask(system=self._system.fill(), user=user, schema=schema, name="advice", max_tokens=160, seed=self._seed)
        ledger.note("prompt", check="coach", system=self._system.fingerprint, user=user)
        try:
            reply = self._chat.complete(ask, deadline=DEADLINE)
            ledger.note("reply", check="coach", text=reply.text)
            return read_advice(reply.text, fix, (*facts, question.text, question.guidance))
        except JudgeError as error:
            ledger.note("template-advice", fix=fix.code, why=error.message)
            return None


def read_advice(text: str, fix: Fix, sources: Sequence[str]) -> Fix:
    """The fix with the model's two lines. Raises ReplyUnusable when they may not be shown."""
    found = json_object(text)
    lines = []
    for name, (fewest, most) in (("say", SAY_WORDS), ("ask", ASK_WORDS)):
        line = found.get(name)
        if not isinstance(line, str) or not fewest <= len(words(line)) <= most:
            raise ReplyUnusable(f"its line {name!r} is missing, too short or too long.")
        line = " ".join(plain(line).split())
        if new := invented(line, sources):
            raise ReplyUnusable(f"its line {name!r} brings in {len(new)} numbers or names that were not said.")
        if speaks_to_grader(line) or any(phrase in line.lower() for phrase in PERSONAL):
            raise ReplyUnusable(f"its line {name!r} is not about the answer.")
        lines.append(line)
    if not lines[0].startswith("Say"):
        raise ReplyUnusable("its line 'say' does not tell what to say.")
    if not lines[1].endswith("?"):
        raise ReplyUnusable("its line 'ask' is no question.")
    return fix.but(say=lines[0], ask=lines[1])


def facts_of(graded: Graded) -> tuple[str, ...]:
    """The verified quotes of a grade, each once, in the order spoken."""
    cited = [scored.evidence for scored in graded.parts] + [scored.evidence for scored in graded.points]
    quotes = {one.sentence: one.quote for evidence in cited for one in evidence}
    order = {sentence.id: number for number, sentence in enumerate(graded.sentences)}
    return tuple(quotes[name] for name in sorted(quotes, key=lambda name: order.get(name, len(order))))


def strength(graded: Graded) -> Strength | None:
    """The one thing to keep, or None when nothing is clear enough to be praised."""
    if graded.overall < 2 or not any(point.score for point in graded.points):
        return None
    order: tuple[Part, ...] = ("result", "action", "situation", "task")
    parts = [part for part in graded.parts if part.score is not None and part.score >= 2 and part.evidence]
    if parts:
        best = min(parts, key=lambda part: (-(part.score or 0), order.index(part.part)))
        return Strength(text=KEEP[best.part], evidence=_clearest(best.evidence))
    points = [point for point in graded.points if point.score == 2 and point.evidence]
    if points:
        return Strength(text=KEEP_POINT.format(point=points[0].point), evidence=_clearest(points[0].evidence))
    return None


def gaps(question: Question, graded: Graded) -> list[tuple[FixCode, str]]:
    """What to fix, the gravest first, at most two; each with the guidance point it is about, if it is about one."""
    if not any(point.score for point in graded.points):
        return [("relevance", "")]
    found: list[tuple[FixCode, str]] = []
    scores = {part.part: part.score for part in graded.parts if part.score is not None}
    missing = [point for point in graded.points if point.score == 0] or [
        point for point in graded.points if point.score == 1
    ]
    if scores and not any(scores.values()):
        found.append(("example", ""))
    elif scores:
        found += _story_gaps(graded, scores)
    if question.kind == "method" and scores and any(scores.values()) and _only_story(graded):
        found.insert(min(1, len(found)), ("method", ""))
    found += [("guidance", point.point) for point in missing]
    return found[:MOST_FIXES]


def template_fix(code: FixCode, point: str, graded: Graded) -> Fix:
    """The fix in ready-made words."""
    touched = next((one for one in graded.points if code == "guidance" and one.point == point and one.score), None)
    advice = ADVICE[code] if touched is None else TOUCHED
    gap, say, ask = (text.replace("{point}", point) for text in (advice.gap, advice.say, advice.ask))
    evidence = next(iter(touched.evidence), None) if touched is not None else _evidence_of(code, graded)
    return Fix(code=code, gap=gap, evidence=evidence, why=advice.why, say=say, ask=ask)


def _story_gaps(graded: Graded, scores: dict[Part, int]) -> list[tuple[FixCode, str]]:
    found: list[tuple[FixCode, str]] = []
    if scores["action"] <= 1:
        found.append(("own-role" if _part(graded, "action").evidence else "action", ""))
    if scores["result"] <= 1:
        found.append(("result", ""))
    if scores["situation"] <= 1:
        found.append(("situation", ""))
    if scores["task"] == 0:
        found.append(("task", ""))
    if scores["result"] == 2 and not any(specifics(one.quote) for one in _part(graded, "result").evidence):
        found.append(("metric", ""))
    if scores["action"] == 2 and not any(own_part(one.quote) for one in _part(graded, "action").evidence):
        found.append(("own-role", ""))
    return found


def _only_story(graded: Graded) -> bool:
    """Is all that speaks to the guidance part of the story?"""
    story = {one.sentence for part in graded.parts for one in part.evidence}
    told = {one.sentence for point in graded.points for one in point.evidence}
    return told <= story and any(point.score < 2 for point in graded.points)


def _evidence_of(code: FixCode, graded: Graded) -> Evidence | None:
    """What was said instead, where something was."""
    part: dict[FixCode, Part] = {"own-role": "action", "metric": "result", "situation": "situation", "result": "result"}
    if code not in part:
        return None
    cited = _part(graded, part[code]).evidence
    return cited[-1] if cited else None


def _part(graded: Graded, part: Part) -> PartScore:
    return next(one for one in graded.parts if one.part == part)


def _clearest(evidence: Sequence[Evidence]) -> Evidence:
    """The quote that names most."""
    return max(evidence, key=lambda one: (specifics(one.quote), len(words(one.quote))))
