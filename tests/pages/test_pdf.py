"""The report as PDF, read back with another library: everything is in it, in order, and no text can break it."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from pypdf import PdfReader
from reportlab.graphics.shapes import Group, Line, Rect, String

from interviewer import places as folders
from interviewer import publishing, studio
from interviewer import settings as choices
from interviewer.adapters.folder_store import FolderStore
from interviewer.cli.main import main
from interviewer.errors import ExtraMissing
from interviewer.model.clock import clock
from interviewer.model.delivery import Delivery, Moment
from interviewer.model.report import Answer
from interviewer.model.session import Session, Turn
from interviewer.pages.pdf_picture import drawing
from interviewer.pages.pdf_text import LEFT_TO_THE_READER, NOT_DRAWN, REVERSED, SUBSTITUTE, Texts, register
from interviewer.publishing import paper
from interviewer.rules.reporting import report
from tests.keep.examples import COMMITTED, FULL, HOLES, committed, question, session, take
from tests.pages.test_pages import PAYLOADS, everywhere

PEAKS = tuple(n % 7 / 7 for n in range(240))


def made(kept: Session, fonts: Sequence[Path] = ()) -> bytes:
    return paper(kept, Path(), lambda _: PEAKS, fonts)


@cache
def pages_of_full() -> list[str]:
    return pages(full())


def pages(kept: Session) -> list[str]:
    """The words of each page, with every run of white space as one space."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(made(kept))).pages]


def full() -> Session:
    return FolderStore(COMMITTED).find(FULL)


def test_the_first_page_says_what_to_keep_what_to_fix_and_how_each_answer_stands() -> None:
    told = report(full())
    assert told.keep is not None and told.fix is not None
    first = pages_of_full()[0]
    for words in (told.role, told.keep.text, told.fix.text, told.judged, *(each.verdict for each in told.answers)):
        assert words in first
    assert told.answers[0].said[0].text not in first


@pytest.mark.parametrize(("name", "fewest"), [(FULL, 20), (HOLES, 1)])
def test_every_quote_and_every_sentence_bears_its_second(name: str, fewest: int) -> None:
    kept = FolderStore(COMMITTED).find(name)
    text = " ".join(pages(kept))
    told = 0
    for answer in report(kept).answers:
        quotes = [quote for claim in (*answer.parts, *answer.points) for quote in claim.quotes]
        quotes += [fix.quote for fix in answer.fixes if fix.quote is not None]
        for quote in quotes:
            at = f"{clock(quote.start)} " if quote.start is not None else ""
            assert f"{at}“{quote.words}”" in text
            told += 1
        for said in answer.said:
            assert (f"{clock(said.start)} " if said.start is not None else "") + said.text in text
            told += 1
    assert told >= fewest


def test_how_to_answer_stands_behind_all_answers() -> None:
    found = pages_of_full()
    last_answer = max(place for place, text in enumerate(found) if "What you said" in text)
    first_guidance = min(place for place, text in enumerate(found) if full().turns[0].question.guidance[:60] in text)
    assert first_guidance > last_answer


def test_how_far_its_judge_is_from_labelled_answers_stands_at_the_end() -> None:
    line = report(full()).error
    assert line and line in pages_of_full()[-1]


def test_takes_stand_side_by_side_and_gaps_are_written_out() -> None:
    kept = session(Turn(number=1, question=question(), takes=(take(1), take(2, "Um, I wrote one more test."))))
    text = " ".join(pages(kept))
    assert "Take 1 Take 2, counts" in text
    assert "Say [how many]." in text


def test_the_same_session_is_the_same_bytes() -> None:
    assert made(full()) == made(full())
    assert made(full()) != made(full().but(role="Another"))


# -- foreign text


@pytest.mark.parametrize("fonts", [(), folders.fonts()], ids=["no fonts", "fonts of the system"])
@pytest.mark.parametrize(
    "text", [*PAYLOADS, "漢字 かな 한국어 😀 مرحبا بالعالم жαβ", "a" * 1_900, "<b>[gap]</b> &amp;"]
)
def test_no_text_breaks_it(text: str, fonts: tuple[Path, ...]) -> None:
    assert made(everywhere(text), fonts).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("text", "explained"),
    [
        ("Plain, “quoted” – and 100 €.", ()),
        ("漢字 かな 한국어", (LEFT_TO_THE_READER,)),
        ("a smile 😀", (NOT_DRAWN,)),
        ("שלום", tuple(sorted((NOT_DRAWN, REVERSED)))),
    ],
)
def test_what_cannot_be_drawn_as_it_was_written_is_told(text: str, explained: tuple[str, ...]) -> None:
    register()
    texts = Texts(())
    marked = texts.markup(text)
    assert texts.explained == explained
    assert (SUBSTITUTE in marked) == (NOT_DRAWN in explained)
    assert all(line in " ".join(pages(session(role=text))) for line in explained)


def test_hebrew_is_turned_and_numbers_are_not() -> None:
    register()
    assert "".join(letter for letter in Texts(folders.fonts()).markup("אב12") if letter in "אב12") == "12בא"


def test_a_file_that_is_no_font_is_passed(tmp_path: Path) -> None:
    register()
    (tmp_path / "bad.ttf").write_bytes(b"no font")
    texts = Texts((tmp_path / "bad.ttf", tmp_path / "missing.ttf"))
    assert SUBSTITUTE in texts.markup("ж")


# -- the picture


def answer() -> Answer:
    spoken = Delivery(
        seconds=10,
        words=20,
        response_latency=0,
        words_per_minute=None,
        long_pauses=0,
        filled_pauses=1,
        moments=(
            Moment(kind="filled pause", start=1.0, end=1.2, text="um"),
            Moment(kind="pause in mid-clause", start=0.5, end=1.5, text="1.0 s"),
            Moment(kind="pause at a boundary", start=2.0, end=30.0, text="28.0 s"),
        ),
    )
    return report(session(session().turns[0].but(takes=(take().but(delivery=spoken),)))).answers[0]


def test_everything_in_the_picture_stands_at_its_second_and_inside() -> None:
    spoken = answer()
    made = drawing(spoken, PEAKS, 310.0)
    assert made is not None and spoken.answer is not None
    (mark,) = (each for each in made.contents if isinstance(each, String) and each.text == "•")
    assert mark.x == pytest.approx(1.1 / spoken.answer.seconds * 310.0)
    hatched = [each for each in made.contents if isinstance(each, Group)]
    assert len(hatched) == 2
    for each in hatched:
        ground, *lines = each.contents
        assert isinstance(ground, Rect) and lines
        for line in lines:
            assert isinstance(line, Line)
            assert ground.x - 0.01 <= line.x1 <= line.x2 <= ground.x + ground.width + 0.01
            assert all(ground.y - 0.01 <= y <= ground.y + ground.height + 0.01 for y in (line.y1, line.y2))


def test_without_sound_moments_and_parts_there_is_no_picture() -> None:
    bare = answer().but(moments=(), star=None, parts=(), points=(), strength_quote=None, fixes=())
    assert drawing(bare, (), 310.0) is None
    assert drawing(answer().but(answer=None), PEAKS, 310.0) is None


# -- the command


def test_the_command_writes_it_into_the_session_and_exports_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = Path(os.environ["INTERVIEWER_RECORDINGS"])
    committed(home)
    assert main(["report", FULL, "--format", "pdf"]) == 0
    written = Path(capsys.readouterr().out.strip())
    assert written == home / FULL / "report.pdf"
    assert main(["export", FULL, str(tmp_path / "mine.pdf")]) == 0
    assert (tmp_path / "mine.pdf").read_bytes() == written.read_bytes()
    assert written.read_bytes().startswith(b"%PDF")


def test_a_pdf_is_written_again_with_the_other_pages_and_none_is_where_none_was() -> None:
    home = Path(os.environ["INTERVIEWER_RECORDINGS"])
    committed(home)
    chosen = choices.load()
    (home / FULL / "report.pdf").write_bytes(b"old")
    for name in (FULL, HOLES):
        studio.write_reports(chosen, studio.open_store(chosen).find(name))
    assert (home / FULL / "report.pdf").read_bytes().startswith(b"%PDF")
    assert not (home / HOLES / "report.pdf").exists()


def test_without_the_extra_one_sentence_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    committed(Path(os.environ["INTERVIEWER_RECORDINGS"]))
    monkeypatch.setattr(publishing, "find_spec", lambda _: None)
    with pytest.raises(ExtraMissing):
        made(full())
    assert main(["report", FULL, "--format", "pdf"]) == 3
    told = capsys.readouterr().err
    assert "reportlab, which is not installed" in told
    assert "interviewer-aloud[pdf]" in told
