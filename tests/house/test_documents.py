"""Documents that are read out of the program are what the program says."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from interviewer import settings
from interviewer.settings import Settings

CHECKOUT = Path(__file__).parents[2]
WRITER = runpy.run_path(str(CHECKOUT / "scripts" / "settings_docs.py"))


@pytest.mark.parametrize(
    ("document", "written"), [("docs/settings.md", "as_markdown"), ("interviewer.example.toml", "as_toml")]
)
def test_it_is_fresh(document: str, written: str) -> None:
    text = (CHECKOUT / document).read_text(encoding="utf-8")
    assert text == WRITER[written](), "type: make docs"


def test_the_example_file_says_the_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = (CHECKOUT / "interviewer.example.toml").read_text(encoding="utf-8").splitlines()
    chosen = [
        line.removeprefix("# ") for line in lines if line.removeprefix("# ").split(" = ")[0] in Settings.model_fields
    ]
    assert len(chosen) == len(Settings.model_fields)
    for name in Settings.model_fields:
        monkeypatch.delenv(settings.variable(name), raising=False)
    file = tmp_path / "all.toml"
    file.write_text("\n".join(chosen), encoding="utf-8")
    monkeypatch.setenv("INTERVIEWER_CONFIG", str(file))
    everything = settings.load()
    file.write_text("", encoding="utf-8")
    assert everything == settings.load()
