"""`interviewer bank import`, as it is typed."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from interviewer.cli.main import DONE, INTERRUPTED, SETUP, USAGE, main
from interviewer.library import bank as banks
from tests.library.banks import fingerprint
from tests.library.guides import GUIDES

BAKER = str(GUIDES / "baker.txt")


def own() -> Path:
    return Path(os.environ["INTERVIEWER_BANKS"])


def test_an_imported_bank_is_found_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bank", "import", BAKER, "--yes"]) == DONE
    out = capsys.readouterr().out
    assert f"Saved to {own() / 'baker'}" in out
    assert "interviewer practice --bank baker" in out
    assert main(["bank", "list"]) == DONE
    assert "baker\n  Baker, 3 questions\n" in capsys.readouterr().out
    assert main(["bank", "check", "baker"]) == DONE
    assert main(["bank", "show", "baker", "--examples"]) == DONE
    assert "I weigh everything" in capsys.readouterr().out


def test_to_names_the_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bank", "import", BAKER, "--to", str(tmp_path / "here"), "--yes"]) == DONE
    assert banks.find(str(tmp_path / "here")).role == "Baker"
    assert not own().exists()
    assert f'--bank "{tmp_path / "here"}"' in capsys.readouterr().out


def test_the_review_shows_what_was_understood_guessed_and_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bank", "import", BAKER, "--yes"]) == DONE
    out = capsys.readouterr().out
    for line in [
        "baker.txt: Baker",
        "3 types of questions",
        "  line 39: How do you make sure that the bread is the same every day?",
        "    type: Craft Questions (a guess)",
        "    - how you note down changes",
        "2 questions to ask them",
        "Left out, advertising or navigation: lines 32, 34-35, 98, 100, 102",
    ]:
        assert f"{line}\n" in out


def test_nothing_is_saved_without_a_yes(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bank", "import", BAKER]) == USAGE
    assert "saving needs --yes where nobody can be asked" in capsys.readouterr().err

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal("n\n"))
    assert main(["bank", "import", BAKER]) == INTERRUPTED
    assert not own().exists()
    monkeypatch.setattr(sys, "stdin", Terminal("y\n"))
    assert main(["bank", "import", BAKER]) == DONE
    assert (own() / "baker" / "bank.toml").is_file()


def test_the_review_of_a_long_list_is_short(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    many = tmp_path / "cook-questions.txt"
    many.write_text("\n".join(f"How do you cook dish {number}?" for number in range(60)), encoding="utf-8")
    assert main(["bank", "import", str(many), "--yes"]) == DONE
    out = capsys.readouterr().out
    assert "  line 60: How do you cook dish 59?\n" in out
    assert "Their points and guesses stand in the files of the bank." in out
    assert "a good answer holds" not in out


def test_importing_again_overwrites_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bank", "import", BAKER, "--yes"]) == DONE
    before = fingerprint(own())
    assert main(["bank", "import", BAKER, "--yes"]) == SETUP
    err = capsys.readouterr().err
    assert "is there already" in err and "--to FOLDER" in err
    assert fingerprint(own()) == before


def test_pasted_text_is_read_from_standard_input(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(Path(BAKER).read_bytes())))
    assert main(["bank", "import", "-", "--to", str(tmp_path / "pasted"), "--yes"]) == DONE
    assert len(banks.find(str(tmp_path / "pasted")).questions) == 3


@pytest.mark.parametrize("address", ["https://jobs.test/guide", "www.jobs.test/guide", "ftp://jobs.test/guide.txt"])
def test_i18_an_address_is_not_fetched(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bank", "import", address, "--yes"]) == SETUP
    err = capsys.readouterr().err
    assert err.startswith("Only files and pasted text; I do not fetch addresses\n")
    assert "Save the page as a file" in err


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bank", "import", str(tmp_path / "no.txt"), "--yes"]) == SETUP
    assert "There is no file" in capsys.readouterr().err
    assert main(["bank", "import", str(tmp_path), "--yes"]) == SETUP
    assert "is not a file" in capsys.readouterr().err
