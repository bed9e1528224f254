"""`interviewer doctor`: everything that an interview needs, tried one by one."""

from __future__ import annotations

import json

import click
from rich.console import Console

from interviewer import checkup, consent
from interviewer import settings as choices
from interviewer.cli import consent as ask_consent
from interviewer.errors import InterviewerError
from interviewer.model.plain import printable
from interviewer.settings import Settings


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print a list of findings as JSON.")
@click.option("--endpoint", is_flag=True, help="Try the judge alone: is it there, how quick, and what is sent to it.")
@ask_consent.yes_option
def doctor(as_json: bool, endpoint: bool, yes: bool) -> int:
    """Check microphone, voice, ears, judge and disk; says what to do about what is missing."""
    chosen = choices.load()
    checks = checkup.checks(chosen)
    if endpoint:
        chosen = _agreed(chosen, yes=yes)
        checks = checkup.judge_checks(chosen)
    console = Console(stderr=as_json)
    findings: list[dict[str, str | bool]] = []
    for name, check in checks:
        with console.status(f"Trying {name} ..."):
            finding = _try(name, check)
        findings.append(finding)
        if not as_json:
            _print(console, finding)
    if as_json:
        click.echo(json.dumps(findings, indent=2))
    missing = sum(not finding["ok"] for finding in findings)
    if missing and not as_json:
        console.print(f"\n{missing} of {len(findings)} need your attention.")
    return 3 if missing else 0


def _agreed(chosen: Settings, *, yes: bool) -> Settings:
    """The settings with which the judge may be tried, even where judging is switched off. Raises EndpointRefused."""
    trying = chosen.model_copy(update={"judge": "on"})
    ask_consent.ask(trying, yes=yes)
    hosts = consent.hosts_to_ask_about(trying)
    return trying.model_copy(update={"send_to": " ".join([trying.send_to, *hosts])}) if hosts else trying


def _try(name: str, check: checkup.Check) -> dict[str, str | bool]:
    try:
        return {"name": name, "ok": True, "found": printable(check()), "hint": ""}
    except InterviewerError as error:
        return {"name": name, "ok": False, "found": printable(error.message), "hint": printable(error.hint)}


def _print(console: Console, finding: dict[str, str | bool]) -> None:
    mark = "[green]ok[/green]  " if finding["ok"] else "[red]no[/red]  "
    console.print(f"{mark}[bold]{finding['name']}[/bold]  ", end="", highlight=False)
    console.print(str(finding["found"]), markup=False, highlight=False)
    if finding["hint"]:
        console.print(f"      {finding['hint']}", markup=False, highlight=False)
