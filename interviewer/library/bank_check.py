"""What a bank's writer could make better, beyond what keeps the bank from being used: advice, never an error."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from interviewer.library.bank import HEAD, Complaint, Reading, at, shown
from interviewer.library.toml_file import TomlFile
from interviewer.model.question import Kind, Question

FEWEST_POINTS, MOST_POINTS = 2, 5
FOLLOW_UPS = 2

OVERLAP = 0.75
"""Share of the shorter point's content words that the longer one may hold; from here on they say the same."""

WORDINGS: tuple[tuple[str, frozenset[Kind], str], ...] = (
    (
        "introduction",
        frozenset({"introduction"}),
        r"^(please )?(tell (me|us) (\w+ )*about yourself|introduce yourself)",
    ),
    ("introduction", frozenset({"introduction"}), r"^walk (me|us) through your (cv|resume|career|background)"),
    ("situational", frozenset({"situational"}), r"\bwhat would you\b|\bhow would you\b|^(imagine|suppose)\b"),
    ("behavioural", frozenset({"behavioural"}), r"\b(a|the last|one) (time|occasion) (when|that|where|in which|you)\b"),
    ("method", frozenset({"method", "knowledge"}), r"\bhow do you\b|^explain how you (?!\w+ed\b)"),
    ("method", frozenset({"method"}), r"\bwhat(\s+is|'s|\u2019s) your (usual )?(approach|process|method|way)\b"),
    ("method", frozenset({"method"}), r"^(describe|tell (me|us) about|explain) your (approach|process|method|way)\b"),
    ("behavioural", frozenset({"behavioural"}), r"\ba situation (when|where|in which|you)\b|\bhave you ever\b"),
    ("knowledge", frozenset({"knowledge"}), r"\bthe difference between\b"),
)
"""How a question is worded -> the kinds that fit. The first that matches decides; no match says nothing."""

_EMPTY_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be by do does for from had has have how in into is it its of on or own say says such that "
        "the their them there this to used was were what when which while who why with you your",
    )
)


def complaints_of(reading: Reading) -> tuple[Complaint, ...]:
    """All complaints about a bank, by file and line: what keeps it from being used, and what is poor."""
    found = [*reading.complaints, *_about_questions(reading)]
    return tuple(sorted(found, key=lambda complaint: (shown(complaint.file), complaint.line, complaint.message)))


def _about_questions(reading: Reading) -> Iterator[Complaint]:
    asked: dict[str, str] = {}
    everything = [*([reading.opening] if reading.opening else []), *reading.questions]
    has_own = any(question.follow_ups for _, question in everything)
    if len(everything) > 1 and not has_own:  # as after an import: guides have none
        message = "no question has follow-ups of its own; what an answer leaves out is asked about all the same"
        yield Complaint(reading.folder / HEAD, 1, message, severity="notice")
    for file, question in everything:
        yield from _about(file, question)
        if (has_own or len(everything) == 1) and len(question.follow_ups) != FOLLOW_UPS:
            message = f"follow-ups: {len(question.follow_ups)} (usual are {FOLLOW_UPS})"
            yield _advice(file, message, "follow_ups")
        words = " ".join(_words(question.text))
        if words in asked:
            yield _advice(file, f'asks the same as "{asked[words]}"', "text")
        asked.setdefault(words, question.id)


def _about(file: TomlFile, question: Question) -> Iterator[Complaint]:
    if not FEWEST_POINTS <= len(question.points) <= MOST_POINTS:
        message = f"guidance points: {len(question.points)} (good are {FEWEST_POINTS} to {MOST_POINTS})"
        yield _advice(file, message, "points")
    yield from _overlaps(file, question)
    yield from _misfit(file, question)
    if not question.example:
        yield _advice(file, "no example answer", "example")


def _advice(file: TomlFile, message: str, *way: str | int) -> Complaint:
    """Wording and number are guesses at what is good, and a bank can be practised with all the same."""
    return at(file, message, *way, severity="warning")


def _overlaps(file: TomlFile, question: Question) -> Iterator[Complaint]:
    for (_, one), (number, other) in combinations(enumerate(question.points), 2):
        if say_the_same(one.text, other.text):
            yield _advice(file, f'points overlap: "{one.text}" and "{other.text}"', "points", number)


def say_the_same(one: str, other: str) -> bool:
    """True when the content words of the shorter phrase are nearly all in the longer one."""
    shorter, longer = sorted((_content(one), _content(other)), key=len)
    return bool(shorter) and len(shorter & longer) / len(shorter) >= OVERLAP


def _misfit(file: TomlFile, question: Question) -> Iterator[Complaint]:
    text = question.text.lower()
    for reads_as, fitting, pattern in WORDINGS:
        if match := re.search(pattern, text):
            if question.kind not in fitting:
                message = f'kind is "{question.kind}", but "{match.group().strip()}" reads as "{reads_as}"'
                yield _advice(file, message, "kind")
            return


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def _content(text: str) -> set[str]:
    """Content words, cut to stems coarsely enough that `decision` meets `decisions` and `testing` meets `tests`."""
    return {re.sub(r"(ing|ed|es|s)$", "", word) for word in _words(text) if word not in _EMPTY_WORDS}
