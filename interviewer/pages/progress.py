"""Progress for a terminal: what is weakest and what to practise first, then each thing over time in a line or two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from interviewer.model.progress import Progress, Strand, Suggestion
from interviewer.pages.lines import GAP, MEASURE, Line, put

STEPS = "▁▂▃▄▅▆▇█"

MOST_STEPS = 24
"""Answers that a little picture shows: the latest."""


def show(console: Console, progress: Progress) -> None:
    """Print all of it."""
    width = min(console.width, MEASURE)
    put(console, _lines(progress, plain=console.legacy_windows or not _draws(console)), width)


def picture(strand: Strand, plain: bool = False) -> str:
    """The latest answers as bars of eight heights, or as numbers where a terminal cannot draw them; empty for none."""
    values = [point.value for point in strand.points[-MOST_STEPS:]]
    if plain or not values:
        return " ".join(f"{value:.0f}" for value in values)
    low, high = (min(values), max(values)) if strand.best is None else (strand.least, strand.best)
    span = high - low
    places = [(value - low) / span if span else 0.5 for value in values]
    return "".join(STEPS[round(place * (len(STEPS) - 1))] for place in places)


def _draws(console: Console) -> bool:
    try:
        STEPS.encode(console.encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _lines(progress: Progress, *, plain: bool) -> Iterator[Line]:
    yield GAP
    yield Line(Text("Your progress", style="bold"))
    yield Line(Text(progress.summary, style="dim"))
    if progress.answers:
        yield GAP
        yield Line(Text(progress.weakest))
        yield Line(Text(progress.weakest_part))
        yield from _suggestions(progress.suggestions, progress.spacing)
        yield from _strands("Grades over time", [progress.overall], plain)
        yield from _strands("By competency, the weakest first", progress.competencies, plain)
        yield from _strands("The parts of your stories", [each for each in progress.parts if each.points], plain)
        yield from _strands("How you speak", [each for each in progress.speaking if each.points], plain)
    if progress.notes or progress.error:
        yield GAP
    yield from (Line(Text(f"· {note}", style="dim"), hang=2) for note in progress.notes)
    if progress.to_judge:
        yield Line(Text("To have the latest of them judged:", style="dim"), 2)
        yield Line(Text(progress.to_judge, style="cyan"), 4, to_type=True)
    if progress.error:
        yield Line(Text(progress.error, style="dim"))


def _strands(title: str, strands: Sequence[Strand], plain: bool) -> Iterator[Line]:
    if not strands:
        return
    yield GAP
    yield Line(Text(title, style="bold"))
    for each in strands:
        told = " · ".join(filter(None, (each.standing.rstrip("."), each.change)))
        yield Line(Text.assemble((each.name, "bold"), f": {told}"), 2, hang=2)
        if len(each.points) > 1:
            yield Line(Text(picture(each, plain), style="cyan"), 4)


def _suggestions(suggestions: Sequence[Suggestion], spacing: str) -> Iterator[Line]:
    if not suggestions:
        return
    yield GAP
    yield Line(Text("Practise next", style="bold"))
    for number, each in enumerate(suggestions, start=1):
        yield Line(Text(f"{number}. {each.text}"), 2, hang=3)
        yield from (Line(Text(reason), 5) for reason in each.why)
        yield Line(Text(each.command, style="cyan"), 5, to_type=True)
    yield Line(Text(spacing, style="dim"), 2)
