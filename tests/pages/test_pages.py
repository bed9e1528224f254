"""The report as Markdown, HTML and terminal text: the same words everywhere, and none of them can do harm."""

from __future__ import annotations

import io
import itertools
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Literal, get_args

import pytest
from markdown_it import MarkdownIt
from rich.console import Console

from interviewer.adapters.folder_store import FolderStore
from interviewer.cli.main import main
from interviewer.model.delivery import Delivery, Moment, MomentKind
from interviewer.model.grade import Fix, RewriteLine
from interviewer.model.report import Figure, Remark
from interviewer.model.session import Problem, Reason, Session, Take, Turn
from interviewer.model.speech import Typed
from interviewer.pages.html import html
from interviewer.pages.markdown import markdown
from interviewer.pages.terminal import show
from interviewer.rules.comparing import takes
from interviewer.rules.moments import KINDS, QuoteKind
from interviewer.rules.reporting import report
from tests.keep.examples import COMMITTED, FULL, HOLES, committed, question, session, take

GOLDEN = Path(__file__).parents[1] / "data" / "golden"
SOUND = b"OggS, as good as any"


def committed_session(name: str) -> Session:
    return FolderStore(COMMITTED).find(name)


def page(kept: Session) -> str:
    paths = [clip.path for turn in kept.turns for clip in (turn.asked, *(t.answer for t in turn.takes)) if clip]
    tried = {turn.number: takes(kept, turn) for turn in kept.turns}
    return html(report(kept), dict.fromkeys(paths, SOUND), dict.fromkeys(paths, (0.5, 1.0)), tried)


def printed(kept: Session, width: int, *, terminal: bool = False) -> str:
    out = io.StringIO()
    colours: Literal["standard"] | None = "standard" if terminal else None
    show(Console(width=width, file=out, force_terminal=terminal, color_system=colours), report(kept))
    return out.getvalue()


COLOUR = re.compile(r"\x1b\[[0-9;]*m")


# -- the same session is the same page


@pytest.mark.parametrize("name", [FULL, HOLES])
def test_the_markdown_is_the_golden_one(name: str) -> None:
    assert markdown(report(committed_session(name))) == (GOLDEN / f"{name}.md").read_text()


@pytest.mark.parametrize("name", [FULL, HOLES])
def test_the_json_is_the_golden_one(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    committed(Path(os.environ["INTERVIEWER_RECORDINGS"]))
    assert main(["report", name, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads((GOLDEN / f"{name}.json").read_text())


def test_the_same_session_makes_the_same_page() -> None:
    assert page(committed_session(FULL)) == page(committed_session(FULL))


# -- nothing that was said can do harm


class Shape(HTMLParser):
    """Tags and attribute names of a page, in order, and the text between them."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.shape: list[tuple[str, tuple[str, ...]]] = []
        self.text: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.shape.append((tag, tuple(name for name, _ in attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.shape.append((f"/{tag}", ()))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


PAYLOADS = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" x="',
    "' autofocus onfocus='alert(1)",
    "<svg/onload=alert(1)>",
    "<!--<script>",
    "]]><x>",
    "&lt;script&gt;",
    "{{7*7}} {% raw %} {0.__class__} %s $name",
    "javascript:alert(1)",
    "[click](javascript:alert(1))",
    "![x](https://example.com/x.png)",
    "<https://example.com>",
    "# heading | table | `code` *bold* _under_ ~~gone~~",
    "- list\n1. list\n> quote\n***\n===",
    "[the bracket] [the other]",
    "\u202ereversed\u202c \u200bhidden\u2060",
    "שלום עולם",
]


def measured(text: str) -> Delivery:
    """A delivery that is far outside of its bands, with `text` at every moment."""
    repeated = tuple(Moment(kind="repetition", start=n, end=n + 0.2, text=text) for n in range(3))
    return Delivery(
        seconds=30,
        words=50,
        response_latency=0,
        words_per_minute=100,
        long_pauses=0,
        filled_pauses=0,
        moments=repeated,
    )


def everywhere(text: str) -> Session:
    """A session with `text` in each field that people, models and devices fill."""
    told = take(said=f"{text.splitlines()[0]} and more. Two two. Three three.")
    assert told.coaching is not None and told.coaching.strength is not None and told.grade is not None
    evidence = told.coaching.strength.evidence.but(quote=text)
    fix = Fix(code="metric", gap=text, evidence=evidence, why=text, say=text, ask=text)
    grade = told.grade.model_dump(mode="json")
    grade |= {"caps": [text], "flags": [text]}
    grade["judged_by"] |= {"model": text, "host": text}
    grade["parts"][0]["evidence"][0]["quote"] = text
    grade["points"][0] |= {"point": text}
    told = Take.model_validate(
        told.model_dump(mode="json")
        | {
            "grade": grade,
            "coaching": told.coaching.but(
                strength=told.coaching.strength.but(text=text, evidence=evidence),
                fixes=(fix,),
                rewrite=(RewriteLine(part="action", text=text),),
                worded_by=text,
            ).model_dump(mode="json"),
            "problems": [{"code": "x", "message": text}],
            "delivery": measured(text).model_dump(mode="json"),
        }
    )
    asked = question(text).but(guidance=text, probes=text, follow_ups=(text,), example=text)
    asked = asked.but(points=tuple(point.but(text=text[:200]) for point in asked.points))
    typed = Take(number=1, ended_by="typed", heard=Typed(text=text))
    return session(
        Turn(number=1, question=asked, takes=(told, told.but(number=2)), problems=(Problem(code="x", message=text),)),
        Turn(number=2, question=asked, takes=(typed,)),
        role=text,
        made_with={text: text},
        reasons=(Reason(question=asked.id, paper="job", line=1, quote=text),),
        manner="friendly",
        planned=(asked, asked, asked),
        problems=(Problem(code="x", message=text),),
    )


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_changes_the_shape_of_the_page(payload: str) -> None:
    """Whatever stands in a field, the page has the tags and attributes of a page with plain words."""
    plain = re.sub(r"[^\s\[\]]", "x", payload)
    found, expected = Shape(page(everywhere(payload))), Shape(page(everywhere(plain)))
    assert found.shape == expected.shape


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_becomes_markup_when_the_markdown_is_rendered(payload: str) -> None:
    rendered = MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown(report(everywhere(payload))))
    found = Shape(rendered).shape
    assert {tag for tag, _ in found} & {"script", "img", "svg", "style", "iframe", "x"} == set()
    assert {name for _, names in found for name in names} <= {"href", "start", "style"}
    assert set(re.findall(r'style="([^"]*)"', rendered)) == {"text-align:right"}
    links = re.findall(r'href="([^"]*)"', rendered)
    assert [link for link in links if not re.fullmatch(r"turn-01/take-1/answer\.wav(#t=[0-9.]+)?", link)] == []


@pytest.mark.parametrize("payload", [*PAYLOADS, "\x1b[2J\x1b]52;c;x\x07\x9b31m", "[red]x[/red] [/] [link=x]"])
@pytest.mark.parametrize("width", [40, 80])
def test_no_text_moves_the_terminal(payload: str, width: int) -> None:
    shown = printed(everywhere(payload), width, terminal=True)
    assert set(COLOUR.findall(shown)) <= {f"\x1b[{code}m" for code in ("0", "1", "2", "3", "36", "33")}
    assert re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060]", COLOUR.sub("", shown)) == []


def test_the_page_asks_nobody_for_anything() -> None:
    text = page(committed_session(FULL))
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert policy is not None
    assert policy[1].startswith("default-src &#39;none&#39;; script-src &#39;sha256-")
    assert "unsafe" not in policy[1]
    for tag, names in Shape(text).shape:
        assert "style" not in names, tag
        assert not [name for name in names if name.startswith("on")], tag
        assert not {"src", "srcset", "action", "poster", "data"} & set(names), tag
    assert re.findall(r"(?:https?:)?//[a-z]", text) == []


def test_the_page_is_ordered_for_a_screen_reader() -> None:
    shape = Shape(page(committed_session(FULL))).shape
    tags = [tag for tag, _ in shape]
    assert tags.count("h1") == tags.count("main") == 1
    levels = [int(tag[1]) for tag in tags if re.fullmatch("h[1-6]", tag)]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert ("html", ("lang",)) in shape
    ids = re.findall(r'\bid="([^"]+)"', page(committed_session(FULL)))
    assert len(ids) == len(set(ids))


def test_every_quote_and_everything_not_said_can_be_heard() -> None:
    """A claim about what was said opens at its second, "not said" opens the whole answer."""
    text = page(committed_session(FULL))
    told = report(committed_session(FULL))
    spoken = [answer for answer in told.answers if answer.answer is not None]
    claims = [claim for answer in spoken for claim in (*answer.parts, *answer.points)]
    quotes = sum(len(claim.quotes) for claim in claims) + sum(bool(answer.strength_quote) for answer in spoken)
    quotes += sum(fix.quote is not None for answer in spoken for fix in answer.fixes)
    quotes += sum(each is not None and each.quote is not None for each in (told.keep, told.fix))
    drawn = [
        *spoken,
        *(each for turn in committed_session(FULL).turns for each in takes(committed_session(FULL), turn)),
    ]
    quotes += sum(answer.star is not None and answer.star.own_action is not None for answer in drawn)
    assert text.count('class="hear said"') == quotes
    unsaid = sum(not claim.quotes for claim in claims) + sum(
        fix.quote is None for answer in spoken for fix in answer.fixes
    )
    assert text.count("hear the whole answer") == unsaid + (told.fix is not None and told.fix.quote is None)


def test_a_recording_that_is_not_there_is_not_offered() -> None:
    told = report(committed_session(FULL))
    spoken = told.answers[0].but(remarks=(Remark(text="Quick.", usual="", source="", moments=()),))
    told = told.but(answers=(spoken, *told.answers[1:]))
    here = [clip.path for turn in committed_session(FULL).turns for clip in turn.clips]
    assert "hear the answer" in html(told, dict.fromkeys(here, SOUND))
    text = html(told, {}).split("<script>")[0]
    assert "data-sound" not in text
    assert "hear the" not in text


def test_every_kind_of_place_has_a_name() -> None:
    kinds = get_args(MomentKind) + get_args(QuoteKind)
    assert set(kinds) <= set(KINDS)


def test_what_is_usual_for_the_candidate_stands_before_what_is_usual_for_others() -> None:
    told = report(committed_session(FULL))
    spoken = told.answers[0].but(
        figures=(Figure(name="Pace", value="181", own="130", usual="120 to 170", standing="near", source="A source"),),
        remarks=(Remark(text="Quick.", own="131", usual="120 to 170", source="A source", moments=()),),
    )
    text = re.sub(r"<[^>]*>", "", html(told.but(answers=(spoken, *told.answers[1:])), {}))
    assert "181 usual for you: 130 a little off what is usual: 120 to 170" in text
    assert "Usual for you: 131. Usual: 120 to 170 (A source)" in text


def test_every_page_tells_how_far_its_judge_is_from_labelled_answers() -> None:
    kept = committed_session(FULL)
    line = report(kept).error
    assert line
    assert line in page(kept)
    assert line in markdown(report(kept))
    assert line in " ".join(printed(kept, 60).split())


def test_gaps_to_fill_in_are_marked() -> None:
    assert "<mark>[number]</mark>" in page(committed_session(FULL))


# -- the terminal


@pytest.mark.parametrize("name", [FULL, HOLES])
@pytest.mark.parametrize("width", [30, 40, 80, 200])
def test_nothing_is_cut_and_no_line_is_too_long(name: str, width: int) -> None:
    shown = printed(committed_session(name), width)
    told = report(committed_session(name))
    for line in shown.splitlines():
        assert len(line) <= width or line.startswith("    interviewer "), line
        assert line == line.rstrip()
    flat = " ".join(shown.split())
    for answer in told.answers:
        assert answer.question.text in flat
        for fix in answer.fixes:
            assert fix.say in flat
    assert told.limits in flat


def test_colour_adds_no_meaning() -> None:
    assert COLOUR.sub("", printed(committed_session(FULL), 80, terminal=True)) == printed(committed_session(FULL), 80)


def test_the_report_survives_an_old_code_page() -> None:
    committed(Path(os.environ["INTERVIEWER_RECORDINGS"]))
    done = subprocess.run(
        [sys.executable, "-m", "interviewer", "report", FULL],
        env=os.environ | {"PYTHONIOENCODING": "cp1252:strict", "COLUMNS": "40"},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert "“the cut was mine to" in done.stdout.decode("cp1252")


def test_a_filler_that_only_sounds_is_no_empty_quote() -> None:
    heard = Moment(kind="filled pause", start=1.0, end=1.4, text="", source="sound")
    told = take().but(delivery=measured("we we").but(moments=(heard,)))
    text = page(session(Turn(number=1, question=question(), takes=(told,))))
    assert "um, uh and the like</td>" in text
    assert '<q dir="auto"></q>' not in text
