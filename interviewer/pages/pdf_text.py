"""Text for a PDF: each character in a font that has it, and markup that no foreign text can break.

A PDF carries its fonts. The letters are Bitstream Vera, which comes with reportlab, so that the same session is the
same bytes on every computer as long as it is written in Latin letters. What Vera lacks is looked for in fonts of the
system; Chinese, Japanese and Korean that no font there has are left to the reader's own, as PDF allows; and what
remains is drawn as a sign that the page explains.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont

PLAIN, BOLD, ITALIC = "Vera", "VeraBd", "VeraIt"

SUBSTITUTE = "¤"

GAP_COLOUR = "#fdf0c3"

NOT_DRAWN = f"{SUBSTITUTE} stands for a character that no font on this computer has; the page report.html shows it."
REVERSED = (
    "Words that are written from right to left stand here one by one from left to right; report.html has them right."
)

LEFT_TO_THE_READER = (
    "Chinese, Japanese and Korean stand here in fonts of whatever shows this file; where it has none, they are left "
    "blank, and report.html shows them."
)

_GAP = re.compile(r"(\[[^\[\]]{1,200}\])")
_CLUSTER = re.compile(r"\d[\d.,:]*|\D[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]*")
_LONG = re.compile(r"(\S{120})(?=\S)")
"""What is no word: reportlab takes minutes to break a hundred thousand letters."""

_RIGHT_TO_LEFT = {"R", "AL"}

_CJK = (
    ("HeiseiMin-W3", "\u3040", "\u30ff"),
    ("HYSMyeongJo-Medium", "\u1100", "\u11ff"),
    ("HYSMyeongJo-Medium", "\uac00", "\ud7a3"),
    ("STSong-Light", "\u3000", "\u303f"),
    ("STSong-Light", "\u3400", "\u9fff"),
    ("STSong-Light", "\uf900", "\ufaff"),
    ("STSong-Light", "\uff00", "\uffef"),
)
"""Fonts that readers of PDF bring along, and from where to where they are asked for."""

_LEFT_OUT = frozenset(name for name, _, _ in _CJK)


class Texts:
    """Makes foreign text fit for a paragraph, and remembers what has to be explained about it."""

    def __init__(self, files: Sequence[Path]) -> None:
        """`files`: TrueType fonts of the system, asked in turn for what Vera lacks; one that is none is passed."""
        self._files = files
        self._fonts: dict[tuple[str, str], str] = {}
        self._explained: set[str] = set()

    @property
    def explained(self) -> tuple[str, ...]:
        """One sentence for each thing that could not be drawn as it was written."""
        return tuple(sorted(self._explained))

    def markup(self, text: str, font: str = PLAIN) -> str:
        """`text` for reportlab's Paragraph, in `font` where that has the characters."""
        text = _LONG.sub(r"\1 ", self._left_to_right(text))
        fonts = [(self._font(letter, font), letter) for letter in text]
        return "".join(
            self._run(name, "".join(letter for _, letter in run), font)
            for name, run in groupby(fonts, key=lambda pair: pair[0])
        )

    def with_gaps(self, text: str, font: str = PLAIN) -> str:
        """The same with every `[gap]` marked as something to fill in."""
        parts = [self.markup(part, font) for part in _GAP.split(text)]
        return "".join(
            f'<font backColor="{GAP_COLOUR}">{part}</font>' if place % 2 else part for place, part in enumerate(parts)
        )

    def _run(self, name: str, text: str, font: str) -> str:
        if not name:
            self._explained.add(NOT_DRAWN)
            name, text = font, SUBSTITUTE * len(text)
        if name in _LEFT_OUT:
            self._explained.add(LEFT_TO_THE_READER)
        return f'<font name="{name}">{escape(text)}</font>'

    def _font(self, letter: str, wanted: str) -> str:
        """The font that has a character; empty: none."""
        if (letter, wanted) not in self._fonts:
            offered = (wanted, PLAIN, *map(_of_file, self._files))
            asked = next((name for name, first, last in _CJK if first <= letter <= last), "")
            self._fonts[letter, wanted] = next((name for name in offered if ord(letter) in _characters(name)), asked)
        return self._fonts[letter, wanted]

    def _left_to_right(self, text: str) -> str:
        if not any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in set(text)):
            return text
        self._explained.add(REVERSED)
        return " ".join(_turned(word) for word in text.split(" "))


def register() -> None:
    """Make the fonts known to reportlab under our names; may be called twice."""
    for name in (PLAIN, BOLD, ITALIC):
        pdfmetrics.registerFont(TTFont(name, f"{name}.ttf"))
    for name in sorted(_LEFT_OUT):
        pdfmetrics.registerFont(UnicodeCIDFont(name))


@cache
def _of_file(file: Path) -> str:
    """The name under which a font of the system is known; empty when it is no font that can be put into a PDF."""
    name = f"System {file.stem}"
    try:
        pdfmetrics.registerFont(TTFont(name, str(file)))
    except (TTFError, OSError, ValueError, KeyError, IndexError, struct.error):
        return ""
    return name


@cache
def _characters(name: str) -> frozenset[int]:
    return frozenset(pdfmetrics.getFont(name).face.charToGlyph) if name else frozenset()


def _turned(word: str) -> str:
    """A word of a script that is written from right to left with its letters in the order of the page.

    Marks stay behind the letter that they belong to, and numbers as they are.
    """
    if not any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in word):
        return word
    return "".join(reversed(_CLUSTER.findall(word)))
