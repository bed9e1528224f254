"""Finds what people write: the prompts and the question banks."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from interviewer.errors import SetupError

ContentKind = Literal["prompts", "question_bank"]

PACKAGE = Path(__file__).parents[1]


def content(kind: ContentKind, *, override: Path | None = None) -> Path:
    """The folder of `kind`: the one that was named, else the installed copy, else the checkout's.

    The wheel carries a copy under `_content/`; a checkout has the original beside the package. There is no fourth
    place: raises SetupError when the folder is not there.
    """
    if override is not None:
        return _existing(override, hint=f"Name a folder that holds {_called(kind)}.")
    installed = PACKAGE / "_content" / kind
    if installed.is_dir():
        return installed
    return _existing(PACKAGE.parent / kind, hint="The installation is incomplete: install interviewer again.")


def _existing(folder: Path, *, hint: str) -> Path:
    if not folder.is_dir():
        raise SetupError(f"There is no folder {str(folder)!r}", hint=hint)
    return folder


def _called(kind: ContentKind) -> str:
    return {"prompts": "prompts", "question_bank": "question banks"}[kind]
