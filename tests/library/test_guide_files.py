"""The same guide in every format says the same; a hostile or broken file gets its sentence, and costs nothing else."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from interviewer.adapters import document as adapter
from interviewer.adapters.document import read_document
from interviewer.errors import BadGuide
from interviewer.library.guide import Guide
from interviewer.library.guide_parser import parse
from tests.library.files import as_docx, as_html, as_markdown, as_pdf, pdf, pdf_of_streams
from tests.library.guides import document, guide_text, same_but_lines

TEXT = guide_text("baker.txt")


@pytest.fixture(scope="module")
def baker() -> Guide:
    return parse(document(TEXT))


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


FORMATS: dict[str, Callable[[Path], Path]] = {
    "text": lambda folder: written(folder / "guide.txt", TEXT),
    "Windows line ends": lambda folder: written(folder / "guide.txt", TEXT.replace("\n", "\r\n")),
    "Markdown": lambda folder: written(folder / "guide.md", as_markdown(TEXT)),
    "HTML": lambda folder: written(folder / "guide.html", as_html(TEXT)),
    "HTML under another name": lambda folder: written(folder / "guide.txt", as_html(TEXT)),
    "DOCX": lambda folder: as_docx(TEXT, folder / "guide.docx"),
    "PDF": lambda folder: written(folder / "guide.pdf", as_pdf(TEXT)),
    "cp1252": lambda folder: written(folder / "guide.txt", TEXT.replace("'", "’").encode("cp1252")),
    "UTF-16": lambda folder: written(folder / "guide.txt", TEXT.encode("utf-16")),
    "UTF-16 without a mark": lambda folder: written(folder / "guide.txt", TEXT.encode("utf-16-le")),
}


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_says_the_same(format: str, tmp_path: Path, baker: Guide) -> None:
    guide = parse(read_document(str(FORMATS[format](tmp_path))))
    if format == "cp1252":
        baker = parse(document(TEXT.replace("'", "’")))
    assert same_but_lines(guide) == same_but_lines(baker)
    assert guide.not_understood == ()


def test_an_encoding_that_was_guessed_and_what_was_removed_is_told(tmp_path: Path) -> None:
    old = read_document(str(written(tmp_path / "a.txt", "Où êtes-vous né?".encode("cp1252"))))
    assert (old.lines[0].text, old.notices) == ("Où êtes-vous né?", ("It is not UTF-8; read as cp1252.",))
    odd = "How do you bake bread that people like to eat every day?\u200b\u202e"
    assert read_document(str(written(tmp_path / "b.txt", odd))).notices == ("Invisible characters removed: 2.",)


def zipped(**parts: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return data.getvalue()


def docx_with(body: str) -> Callable[[Path], Path]:
    """A real document whose body is another."""

    def make(folder: Path) -> Path:
        good = zipfile.ZipFile(as_docx("x", folder / "good.docx"))
        with zipfile.ZipFile(folder / "guide.docx", "w", zipfile.ZIP_DEFLATED) as archive:
            for name in good.namelist():
                archive.writestr(name, body if name == "word/document.xml" else good.read(name))
        return folder / "guide.docx"

    return make


WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def deep(number: int) -> str:
    return f"<w:document {WORD}><w:body>{'<w:sdt>' * number}{'</w:sdt>' * number}</w:body></w:document>"


def locked(folder: Path) -> Path:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(as_pdf(TEXT))))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(folder / "guide.pdf")
    return folder / "guide.pdf"


def large(folder: Path) -> Path:
    with (folder / "guide.txt").open("wb") as file:
        file.truncate(200_000_000)
    return folder / "guide.txt"


BAD: dict[str, tuple[Callable[[Path], Path], str]] = {
    "I17 a PDF with a password": (locked, "guide.pdf is password-protected"),
    "I17 a scan": (lambda at: written(at / "guide.pdf", pdf([[]])), "guide.pdf has no text (a scan?)"),
    "I17 300 pages": (lambda at: written(at / "guide.pdf", pdf([["What?"]] * 300)), "guide.pdf has more than 30 pages"),
    "I17 a PDF that unpacks without end": (
        lambda at: written(at / "guide.pdf", pdf_of_streams([b" " * 200_000_000])),
        "guide.pdf unpacks to far more than it seems to hold",
    ),
    "I17 a PDF cut short": (lambda at: written(at / "guide.pdf", b"%PDF-1.4\n1 0 obj\n<<"), "guide.pdf is damaged"),
    "a page nested 1,000 deep": (
        lambda at: written(at / "guide.html", "<div>" * 1_000 + "What?" + "</div>" * 1_000),
        "guide.html is nested deeper than 100",
    ),
    "a Word document nested 1,000 deep": (docx_with(deep(1_000)), "guide.docx is damaged, or nested too deep"),
    "entities in entities": (
        docx_with(
            '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
            + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
            + f"]><w:document {WORD}><w:body><w:p><w:r><w:t>&j;</w:t></w:r></w:p></w:body></w:document>"
        ),
        "guide.docx",
    ),
    "a zip bomb": (
        lambda at: written(at / "guide.docx", zipped(word__document_xml=b"\0" * 200_000_000)),
        "guide.docx unpacks to more than 50 MB",
    ),
    "an archive of something else": (
        lambda at: written(at / "guide.docx", zipped(a=b"x")),
        "guide.docx is an archive and no Word document",
    ),
    "a broken archive": (lambda at: written(at / "guide.docx", b"PK\3\4" + b"x" * 99), "guide.docx is damaged"),
    "200 MB": (large, "guide.txt is larger than 20 MB"),
    "nothing": (lambda at: written(at / "guide.txt", b""), "guide.txt is empty"),
    "blanks": (lambda at: written(at / "guide.txt", b" \n \n"), "guide.txt has no words in it"),
    "an old Word file": (
        lambda at: written(at / "guide.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 600),
        "guide.doc is an old Word file (.doc)",
    ),
    "a picture": (lambda at: written(at / "guide.txt", b"\x89PNG\r\n"), "guide.txt is a picture or a recording"),
    "a program": (lambda at: written(at / "guide.txt", bytes(range(256)) * 40), "guide.txt is not a text that I can"),
    "one endless line": (lambda at: written(at / "guide.txt", "why? " * 9_000), "guide.txt has a line of more than"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_hostile_or_broken_file_gets_its_sentence(what: str, tmp_path: Path) -> None:
    make, sentence = BAD[what]
    with pytest.raises(BadGuide) as refused:
        parse(read_document(str(make(tmp_path))))
    assert refused.value.message.startswith(sentence)
    assert refused.value.hint


def test_a_page_that_is_no_guide(tmp_path: Path) -> None:
    page = written(tmp_path / "shop.html", "<h1>Shoes</h1><p>All shoes are half the price.</p><p>Who we are</p>")
    with pytest.raises(BadGuide, match=r"shop\.html holds no interview question that I can find"):
        parse(read_document(str(page)))


def test_a_child_that_is_too_slow_or_dies_costs_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = written(tmp_path / "guide.txt", TEXT)
    monkeypatch.setattr(adapter, "DEADLINE", 0.01)
    with pytest.raises(BadGuide, match=r"guide\.txt could not be read within"):
        read_document(str(file))
    monkeypatch.setattr(adapter, "DEADLINE", 60.0)
    monkeypatch.setattr(adapter, "MEGABYTES", 160)
    greedy = written(tmp_path / "guide.html", "<p>" + "<b>x</b>" * 150_000)
    with pytest.raises(BadGuide, match=r"guide\.html could not be read within 10 seconds and 160 MB"):
        read_document(str(greedy))


@pytest.mark.parametrize("format", ["Markdown", "HTML", "DOCX", "PDF"])
def test_the_seed_imports_whole_in_every_format(format: str, tmp_path: Path, shared: Path) -> None:
    text = (shared / "seed" / "it-product-manager-guide.txt").read_text(encoding="utf-8")
    match format:
        case "Markdown":
            file = written(tmp_path / "seed.md", as_markdown(text))
        case "HTML":
            file = written(tmp_path / "seed.html", as_html(text))
        case "DOCX":
            file = as_docx(text, tmp_path / "seed.docx")
        case _:
            file = written(tmp_path / "seed.pdf", as_pdf(text, width=100))
    assert same_but_lines(parse(read_document(str(file)))) == same_but_lines(parse(document(text)))
