"""What to prepare, as Markdown: a list with boxes to tick and room to write, for an editor or for paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from interviewer.pages.markdown import escape
from interviewer.rules.fitting import Passage, shortened
from interviewer.rules.preparing import Need, Preparation, missing

MOST_QUOTED = 3
"""Sentences that are quoted for one competency."""

NOTE = "  Notes:"
PLAN: tuple[tuple[str, str], ...] = (
    ("The first 30 days: understand", "See how each of these is done today, by whom, and what makes it hard."),
    ("Until day 60: do it with others", "Take over a part of each, and ask how it went."),
    ("Until day 90: do it on your own", "Do each of them yourself, and write down how you will know that it works."),
)


def preparation_page(made: Preparation) -> str:
    """The whole page. It says nothing about the person or the place but what stands in a line that it names."""
    blocks = [
        f"# Getting ready: {escape(made.bank.role)}",
        *_steps(made),
        *_needs(made),
        *_research(),
        *_plan(made),
        *_asking(made),
    ]
    return "\n\n".join(blocks) + "\n"


def _steps(made: Preparation) -> Iterator[str]:
    if made.bank.preparation:
        yield "## Steps"
        for step in made.bank.preparation:
            yield f"- [ ] **{escape(step.title)}** (by: ________)  \n  {escape(step.text)}\n\n{NOTE}"


def _needs(made: Preparation) -> Iterator[str]:
    if not made.needs:
        if made.has_job:
            yield "## Stories to have ready"
            yield "The job description speaks of nothing that this bank asks about."
        return
    yield "## Stories to have ready"
    yield (
        "One event for each: situation, task, what you did, how it came out."
        if made.has_job
        else "No job description was given, so these are all that the bank asks about."
    )
    if made.has_cv and (gaps := missing(made.needs)):
        names = ", ".join(escape(need.competency.name) for need in gaps)
        yield f"No line of your CV was found that speaks of: {names}."
    for need in made.needs:
        yield _need(need, has_cv=made.has_cv)


def _need(need: Need, *, has_cv: bool) -> str:
    lines = [f"- [ ] **{escape(need.competency.name)}**: {escape(need.competency.about)}", ""]
    lines += [f"  - The post, {_quoted(one)}" for one in need.asked_by[:MOST_QUOTED]]
    lines += [f"  - Your CV, {_quoted(one)}" for one in need.shown_by[:MOST_QUOTED]]
    if has_cv and not need.shown_by:
        lines.append("  - In your CV no line was found: which story shows it?")
    return "\n".join([*lines, "", "  My story:"])


def _quoted(passage: Passage) -> str:
    return f'line {passage.line}: "{escape(shortened(passage.text))}"'


def _research() -> Iterator[str]:
    yield "## About the place"
    for question in (
        "What do they make or do, and for whom?",
        "Who else does it, and what is different here?",
        "What has changed in the last year?",
        "Whom do I know who knows them?",
        "Why do I want to work here and not elsewhere?",
    ):
        yield f"- [ ] {question}\n\n{NOTE}"


def _plan(made: Preparation) -> Iterator[str]:
    yield "## My first ninety days"
    if not made.duties:
        yield (
            'The job description lists no duties under a heading such as "What you will do"; put them in yourself.'
            if made.has_job
            else "No job description was given; put its duties in yourself."
        )
    for title, what in PLAN:
        yield f"### {title}"
        yield what
        yield "\n".join(f"- [ ] {one}" for one in _duties(made.duties))


def _duties(duties: Sequence[Passage]) -> list[str]:
    return [f"{escape(duty.text)} (line {duty.line})" for duty in duties] or ["________"] * 3


def _asking(made: Preparation) -> Iterator[str]:
    if made.bank.questions_to_ask:
        yield "## Questions to ask them"
        for ask in made.bank.questions_to_ask:
            yield f"- [ ] {escape(ask.text)}  \n  {escape(ask.why)}\n\n  What they said:"
