"""Banks written with the program: what changes, what stays, and what is refused."""

from __future__ import annotations

import os
import shlex
import stat
import sys
import tomllib
from pathlib import Path

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer import places, settings, studio
from interviewer.adapters import bank_files
from interviewer.cli.main import DONE, SETUP, main
from interviewer.errors import BadBank, StoreError
from interviewer.library import bank as banks
from interviewer.library.bank import HEAD
from interviewer.library.bank_drafts import Draft, blank, draft_of_head, draft_of_question, file_text, state
from interviewer.library.bank_text import KEYS, blank_question, question_text, values_of
from interviewer.library.content import content
from tests.library.banks import HEAD as HEAD_TEXT
from tests.library.banks import QUESTION, fingerprint, lint, question, write_bank

COMMENTED = """\
# guide.html, line 40
id = "spill"
text = "Tell me about a time when you spilled something."
category = "craft"
# A guess from the wording.
kind = "behavioural"  # or is it
guidance = "Say what happened and what you did."
points = [
    # From: what went over
    "what was spilled",
    # From: the mop
    "how it was cleaned up",  # with a cloth
]
probes = "Whether you stay calm."
competencies = ["patience"]
example = "I mopped it up."
"""


def test_what_is_not_changed_stays_with_its_comments() -> None:
    assert question_text(values_of(tomllib.loads(COMMENTED)), COMMENTED) == COMMENTED
    changed = question_text(
        {"kind": "method", "points": ["what was spilled", "how it was mopped", "who helped"]}, COMMENTED
    )
    was, now = COMMENTED.splitlines(), changed.splitlines()
    assert [line for line in was if line not in now] == [
        'kind = "behavioural"  # or is it',
        '    "how it was cleaned up",  # with a cloth',
    ]
    assert [line for line in now if line not in was] == [
        'kind = "method"  # or is it',
        '    "how it was mopped",  # with a cloth',
        '    "who helped",',
    ]


def test_an_optional_key_that_is_emptied_goes() -> None:
    changed = question_text({"example": "", "competencies": []}, COMMENTED)
    assert changed.splitlines() == COMMENTED.splitlines()[:-2]


LINES = st.text("ab\"'\\#= \u00e9\u201c\u4e00", min_size=1, max_size=150).filter(str.strip)
WRITTEN = st.fixed_dictionaries(
    {
        key: st.lists(LINES, min_size=1, max_size=4) if key in ("points", "competencies", "follow_ups") else LINES
        for key in KEYS
    }
)


@hypothesis.settings(max_examples=60, deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
@given(WRITTEN, WRITTEN, st.sampled_from(["", COMMENTED, QUESTION, blank_question("a", "b")]))
def test_what_is_written_is_what_is_read(first: dict[str, object], then: dict[str, object], text: str) -> None:
    for written in (first, then):
        text = question_text(written, text)  # type: ignore[arg-type]
        folded = {
            key: [" ".join(one.split()) for one in value] if isinstance(value, list) else " ".join(str(value).split())
            for key, value in written.items()
        }
        read = {
            key: value if isinstance(value, list) else " ".join(value.split())
            for key, value in tomllib.loads(text).items()
        }
        assert read == folded


def test_a_draft_hears_what_bank_check_would_say_of_it(tmp_path: Path) -> None:
    folder = write_bank(tmp_path)
    text = question("spill", kind='"method"', category='"crafts"', points='["one thing", "one thing"]')
    draft = draft_of_question(folder, text, was="spill.toml")
    told = {complaint.way: (complaint.line, complaint.severity) for complaint in draft.complaints}
    assert told == {("category",): (3, "error"), ("kind",): (4, "warning"), ("points", 1): (6, "warning")}
    assert [fault.way for fault in draft.faults] == [("category",)], (
        "what is merely poor keeps nothing from being saved"
    )
    (folder / "spill.toml").write_text(text, encoding="utf-8")
    assert lint(folder) == draft.complaints


def test_the_faults_of_another_file_keep_nothing_from_being_saved(tmp_path: Path) -> None:
    folder = write_bank(tmp_path, spill=QUESTION, other="id = [")
    draft = draft_of_question(folder, QUESTION.replace("spilled something", "broke a cup"), was="spill.toml")
    assert (draft.faults, draft.complaints) == ((), ())


def test_a_head_that_would_leave_a_question_without_its_category_is_a_fault(tmp_path: Path) -> None:
    folder = write_bank(tmp_path)
    draft = draft_of_head(folder, HEAD_TEXT.replace('id = "craft"', 'id = "trade"'))
    assert [(fault.file.name, fault.way) for fault in draft.faults] == [("spill.toml", ("category",))]


@pytest.mark.parametrize(
    "id", ["", "Spill", "../spill", "a/b", "a\\b", "a--b", ".hidden", "-a", "é", "a" * 81, "bank", "cup"]
)
def test_an_id_that_cannot_be_a_name_or_is_taken_is_a_fault_of_the_id(tmp_path: Path, id: str) -> None:
    folder = write_bank(tmp_path, spill=QUESTION, cup=question("cup", text='"How do you wash?"', kind='"method"'))
    text = question_text({"id": id}, QUESTION)
    for was in ("spill.toml", None):
        draft = draft_of_question(folder, text, was=was)
        assert draft.faults[0].way == ("id",)


@pytest.fixture
def chosen() -> settings.Settings:
    return settings.load()


def saved(chosen: settings.Settings, folder: Path, **changes: str | list[str]) -> Path:
    text = file_text(folder, "technical-debt.toml")
    draft = draft_of_question(folder, question_text(changes, text), was="technical-debt.toml")
    return studio.save_draft(chosen, draft, base=state(text))


def test_a_shipped_bank_is_copied_before_its_first_change(chosen: settings.Settings) -> None:
    shipped = content("question_bank") / "it-product-manager"
    before = fingerprint(shipped)
    copy = saved(chosen, shipped, text="How do you pay debt back?")
    assert copy == places.banks(chosen) / "it-product-manager"
    assert fingerprint(shipped) == before
    changed = {name for name, mark in fingerprint(copy).items() if before[name] != mark}
    assert changed == {"technical-debt.toml"}
    assert fingerprint(copy).keys() == before.keys()
    asked = {one.id: one.text for one in banks.find("it-product-manager", own=places.banks(chosen)).questions}
    assert asked["technical-debt"] == "How do you pay debt back?"
    assert studio.is_copy(copy, chosen)
    studio.delete_bank(chosen, copy)
    assert banks.folder_of("it-product-manager", own=places.banks(chosen)) == shipped


def test_a_second_change_goes_into_the_same_copy(chosen: settings.Settings) -> None:
    shipped = content("question_bank") / "it-product-manager"
    saved(chosen, shipped, text="How do you pay debt back?")
    folder = banks.folder_of("it-product-manager", own=places.banks(chosen))
    saved(chosen, folder, probes="Whether it is paid.")
    debt = next(one for one in banks.load(folder).questions if one.id == "technical-debt")
    assert (debt.text, debt.probes) == ("How do you pay debt back?", "Whether it is paid.")


def test_what_was_changed_elsewhere_is_not_written_over(chosen: settings.Settings, tmp_path: Path) -> None:
    folder = write_bank(tmp_path)
    text = file_text(folder, "spill.toml")
    draft = draft_of_question(folder, question_text({"probes": "Mine."}, text), was="spill.toml")
    (folder / "spill.toml").write_text(text.replace("latte", "mocha"), encoding="utf-8")
    with pytest.raises(BadBank, match="changed elsewhere"):
        studio.save_draft(chosen, draft, base=state(text))
    assert "mocha" in file_text(folder, "spill.toml")


def test_a_new_id_renames_the_file(chosen: settings.Settings, tmp_path: Path) -> None:
    folder = write_bank(tmp_path)
    draft = draft_of_question(folder, question_text({"id": "spilt-milk"}, QUESTION), was="spill.toml")
    studio.save_draft(chosen, draft)
    assert sorted(path.name for path in folder.iterdir()) == [HEAD, "spilt-milk.toml"]
    assert banks.load(folder).questions[0].id == "spilt-milk"


def test_a_draft_with_faults_is_not_saved(chosen: settings.Settings, tmp_path: Path) -> None:
    folder = write_bank(tmp_path)
    before = fingerprint(folder)
    with pytest.raises(BadBank, match=r"spill.toml line 3: unknown category"):
        studio.save_draft(chosen, draft_of_question(folder, question("spill", category='"x"'), was="spill.toml"))
    assert fingerprint(folder) == before


def test_a_disk_that_is_full_leaves_the_old_file_and_no_half_bank(
    chosen: settings.Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, content: bytes) -> None:
        if path.name in ("technical-feasibility.toml", "spill.toml"):
            raise OSError(28, "No space left on device")
        path.write_bytes(content)

    monkeypatch.setattr(bank_files, "write_whole", full)
    folder = write_bank(tmp_path)
    before = fingerprint(folder)
    with pytest.raises(StoreError, match="No space left"):
        studio.save_draft(chosen, draft_of_question(folder, QUESTION.replace("calm", "cool"), was="spill.toml"))
    assert fingerprint(folder) == before
    shipped = content("question_bank") / "it-product-manager"
    with pytest.raises(StoreError):
        saved(chosen, shipped, text="How?")
    assert banks.folder_of("it-product-manager", own=places.banks(chosen)) == shipped


def test_a_bank_from_nothing(chosen: settings.Settings) -> None:
    folder = studio.new_bank(chosen, "Night nurse")
    assert [str(one.message) for one in lint(folder)] == ["the bank has 0 questions: write one TOML file a question"]
    text = question_text(
        values_of(tomllib.loads(QUESTION)) | {"category": "questions", "competencies": []}, blank(folder, "spill")
    )
    draft: Draft = draft_of_question(folder, text, was=None)
    assert draft.complaints == ()
    studio.save_draft(chosen, draft)
    assert banks.find("night-nurse", own=places.banks(chosen)).role == "Night nurse"
    if sys.platform != "win32":
        assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in folder.iterdir())
    with pytest.raises(BadBank, match="already"):
        studio.new_bank(chosen, "Night nurse")


@pytest.mark.parametrize("name", ["../x", "a/b", "A", "any-role", "."])
def test_a_bank_cannot_be_called_so(chosen: settings.Settings, name: str) -> None:
    with pytest.raises(BadBank):
        studio.new_bank(chosen, "Nurse", name=name)
    assert not places.banks(chosen).exists()


def test_only_a_bank_of_ones_own_can_be_deleted(chosen: settings.Settings, tmp_path: Path) -> None:
    for folder in (content("question_bank") / "any-role", write_bank(tmp_path)):
        with pytest.raises(BadBank, match="stays"):
            studio.delete_bank(chosen, folder)
        assert (folder / HEAD).exists()


def editor(folder: Path, *replacements: tuple[str, str]) -> str:
    """An $EDITOR that changes what it is given, one replacement each time that it is opened."""
    script = folder / "editor.py"
    script.write_text(
        "import sys, pathlib\n"
        f"left = {list(replacements)!r}\n"
        "opened = pathlib.Path(__file__).with_suffix('.times')\n"
        "times = len(opened.read_text()) if opened.exists() else 0\n"
        "opened.write_text('x' * (times + 1))\n"
        "file = pathlib.Path(sys.argv[1])\n"
        "file.write_text(file.read_text().replace(*left[min(times, len(left) - 1)]))\n",
        encoding="utf-8",
    )
    return shlex.join([sys.executable, str(script)])


def test_edit_opens_the_editor_checks_and_saves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EDITOR", editor(tmp_path, ("How do you manage", "How would you manage")))
    assert main(["bank", "edit", "it-product-manager", "technical-debt"]) == DONE
    printed = capsys.readouterr()
    assert 'kind is "method", but "how would you" reads as "situational"' in printed.err
    own = Path(os.environ["INTERVIEWER_BANKS"]) / "it-product-manager"
    assert printed.out == f"Saved to {own / 'technical-debt.toml'}\n"
    assert "would you manage" in file_text(own, "technical-debt.toml")


def test_what_cannot_be_saved_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EDITOR", editor(tmp_path, ("text = ", "txt = ")))
    assert main(["bank", "edit", "it-product-manager", "technical-debt"]) == SETUP
    printed = capsys.readouterr().err.splitlines()
    assert any('unknown key "txt" (did you mean "text"?)' in line for line in printed)
    kept = Path(printed[-1].removeprefix("What you wrote is kept in "))
    assert "txt = " in kept.read_text(encoding="utf-8")
    kept.unlink()
    assert not Path(os.environ["INTERVIEWER_BANKS"]).exists()


def test_an_editor_that_changes_nothing_makes_no_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EDITOR", editor(tmp_path, ("no such words", "")))
    assert main(["bank", "edit", "any-role", "own-mistake"]) == DONE
    assert capsys.readouterr().out == "Nothing was changed.\n"
    assert not Path(os.environ["INTERVIEWER_BANKS"]).exists()


def test_a_bank_from_nothing_at_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["bank", "new", "Night nurse"]) == DONE
    assert "interviewer bank edit night-nurse" in capsys.readouterr().out
    written = QUESTION.replace('"craft"', '"questions"').replace('competencies = ["patience"]\n', "")
    monkeypatch.setenv("EDITOR", editor(tmp_path, (blank_question("spill", "questions"), written)))
    assert main(["bank", "edit", "night-nurse", "spill"]) == DONE
    assert main(["bank", "check", "night-nurse"]) == DONE
    assert capsys.readouterr().out.endswith("night-nurse: 1 question, no complaints\n")
    assert main(["bank", "edit", "night-nurse", "spill", "--delete"]) == DONE
    assert main(["bank", "delete", "night-nurse", "--yes"]) == DONE
    assert main(["bank", "show", "night-nurse"]) == SETUP


@pytest.mark.parametrize("id", ["../../etc/passwd", "bank", "..", "/etc/passwd", "a\\b"])
def test_a_question_is_looked_up_and_never_a_path(id: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bank", "edit", "any-role", id, "--delete"]) == SETUP
    assert "There is no question" in capsys.readouterr().err
    assert main(["bank", "edit", "any-role", id]) == SETUP
