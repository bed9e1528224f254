"""`interviewer eval`: how far is this judge from labelled answers?"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.resources import files as package
from pathlib import Path
from typing import Any, get_args

import click
from pydantic import TypeAdapter, ValidationError

from interviewer import places, studio
from interviewer import settings as choices
from interviewer.cli import consent
from interviewer.cli.agreement_table import lines
from interviewer.cli.options import JUDGE_AT, MODEL, examples, setting
from interviewer.errors import BadAnswers, BadSettings, SetupError
from interviewer.library.fitted import Fitted, fitted
from interviewer.library.labelled import LabelledAnswer, read_answers
from interviewer.model.grade import Grade, Graded, Ungraded
from interviewer.model.plain import counted
from interviewer.model.speech import Heard, Sentence
from interviewer.ports import Judge, Ledger
from interviewer.rules import grader_card, measuring
from interviewer.rules.measuring import Judged
from interviewer.settings import Settings

GRADE: TypeAdapter[Grade] = TypeAdapter(Grade)


@click.command("eval", epilog=examples("interviewer eval --by head", "interviewer eval --limit 10 --quick"))
@click.argument("files", nargs=-1, type=click.Path(dir_okay=False, path_type=Path), metavar="[FILE.jsonl ...]")
@click.option(
    "--json",
    "out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="OUT",
    help="Write all figures into this file.",
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the first N answers of each file.")
@click.option(
    "--only",
    type=click.Choice(measuring.MEASURES),
    multiple=True,
    metavar="MEASURE",
    help=f"Only this; may be given again. There are {', '.join(measuring.MEASURES)}.",
)
@click.option("--retest", type=click.IntRange(min=1), metavar="N", help="Judge each answer N times more.")
@click.option("--quick", is_flag=True, help="Only how far the grades agree; no answers distorted on purpose.")
@click.option(
    "--by",
    "readers",
    type=click.Choice(get_args(studio.Readers)),
    default="auto",
    help="Who reads the answers: the language model, the head that was fitted to it (quick), or both (auto).",
)
@click.option("--alone", is_flag=True, help="Also with the language model alone and the head alone: slow.")
@setting("model", metavar="NAME", help=MODEL)
@setting("base_url", metavar="URL", help=JUDGE_AT)
@consent.yes_option
def evaluate(
    files: tuple[Path, ...],
    out: Path | None,
    limit: int | None,
    only: tuple[str, ...],
    retest: int | None,
    quick: bool,
    readers: studio.Readers,
    alone: bool,
    yes: bool,
    **flags: Any,
) -> None:
    """Grade answers whose grade is known, and print how far the judge is from it.

    FILE.jsonl holds a labelled answer a line; without one, those that come with the program are graded. Grades are
    kept, so that a run that was stopped goes on where it was.
    """
    chosen = choices.load(**flags)
    if out is not None and not out.parent.is_dir():
        raise SetupError(f"There is no folder {str(out.parent)!r} to write to.", hint="Make it first, or name another.")
    if readers != "head":
        consent.ask(chosen, yes=yes)
    judge = studio.open_judge(chosen, readers)
    if judge is None:
        raise BadSettings(
            "The judge is switched off, so there is nothing to measure.",
            hint="Type: INTERVIEWER_JUDGE=on interviewer eval",
        )
    wanted = set(only) or (set(measuring.AGREEMENT_MEASURES) if quick else set(measuring.MEASURES))
    sets = {file.stem: read_answers(file)[:limit] for file in files or (_shipped(),)}
    _demand_unique(sets)
    bench = Bench(judge, places.cache(chosen) / "eval")
    with _ready(judge, readers):
        known = _fitted_on(chosen)
        measured = {name: _measured(name, answers, bench, wanted, retest or 0, known) for name, answers in sets.items()}
        figures: dict[str, Any] = {name: found for name, (_, found) in measured.items()}
        rows = [row for judged, _ in measured.values() for row in judged]
        if len(sets) > 1:
            figures["together"] = measuring.agreement_of(measuring.unseen(rows, known) or rows)
        figures = {
            "model": judge.name,
            "readers": readers,
            "date": datetime.now(UTC).date().isoformat(),
            "seconds": bench.seconds(),
            "situational": "not measured" if all(row.answer.kind != "situational" for row in rows) else "measured",
            "sets": figures,
            "predictions": [row.prediction() for row in rows],
        }
    if alone:
        each: tuple[studio.Readers, ...] = ("model", "head") if _head(chosen) else ("model",)
        figures["alone"] = {who: _alone(chosen, who, sets) for who in each}
    for line in lines(figures):
        click.echo(line)
    if out is not None:
        out.write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    if readers == "auto" and not (limit or only):
        failed = sum(isinstance(row.grade, Ungraded) and row.grade.again for row in rows)
        click.echo(_keep_card(chosen, judge, figures["sets"], failed))


@contextmanager
def _ready(judge: Judge, readers: studio.Readers) -> Iterator[None]:
    """Have the judge's language model loaded, except for the head, which needs none; and let go of it in the end."""
    if readers != "head":
        judge.start()
    try:
        yield
    finally:
        judge.close()


def _head(chosen: Settings) -> Fitted | None:
    """What reads beside the language model."""
    return None if chosen.base_url else fitted(chosen.model)


def _fitted_on(chosen: Settings) -> frozenset[str]:
    """Fingerprints of the answers that the judge's head was fitted on."""
    head = _head(chosen)
    return head.answers if head else frozenset()


def _keep_card(chosen: Settings, judge: Judge, sets: Mapping[str, Mapping[str, Any]], failed: int) -> str:
    """Have the reports of this judge tell these figures, where they say anything; the line to print about it."""
    if failed:
        return f"Reports do not tell these figures: {counted(failed, 'answer')} could not be judged."
    new = {name: found for name, found in sets.items() if name != "together" and not found["flatters"]}
    card = grader_card.card_of(new, datetime.now(UTC).date())
    if card is None:
        fewest = grader_card.FEWEST
        return f"Reports do not tell these figures: fewer than {fewest} answers were new to this judge."
    try:
        studio.cards(chosen).keep(judge.fingerprint, card)
    except OSError as error:
        raise SetupError("The figures could not be kept for the reports.", hint=str(error.strerror)) from error
    return f"Reports of this judge now say: {grader_card.told(card)}"


def _alone(
    chosen: Settings, who: studio.Readers, sets: Mapping[str, Sequence[LabelledAnswer]]
) -> dict[str, dict[str, Any]]:
    """Agreement of one of the two readers without the other, for each set."""
    judge = studio.open_judge(chosen, who)
    if judge is None:
        return {}
    bench = Bench(judge, places.cache(chosen) / "eval")
    with _ready(judge, who):
        known = _fitted_on(chosen)
        return {
            name: _measured(f"{name}, {who} alone", answers, bench, set(), 0, known)[1]
            for name, answers in sets.items()
        }


class Bench:
    """Judges answers and remembers the grades on disk, so that nothing is paid for twice."""

    def __init__(self, judge: Judge, folder: Path) -> None:
        self._judge = judge
        self._folder = folder
        self._took: list[float] = []
        self.fresh = False
        """Judge again what is remembered, for a retest."""

    def __call__(self, answer: LabelledAnswer, sentences: Sequence[Sentence], heard: Heard) -> Grade:
        file = self._folder / f"{self._key(answer, sentences)}.json"
        grade = None if self.fresh else _remembered(file)
        if grade is None:
            began = time.monotonic()
            grade = self._judge.grade(answer.as_question(), sentences, heard, NoLedger())
            self._took.append(time.monotonic() - began)
            if isinstance(grade, Graded) or not grade.again:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(grade.model_dump_json(), encoding="utf-8")
        elif isinstance(grade, Graded):
            self._took.append(grade.seconds)
        return grade

    def seconds(self) -> dict[str, float]:
        """Median and 95th percentile of the seconds an answer took, gated ones left out."""
        took = sorted(seconds for seconds in self._took if seconds > 0.05)
        if not took:
            return {}
        return {"median": took[len(took) // 2], "p95": took[min(int(0.95 * len(took)), len(took) - 1)]}

    def _key(self, answer: LabelledAnswer, sentences: Sequence[Sentence]) -> str:
        what = [self._judge.fingerprint, answer.as_question().model_dump_json(), *(one.text for one in sentences)]
        return hashlib.sha256("\n".join(what).encode()).hexdigest()


class NoLedger(Ledger):
    """An evaluation keeps grades, not what led to them."""

    def note(self, kind: str, **facts: Any) -> None:
        """Nothing."""


def _measured(
    name: str,
    answers: Sequence[LabelledAnswer],
    bench: Bench,
    wanted: set[str],
    retests: int,
    known: frozenset[str],
) -> tuple[list[Judged], dict[str, Any]]:
    """All answers judged, and the figures: of those that the head was not fitted on, unless it was on all of them."""
    with click.progressbar(answers, label=f"Judging {name}", show_pos=True, item_show_func=lambda _: None) as shown:
        rows = [measuring.judged(answer, bench) for answer in shown]
    new = measuring.unseen(rows, known)
    found = measuring.agreement_of(new or rows)
    found |= {"fitted": len(rows) - len(new), "flatters": not new and bool(rows)}
    good = measuring.worth_distorting(new or rows)
    for family, measure in measuring.FAMILIES.items():
        if family in wanted and good:
            click.echo(f"Measuring {family} ...", err=True)
            found[family] = measure(good, bench)
    if retests or "retest" in wanted:
        bench.fresh = True
        found["retest"] = measuring.retest(good[:10], bench, retests or 1)
        bench.fresh = False
    return rows, found


def _remembered(file: Path) -> Grade | None:
    try:
        return GRADE.validate_json(file.read_bytes())
    except (OSError, ValidationError):
        return None


def _shipped() -> Path:
    """The labelled answers that come with the program."""
    return Path(str(package("interviewer") / "labelled" / "dev.jsonl"))


def _demand_unique(sets: dict[str, tuple[LabelledAnswer, ...]]) -> None:
    names = [answer.id for answers in sets.values() for answer in answers]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise BadAnswers(f"Two answers have the id {twice[0]!r}.", hint="Ids must differ over all files given.")
