"""Entries and questions while their passages are still being collected."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from interviewer.library.guide import Entry, GuideQuestion
from interviewer.library.guide_headings import Label, is_advertising, is_advice, is_ending, unquoted
from interviewer.library.guide_lines import Block
from interviewer.library.guide_points import sentences

ENOUGH = 120
"""Characters of a paragraph; an advertisement that comes after one of this length is not what the entry is about."""

_TITLE = re.compile(r"^(?P<name>[^.!?]{2,90}?)\s*(?::|\s[–—-])\s+(?P<about>\S.*)$")


@dataclass
class Draft:
    """A name and the passages under it."""

    name: str
    head: Block
    texts: list[Block] = field(default_factory=list)

    @property
    def is_advertising(self) -> bool:
        """True when it sells something before it has said anything at length."""
        for block in self.blocks:
            if is_advertising(block.text):
                return True
            if block is not self.head and len(block.text) >= ENOUGH:
                return False
        return False

    def without_advertising(self) -> list[Block]:
        """Takes out, and returns, what is sold among the entry's own texts."""
        sold = [block for block in self.texts if is_advertising(block.text)]
        self.texts = [block for block in self.texts if block not in sold]
        return sold

    @property
    def blocks(self) -> list[Block]:
        return [self.head, *self.texts]

    def entry(self) -> Entry:
        """The entry, without the sentence that only rounds its section off."""
        said = " ".join(block.text for block in self.texts)
        kept: list[str] = []
        for sentence in sentences(said):
            if kept and is_ending(sentence):
                break
            kept.append(sentence)
        return Entry(name=self.name, about=" ".join(kept), line=self.head.line)


def listed(block: Block) -> Draft:
    """An entry written as one list item: `Name: what is said about it`, or a sentence alone."""
    titled = _TITLE.match(block.text)
    if titled:
        return Draft(titled["name"], block, [Block(titled["about"], block.line, "paragraph")])
    first, *rest = sentences(block.text) or [block.text]
    return Draft(first.rstrip("."), block, [Block(" ".join(rest) or first, block.line, "paragraph")])


def asked(block: Block) -> Draft:
    """A question to ask, with the reason for it where it stands on the same line."""
    whole = re.match(r"^(?P<name>.+?\?)[\"”]?\s*(?:[-–—:(]\s*)?(?P<why>\S.*)$", block.text)
    if whole and not unquoted(block.text).endswith("?"):
        why = whole["why"] if "(" in whole["why"] else whole["why"].rstrip(")")
        return Draft(unquoted(whole["name"]).lstrip('"“'), block, [Block(why, block.line, "paragraph")])
    return Draft(unquoted(block.text), block)


@dataclass
class QuestionDraft:
    """A question and the passages under each of its labels."""

    text: str
    head: Block
    type: str = ""
    slot: Label | None = None
    """The label that was read last; None before the first."""

    parts: dict[Label, list[Block]] = field(default_factory=lambda: {"why": [], "how": [], "example": []})

    def add(self, block: Block) -> None:
        self.parts[self.slot or "why"].append(block)

    @property
    def wants_example(self) -> bool:
        return self.slot == "example" and not self.parts["example"]

    @property
    def has_advice(self) -> bool:
        return bool(self.parts["how"] or self.parts["example"])

    def question(self) -> GuideQuestion:
        """The question as the guide has it; advice that stands among the reasons goes where advice belongs."""
        why, how = (" ".join(block.text for block in self.parts[slot]) for slot in ("why", "how"))
        if not how:
            why, how = parted(why)
        items = tuple(block.text for block in self.parts["how"] if block.mark in ("item", "numbered"))
        return GuideQuestion(
            text=self.text,
            line=self.head.line,
            why=why,
            how=how,
            how_items=items if len(items) >= 2 else (),
            example=" ".join(_spoken(block.text) for block in self.parts["example"]),
            type=self.type,
        )


def _spoken(paragraph: str) -> str:
    """A paragraph of an example answer; in one of several, the quotation mark may be opened and not closed."""
    text = unquoted(paragraph)
    return text[1:] if text[:1] in '"“' and not re.search('["”]', text[1:]) else text.removesuffix("”")


def parted(said: str) -> tuple[str, str]:
    """(why it is asked, how to answer) of a text that holds both: from the first sentence of advice on it is advice."""
    whole = sentences(said)
    at = next((number for number, sentence in enumerate(whole) if is_advice(sentence)), len(whole))
    return " ".join(whole[:at]), " ".join(whole[at:])


def question_in_answer(entry: Entry) -> GuideQuestion | None:
    """The interview question that the answer to a FAQ begins by quoting, with what the answer says about it."""
    match = re.match(r"^[\"“](?P<text>[^\"“”]{8,300}\?)[\"”]\s+(?P<said>\S.*)$", entry.about)
    if match is None:
        return None
    why, how = parted(match["said"])
    return GuideQuestion(text=match["text"], line=entry.line, why=why, how=how)
