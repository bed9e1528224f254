"""The tree in the docstring of errors.py is the tree."""

from __future__ import annotations

import inspect
import re

from interviewer import errors
from interviewer.errors import InterviewerError


def drawn(kind: type[InterviewerError], depth: int = 0) -> list[str]:
    branches = [line for below in kind.__subclasses__() for line in drawn(below, depth + 1)]
    return ["  " * depth + kind.__name__, *branches]


def every(kind: type[InterviewerError]) -> list[type[InterviewerError]]:
    return [kind, *(one for below in kind.__subclasses__() for one in every(below))]


def test_the_docstring_draws_the_tree() -> None:
    lines = (inspect.getdoc(errors) or "").splitlines()
    tree = [line for line in lines if re.fullmatch(r" *[A-Z]\w+", line)]
    assert tree == drawn(InterviewerError)


def test_every_error_has_a_code_of_its_own() -> None:
    codes = [kind.code for kind in every(InterviewerError)]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch("[a-z]+(-[a-z]+)*", code) for code in codes)


def test_every_error_says_when_it_happens() -> None:
    assert [kind.__name__ for kind in every(InterviewerError) if not kind.__doc__] == []
