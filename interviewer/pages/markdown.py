"""report.md: the report as text that is read in any editor; every quote links to its second in the recording."""

from __future__ import annotations

import re

from interviewer.model.audio import Clip
from interviewer.model.clock import clock
from interviewer.model.report import (
    Answer,
    Claim,
    Figure,
    Followed,
    Highlight,
    NextTime,
    Quote,
    Remark,
    Report,
    Said,
    StarClock,
)
from interviewer.pages.closing import markdown_blocks
from interviewer.rules.delivery.star import bar

MOST_PLACES = 3
"""Seconds that a remark links to."""

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&])")
_LINE_START = re.compile(r"^(\s*)([-+=])", re.MULTILINE)
_NUMBERED = re.compile(r"^(\s*\d+)([.)])(?=\s)", re.MULTILINE)


def markdown(report: Report) -> str:
    """The whole report. The first screen says what to keep, what to fix and how each answer stands."""
    clips = _clips(report)
    blocks = [
        f"# Mock interview: {escape(report.role)}",
        f"{report.date:%d %B %Y, %H:%M} · {report.summary}",
        *([_status(report)] if report.status else []),
        *_highlights(report, clips),
        _overview(report),
        f"{escape(report.judged)} {report.limits}",
        *([report.manner] if report.manner else []),
        *([report.delivery_note] if report.delivery_note else []),
        *(_bullets("Noted", report.problems)),
    ]
    for answer in report.answers:
        blocks += _answer(answer, clips)
    blocks += markdown_blocks(report.yours, escape) if report.yours is not None else []
    blocks += _bullets("Not asked", report.not_asked)
    made = ", ".join(f"{escape(each.name)} {escape(each.value)}" for each in report.made_with)
    blocks += ["---", *([escape(report.error)] if report.error else [])]
    blocks += [f"Session {report.id}" + (f" · {made}" if made else "")]
    return "\n\n".join(blocks) + "\n"


def escape(text: str) -> str:
    """Foreign text as itself: none of it becomes markup, a link, a heading or HTML."""
    return _NUMBERED.sub(r"\1\\\2", _LINE_START.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", text)))


def _status(report: Report) -> str:
    return f"{report.status} To go on with it: `{report.go_on}`" if report.go_on else report.status


def _clips(report: Report) -> dict[tuple[int, int], Clip]:
    found = [(answer.number, answer.take, answer.answer) for answer in report.answers]
    found += [(answer.number, each.take, each.answer) for answer in report.answers for each in answer.follow_ups]
    return {(number, take): clip for number, take, clip in found if take is not None and clip is not None}


_Clips = dict[tuple[int, int], Clip]


def _highlights(report: Report, clips: _Clips) -> list[str]:
    blocks = []
    for name, highlight in (("Keep", report.keep), ("Fix first", report.fix)):
        if highlight is not None:
            blocks.append(f"**{name}:** {escape(highlight.text)} {_where(highlight, clips)}")
            if highlight.ask:
                blocks[-1] += f"  \nAsk yourself: {escape(highlight.ask)}"
    return blocks


def _where(highlight: Highlight, clips: _Clips) -> str:
    """(question 1, in 2 of 3 answers): “quote” at its second."""
    question = f"(question {highlight.turn}{', ' + highlight.how_often if highlight.how_often else ''})"
    said = _said_or_not(highlight.quote, (highlight.turn, highlight.take), clips)
    return f"{question} {said}"


def _overview(report: Report) -> str:
    rows = ["| | question | grade | length | pace |", "| ---: | --- | --- | --- | --- |"]
    for answer in report.answers:
        grade = _grade(answer)
        rows.append(f"| {answer.number} | {escape(answer.question.text)} | {grade} | {answer.length} | {answer.pace} |")
    return "\n".join(rows)


def _answer(answer: Answer, clips: _Clips) -> list[str]:
    place = (answer.number, answer.take or 0)
    blocks = [f"## {answer.number}. {escape(answer.question.text)}", f"**{_grade(answer).capitalize()}**"]
    blocks += [f"*{escape(line)}*" for line in answer.because]
    if answer.reason:
        blocks.append(escape(answer.reason))
    if answer.command:
        blocks.append(f"To have it judged: `{answer.command}`")
    blocks += [
        _sound(name, clip) for name, clip in (("Question", answer.asked), ("Your answer", answer.answer)) if clip
    ]
    if answer.strength:
        blocks.append(f"**Keep:** {escape(answer.strength)} {_said_or_not(answer.strength_quote, place, clips)}")
    for number, fix in enumerate(answer.fixes, start=1):
        blocks.append(_fix(number, fix, place, clips))
    if answer.draft:
        lines = "\n".join(f"> **{line.part.capitalize()}:** {escape(line.text)}  " for line in answer.draft)
        blocks += ["### The same answer, in order", lines]
    if answer.parts or answer.points:
        blocks += ["### What was found", _claims(answer, place, clips)]
    blocks += _bullets("What held the grade back", answer.held_back)
    blocks += _bullets("Good to know", answer.notes)
    blocks += _delivery(answer)
    if answer.star is not None:
        blocks += _star(answer.star, place, clips)
    if answer.said:
        blocks += ["### What you said", "\n".join(_sentence(each, answer.answer) for each in answer.said)]
    blocks += [line for each in answer.follow_ups for line in _followed(each, clips)]
    blocks += _lines("Your notes", [f"{escape(note.text)}{_link(answer.answer, note.at)}" for note in answer.own_notes])
    attempts = [f"Take {each.number}: {each.summary}{_link(each.answer, 0.0)}" for each in answer.attempts]
    blocks += _lines("Earlier takes", attempts)
    blocks += _bullets("Noted", answer.problems)
    blocks += ["### The guidance", escape(answer.question.guidance)]
    blocks.append("\n".join(f"- {escape(point.text)}" for point in answer.question.points))
    if answer.question.example:
        blocks += ["<details><summary>An example answer</summary>", escape(answer.question.example), "</details>"]
    return blocks


def _followed(each: Followed, clips: _Clips) -> list[str]:
    """What was asked then, what was said to it, and what that added."""
    heard = [_sound(name, clip) for name, clip in (("Follow-up", each.asked), ("Your answer", each.answer)) if clip]
    raised = [f"- {escape(one.name)}: {one.change}, {_said_or_not(one.quote, (0, 0), clips)}" for one in each.raised]
    why = [f"*{escape(each.because)}*"] if each.because else []
    blocks = [f"### Then you were asked: {escape(each.text)}", *why, *heard, escape(each.summary)]
    blocks += ["\n".join(raised)] if raised else []
    return blocks + (["\n".join(_sentence(one, each.answer) for one in each.said)] if each.said else [])


def _grade(answer: Answer) -> str:
    return f"{answer.verdict} ({answer.span})" if answer.span else answer.verdict


def _sound(name: str, clip: Clip) -> str:
    return f"[{name}, {clock(clip.seconds)}]({clip.path})"


def _fix(number: int, fix: NextTime, place: tuple[int, int], clips: _Clips) -> str:
    said = _said_or_not(fix.quote, place, clips)
    return (
        f"**Next time, {number}:** {escape(fix.gap)} {said}  \n"
        f"{escape(fix.why)}  \n"
        f"Say: {escape(fix.say)}  \n"
        f"Ask yourself: {escape(fix.ask)}"
    )


def _claims(answer: Answer, place: tuple[int, int], clips: _Clips) -> str:
    rows = ["| | | where |", "| --- | --- | --- |"]
    for claim in (*answer.parts, *answer.points):
        rows.append(f"| {escape(claim.name)} | {claim.verdict} | {_quotes(claim, place, clips)} |")
    return "\n".join(rows)


def _quotes(claim: Claim, place: tuple[int, int], clips: _Clips) -> str:
    if claim.score is None:
        return ""
    if not claim.quotes:
        clip = clips.get(place)
        return "" if clip is None else f"[the whole answer]({clip.path})"
    return "<br>".join(_said_or_not(quote, place, clips) for quote in claim.quotes)


def _said_or_not(quote: Quote | None, place: tuple[int, int], clips: _Clips) -> str:
    """The quote, and a link to its second; "not said", and a link to the whole answer."""
    if quote is None:
        return f"not said{_link(clips.get(place), 0.0)}"
    return f"“{escape(quote.words)}”{_link(clips.get((quote.turn, quote.take)), quote.start)}"


def _link(clip: Clip | None, start: float | None) -> str:
    return "" if clip is None or start is None else f" [{clock(start)}]({clip.path}#t={start:.1f})"


def _star(star: StarClock, place: tuple[int, int], clips: _Clips) -> list[str]:
    shares = " · ".join(f"{share.name.lower()} {share.value}" for share in star.shares)
    lines = [f"- {line}" for line in star.lines]
    if star.own_action is not None:
        lines.append(f"- First own action: {_said_or_not(star.own_action, place, clips)}")
    return ["### On the clock", f"`{bar(star)}`", shares, *(["\n".join(lines)] if lines else [])]


def _delivery(answer: Answer) -> list[str]:
    if answer.typed:
        return ["### How you spoke", f"{answer.length}: nothing is said about how it was spoken."]
    if not answer.figures:
        return []
    lines = [f"- {_remark(remark, answer.answer)}" for remark in answer.remarks]
    lines += [f"- {figure.name}: {figure.value}{_off(figure)}" for figure in answer.figures]
    return ["### How you spoke", "\n".join(lines)]


def _remark(remark: Remark, clip: Clip | None) -> str:
    places = "".join(_link(clip, moment.start) for moment in remark.moments[:MOST_PLACES])
    usual = f"{_own(remark.own)}usual: {remark.usual}; {remark.source}"
    return f"**{escape(remark.text)}**{places or _link(clip, 0.0)} *({usual})*"


def _off(figure: Figure) -> str:
    """What is usual for the candidate, and for others where the figure is not."""
    others = f"usual: {figure.usual}" if figure.standing in ("near", "outside") else ""
    told = (_own(figure.own) + others).removesuffix("; ")
    return f" ({told})" if told else ""


def _own(usually: str) -> str:
    return f"usual for you: {usually}; " if usually else ""


def _sentence(said: Said, clip: Clip | None) -> str:
    marks = ", ".join([*said.parts, *(["speaks to the grader"] if said.to_the_grader else [])])
    heard = [f"“{escape(word.text)}” was heard as “{escape(word.heard)}”" for word in said.words if word.heard]
    marks = ", ".join(filter(None, [marks, *heard]))
    return f"- {escape(said.text)}{_link(clip, said.start)}" + (f" *({marks})*" if marks else "")


def _bullets(title: str, lines: tuple[str, ...]) -> list[str]:
    return _lines(title, [escape(line) for line in lines])


def _lines(title: str, lines: list[str]) -> list[str]:
    return [f"### {title}", "\n".join(f"- {line}" for line in lines)] if lines else []
