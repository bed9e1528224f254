"""Bytes to text: which encoding, which kind, and what is no text at all."""

from __future__ import annotations

import re

from interviewer.model.plain import printable

Line = tuple[int, str, str, int]
"""number, text, mark, level: a DocumentLine on its way through a pipe."""

LARGEST_TEXT = 5_000_000
"""Characters."""

LONGEST_LINE = 20_000
"""Characters; a text with longer lines was not written for people."""

_NO_TEXT = ((b"{\\rtf", "is an RTF file"), (b"\xd0\xcf\x11\xe0", "is an old Word file (.doc), or one with a password"))
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"II*\x00", b"MM\x00*")


class Refused(Exception):
    """The document cannot be read; `sentence` goes on from the file's name."""

    def __init__(self, sentence: str, hint: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint


def read_text(data: bytes, suffix: str) -> tuple[str, list[Line], list[str]]:
    """Format, lines and notices of a text. Raises Refused when it is none."""
    text, notices = decoded(data)
    format = {".csv": "csv", ".tsv": "csv", ".json": "json"}.get(suffix, "text")
    return format, numbered(text), notices


def decoded(data: bytes) -> tuple[str, list[str]]:
    """The text without invisible characters, and what to tell about it. Raises Refused when it is none."""
    for beginning, what in _NO_TEXT:
        if data.startswith(beginning):
            raise Refused(what, "Save it as .docx or as plain text, and import that.")
    if data.startswith(_PICTURES):
        raise Refused("is a picture or a recording, not a text", "Copy its words into a text file, and import that.")
    text, encoding = _text(data)
    if len(text) > LARGEST_TEXT:
        raise Refused(f"holds more than {LARGEST_TEXT // 1_000_000} MB of text", "Give only the pages of the guide.")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    seen = printable(text)
    removed = len(text) - len(seen)
    if removed > 0.05 * len(text):
        raise Refused("is not a text that I can read", "Save it as plain text (UTF-8), and import that.")
    if not seen.strip():
        raise Refused("has no words in it", "Give a file with words in it.")
    notices = [f"It is not UTF-8; read as {encoding}."] if encoding else []
    notices += [f"Invisible characters removed: {removed}."] if removed > 0 else []
    return seen, notices


def numbered(text: str) -> list[Line]:
    """The lines of a text with their numbers."""
    return [(number, line, "raw", 0) for number, line in enumerate(text.split("\n"), 1)]


def check_lengths(lines: list[Line]) -> None:
    """Raises Refused when a line is longer than any paragraph."""
    for number, line, _, _ in lines:
        if len(line) > LONGEST_LINE:
            raise Refused(
                f"has a line of more than {LONGEST_LINE} characters (line {number})",
                "Break it into paragraphs, and import it again.",
            )


def looks_like_html(lines: list[Line]) -> bool:
    """True for a web page, whatever its name ends in."""
    first = next((line.strip().lower() for _, line, _, _ in lines if line.strip()), "")
    return bool(re.match(r"<!doctype html|<html\b|<\?xml[^>]*\?>\s*<html\b", first))


def _text(data: bytes) -> tuple[str, str]:
    """Text and the name of its encoding; no name for UTF-8. Raises Refused."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(data, "utf-16"), "UTF-16"
    for encoding, zeros in (("utf-16-le", data[1:400:2]), ("utf-16-be", data[0:400:2])):
        if len(zeros) > 8 and zeros.count(0) > 0.7 * len(zeros):
            return _strictly(data, encoding), "UTF-16"
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return _strictly(data, "cp1252"), "cp1252"


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refused("is not a text that I can read", "Save it as plain text (UTF-8), and import that.") from error
