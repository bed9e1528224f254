"""Rows I12 to I16 of the input table: a bank that cannot be used says which file, which line and why."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from interviewer.cli.main import SETUP, main
from interviewer.errors import BadBank
from interviewer.library import bank as banks
from interviewer.library.toml_file import LARGEST, USUAL
from tests.library.banks import HEAD, QUESTION, fingerprint, lint, question, write_bank

DEEP = "x = " + "[" * 1_000 + "]" * 1_000 + "\n"

ROWS = {
    "I12 broken TOML": (
        {"spill": QUESTION.replace('category = "craft"', 'category "craft"')},
        "spill.toml:3: column 10: Expected '=' after a key in a key/value pair",
    ),
    "I12 broken off in the middle": (
        {"spill": 'id = "spill"\npoints = ["one",\n'},
        "spill.toml:2: Invalid value at the end of the file",
    ),
    "I12 a huge number": ({"spill": "id = " + "9" * 5_000}, "spill.toml:1: holds a number that is too long"),
    "I13 unknown key": (
        {"spill": QUESTION.replace("guidance", "guidence")},
        'spill.toml:5: unknown key "guidence" (did you mean "guidance"?)',
    ),
    "I13 unknown key in a table of the head": (
        {"head": HEAD.replace('name = "Guests"', 'nmae = "Guests"'), "spill": QUESTION},
        'bank.toml:12: unknown key "nmae" (did you mean "name"?)',
    ),
    "I13 missing key in a table of the head": (
        {"head": HEAD.replace('name = "Guests"\n', ""), "spill": QUESTION},
        'bank.toml:10: missing "name" in categories 2',
    ),
    "I13 missing text": ({"spill": question("spill", text="")}, 'spill.toml:1: missing "text"'),
    "I13 empty text": ({"spill": question("spill", text='"  "')}, 'spill.toml:2: "text" is empty'),
    "I13 empty guidance": ({"spill": question("spill", guidance='""')}, 'spill.toml:5: "guidance" is empty'),
    "I13 no points": ({"spill": question("spill", points="[]")}, 'spill.toml:6: "points" is empty'),
    "I13 a point that is no text": (
        {"spill": question("spill", points='[\n  "one thing",\n  2,\n]')},
        'spill.toml:8: "points" must be a text, between quotes (got 2)',
    ),
    "I13 points that are no list": (
        {"spill": question("spill", points='"calm"')},
        "spill.toml:6: \"points\" must be a list, between [ and ] (got 'calm')",
    ),
    "I13 unknown kind": (
        {"spill": question("spill", kind='"behavioral"')},
        "spill.toml:4: \"kind\" must be 'behavioural', 'method', 'situational', 'introduction' or 'knowledge'"
        " (got 'behavioral')",
    ),
    "I13 the kind that is the program's own": (
        {"spill": question("spill", kind='"closing"')},
        "spill.toml:4: \"kind\" must be 'behavioural', 'method', 'situational', 'introduction' or 'knowledge'"
        " (got 'closing')",
    ),
    "I13 an id with blanks": (
        {"spill": question("Spill It")},
        "spill.toml:1: \"id\" must be small letters, digits and single hyphens (got 'Spill It')",
    ),
    "I13 an id that is not the file's name": (
        {"spilt": QUESTION},
        'spilt.toml:1: id "spill" is not the file\'s name: rename the file to spill.toml',
    ),
    "I13 an id used twice": (
        {"spill": QUESTION, "spill-2": "\n" + QUESTION},
        'spill-2.toml:2: ids repeat: "spill" (also in spill.toml line 1)',
    ),
    "I13 a category id used twice": (
        {"head": HEAD.replace('"guests"', '"craft"'), "spill": QUESTION},
        'bank.toml:11: ids repeat in categories: "craft" (lines 6, 11)',
    ),
    "I13 unknown category": (
        {"spill": question("spill", category='"crafts"')},
        'spill.toml:3: unknown category "crafts" (did you mean "craft"?); allowed: craft, guests',
    ),
    "I13 unknown competency": (
        {"spill": question("spill", competencies='["patience",\n "speed"]')},
        'spill.toml:9: unknown competency "speed"; allowed: patience',
    ),
    "I13 questions in the head": (
        {"head": HEAD + '[[questions]]\nid = "x"\n', "spill": QUESTION},
        'bank.toml:19: unknown key "questions": each question has a file of its own beside this one',
    ),
    "I14 nested too deep": ({"spill": QUESTION + DEEP}, "spill.toml:11: nested deeper than 20"),
    "I14 too many dots": ({"spill": "a." * 100_000 + "a = 1"}, "spill.toml:1: nested deeper than 20"),
    "I14 too many list members": (
        {"spill": QUESTION + "x = [" + "1," * 1_000_000 + "]"},
        "spill.toml:11: more than 20000 keys and list members",
    ),
    "I14 too many keys": (
        {"spill": "".join(f"k{n}=1\n" for n in range(100_000))},
        "spill.toml:20002: more than 20000 keys and list members",
    ),
    "I14 too large": ({"spill": QUESTION + "#" * LARGEST}, "spill.toml:1: larger than 5 MB"),
    "I15 a tag": (
        {"spill": QUESTION.replace('"craft"', "!!python/object:os.system")},
        "spill.toml:3: column 12: Invalid value",
    ),
    "I16 not UTF-8": (
        {"spill": QUESTION.replace("latte", "caf\u00e9").encode("cp1252")},
        "spill.toml:10: not UTF-8 at byte 349 (looks like cp1252)",
    ),
    "I16 UTF-16": ({"spill": QUESTION.encode("utf-16")}, "spill.toml:1: not UTF-8 at byte 0 (looks like UTF-16)"),
    "I16 bytes that are no text": (
        {"spill": b"\x81\x8d\x90"},
        "spill.toml:1: not UTF-8 at byte 0 (looks like no text at all)",
    ),
    "I16 a lone surrogate": (
        {"spill": QUESTION.replace("latte", "\\ud800")},
        "spill.toml:10: column 30: Escaped character is not a Unicode scalar value",
    ),
}


@pytest.mark.parametrize(("files", "said"), ROWS.values(), ids=ROWS.keys())
def test_a_bad_bank_is_refused_with_file_line_and_reason(
    tmp_path: Path, files: dict[str, str | bytes], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_bank(tmp_path, **files)  # type: ignore[arg-type]
    before = fingerprint(tmp_path)

    assert main(["bank", "check", str(folder)]) == SETUP

    out, err = capsys.readouterr()
    assert any(line.startswith(f"{folder}{os.sep}{said}") for line in out.splitlines()), out
    assert "Traceback" not in out + err
    assert fingerprint(tmp_path) == before


@pytest.mark.parametrize(("files", "said"), ROWS.values(), ids=ROWS.keys())
def test_a_bad_bank_is_not_practised_with(tmp_path: Path, files: dict[str, str | bytes], said: str) -> None:
    folder = write_bank(tmp_path, **files)  # type: ignore[arg-type]
    with pytest.raises(BadBank) as caught:
        banks.find(str(folder))
    file, line, clause = said.split(":", 2)
    assert f"{file} line {line}:{clause}" in caught.value.message
    assert f'interviewer bank check "{folder}"' in caught.value.hint


def test_a_bank_without_questions_is_refused(tmp_path: Path) -> None:
    folder = write_bank(tmp_path)
    (folder / "spill.toml").unlink()
    with pytest.raises(BadBank, match="0 questions"):
        banks.load(folder)


def test_a_folder_without_a_head_is_refused(tmp_path: Path) -> None:
    folder = write_bank(tmp_path)
    (folder / "bank.toml").unlink()
    with pytest.raises(BadBank, match=r"there is no bank\.toml"):
        banks.load(folder)


def test_more_than_five_thousand_questions_are_not_even_opened(tmp_path: Path) -> None:
    folder = write_bank(tmp_path)
    for number in range(banks.MOST_QUESTIONS):
        (folder / f"q{number}.toml").touch()
    with pytest.raises(BadBank) as caught:
        banks.load(folder)
    assert caught.value.message == f"{folder / 'bank.toml'} line 1: more than 5000 questions (5001)"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are a matter of Unix")
def test_a_pipe_in_the_place_of_a_question_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    folder = write_bank(tmp_path)
    os.mkfifo(folder / "pipe.toml")
    with pytest.raises(BadBank, match="it is not a file that can be read"):
        banks.load(folder)


def test_more_faults_than_one_are_counted(tmp_path: Path) -> None:
    folder = write_bank(tmp_path, spill=question("spill", text="", guidance='""', kind='"odd"'))
    with pytest.raises(BadBank, match=r"\(and 2 more\)"):
        banks.load(folder)


def test_invisible_characters_are_removed_and_counted(tmp_path: Path) -> None:
    hidden = QUESTION.replace("spilled something", "spil\x00led\u202e some\u200bthing").replace(
        "mopped", "\\u2066mopped"
    )
    folder = write_bank(tmp_path, spill=hidden)

    (asked,) = banks.load(folder).questions
    assert asked.text == "Tell me about a time when you spilled something."
    assert asked.example == "I spilled a latte, and I mopped it up."
    assert [str(complaint) for complaint in lint(folder)] == [
        f"{folder / 'spill.toml'}:1: notice: invisible characters removed: 4"
    ]


def test_windows_line_ends_and_a_byte_order_mark_are_nothing_to_mention(tmp_path: Path) -> None:
    folder = write_bank(tmp_path, spill=b"\xef\xbb\xbf" + QUESTION.replace("\n", "\r\n").encode())
    assert lint(folder) == ()


def test_an_unknown_name_lists_the_banks_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bank", "show", "it-produkt-manager"]) == SETUP
    assert capsys.readouterr().err == (
        "There is no question bank 'it-produkt-manager' (did you mean \"it-product-manager\"?)\n"
        "Known banks: any-role, it-product-manager. Or name a folder that holds a bank.toml.\n"
    )


@pytest.mark.parametrize("name", ["", "\x00", "a" * 5_000, "~nobody-of-this-name/x", "../..", "\x1b[31mred"])
def test_odd_names_are_refused_in_a_sentence_without_control_characters(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "a" / "b")
    with pytest.raises(BadBank) as caught:
        banks.find(name)
    assert caught.value.message.isprintable()


def test_what_stands_far_down_in_a_long_file_is_read(tmp_path: Path) -> None:
    long = QUESTION.replace("example = ", "#" * 2 * USUAL + "\nexample = ")
    (asked,) = banks.load(write_bank(tmp_path, spill=long)).questions
    assert asked.example == "I spilled a latte, and I mopped it up."
