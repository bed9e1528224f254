"""The README is a promise: its commands are read out of it and run, or at least understood word by word."""

from __future__ import annotations

import io
import re
import shlex
from pathlib import Path

import pytest

from interviewer.cli.main import COMMANDS, main
from tests.story.commands import understand
from tests.weights import weights_file

CHECKOUT = Path(__file__).parents[2]
README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", README, flags=re.DOTALL)
LINES = [line.split("#")[0].strip() for block in BLOCKS for line in block.splitlines() if line.strip()]
OURS = [shlex.split(line)[1:] for line in LINES if line.startswith("interviewer ")]
QUICK = {"sessions", "export", "delete", "bank", "models", "where"}
"""Commands that run in a moment without weights or devices."""

NOT_HERE = [["sessions", "correct"], ["bank", "import"]]
"""They want an answer that was heard, for what is typed is never written down wrong, and a guide of one's own."""


def test_every_line_is_a_command_of_ours_or_a_target_of_make() -> None:
    makefile = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
    for line in LINES:
        name, what = line.split()[:2]
        assert name in ("interviewer", "make")
        assert what in COMMANDS if name == "interviewer" else re.search(rf"^{what}:", makefile, flags=re.MULTILINE)
    assert len(OURS) > 15


@pytest.mark.parametrize("words", OURS, ids=" ".join)
def test_every_word_of_a_command_is_understood(words: list[str]) -> None:
    understand(words)


def test_the_commands_for_old_sessions_work_in_the_order_of_the_readme(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights_file("piper-joe", "en_US-joe-medium.onnx")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("INTERVIEWER_JUDGE", "off")
    monkeypatch.setenv("INTERVIEWER_SPEAKER", "off")
    typed = "In March our build broke twice a week and I wrote the tests that were missing."
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{typed}\n\n"))
    assert main(["practice", "--typed", "--question", "scope-decision"]) == 0
    for words in OURS:
        if words[0] in QUICK and words[:2] not in NOT_HERE:
            if words[:2] == ["sessions", "import"]:
                assert main(["delete", "last", "--yes"]) == 0
            extra = ["--yes"] if words[0] == "delete" else []
            assert main([*words, *extra]) == 0, words
    assert not list((tmp_path).glob("*.wav"))


def test_every_local_link_leads_somewhere() -> None:
    for target in re.findall(r"\]\(([^)]+)\)", README):
        if not target.startswith("http"):
            assert (CHECKOUT / target).exists(), target
