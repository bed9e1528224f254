"""A wheel and an editable install both find what people write: prompts, banks, the demo's answers."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]

LOOK = """
import interviewer
from importlib.resources import files
from pathlib import Path
from interviewer import places
from interviewer.library.content import content

def walk(folder):
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from (f"{entry.name}/{below}" for below in walk(entry))
        elif entry.name != "__init__.py":
            yield entry.name

print(Path(interviewer.__file__).parents[1])
print("checkout" if places.checkout() else "installed")
for kind in ("prompts", "question_bank"):
    print(kind, *walk(content(kind)))
package = files("interviewer")
print(*sorted(name for name in walk(package) if not name.endswith((".py", ".pyc")) and "_content" not in name))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This checkout as a wheel, built without a network."""
    built = tmp_path_factory.mktemp("built")
    run([sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(built)], CHECKOUT)
    (wheel,) = built.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def site(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the wheel is installed into; what it depends on comes from the running Python."""
    site = tmp_path_factory.mktemp("site")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-index", "--no-deps"]
    run([*pip, "--target", str(site), str(wheel)], site)
    return site


def run(command: Sequence[str], folder: Path, **environment: str) -> str:
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_holds_what_the_checkout_holds(site: Path, tmp_path: Path) -> None:
    here, kind, *installed = run([sys.executable, "-c", LOOK], tmp_path, PYTHONPATH=str(site)).splitlines()
    there, other, *checked_out = run([sys.executable, "-c", LOOK], CHECKOUT, PYTHONPATH=str(CHECKOUT)).splitlines()
    assert (Path(here), kind) == (site, "installed")
    assert (Path(there), other) == (CHECKOUT, "checkout")
    assert installed == checked_out
    assert all(len(line.split()) > 1 for line in installed)


def test_the_installed_bank_is_sound(site: Path, tmp_path: Path) -> None:
    run([sys.executable, "-m", "interviewer", "bank", "check"], tmp_path, PYTHONPATH=str(site))


def test_the_bank_of_the_checkout_is_sound() -> None:
    run([sys.executable, "-m", "interviewer", "bank", "check"], CHECKOUT)


def test_an_installed_program_keeps_sessions_in_the_users_data_folder(site: Path, tmp_path: Path) -> None:
    where = [sys.executable, "-m", "interviewer", "where", "--json"]
    said = run(where, tmp_path, PYTHONPATH=str(site), INTERVIEWER_RECORDINGS="")
    assert str(site) not in said
    assert not (site / "recordings").exists()


def test_the_distribution_bears_a_name_of_its_own(wheel: Path) -> None:
    assert wheel.name.startswith("interviewer_aloud-")
