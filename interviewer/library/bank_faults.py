"""What pydantic says of a bank, in words for the people who write banks."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from interviewer.library.spelling import did_you_mean
from interviewer.library.toml_lines import Keys
from interviewer.model.plain import one_line
from interviewer.model.question import BANK_KINDS

_LONGEST_FOUND = 40
"""Characters of a found value that a message quotes."""


def fault_in_words(fact: type[BaseModel], fault: ErrorDetails) -> tuple[Keys, str]:
    """Where the fault is, as a way into the file, and one clause that says what is wrong."""
    way = _as_written(fault["loc"])
    name = f'"{one_line(_named(way))}"'
    limits: Mapping[str, Any] = fault.get("ctx", {})
    match fault["type"]:
        case "missing":
            return way, f"missing {name}{_member(way)}"
        case "extra_forbidden":
            return way, f"unknown key {name}{did_you_mean(str(way[-1]), _known(fact, way))}"
        case "string_type":
            return way, f"{name} must be a text, between quotes (got {_found(fault)})"
        case "string_too_short" | "too_short" if not fault["input"]:
            return way, f"{name} is empty"
        case "string_too_short":
            return way, f"{name} is too short: at least {limits['min_length']} characters (got {_found(fault)})"
        case "string_too_long":
            return way, f"{name} is too long: {len(fault['input'])} characters, at most {limits['max_length']}"
        case "too_long":
            return way, f"{name} has too many members: at most {limits['max_length']}"
        case "tuple_type":
            return way, f"{name} must be a list, between [ and ] (got {_found(fault)})"
        case "string_pattern_mismatch":
            return way, f"{name} must be small letters, digits and single hyphens (got {_found(fault)})"
        case "literal_error" if name == '"kind"':
            return way, wrong_kind(fault["input"])
        case "literal_error":
            return way, f"{name} must be {limits['expected']} (got {_found(fault)})"
        case _:
            return way, f"{name}: {fault['msg'][:1].lower()}{fault['msg'][1:]} (got {_found(fault)})"


def wrong_kind(found: object) -> str:
    """One clause about a question whose kind no question of a bank is of."""
    *others, last = (repr(kind) for kind in BANK_KINDS)
    return f'"kind" must be {", ".join(others)} or {last} (got {_shortened(found)})'


def _as_written(way: Keys) -> Keys:
    """Points are tables in the model and plain texts in the file."""
    return way[:-1] if way[0] == "points" and way[-1] == "text" else way


def _named(way: Keys) -> str:
    return str(next((part for part in reversed(way) if isinstance(part, str)), ""))


def _member(way: Keys) -> str:
    """` in categories 2` for a key of the second table of a list."""
    if len(way) == 3 and isinstance(way[1], int):
        return f" in {way[0]} {way[1] + 1}"
    return ""


def _found(fault: ErrorDetails) -> str:
    return _shortened(fault["input"])


def _shortened(value: object) -> str:
    found = one_line(repr(value))
    return found if len(found) <= _LONGEST_FOUND else f"{found[:_LONGEST_FOUND]}..."


def _known(fact: type[BaseModel], way: Keys) -> list[str]:
    """Keys that are allowed where the unknown one stands."""
    for part in way[:-1]:
        if isinstance(part, str) and part in fact.model_fields:
            fact = _member_type(fact.model_fields[part].annotation) or fact
    return list(fact.model_fields)


def _member_type(annotation: object) -> type[BaseModel] | None:
    for inner in typing.get_args(annotation):
        if isinstance(inner, type) and not isinstance(inner, types.GenericAlias) and issubclass(inner, BaseModel):
            return inner
    return None
