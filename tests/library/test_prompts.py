"""A prompt that was filled wrongly must fail loudly, not reach the model with a hole in it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from interviewer.errors import BadPrompt, SetupError
from interviewer.library.prompts import Prompt


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "greet.md").write_text('\nSay hello to $name.\nReply as {"text": "..."} for $$5.\n', encoding="utf-8")
    return tmp_path


def test_a_filled_prompt_keeps_braces_and_written_dollars(folder: Path) -> None:
    assert Prompt.load("greet", folder=folder).fill(name="Ada") == 'Say hello to Ada.\nReply as {"text": "..."} for $5.'


def test_a_dollar_inside_a_value_is_not_filled_again(folder: Path) -> None:
    assert "hello to $name and $$." in Prompt.load("greet", folder=folder).fill(name="$name and $$")


def test_a_missing_and_a_surplus_name_are_both_told(folder: Path) -> None:
    with pytest.raises(BadPrompt) as caught:
        Prompt.load("greet", folder=folder).fill(nmae="Ada")
    assert caught.value.message == (
        "The prompt 'greet' needs $name, which was not given and has no $nmae, which was given"
    )


def test_the_fingerprint_is_the_name_and_eight_digits_of_the_hash_of_the_text(folder: Path) -> None:
    prompt = Prompt.load("greet", folder=folder)
    assert prompt.fingerprint == f"greet-{hashlib.sha256(prompt.text.encode()).hexdigest()[:8]}"


def test_windows_line_ends_do_not_change_the_fingerprint(folder: Path) -> None:
    unix = Prompt.load("greet", folder=folder).fingerprint
    file = folder / "greet.md"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert Prompt.load("greet", folder=folder).fingerprint == unix


def test_one_changed_word_changes_the_fingerprint(folder: Path) -> None:
    before = Prompt.load("greet", folder=folder).fingerprint
    file = folder / "greet.md"
    file.write_text(file.read_text(encoding="utf-8").replace("hello", "goodbye"), encoding="utf-8")
    assert Prompt.load("greet", folder=folder).fingerprint != before


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (b"", "is empty"),
        (b"caf\xe9 $name", "is not UTF-8 at byte 3"),
        (b"fine\ncosts $5", "line 2 of the text has a $ that starts no name"),
    ],
)
def test_a_prompt_that_cannot_be_used_says_why(tmp_path: Path, written: bytes, said: str) -> None:
    (tmp_path / "odd.md").write_bytes(written)
    with pytest.raises(BadPrompt) as caught:
        Prompt.load("odd", folder=tmp_path)
    assert said in caught.value.message


def test_a_missing_prompt_lists_those_that_are_there(folder: Path) -> None:
    with pytest.raises(BadPrompt) as caught:
        Prompt.load("great", folder=folder)
    assert "no prompt 'great'" in caught.value.message
    assert caught.value.hint == "Found there: greet."


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="There is no folder"):
        Prompt.load("greet", folder=tmp_path / "nowhere")
