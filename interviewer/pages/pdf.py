"""report.pdf: the report on paper, to print or to mail to somebody who wants to read and not to hear.

One thing to keep, one to fix first and the table on the first page; then each answer from a new page on; how each
question is best answered stands at the very end, where nobody sees it unasked. Every quote bears its second in the
recording, which a PDF cannot play.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from interviewer.model.clock import clock
from interviewer.model.report import Answer, Claim, Highlight, NextTime, Quote, Report, Said
from interviewer.pages.pdf_picture import SIGNS, drawing
from interviewer.pages.pdf_text import BOLD, ITALIC, PLAIN, Texts, register
from interviewer.pages.strip import legend
from interviewer.rules.comparing import comparison
from interviewer.rules.moments import places

MARGIN = 20 * mm
EDGE = 6.0
"""Points that reportlab leaves between the margin and what it sets."""

WIDTH = A4[0] - 2 * MARGIN - 2 * EDGE
STANDINGS = {"inside": "as usual", "near": "a little off", "outside": "off"}

_INK, _SOFT, _LINE, _ACCENT, _WARM = (
    HexColor(f"#{code}") for code in ("22211e", "615d55", "d3cec2", "0d5c63", "8a4b12")
)
_BODY = ParagraphStyle("body", fontName=PLAIN, fontSize=9, leading=13, textColor=_INK, spaceAfter=4)
_HINT = ParagraphStyle("hint", _BODY, textColor=_SOFT, fontSize=8, leading=11)
_TITLE = ParagraphStyle("title", _BODY, fontName=BOLD, fontSize=19, leading=24, spaceAfter=2)
_ASKED = ParagraphStyle("asked", _BODY, fontName=BOLD, fontSize=13, leading=17, spaceAfter=4)
_HEAD = ParagraphStyle("head", _BODY, fontName=BOLD, fontSize=10, leading=14, spaceBefore=9, keepWithNext=True)
_LEAD = ParagraphStyle("lead", _BODY, fontName=BOLD, keepWithNext=True)
_INSET = ParagraphStyle("inset", _BODY, leftIndent=12)
_TIMED = ParagraphStyle("timed", _BODY, leftIndent=34, bulletFontName=PLAIN, bulletFontSize=8, bulletColor=_SOFT)
_CELL = ParagraphStyle("cell", _BODY, fontSize=8, leading=11, spaceAfter=0)


def pdf(
    report: Report,
    outlines: Mapping[str, Sequence[float]],
    takes: Mapping[int, Sequence[Answer]],
    fonts: Sequence[Path] = (),
) -> bytes:
    """The whole report; the same bytes for the same report and fonts.

    `outlines` and `takes` are as in the page; `fonts` are TrueType files for characters that our own font lacks.
    """
    register()
    texts = Texts(fonts)
    writer = _Writer(report, outlines, takes, texts)
    out = io.BytesIO()
    made = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=f"Mock interview: {report.role}",
        author="",
        lang="en",
        invariant=1,
    )
    story = list(writer.story())
    made.build(story, onFirstPage=writer.foot, onLaterPages=writer.foot)
    return out.getvalue()


class _Writer:
    """Lays out one report."""

    def __init__(
        self,
        report: Report,
        outlines: Mapping[str, Sequence[float]],
        takes: Mapping[int, Sequence[Answer]],
        texts: Texts,
    ) -> None:
        self._report = report
        self._outlines = outlines
        self._takes = takes
        self._texts = texts

    def foot(self, canvas: Canvas, _made: object) -> None:
        canvas.setFont(PLAIN, 7.5)
        canvas.setFillColor(_SOFT)
        canvas.drawString(MARGIN + EDGE, 11 * mm, f"Mock interview, {self._report.date:%d %B %Y, %H:%M}")
        canvas.drawRightString(A4[0] - MARGIN - EDGE, 11 * mm, f"page {canvas.getPageNumber()}")

    def story(self) -> Iterator[Flowable]:
        yield from self._first_page()
        for answer in self._report.answers:
            yield PageBreak()
            yield from self._answer(answer)
        yield from self._guidance()
        if self._report.not_asked:
            yield from self._list("Not asked", self._report.not_asked)
        yield Spacer(0, 12)
        if self._report.error:
            yield self._text(self._report.error, _HINT)
        made_with = ", ".join(f"{each.name} {each.value}" for each in self._report.made_with)
        yield self._text(f"Session {self._report.id}" + (f", made with {made_with}." if made_with else "."), _HINT)
        for line in self._texts.explained:
            yield self._text(line, _HINT)

    # -- the first page

    def _first_page(self) -> Iterator[Flowable]:
        told = self._report
        yield self._text("Mock interview", _HINT)
        yield self._text(told.role, _TITLE)
        yield self._text(f"{told.date:%d %B %Y, %H:%M} · {told.summary}")
        yield self._text(" ".join(filter(None, (told.judged, told.limits, told.manner, told.delivery_note))), _HINT)
        if told.status:
            yield self._text(
                f"{told.status} To go on with it, type: {told.go_on}" if told.go_on else told.status, _LEAD
            )
        for problem in told.problems:
            yield self._text(problem, _HINT)
        for name, found, ink in (("Keep", told.keep, _ACCENT), ("Fix first", told.fix, _WARM)):
            if found is not None:
                yield Spacer(0, 8)
                yield self._box(self._highlight(name, found), ink)
        if told.answers:
            yield self._head("Your answers")
            yield self._overview()

    def _highlight(self, name: str, found: Highlight) -> list[Flowable]:
        often = f", {found.how_often}" if found.how_often else ""
        lines: list[Flowable] = [self._text(name, _HINT), self._text(found.text, _LEAD, gaps=True)]
        lines += self._quote(found.quote)
        if found.ask:
            lines.append(self._text(f"Ask yourself: {found.ask}"))
        lines.append(self._text(f"Question {found.turn}{often}", _HINT))
        return lines

    def _overview(self) -> Table:
        rows = [("Question", "Grade", "Length", "Pace", "On the clock")]
        for answer in self._report.answers:
            grade = f"{answer.verdict}, {answer.span}" if answer.span else answer.verdict
            clocked = ", ".join(f"{each.name[0]}\u00a0{each.seconds:.0f}\u00a0s" for each in answer.on_the_clock)
            question = f"{answer.number}. {answer.question.text}"
            rows.append((question, grade, answer.length or "–", answer.pace or "–", clocked or "–"))
        return self._table(rows, (0.4, 0.2, 0.12, 0.13, 0.15))

    # -- one answer

    def _answer(self, answer: Answer) -> Iterator[Flowable]:
        of = len(self._report.answers) + len(self._report.not_asked)
        yield self._text(f"Question {answer.number} of {of}", _HINT)
        yield self._text(answer.question.text, _ASKED)
        grade = f"{answer.verdict} ({answer.span})" if answer.span else answer.verdict
        yield self._text(grade[:1].upper() + grade[1:], _LEAD)
        for line in (*answer.because, *filter(None, (answer.reason,)), *answer.held_back, *answer.notes):
            yield self._text(line)
        if answer.command:
            yield self._text(f"To have it judged, type: {answer.command}")
        yield from self._clock(answer)
        yield from self._advice(answer)
        yield from self._draft(answer)
        yield from self._claims(answer)
        yield from self._spoken(answer)
        yield from self._said(answer)
        yield from self._tried(answer)
        for problem in answer.problems:
            yield self._text(problem, _HINT)

    def _clock(self, answer: Answer) -> Iterator[Flowable]:
        peaks = self._outlines.get(answer.answer.path, ()) if answer.answer else ()
        picture = drawing(answer, peaks, WIDTH)
        if picture is None:
            return
        yield Spacer(0, 4)
        yield picture
        keys = [f"{each.name[0]} {each.name.lower()} {each.value}" for each in answer.on_the_clock]
        marks = [_sign(look, shape) + self._texts.markup(words) for look, shape, words in legend(places(answer))]
        yield Paragraph(" &nbsp; ".join([*map(self._texts.markup, keys), *marks]), _HINT)
        if answer.star is not None:
            for line in answer.star.lines:
                yield self._text(f"– {line}", _INSET)
            if answer.star.own_action is not None:
                yield self._text("The first thing that you say you did yourself:")
                yield from self._quote(answer.star.own_action)

    def _advice(self, answer: Answer) -> Iterator[Flowable]:
        if answer.strength:
            yield self._head("Keep")
            yield self._text(answer.strength, _LEAD)
            yield from self._quote(answer.strength_quote)
        for number, fix in enumerate(answer.fixes, start=1):
            yield self._head(f"Next time, {number}" if len(answer.fixes) > 1 else "Next time")
            yield from self._fix(fix)

    def _fix(self, fix: NextTime) -> Iterator[Flowable]:
        yield self._text(fix.gap, _LEAD)
        yield from self._quote(fix.quote)
        yield self._text(fix.why)
        yield self._text(f"Say: {fix.say}", gaps=True)
        yield self._text(f"Ask yourself: {fix.ask}")

    def _draft(self, answer: Answer) -> Iterator[Flowable]:
        if answer.draft:
            yield self._head("The same answer, in order")
            yield self._text("Your own words and facts. Fill in what is marked.", _HINT)
        for line in answer.draft:
            yield self._text(line.part[:1].upper() + line.part[1:], _LEAD)
            yield self._text(line.text, _INSET, gaps=True)

    def _claims(self, answer: Answer) -> Iterator[Flowable]:
        asked = [claim for claim in answer.parts if claim.score is not None]
        for name, claims in (("Situation, task, action, result", asked), ("What a good answer holds", answer.points)):
            if claims:
                yield self._head(name)
            for claim in claims:
                yield from self._claim(claim)

    def _claim(self, claim: Claim) -> Iterator[Flowable]:
        name = self._texts.markup(claim.name[:1].upper() + claim.name[1:], BOLD)
        yield Paragraph(f"{name}: {self._texts.markup(claim.verdict)}", _BODY)
        for quote in claim.quotes:
            yield from self._quote(quote)

    def _spoken(self, answer: Answer) -> Iterator[Flowable]:
        if answer.typed:
            yield self._head("How you spoke")
            yield self._text(f"{answer.length}: nothing is said about how it was spoken.")
        if not answer.figures:
            return
        yield self._head("How you spoke")
        for remark in answer.remarks:
            at = ", ".join(clock(moment.start) for moment in remark.moments[:3])
            yield self._text(f"{remark.text} ({at})" if at else remark.text, _LEAD)
            own = f"Usual for you: {remark.own}. " if remark.own else ""
            yield self._text(f"{own}Usual: {remark.usual} ({remark.source}).", _HINT)
        rows = [
            (
                figure.name,
                figure.value + (f" (usual for you: {figure.own})" if figure.own else ""),
                f"{STANDINGS[figure.standing]}; usual: {figure.usual}" if figure.standing else "",
            )
            for figure in answer.figures
        ]
        yield self._table([("", "", ""), *rows], (0.3, 0.4, 0.3))

    def _said(self, answer: Answer) -> Iterator[Flowable]:
        if answer.said:
            yield self._head("What you said")
        for each in answer.said:
            yield self._sentence(each)

    def _sentence(self, said: Said) -> Paragraph:
        tags = [*said.parts, *(["spoken to the grader, not counted"] if said.to_the_grader else [])]
        marked = f' <font color="#615d55" size="7.5">{", ".join(tags)}</font>' if tags else ""
        at = clock(said.start) if said.start is not None else None
        return Paragraph(self._texts.markup(said.text) + marked, _TIMED if at else _INSET, bulletText=at)

    def _tried(self, answer: Answer) -> Iterator[Flowable]:
        tried = self._takes.get(answer.number, ())
        if tried:
            yield self._head("Your takes side by side")
            heads = [f"Take {each.take}" + (", counts" if each.take == answer.take else "") for each in tried]
            rows = [("", *heads), *((line.name, *line.values) for line in comparison(tried))]
            yield self._table(rows, (0.3, *[0.7 / len(tried)] * len(tried)))
        elif answer.attempts:
            yield from self._list("Earlier takes", [f"Take {each.number}: {each.summary}" for each in answer.attempts])

    # -- the end

    def _guidance(self) -> Iterator[Flowable]:
        if not self._report.answers:
            return
        yield PageBreak()
        yield self._text("How to answer these questions", _ASKED)
        for answer in self._report.answers:
            asked = answer.question
            yield self._head(f"{answer.number}. {asked.text}")
            yield self._text(asked.guidance)
            for point in asked.points:
                yield self._text(f"– {point.text}", _INSET)
            yield self._text(f"What the interviewer wants to find out: {asked.probes}")
            for line in asked.follow_ups:
                yield self._text(f"May follow: {line}", _INSET)
            if asked.example:
                yield self._text("An example of a good answer", _LEAD)
                for line in asked.example.splitlines():
                    yield self._text(line, _INSET)

    # -- what everything is made of

    def _text(self, text: str, style: ParagraphStyle = _BODY, *, gaps: bool = False) -> Paragraph:
        made = self._texts.with_gaps if gaps else self._texts.markup
        return Paragraph(made(text, style.fontName), style)

    def _head(self, text: str) -> Paragraph:
        return self._text(text, _HEAD)

    def _quote(self, quote: Quote | None) -> list[Flowable]:
        """The words with their second; "not said" where there are none."""
        if quote is None:
            return [self._text("not said", ParagraphStyle("absent", _INSET, textColor=_SOFT))]
        words = self._texts.markup(f"“{quote.words}”", ITALIC)
        if quote.start is None:
            return [Paragraph(words, _INSET)]
        return [Paragraph(words, _TIMED, bulletText=clock(quote.start))]

    def _list(self, title: str, lines: Sequence[str]) -> Iterator[Flowable]:
        yield self._head(title)
        for line in lines:
            yield self._text(f"– {line}", _INSET)

    def _box(self, inside: list[Flowable], ink: HexColor) -> Table:
        look = [
            ("LINEBEFORE", (0, 0), (0, -1), 3, ink),
            ("BACKGROUND", (0, 0), (-1, -1), HexColor("#f7f5ef")),
            ("LEFTPADDING", (0, 0), (-1, -1), 10),
        ]
        return Table([[inside]], colWidths=[WIDTH], style=TableStyle(look), splitInRow=1)

    def _table(self, rows: Sequence[Sequence[str]], shares: Sequence[float]) -> Table:
        """The first row is the head; one that is empty takes no room."""
        head, *others = rows
        cells = [[self._text(cell, _CELL) for cell in row] for row in others]
        titled = any(head)
        if titled:
            cells.insert(0, [self._text(cell, ParagraphStyle("titles", _CELL, textColor=_SOFT)) for cell in head])
        look = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEABOVE", (0, int(titled)), (-1, -1), 0.5, _LINE)]
        look += [("LEFTPADDING", (0, 0), (0, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), EDGE)]
        widths = [share * WIDTH for share in shares]
        return Table(cells, colWidths=widths, style=TableStyle(look), repeatRows=int(titled), splitInRow=1)


def _sign(look: str, shape: str) -> str:
    """What a mark in the picture looks like, for its explanation."""
    if shape:
        return f'<font name="{BOLD}" color="#8a4b12" size="10">{SIGNS[shape]}</font> '
    return {
        "boundary": "wide hatching: ",
        "clause": "narrow hatching: ",
        "fast": "line above: ",
        "slow": "dotted line above: ",
        "doubt": "dashed line below: ",
    }[look]
