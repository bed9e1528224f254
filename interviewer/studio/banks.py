"""The user's own question banks, changed: a bank that comes with the program is copied before its first change."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from interviewer import places
from interviewer.adapters import bank_files
from interviewer.errors import BadBank
from interviewer.library import bank as banks
from interviewer.library.bank import HEAD, shown
from interviewer.library.bank_drafts import Draft, file_text, is_id, question_file, state
from interviewer.library.bank_text import head_text
from interviewer.library.content import content
from interviewer.library.guide_bank import slug
from interviewer.settings import Settings


def is_shipped(folder: Path) -> bool:
    """Whether the bank in `folder` is one that comes with the program, and so is never changed."""
    return folder.resolve().parent == content("question_bank").resolve()


def is_copy(folder: Path, chosen: Settings) -> bool:
    """Whether the bank is the user's copy of one that comes with the program."""
    return folder.parent == places.banks(chosen) and folder.name in banks.banks()


def save_draft(chosen: Settings, draft: Draft, *, base: str = "") -> Path:
    """Write a draft into the bank, or into the user's copy of it; the folder of the bank that holds it.

    `base` is the `state` of the text that the change began with. Raises BadBank when the draft has faults or the file
    was changed meanwhile, and StoreError.
    """
    if draft.faults:
        first = draft.faults[0]
        more = f" (and {len(draft.faults) - 1} more)" if draft.faults[1:] else ""
        raise BadBank(
            f"{shown(first.file.name)} line {first.line}: {first.message}{more}", hint="Put it right, and save again."
        )
    folder = own_folder(chosen, draft.folder)
    if base and draft.was is not None and state(file_text(folder, draft.was)) != base:
        raise BadBank(
            f"{draft.was} was changed elsewhere since you opened it", hint="Open it again, and make your change there."
        )
    bank_files.write_file(folder / draft.file, draft.text)
    if draft.was is not None and draft.was != draft.file:
        bank_files.remove_file(folder / draft.was)
    return folder


def delete_question(chosen: Settings, folder: Path, id: str) -> Path:
    """Remove a question from the bank, or from the user's copy of it. Raises BadBank or StoreError."""
    file = question_file(folder, id)
    folder = own_folder(chosen, folder)
    bank_files.remove_file(folder / file)
    return folder


def question_id(text: str, folder: Path) -> str:
    """A name for a new question of the bank, cut from its words, that no other question has."""
    first = slug(text, words=6) or "question"
    names = (first if number == 1 else f"{first}-{number}" for number in count(1))
    return next(name for name in names if f"{name}.toml" != HEAD and not (folder / f"{name}.toml").exists())


def new_bank(chosen: Settings, role: str, *, name: str = "", about: str = "") -> Path:
    """Begin a bank for a role: one category and no question yet. Raises BadBank or StoreError."""
    id = name or slug(role, small=True)
    if not is_id(id):
        raise BadBank(
            f'"{shown(id or role)}" cannot be the name of a bank',
            hint="Take small letters, digits and single hyphens, such as: night-nurse",
        )
    folder = places.banks(chosen) / id
    if id in banks.banks(own=places.banks(chosen)) or folder.exists():
        raise BadBank(f'There is a bank "{id}" already', hint="Take another name.")
    bank_files.write_file(folder / HEAD, head_text(id=id, role=role, about=about))
    return folder


def delete_bank(chosen: Settings, folder: Path) -> None:
    """Remove one of the user's own banks; of a copy, the bank that comes with the program is there again.

    Raises BadBank when it is not the user's own, and StoreError.
    """
    if folder.parent != places.banks(chosen):
        raise BadBank(
            f"{shown(folder.name)} is not in the folder of your own banks, and stays",
            hint=f"Your own banks are in {shown(places.banks(chosen))}",
        )
    bank_files.remove_bank(folder, head=HEAD)


def own_folder(chosen: Settings, folder: Path) -> Path:
    """Where changes of the bank go: its folder, or the user's copy of it, which is made when there is none yet.

    Raises StoreError.
    """
    if not is_shipped(folder):
        return folder
    own = places.banks(chosen) / folder.name
    if not (own / HEAD).exists():
        bank_files.copy_bank(folder, own, head=HEAD)
    return own
