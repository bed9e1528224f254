"""Whatever bytes lie in a bank's folder, the outcome is a bank or BadBank."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interviewer.errors import BadBank
from interviewer.library import bank as banks
from interviewer.library.content import content
from interviewer.library.toml_file import _parsed, read_toml_exactly
from interviewer.library.toml_lines import Keys, TooMuch, key_lines
from interviewer.model.question import Bank
from tests.library.banks import HEAD, QUESTION, write_bank

MARKS = "[ ] { } \" ' \"\"\" ''' \\ = . , # a é 1 - \\u0000".split()
LINES = [*QUESTION.splitlines(keepends=True), *HEAD.splitlines(keepends=True)]
SCRAPS = st.lists(st.sampled_from([*MARKS, "\n", " ", "\x00", *LINES]), max_size=30).map("".join)
BYTES = st.one_of(st.binary(max_size=200), SCRAPS.map(str.encode))


def cut_and_pasted(whole: str) -> st.SearchStrategy[bytes]:
    """The text with a stretch of it replaced by something else."""
    places = st.tuples(st.integers(0, len(whole)), st.integers(0, len(whole)), BYTES)
    return places.map(lambda p: whole[: min(p[:2])].encode() + p[2] + whole[max(p[:2]) :].encode())


def usable(folder: Path) -> bool:
    try:
        bank = banks.load(folder)
    except BadBank as error:
        assert str(folder) in error.message
        return False
    assert isinstance(bank, Bank)
    return True


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("banks")


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.one_of(BYTES, cut_and_pasted(QUESTION)))
def test_any_bytes_as_a_question_give_a_bank_or_bad_bank(place: Path, data: bytes) -> None:
    usable(write_bank(place, spill=data))


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.one_of(BYTES, cut_and_pasted(HEAD)))
def test_any_bytes_as_a_head_give_a_bank_or_bad_bank(place: Path, data: bytes) -> None:
    usable(write_bank(place, head=data))


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=SCRAPS.map(lambda text: text.replace("\x00", "")))
def test_whatever_is_toml_has_the_line_of_every_key(text: str) -> None:
    try:
        data = tomllib.loads(text)
        lines = key_lines(text)
    except (tomllib.TOMLDecodeError, TooMuch):
        return
    assert set(ways(data)) <= set(lines)


def ways(value: Any, way: Keys = ()) -> list[Keys]:
    """The ways to everything in parsed TOML."""
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    else:
        inner = []
    return [path for key, member in inner for path in [(*way, key), *ways(member, (*way, key))]]


def test_keys_are_found_in_every_way_that_toml_can_write_them() -> None:
    text = '''\
# [not.a.table]
plain = 1
"quoted \\u00e9" = "]["
dotted . key = [ 1, # [
  [ 2, { deep = "}" } ],
]
long = """
fake = 1
\\""" still ""\\
"""""
raw = \'\'\'
[fake]
''\'\'\'
when = 1979-05-27 07:32:00 # late
[table."with.dot"]
in = { a.b = 1, c = [] }
[[many]]
name = 1
[[many.inner]]
x = 1
[[many]]
name = 2
[[many.inner]]
[[many.inner]]
x = 2
[many.sub]
y = 1
'''
    lines = key_lines(text)
    assert set(ways(tomllib.loads(text))) == set(lines)
    assert {way: lines[way] for way in CHECKED} == CHECKED


CHECKED: dict[Keys, int] = {
    ("quoted é",): 3,
    ("dotted", "key", 1, 1, "deep"): 5,
    ("long",): 7,
    ("raw",): 11,
    ("when",): 14,
    ("table", "with.dot", "in", "a", "b"): 16,
    ("many", 0, "inner", 0, "x"): 20,
    ("many", 1, "name"): 22,
    ("many", 1, "inner", 1, "x"): 25,
    ("many", 1, "sub", "y"): 27,
}


TRICKY = (
    'a = """He said "no", and it\'s done."""\n',
    'a = """ends with a quote mark\'"""\n',
    'a = """two of them\'\'"""\n',
    'a = """four at the end""""\n',
    'a = \'say """ to begin\'\n',
    'a = """one"""\nb = \'\'\'two """ three\'\'\'\n',
    'a = """\nfirst line\n"""\nb = ["x", """y"""]\n',
    'a = """back\\\n  slash"""\n# a comment with """ in it\n',
    '# """\na = 1\n# """\n',
    'a = "" # """\nb = """x"""\n',
)


@pytest.mark.parametrize("text", TRICKY)
def test_texts_that_are_read_at_a_leap_are_what_the_standard_library_reads(tmp_path: Path, text: str) -> None:
    file = tmp_path / "tricky.toml"
    file.write_text(text, encoding="utf-8")
    assert read_toml_exactly(file).data == tomllib.loads(text)


@pytest.mark.parametrize("name", sorted(path.name for path in content("question_bank").glob("*/*.toml")))
def test_the_shipped_banks_are_read_as_the_standard_library_reads_them(name: str) -> None:
    for file in content("question_bank").glob(f"*/{name}"):
        assert read_toml_exactly(file).data == tomllib.loads(file.read_text(encoding="utf-8"))


@given(st.text(alphabet="'\"a\n =[]#", max_size=40))
def test_no_text_is_read_otherwise_than_by_the_standard_library(text: str) -> None:
    written = f'a = """{text}"""\n'
    try:
        wanted = tomllib.loads(written)
    except tomllib.TOMLDecodeError:
        with pytest.raises(tomllib.TOMLDecodeError):
            _parsed(written)
    else:
        assert _parsed(written) == wanted
