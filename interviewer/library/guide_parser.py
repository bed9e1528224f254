"""Understands an interview guide: a text with headings for the kinds of questions, the questions, what to ask back.

By rule, and accountable: every passage of the document ends up in the Guide, or among what was left out, with its
line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from interviewer.errors import BadGuide
from interviewer.library.guide import Entry, Guide, GuideQuestion, LeftOut, Leftover
from interviewer.library.guide_drafts import Draft, QuestionDraft, asked, listed, question_in_answer
from interviewer.library.guide_guesses import kind_of, near, nearest
from interviewer.library.guide_headings import (
    Section,
    is_advertising,
    is_ending,
    is_navigation,
    is_question,
    is_quoted,
    label_of,
    leads_away,
    plainly_opens,
    role_in,
    section_of,
    unquoted,
)
from interviewer.library.guide_lines import BOLD, LONGEST_HEADING, Block, blocks, is_marked
from interviewer.library.guide_points import points
from interviewer.model.document import Document

LONGEST_TEXT, LONGEST_EXAMPLE = 2000, 4000
"""Characters that a bank can hold in one text."""

_DOING = (
    "ask bring collect develop draft expect get have highlight know learn list mock plan practice practise prepare "
    "read rehearse research review study think understand write"
).split()


def parse(document: Document) -> Guide:
    """What is understood of a guide. Raises BadGuide when there is no interview question in it."""
    found = blocks(document)
    reader = _Reader(found)
    for block in found:
        reader.take(block)
    reader.finish()
    if not reader.questions and not reader.drafts["faq"]:
        raise BadGuide(f"{document.name} holds no interview question that I can find", hint=NO_GUIDE)
    return _guide(document, found, reader)


NO_GUIDE = (
    "A guide has headings such as “Interview Questions and Answers”, and questions in quotes or as headings; "
    "or give a plain list with one question a line."
)


class _Reader:
    """Sorts passage after passage into the section under which it stands."""

    def __init__(self, found: tuple[Block, ...]) -> None:
        self.marked = is_marked(found)
        self.section: Section | None = None
        self.level = 0
        self.away = False
        """True once the page only leads elsewhere."""

        self.drafts: dict[Section, list[Draft]] = {"types": [], "candidate": [], "steps": [], "ask": [], "faq": []}
        self.questions: list[QuestionDraft] = []
        self.groups: list[Draft] = []
        """Headings over some of the questions."""

        self.intro: list[Block] = []
        self.left: list[Leftover] = []
        self._strange: list[Block] = []
        """A heading that nobody knows, and what stands under it."""

    def take(self, block: Block) -> None:
        section = self._opened_by(block)
        if self.away and not (section and 1 <= block.level < BOLD):
            self.leave("advertising or navigation", block)
            return
        if section is not None:
            self._settle_strange()
            if section != self.section or not self._entries():
                self.level = block.level
            self.section, self.away = section, False
            self.leave("words around it", block)
        elif leads_away(block.text) and self._is_heading(block):
            self._settle_strange()
            self.away = True
            self.leave("advertising or navigation", block)
        elif is_navigation(block.text) and not self._in_example():
            self.leave("advertising or navigation", block)
        elif self.section == "questions":
            self._in_questions(block)
        elif self.section is None:
            self._in_front(block)
        elif self.section in ("ask", "faq"):
            self._in_asking(block, self.section)
        else:
            self._in_entries(block, self.section)

    def finish(self) -> None:
        self._settle_strange()
        for section, drafts in self.drafts.items():
            for draft in [draft for draft in drafts if draft.is_advertising]:
                self.leave("advertising or navigation", *draft.blocks)
                drafts.remove(draft)
            if section in ("types", "candidate"):
                for draft in [draft for draft in drafts if not draft.texts]:
                    self.leave("not understood", draft.head)
                    drafts.remove(draft)

    def leave(self, why: LeftOut, *passages: Block) -> None:
        self.left += [Leftover(text=block.text, line=block.line, why=why) for block in passages]

    # -- where a passage stands

    def _opened_by(self, block: Block) -> Section | None:
        """The section that this passage opens, or None."""
        if not self._is_heading(block) or is_quoted(block.text) or (self.questions and label_of(block.text)):
            return None
        section = section_of(block.text)
        if section is None or self.section is None:
            return section
        levels_say = block.level and self.level and not block.level == self.level == BOLD
        if levels_say and block.level < self.level:
            return section
        if levels_say and block.level > self.level:
            return section if section == self.section and self._only_renames(block) else None
        if self.section in ("questions", "ask", "faq") and is_question(block.text) and not plainly_opens(block.text):
            return None
        if self.section == "steps" and block.text.split()[0].lower() in _DOING and block.level >= self.level:
            return None
        return section

    def _only_renames(self, block: Block) -> bool:
        """True for a heading that says again what its section is, before the first entry."""
        again = {"steps": r"^how (to|should|do)\b", "ask": r"questions to ask", "types": r"types of", "candidate": "."}
        pattern = again.get(self.section or "", "^$")
        return not self._entries() and bool(re.search(pattern, block.text.lower())) and self.section != "candidate"

    def _entries(self) -> int:
        return len(self.questions) if self.section == "questions" else len(self.drafts.get(self.section or "types", []))

    def _is_heading(self, block: Block) -> bool:
        if block.mark == "heading":
            return True
        text = block.text
        return (
            block.mark == "paragraph"
            and not self.marked
            and len(text) <= LONGEST_HEADING
            and len(text.split()) <= 18
            and not text.endswith((".", "!", ",", ";", '."', ".”"))
            and not text[:1].islower()
            and not is_quoted(text)
        )

    def _in_example(self) -> bool:
        return self.section == "questions" and bool(self.questions) and self.questions[-1].slot == "example"

    # -- what becomes of it

    def _in_front(self, block: Block) -> None:
        if is_advertising(block.text):
            self.leave("advertising or navigation", block)
        elif block.mark in ("item", "numbered") and is_question(block.text):
            self.section = "questions"
            self._in_questions(block)
        elif self._is_heading(block) or block.mark != "paragraph" or len(block.text) < LONGEST_HEADING:
            self.leave("words around it", block)
        else:
            self.intro.append(block)

    def _in_entries(self, block: Block, section: Section) -> None:
        drafts = self.drafts[section]
        as_list = bool(drafts) and drafts[0].head.mark in ("item", "numbered")
        if block.mark in ("item", "numbered"):
            if as_list or not drafts:
                self._settle_strange()
                drafts.append(listed(block))
            else:
                drafts[-1].texts.append(block)
        elif self._strange:
            self._strange.append(block)
        elif self._is_heading(block):
            if as_list:
                self._strange.append(block)
            else:
                drafts.append(Draft(block.text, block))
        elif is_advertising(block.text):
            self.leave("advertising or navigation", block)
        elif as_list or not drafts or is_ending(block.text):
            self.leave("words around it", block)
        else:
            drafts[-1].texts.append(block)

    def _in_asking(self, block: Block, section: Section) -> None:
        drafts = self.drafts[section]
        text = re.sub(r"^(Q|Question)\s*\d*\s*[:.]\s+", "", block.text)
        question = is_question(text) or (section == "ask" and block.mark in ("item", "numbered") and "?" in text)
        apart = self._is_heading(block) or is_quoted(text) or block.mark != "paragraph" or text.endswith("?")
        if question and apart and not (section == "faq" and is_quoted(text) and drafts and not drafts[-1].texts):
            self._settle_strange()
            drafts.append(asked(replace(block, text=text)))
        elif self._strange:
            self._strange.append(block)
        elif is_advertising(text):
            self.leave("advertising or navigation", block)
        elif self._is_heading(block):
            self._strange.append(block)
        elif not drafts or is_ending(text):
            self.leave("words around it", block)
        else:
            label = label_of(text)
            said = re.sub(r"^(A|Answer)\s*[:.]\s+", "", label[1] if label and label[1] else text)
            drafts[-1].texts.append(replace(block, text=said))

    def _in_questions(self, block: Block) -> None:
        last = self.questions[-1] if self.questions else None
        if self._begins_question(block, last):
            self._settle_group()
            group = self.groups[-1].name if self.groups else ""
            text = re.sub(r"^(Q|Question)\s*\d*\s*[:.]\s+", "", block.text)
            self.questions.append(QuestionDraft(unquoted(text), block, type=group))
        elif last is not None and not self._strange and (label := label_of(block.text)):
            last.slot = label[0]
            if label[1]:
                last.add(replace(block, text=label[1]))
        elif self._strange:
            self._strange.append(block)
        elif is_advertising(block.text) and not self._in_example():
            self.leave("advertising or navigation", block)
        elif self._is_heading(block) and not (last and last.wants_example):
            self._strange.append(block)
        elif last is None or (is_ending(block.text) and not self._in_example()):
            self.leave("words around it", block)
        else:
            last.add(block)

    def _begins_question(self, block: Block, last: QuestionDraft | None) -> bool:
        text = re.sub(r"^(Q|Question)\s*\d*\s*[:.]\s+", "", block.text)
        if not is_question(text) or (last is not None and last.wants_example and block.mark != "heading"):
            return False
        if block.mark in ("heading", "numbered") or is_quoted(text) or text != block.text:
            return True
        if block.mark == "item":
            return last is None or last.head.mark == "item"
        return self._is_heading(block) and (last is None or last.has_advice or not last.parts["why"])

    def _settle_group(self) -> None:
        """A strange heading before a question is a group of questions, unless something was sold under it."""
        if self._strange:
            head, *under = self._strange
            draft = Draft(head.text, head, under)
            if draft.is_advertising:
                self.leave("advertising or navigation", *self._strange)
            else:
                self.groups.append(draft)
            self._strange = []

    def _settle_strange(self) -> None:
        if self.section == "questions" and not self.questions:
            # What looked like the heading over the questions was only a subtitle.
            front, self._strange, self.section = self._strange, [], None
            for block in front:
                self._in_front(block)
        if self._strange:
            sold = any(is_advertising(block.text) or is_navigation(block.text) for block in self._strange)
            self.leave("advertising or navigation" if sold else "not understood", *self._strange)
            self._strange = []


def _guide(document: Document, found: tuple[Block, ...], reader: _Reader) -> Guide:
    types = [draft.entry() for draft in reader.drafts["types"]]
    faq = [draft.entry() for draft in reader.drafts["faq"]]
    quoted = {entry.name: question for entry in faq if (question := question_in_answer(entry))}
    questions = fitting([*(draft.question() for draft in reader.questions), *quoted.values()], reader.left)
    if not questions:
        raise BadGuide(f"{document.name} holds no interview question that I can find", hint=NO_GUIDE)
    known = {entry.name.lower(): entry.name for entry in types}
    used = [group for group in reader.groups if any(question.type == group.name for question in questions)]
    types += [group.entry() for group in used if _type_name(group.name, known) is None]
    competencies = tuple(_short([draft.entry() for draft in reader.drafts["candidate"]], reader.left))
    types = _short(types, reader.left)
    headings = [block.text for block in found if block.mark == "heading" or len(block.text) <= LONGEST_HEADING]
    named = role_in(headings)
    role = named or role_from_name(document.name)
    reader.leave("words around it", *reader.intro[1:])
    return Guide(
        source=document.name,
        role=role,
        role_is_guess=named is None,
        about=reader.intro[0].text[:LONGEST_TEXT] if reader.intro else "",
        types=tuple(types),
        competencies=competencies,
        questions=tuple(finished(question, types, competencies, known, role) for question in questions),
        to_ask=tuple(_short([draft.entry() for draft in reader.drafts["ask"]], reader.left)),
        steps=tuple(_short([draft.entry() for draft in reader.drafts["steps"]], reader.left)),
        faq=tuple(_short([entry for entry in faq if entry.name not in quoted], reader.left)),
        left_out=tuple(sorted(reader.left, key=lambda one: one.line)),
        notices=(*document.notices, *_repeated_answers(faq)),
    )


def finished(
    question: GuideQuestion, types: Sequence[Entry], competencies: Sequence[Entry], known: dict[str, str], role: str
) -> GuideQuestion:
    """The question with its points, and with guesses, marked as such, where the guide says nothing."""
    said = f"{question.text} {question.text} {question.why} {question.how}"
    kind = kind_of(question.text)
    own = _type_name(question.type, known) or question.type
    return replace(
        question,
        kind=kind,
        type=own or nearest(said, types, role),
        type_is_guess=bool(types) and not own,
        competencies=near(said, competencies, role),
        points=points(question.how, question.how_items, kind),
    )


def role_from_name(name: str) -> str:
    """A role guessed from a file's name, for a list that names none."""
    words = re.split(r"[\W_]+", name.rsplit(".", 1)[0])
    empty = {"interview", "interviews", "question", "questions", "guide", "list", "answers", "and", "for", "the", "my"}
    return " ".join(word for word in words if word and word.lower() not in empty).capitalize() or "Candidate"


def _type_name(group: str, known: dict[str, str]) -> str | None:
    """The type that a heading over questions means, if the guide has explained it."""
    said = group.lower()
    short = said.removesuffix(" questions")
    return known.get(said) or next(
        (name for low, name in known.items() if low.removesuffix(" questions") == short), None
    )


def fitting(questions: Iterable[GuideQuestion], left: list[Leftover]) -> list[GuideQuestion]:
    """Those that a bank can hold, each once."""
    kept: dict[str, GuideQuestion] = {}
    for question in questions:
        words = " ".join(re.findall(r"\w+", question.text.lower()))
        if max(len(question.why), len(question.how)) > LONGEST_TEXT or len(question.example) > LONGEST_EXAMPLE:
            left.append(Leftover(f"{question.text} (too long a text under it)", question.line, "not understood"))
        elif words in kept:
            left.append(Leftover(question.text, question.line, "said before"))
        else:
            kept[words] = question
    return list(kept.values())


def _short(entries: list[Entry], left: list[Leftover]) -> list[Entry]:
    """Entries that a bank can hold."""
    kept = [entry for entry in entries if max(len(entry.about), len(entry.name)) <= LONGEST_TEXT]
    left += [Leftover(f"{one.name} (too long)", one.line, "not understood") for one in entries if one not in kept]
    return kept


def _repeated_answers(faq: list[Entry]) -> list[str]:
    """Notes on answers that stand under two questions, as happens when a guide was put together by copying."""
    first: dict[str, Entry] = {}
    notes = []
    for entry in faq:
        if entry.about and entry.about in first:
            notes.append(
                f"The same answer stands under the questions of lines {first[entry.about].line} and {entry.line}."
            )
        first.setdefault(entry.about, entry)
    return notes
