"""`interviewer bank new`, `edit` and `delete`: write banks of your own, with the editor that you are used to."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import click

from interviewer import places
from interviewer import settings as choices
from interviewer.cli.options import examples
from interviewer.errors import BadBank
from interviewer.library import bank as banks
from interviewer.library import bank_drafts
from interviewer.library.bank import HEAD, shown
from interviewer.library.bank_drafts import Draft
from interviewer.model.plain import printable
from interviewer.settings import Settings


@click.command(epilog=examples('interviewer bank new "Night nurse"'))
@click.argument("role")
@click.option("--name", metavar="NAME", default="", help="What the bank is called: small letters, digits, hyphens.")
def new(role: str, name: str) -> None:
    """Begin a bank of your own for ROLE, such as "Night nurse".

    Its questions are written with `interviewer bank edit`.
    """
    from interviewer import studio

    folder = studio.new_bank(choices.load(), role, name=name)
    click.echo(printable(f"The bank {folder.name} is in {folder}"))
    click.echo(f"Write its first question, under a name of your choice: interviewer bank edit {folder.name} first-week")


@click.command(
    epilog=examples(
        "interviewer bank edit any-role bad-news",
        "interviewer bank edit night-nurse first-week",
        "interviewer bank edit night-nurse first-week --delete",
    )
)
@click.argument("name", metavar="BANK")
@click.argument("question", metavar="[QUESTION]", required=False)
@click.option("--delete", is_flag=True, help="Remove the question instead.")
def edit(name: str, question: str | None, delete: bool) -> None:
    """Change QUESTION, an id, of BANK in your editor.

    Without a QUESTION the bank's own file is opened. $EDITOR names the editor. A question that is not there yet is
    begun. What you write is checked before it is saved. A bank that comes with the program stays as it is: your change
    goes into a copy among your own banks, which is used from then on.
    """
    chosen = choices.load()
    folder = banks.folder_of(name, own=places.banks(chosen))
    if delete:
        if question is None:
            raise click.UsageError("--delete needs the QUESTION that is to go")
        _delete(chosen, folder, question)
        return
    if question is None:
        _edited(chosen, bank_drafts.file_text(folder, HEAD), lambda text: bank_drafts.draft_of_head(folder, text))
        return
    there = (folder / f"{question}.toml").exists() and bank_drafts.is_id(question)
    was = bank_drafts.question_file(folder, question) if there else None
    text = bank_drafts.blank(folder, question) if was is None else bank_drafts.file_text(folder, was)
    _edited(chosen, text, lambda changed: bank_drafts.draft_of_question(folder, changed, was=was))


@click.command()
@click.argument("name", metavar="BANK")
@click.option("--yes", is_flag=True, help="Do not ask.")
def delete(name: str, yes: bool) -> None:
    """Remove a bank of your own. After a copy, the bank that comes with the program is used again."""
    from interviewer import studio

    chosen = choices.load()
    folder = banks.folder_of(name, own=places.banks(chosen))
    if not yes:
        if not sys.stdin.isatty():
            raise click.UsageError("deleting needs --yes where nobody can be asked")
        click.confirm(printable(f"Delete {folder} for good?"), abort=True)
    studio.delete_bank(chosen, folder)
    click.echo(f"Deleted the bank {shown(folder.name)}.")


def _edited(chosen: Settings, text: str, draft_of: Callable[[str], Draft]) -> None:
    """Open the editor until what comes out of it can be saved, or the user gives up. Raises BadBank."""
    from interviewer import studio

    base, changed = bank_drafts.state(text), text
    while True:
        found = click.edit(changed, extension=".toml")
        if found is None or found == text:
            click.echo("Nothing was changed.")
            return
        changed = found
        draft = draft_of(changed)
        for complaint in draft.complaints:
            click.echo(printable(str(complaint)), err=True)
        if not draft.faults:
            folder = studio.save_draft(chosen, draft, base=base)
            click.echo(printable(f"Saved to {folder / draft.file}"))
            return
        _ask_again(changed)


def _ask_again(text: str) -> None:
    """Raises BadBank when nobody will mend it now; what was written is kept."""
    if sys.stdin.isatty() and click.confirm("It cannot be saved so. Open it again?", default=True, err=True):
        return
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", prefix="question-", suffix=".toml", delete=False) as file:
        file.write(text)
    raise BadBank("Nothing was saved", hint=f"What you wrote is kept in {file.name}")


def _delete(chosen: Settings, folder: Path, question: str) -> None:
    from interviewer import studio

    left = studio.delete_question(chosen, folder, question)
    click.echo(printable(f"Deleted the question {question} from {left}"))
