"""A web page that was saved: its headings, paragraphs and lists, without what leads elsewhere."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning
from bs4.element import NavigableString, PreformattedString, Tag

from interviewer.adapters.document_text import LONGEST_LINE, Line, Refused

DEEPEST = 100
"""Elements in elements; pages that people write stay far below."""

MOST_ELEMENTS = 200_000

BOLD = 7
"""Level of a paragraph that is bold as a whole."""

LONGEST_BOLD = 160
"""Characters of a bold paragraph that may be a heading."""

NUMBERS = "Line numbers count the paragraphs of the page."

_SKIPPED = frozenset(
    "script style nav footer aside form button template noscript iframe svg canvas select dialog menu head object "
    "video audio".split()
)
_SKIPPED_ROLES = frozenset("navigation banner contentinfo complementary search dialog menu menubar".split())
_BLOCKS = frozenset(
    "p div section article main header body html li ul ol dl dt dd blockquote pre table thead tbody tr td th "
    "h1 h2 h3 h4 h5 h6 details summary figure figcaption hr address fieldset".split()
)
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6, "summary": 6, "dt": 6}


def read_html(text: str) -> list[Line]:
    """Numbered paragraphs, headings and list items. Raises Refused."""
    with warnings.catch_warnings():
        # Both are about what the text might be instead of a page; it is a page, for its writer called it so.
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        page = BeautifulSoup(text, "lxml")
    _measure(page)
    root = page.find("main") or page.find("article") or page.body or page
    passages = [found for found in _Walk().lines(root) if found[0]]
    if page.title and page.title.string and not any(level == 1 for _, _, level in passages):
        passages.insert(0, (" ".join(page.title.string.split()), "heading", 1))
    return [(number, text[:LONGEST_LINE], mark, level) for number, (text, mark, level) in enumerate(passages, 1)]


def _measure(page: BeautifulSoup) -> None:
    """Raises Refused for a page that is nested too deep or has too many elements; walks without recursion."""
    stack: list[Iterator[object]] = [iter(page.children)]
    count = 0
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif isinstance(child, Tag):
            count += 1
            stack.append(iter(child.children))
            if len(stack) > DEEPEST:
                raise Refused(f"is nested deeper than {DEEPEST}", "Copy its words into a text file, and import that.")
            if count > MOST_ELEMENTS:
                raise Refused(f"has more than {MOST_ELEMENTS} elements", "Save only the guide, and import that.")


class _Walk:
    """Collects the words of inline elements until a block begins or ends."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._plain = False
        """True once words came that are not bold."""

    def lines(self, root: Tag) -> Iterator[tuple[str, str, int]]:
        yield from self._inside(root, "paragraph", 0, bold=False)
        yield from self._flush("paragraph", 0)

    def _inside(self, element: Tag, mark: str, level: int, *, bold: bool) -> Iterator[tuple[str, str, int]]:
        for child in element.children:
            if isinstance(child, PreformattedString):
                continue  # a comment, a doctype
            if isinstance(child, NavigableString):
                self._add(str(child), bold=bold)
            elif isinstance(child, Tag) and not _is_skipped(child):
                if child.name == "br":
                    yield from self._flush(mark, level)
                    mark = "paragraph" if mark == "item" else mark
                elif child.name in _BLOCKS:
                    if any(word.strip() for word in self._words):
                        yield from self._flush(mark, level)
                        mark = "paragraph" if mark == "item" else mark
                    inner = _mark(child, mark)
                    yield from self._inside(child, *inner, bold=False)
                    yield from self._flush(*inner)
                    mark = "paragraph" if mark == "item" else mark
                else:
                    yield from self._inside(child, mark, level, bold=bold or child.name in ("b", "strong"))

    def _add(self, text: str, *, bold: bool) -> None:
        self._words.append(text)
        self._plain = self._plain or (bool(text.strip(" \t\n:")) and not bold)

    def _flush(self, mark: str, level: int) -> Iterator[tuple[str, str, int]]:
        text, plain = " ".join("".join(self._words).split()), self._plain
        self._words, self._plain = [], False
        if not text:
            return
        if mark == "paragraph" and not plain and len(text) <= LONGEST_BOLD:
            yield text.rstrip(" :"), "heading", BOLD
        else:
            yield text, mark, level


def _mark(element: Tag, outer: str) -> tuple[str, int]:
    """Mark and level of the words directly in a block."""
    if element.name in _HEADINGS:
        return "heading", _HEADINGS[element.name]
    if element.name == "li" or (outer == "item" and element.name in ("p", "div")):
        return "item", 0
    return "paragraph", 0


def _is_skipped(element: Tag) -> bool:
    if element.name in _SKIPPED or element.has_attr("hidden") or element.get("aria-hidden") == "true":
        return True
    if str(element.get("role", "")) in _SKIPPED_ROLES or "display:none" in str(element.get("style", "")).replace(
        " ", ""
    ):
        return True
    return element.name == "header" and element.find("h1") is None
