"""The figures of an evaluation as lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from interviewer.model.grade import PARTS
from interviewer.model.plain import counted


def lines(figures: dict[str, Any]) -> Iterator[str]:
    """Everything that was measured, one set after the other."""
    seconds = figures["seconds"]
    yield f"Judge {figures['model']}, {figures['date']}"
    for name, found in figures["sets"].items():
        yield ""
        yield f"{name}: {counted(found['n'], 'answer')}, {found['ungraded']} of them not graded"
        if fitted := found.get("fitted"):
            yield (
                "  The head was fitted on all of these, so their figures flatter: see docs/grader-card.md"
                if found["flatters"]
                else f"  {fitted} more were left out, for the head was fitted on them"
            )
        yield from _agreement(found)
        yield from _labels(found)
        for family in ("deletion", "noise", "padding", "other-question", "useless", "injection", "retest"):
            if family in found:
                yield from _family(family, found[family])
    for who, sets in figures.get("alone", {}).items():
        for name, found in sets.items():
            yield ""
            yield f"{name}, the {who} alone"
            yield from _agreement(found)
            yield from _labels(found)
    yield ""
    if seconds:
        yield f"Seconds an answer: median {seconds['median']:.1f}, 95th percentile {seconds['p95']:.1f}"
    yield f"Situational questions: {figures['situational']}"


def _agreement(found: dict[str, Any]) -> Iterator[str]:
    yield f"  {'':<16}{'QWK':>6}  {'95 % interval':>15}  {'r':>5}  {'MAE':>5}  {'bias':>6}  {'same':>5}"
    yield _row("overall", found["overall"])
    yield f"  {'words alone':<16}{_number(found['words alone']):>6}"
    for part in PARTS if _has_stories(found) else ():
        yield _row(part, found["star"][part])
    yield _row("guidance points", found["guidance"])
    yield "  Overall, labels down and grades across (1 to 5):"
    for label, row in enumerate(found["overall"]["confusion"], start=1):
        yield f"    {label}: " + " ".join(f"{count:>3}" for count in row)


def _row(name: str, found: dict[str, Any]) -> str:
    interval = f"{_number(found['low'])} to {_number(found['high'])}"
    return (
        f"  {name:<16}{_number(found['qwk']):>6}  {interval:>15}  {_number(found['r']):>5}  {found['mae']:>5.2f}"
        f"  {found['bias']:>+6.2f}  {found['exact']:>5.0%}"
    )


def _labels(found: dict[str, Any]) -> Iterator[str]:
    if _has_stories(found):
        yield f"  Sentence labels, macro-F1 {_number(found['labels macro-F1'])}"
        for part in PARTS:
            one = found["labels"][part]
            scores = f"precision {_number(one['precision'])}  recall {_number(one['recall'])}  F1 {_number(one['f1'])}"
            yield f"    {part:<12}n {one['n']:>4}  {scores}"
    else:
        yield "  No sentence is labelled with a STAR part, so none was measured."
    quotes = found["quotes"]
    yield f"  Quotes: {quotes['shown']} shown, {quotes['verbatim']} of them word for word"


def _has_stories(found: dict[str, Any]) -> bool:
    return any(found["labels"][part]["n"] for part in PARTS)


def _family(name: str, found: dict[str, Any]) -> Iterator[str]:
    flat = ", ".join(f"{key}: {_flat(value)}" for key, value in found.items() if not isinstance(value, list))
    yield f"  {name}: {flat}"


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        return "(" + ", ".join(f"{key} {_flat(inner)}" for key, inner in value.items()) + ")"
    if isinstance(value, float):
        return f"{value:.1%}"
    return "none" if value is None else str(value)


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}".replace("0.", ".", 1)
