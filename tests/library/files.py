"""Guides in the formats that people keep them in, made while testing."""

from __future__ import annotations

import html
import re
import zlib
from collections.abc import Sequence
from pathlib import Path

import docx


def as_markdown(text: str) -> str:
    """A guide in the plain layout with # for its headings, and labels in bold."""
    made = []
    for line in text.split("\n"):
        if _is_section(line):
            line = f"## {line}"
        elif line in ("How to Answer It", "Example Answer"):
            line = f"**{line}**"
        elif _is_heading(line):
            line = f"### {line}"
        made.append(line.replace("•", "-"))
    return "\n".join(made)


def as_html(text: str) -> str:
    """The same as a web page between a menu and a footer."""
    made = []
    for line in filter(None, text.split("\n")):
        words = html.escape(line.removeprefix("• "))
        tag = "h2" if _is_section(line) else "h3" if _is_heading(line) else "li" if line[0] == "•" else "p"
        label = line in ("How to Answer It", "Example Answer")
        made.append(f"<p><strong>{words}</strong></p>" if label else f"<{tag}>{words}</{tag}>")
    menu = "<nav><ul><li>Interview Questions and Answers</li><li>What do you bake?</li></ul></nav>"
    script = "<script>document.write('What is hidden?')</script><p hidden>What is hidden here?</p>"
    return (
        f"<!DOCTYPE html><html><head><title>Baker</title></head><body>{menu}<div>{script}{''.join(made)}</div>"
        "<footer><h2>Interview FAQs</h2><p>Who are we?</p></footer></body></html>"
    )


def as_docx(text: str, to: Path) -> Path:
    document = docx.Document()
    for line in filter(None, text.split("\n")):
        if _is_section(line):
            document.add_heading(line, 1)
        elif line in ("How to Answer It", "Example Answer"):
            document.add_paragraph().add_run(line).bold = True
        elif _is_heading(line):
            document.add_heading(line, 2)
        elif line.startswith("•"):
            document.add_paragraph(line.removeprefix("• "), style="List Bullet")
        else:
            document.add_paragraph(line)
    document.save(str(to))
    return to


def as_pdf(text: str, *, width: int = 90, lines_a_page: int = 50) -> bytes:
    """The same, broken into lines of `width` characters as a printer does it."""
    lines = [part for line in text.split("\n") for part in _broken(line, width)]
    return pdf([lines[at : at + lines_a_page] for at in range(0, len(lines), lines_a_page)])


def pdf(pages: Sequence[Sequence[str]]) -> bytes:
    """A PDF of pages of lines in Helvetica."""
    return pdf_of_streams([_page_stream(lines) for lines in pages])


def pdf_of_streams(streams: Sequence[bytes]) -> bytes:
    """A PDF whose pages draw these content streams."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(streams)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(streams)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, stream in enumerate(streams):
        packed = zlib.compress(stream, 9)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        head = f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode()
        objects.append(head + packed + b"\nendstream")
    return _file_of(objects)


def _file_of(objects: Sequence[bytes]) -> bytes:
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()


def _page_stream(lines: Sequence[str]) -> bytes:
    drawn = [b"BT /F1 10 Tf 14 TL 40 750 Td"]
    for line in lines:
        escaped = line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        drawn.append(b"(" + escaped + b") Tj T*")
    return b"\n".join([*drawn, b"ET"])


def _broken(line: str, width: int) -> list[str]:
    if len(line) <= width:
        return [line]
    at = line.rfind(" ", 0, width)
    return [line[:at], *_broken(line[at + 1 :], width)]


def _is_section(line: str) -> bool:
    return bool(re.search(r"Interview|Good .* Candidate|Up Next", line)) and _is_heading(line)


def _is_heading(line: str) -> bool:
    return bool(line) and len(line) < 80 and not line.startswith(("•", '"')) and not line.endswith(".")
