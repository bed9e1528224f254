"""The report for a terminal: what to keep and to fix first, then each answer on half a screen.

Nothing is cut at any width, and without colour it reads the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from interviewer.model.clock import clock
from interviewer.model.report import Answer, Claim, Highlight, NextTime, Quote, Report
from interviewer.pages.closing import terminal_rows
from interviewer.pages.lines import GAP, MEASURE, Line, put
from interviewer.rules.delivery.star import BAR, bar


def show(console: Console, report: Report) -> None:
    """Print the whole report."""
    width = min(console.width, MEASURE)
    put(console, _lines(report, width), width)


def _lines(report: Report, width: int) -> Iterator[Line]:
    yield GAP
    yield Line(Text(f"Report: {report.role}", style="bold"))
    yield Line(Text(f"{report.date:%d %B %Y, %H:%M} · {report.summary}", style="dim"))
    if report.status:
        yield Line(Text(f"{report.status} To go on with it:" if report.go_on else report.status))
    if report.go_on:
        yield Line(Text(report.go_on), indent=4, to_type=True)
    for name, highlight in (("Keep", report.keep), ("Fix first", report.fix)):
        if highlight is not None:
            yield from _highlight(name, highlight)
    for answer in report.answers:
        yield from _answer(answer, width)
    for row in terminal_rows(report.yours) if report.yours is not None else ():
        yield GAP if row is None else Line(*row)
    yield from _listed("Not asked", report.not_asked)
    yield from _listed("Noted", report.problems)
    yield GAP
    yield Line(Text(f"{report.judged} {report.limits}", style="dim"))
    for note in filter(None, (report.error, report.manner, report.delivery_note)):
        yield Line(Text(note, style="dim"))


def _highlight(name: str, highlight: Highlight) -> Iterator[Line]:
    often = f", {highlight.how_often}" if highlight.how_often else ""
    yield GAP
    yield Line(Text.assemble((f"{name}: ", "bold"), highlight.text, (f" (question {highlight.turn}{often})", "dim")))
    yield Line(_quote(highlight.quote), indent=4)
    if highlight.ask:
        yield Line(Text(f"Ask yourself: {highlight.ask}"), indent=4)


def _answer(answer: Answer, width: int) -> Iterator[Line]:
    yield GAP
    number = f"{answer.number}. "
    yield Line(Text(number + answer.question.text, style="bold"), hang=len(number))
    grade = f"{answer.verdict} ({answer.span})" if answer.span else answer.verdict
    facts = " · ".join(filter(None, (grade, answer.length, answer.pace)))
    yield Line(Text(facts[:1].upper() + facts[1:], style="cyan" if answer.overall is not None else "yellow"), 2)
    yield from (Line(Text(line, style="dim"), 2) for line in answer.because)
    if answer.reason and answer.state != "skipped":
        yield Line(Text(answer.reason), 2)
    if answer.command:
        yield Line(Text("To have it judged:"), 2)
        yield Line(Text(answer.command), 4, to_type=True)
    yield from _claims(answer)
    for note in (*answer.held_back, *answer.notes):
        yield Line(Text(f"· {note}"), 2, hang=2)
    yield from _spoken(answer, width)
    if answer.strength:
        yield GAP
        yield Line(Text.assemble(("Keep: ", "bold"), answer.strength), 2)
        yield Line(_quote(answer.strength_quote), 6)
    for fix in answer.fixes:
        yield from _fix(fix)
    for each in answer.follow_ups:
        yield GAP
        yield Line(Text.assemble(("Then asked: ", "bold"), each.text), 2)
        if each.because:
            yield Line(Text(each.because, style="dim"), 4)
        yield Line(Text(each.summary), 4)
        for one in each.raised:
            yield Line(_quote(one.quote), 6)
    if answer.own_notes:
        yield GAP
    for own in answer.own_notes:
        at = "" if own.at is None else f"{clock(own.at)} "
        yield Line(Text.assemble(("Your note: ", "bold"), at, own.text), 2, hang=2)
    aside = [f"Take {each.number}: {each.summary}" for each in answer.attempts]
    aside += [f"Noted: {problem}" for problem in answer.problems]
    if aside:
        yield GAP
        yield from (Line(Text(line, style="dim"), 2, hang=2) for line in aside)


def _claims(answer: Answer) -> Iterator[Line]:
    asked = [claim for claim in answer.parts if claim.score is not None]
    for group in (asked, answer.points):
        if group:
            yield GAP
        for claim in group:
            yield from _claim(claim)
    if answer.parts and not asked:
        yield Line(Text("· STAR is not asked of such a question.", style="dim"), 2, hang=2)


def _claim(claim: Claim) -> Iterator[Line]:
    score = claim.score or 0
    dots = "●" * score + "○" * (claim.best - score) + " "
    name = claim.name[:1].upper() + claim.name[1:]
    yield Line(Text.assemble(dots, name, (f": {claim.verdict}", "dim")), 2, hang=len(dots))
    if claim.quotes:
        yield Line(_quote(claim.quotes[0]), 6)


def _spoken(answer: Answer, width: int) -> Iterator[Line]:
    """STAR on the clock, and what there is to say about how it was spoken."""
    if answer.star is not None:
        yield GAP
        yield Line(Text(bar(answer.star, min(BAR, width - 2))), 2)
        yield Line(Text(" · ".join(f"{share.name} {share.value}" for share in answer.star.shares), style="dim"), 2)
        yield from (Line(Text(f"· {line}"), 2, hang=2) for line in answer.star.lines)
    if answer.remarks:
        yield GAP
    for remark in answer.remarks:
        at = ", ".join(clock(moment.start) for moment in remark.moments[:3])
        own = f" Usual for you: {remark.own}." if remark.own else ""
        yield Line(Text.assemble(f"· {remark.text}{own}", (f" ({at})" if at else "", "dim")), 2, hang=2)


def _fix(fix: NextTime) -> Iterator[Line]:
    yield GAP
    yield Line(Text.assemble(("Next time: ", "bold"), fix.gap), 2)
    yield Line(_quote(fix.quote), 6)
    yield Line(Text(f"{fix.why} {fix.say}"), 4)
    yield Line(Text(f"Ask yourself: {fix.ask}"), 4)


def _quote(quote: Quote | None) -> Text:
    if quote is None:
        return Text("(not said)", style="dim")
    at = "" if quote.start is None else f"{clock(quote.start)} "
    return Text.assemble((at, "dim"), (f"“{quote.words}”", "italic"))


def _listed(title: str, lines: Sequence[str]) -> Iterator[Line]:
    if lines:
        yield GAP
        yield Line(Text(title, style="bold"))
        yield from (Line(Text(f"· {line}"), 2, hang=2) for line in lines)
