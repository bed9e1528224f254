"""The section "Your questions for us" as Markdown, and as lines for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rich.text import Text

from interviewer.model.audio import Clip
from interviewer.model.clock import clock
from interviewer.model.report import Cited, Quote, YourQuestions

TITLE = "Your questions for us"
IDEAS = "Questions that are worth asking"

UNKNOWN = "  \n*Nothing that the interviewer had to go by says it.*"

Escape = Callable[[str], str]
Row = tuple[Text, int, int]
"""A paragraph, by how many columns it stands in, and by how many more its second line does."""


def markdown_blocks(yours: YourQuestions, escape: Escape) -> list[str]:
    """The section; every quote links to its second in the recording."""
    clips = {one.number: one.answer for one in yours.rounds}

    def said(quote: Quote | None) -> str:
        return "" if quote is None else f"\u201c{escape(quote.words)}\u201d{_link(clips.get(quote.turn), quote.start)}"

    blocks = [f"## {TITLE}", f"**{yours.verdict[:1].upper()}{yours.verdict[1:]}**"]
    if yours.reason:
        blocks.append(escape(yours.reason))
    if yours.strength:
        blocks.append(f"**Keep:** {escape(yours.strength)} {said(yours.strength_quote)}")
    for number, fix in enumerate(yours.fixes, start=1):
        blocks.append(
            f"**Next time, {number}:** {escape(fix.gap)} {said(fix.quote)}  \n{escape(fix.why)}  \n"
            f"Say: {escape(fix.say)}  \nAsk yourself: {escape(fix.ask)}"
        )
    if yours.claims:
        rows = ["| | | where |", "| --- | --- | --- |"]
        rows += [
            f"| {escape(claim.name)} | {claim.verdict} | {'<br>'.join(said(quote) for quote in claim.quotes)} |"
            for claim in yours.claims
        ]
        blocks += ["### What was found", "\n".join(rows)]
    if yours.asked:
        blocks.append("### What you asked, and what was answered")
    for one in yours.asked:
        cited = "".join(f"  \n*{each.place}:* \u201c{escape(each.words)}\u201d" for each in one.cited)
        blocks.append(f"{said(one.quote)}  \n{escape(one.reply)}{cited or UNKNOWN}")
    if yours.ideas:
        blocks += [f"### {IDEAS}", "\n".join(f"- {escape(idea)}" for idea in yours.ideas)]
    if yours.judged:
        blocks.append(escape(yours.judged))
    return blocks


def terminal_rows(yours: YourQuestions) -> Iterator[Row | None]:
    """The section; None is an empty line."""
    yield None
    yield Text(TITLE, style="bold"), 0, 0
    verdict = f"{yours.verdict[:1].upper()}{yours.verdict[1:]}"
    yield Text(verdict, style="cyan" if yours.overall is not None else "yellow"), 2, 0
    if yours.reason:
        yield Text(yours.reason), 2, 0
    for one in yours.asked:
        yield None
        yield _quote(one.quote), 2, 2
        yield from ((_cited(each), 4, 2) for each in one.cited)
        if not one.cited:
            yield Text("The interviewer did not know.", style="dim"), 4, 0
    if yours.claims:
        yield None
    for claim in yours.claims:
        score = claim.score or 0
        dots = "●" * score + "○" * (claim.best - score) + " "
        name = claim.name[:1].upper() + claim.name[1:]
        yield Text.assemble(dots, name, (f": {claim.verdict}", "dim")), 2, len(dots)
    if yours.strength:
        yield None
        yield Text.assemble(("Keep: ", "bold"), yours.strength), 2, 0
        yield from ([(_quote(yours.strength_quote), 6, 0)] if yours.strength_quote else [])
    for fix in yours.fixes:
        yield None
        yield Text.assemble(("Next time: ", "bold"), fix.gap), 2, 0
        yield from ([(_quote(fix.quote), 6, 0)] if fix.quote else [])
        yield Text(f"{fix.why} {fix.say}"), 4, 0
        yield Text(f"Ask yourself: {fix.ask}"), 4, 0
    if yours.ideas and (yours.overall or 0) < 4:
        yield None
        yield Text(f"{IDEAS}:"), 2, 0
        yield from ((Text(f"· {idea}"), 4, 2) for idea in yours.ideas)


def _link(clip: Clip | None, start: float | None) -> str:
    return "" if clip is None or start is None else f" [{clock(start)}]({clip.path}#t={start:.1f})"


def _cited(one: Cited) -> Text:
    return Text.assemble((f"{one.place}: ", "dim"), one.words)


def _quote(quote: Quote | None) -> Text:
    if quote is None:
        return Text("")
    at = "" if quote.start is None else f"{clock(quote.start)} "
    return Text.assemble((at, "dim"), (f"\u201c{quote.words}\u201d", "italic"))
