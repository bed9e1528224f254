"""The candidate's own answer in S-T-A-R order: their own sentences, and `[gaps]` where a fact is missing.

No sentence is written here that was not said, so nothing can be invented; a program checks it all the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from interviewer.model.grade import Graded, Part, RewriteLine
from interviewer.model.speech import Sentence
from interviewer.rules.advice import GAPS
from interviewer.rules.grounding import invented
from interviewer.rules.wording import negations, numbers, words


def rewrite(graded: Graded, sentences: Sequence[Sentence]) -> tuple[RewriteLine, ...]:
    """Lines in order: method (for a question that wants one), situation, task, action, result."""
    said = {sentence.id: sentence for sentence in sentences}
    asked = [part for part in graded.parts if part.score is not None]
    used: set[str] = set()
    story = []
    for part in asked:
        ids = [one.sentence for one in part.evidence if one.sentence in said and one.sentence not in used]
        used.update(ids)
        covered = bool(part.evidence)
        story += [_line(part.part, said[name]) for name in ids]
        if not covered:
            story.append(RewriteLine(part=part.part, text=GAPS[part.part]))
    told = list(
        dict.fromkeys(one.sentence for point in graded.points for one in point.evidence if one.sentence not in used)
    )
    method = [_line("method", said[name]) for name in _in_order(told, sentences) if name in said]
    lines = (*method, *story)
    return lines if _honest(lines, said) else ()


def _line(part: Part | str, sentence: Sentence) -> RewriteLine:
    text = sentence.clean.strip() or sentence.text.strip()
    return RewriteLine.model_validate({"part": part, "text": text[:1].upper() + text[1:], "sentences": (sentence.id,)})


def _in_order(ids: Sequence[str], sentences: Sequence[Sentence]) -> list[str]:
    order = {sentence.id: number for number, sentence in enumerate(sentences)}
    return sorted(ids, key=lambda name: order.get(name, len(order)))


def _honest(lines: Sequence[RewriteLine], said: dict[str, Sentence]) -> bool:
    """Every number, name and negation of every line stands in the sentences it is made of."""
    for line in lines:
        sources = [said[name].text for name in line.sentences]
        source_words = [word for text in sources for word in words(text)]
        line_words = words(line.text) if sources else []
        if sources and invented(line.text, sources):
            return False
        if numbers(line_words) - numbers(source_words) or negations(line_words) - negations(source_words):
            return False
    return True
