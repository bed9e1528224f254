"""Where things live on this machine. The only file that knows folders; it makes none."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Protocol

import platformdirs

from interviewer.errors import BadSettings

APP = "interviewer"


class Folders(Protocol):
    """The folders that a user may have chosen; None where the choice is left to this file."""

    @property
    def recordings(self) -> Path | None: ...

    @property
    def banks(self) -> Path | None: ...

    @property
    def models(self) -> Path | None: ...

    @property
    def cache(self) -> Path | None: ...


def checkout() -> Path | None:
    """The checkout that this program runs from, or None when it is installed as a wheel."""
    beside = Path(__file__).resolve().parents[1]
    is_checkout = (beside / "pyproject.toml").is_file() and (beside / "question_bank").is_dir()
    return beside if is_checkout else None


def recordings(chosen: Folders) -> Path:
    """Where sessions are kept: the user's choice, the checkout's own folder, or the user's data folder."""
    if chosen.recordings is not None:
        return chosen.recordings
    here = checkout()
    return here / "recordings" if here else platformdirs.user_data_path(APP, appauthor=False) / "recordings"


def banks(chosen: Folders) -> Path:
    """Where the user's own question banks are kept, one folder a bank; there may be none yet."""
    return chosen.banks or platformdirs.user_data_path(APP, appauthor=False) / "banks"


def models(chosen: Folders) -> Path:
    """Where weights are kept, one folder an id; shared by all checkouts of a user, because they are large."""
    return chosen.models or platformdirs.user_data_path(APP, appauthor=False) / "models"


def cache(chosen: Folders) -> Path:
    """What can be made again at any time, such as spoken questions."""
    return chosen.cache or platformdirs.user_cache_path(APP, appauthor=False)


_FONTS = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf",
    "/usr/share/fonts/TTF/DejaVuSans.ttf",
    "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
    "/System/Library/Fonts/Supplemental/Arial Unicode.ttf",
    "/Library/Fonts/Arial Unicode.ttf",
    "C:/Windows/Fonts/segoeui.ttf",
    "C:/Windows/Fonts/seguisym.ttf",
    "C:/Windows/Fonts/malgun.ttf",
    "C:/Windows/Fonts/msyh.ttc",
)
"""Where Linux, macOS and Windows keep TrueType fonts with many scripts."""


def fonts() -> tuple[Path, ...]:
    """Fonts of this system for what is written in other letters than Latin; none where there is none."""
    return tuple(file for file in map(Path, _FONTS) if file.is_file())


def all_of(chosen: Folders) -> dict[str, Path]:
    """Every place of this machine that the program keeps something in, by its name."""
    return {
        "recordings": recordings(chosen),
        "banks": banks(chosen),
        "models": models(chosen),
        "cache": cache(chosen),
        "settings": config_file() or users_config_file(),
    }


def config_file() -> Path | None:
    """The settings file in use, or None: INTERVIEWER_CONFIG, ./interviewer.toml, the user's config folder.

    Raises BadSettings when INTERVIEWER_CONFIG names a file that is not there.
    """
    named = os.environ.get("INTERVIEWER_CONFIG", "").strip()
    if named:
        file = Path(named).expanduser()
        if not file.is_file():
            raise BadSettings(
                f"INTERVIEWER_CONFIG names a settings file that is not there: {str(file)!r}.",
                hint="Correct the path, or unset INTERVIEWER_CONFIG.",
            )
        return file
    return next((file for file in (Path("interviewer.toml"), users_config_file()) if file.is_file()), None)


def consents() -> Path:
    """The file of the hosts that answers may be sent to."""
    return _beside_settings("consent.json")


def keys() -> Path:
    """The file of the hosts that a key was put into the system's keyring for; no key is in it."""
    return _beside_settings("keys.json")


def spendings() -> Path:
    """The file of what paid judges have cost."""
    return _beside_settings("spendings.jsonl")


def _beside_settings(name: str) -> Path:
    """A file beside the settings that the user named, or beside the user's own."""
    named = os.environ.get("INTERVIEWER_CONFIG", "").strip()
    return (Path(named).expanduser() if named else users_config_file()).with_name(name)


def users_config_file() -> Path:
    """The settings file that holds for every folder of this user, whether it exists or not."""
    return platformdirs.user_config_path(APP, appauthor=False) / "interviewer.toml"
