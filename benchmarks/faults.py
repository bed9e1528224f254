"""How many faults the program survives, counted. Prints the figures of docs/reliability.md.

    python -m benchmarks.faults [--damaged N] [--pairs N] [--replies N] [--to docs/reliability.md]
    python -m benchmarks.faults --rows [--to docs/reliability.md]

It plays the scenarios of a failing judge through whole interviews, without and with a second judge, cuts the power
after every call of the store, and N times again while the first cut is mended, fails each of its calls once, gives a
judge N arbitrary replies and damages N copies of a committed session. What `tests/faults` would fail on is counted here
as not survived. With --rows it prints which test tries which row of the tables of faults and bad input.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import count as count_up
from pathlib import Path

from benchmarks.marked import here
from benchmarks.marked import put as put_on_page
from interviewer.errors import InterviewerError
from interviewer.model.grade import Graded
from interviewer.pages.markdown import markdown
from interviewer.rules import approaches
from interviewer.rules.judging import RubricJudge
from interviewer.rules.reporting import report
from interviewer.rules.second_judge import SecondJudge
from tests.fake_chat import FakeChat
from tests.faults import test_arbitrary_replies as arbitrary
from tests.faults import test_corrupted_sessions as damage
from tests.faults import test_crash_points as points
from tests.faults import test_endpoint_scenarios as scenes
from tests.faults.forgetful_disk import Disk, in_place, put
from tests.faults.rows import summary
from tests.faults.rows import table as rows
from tests.faults.scenarios import SCENARIOS, playing
from tests.faults.test_second_judge import held
from tests.keep.examples import FULL, committed
from tests.sounds import tone, write_wav


def scenarios(folder: Path) -> Iterator[tuple[str, str]]:
    """Interviews of two answers before a judge that fails."""
    approaches.DEADLINE = 2.5
    safe = passed = 0
    for number, scenario in enumerate(SCENARIOS.values()):
        session = scenes.interview(folder / f"{number}", scenario).session
        grades = [take.grade for take in scenes.takes(session)]
        expected = scenario.outcome == "judged"
        safe += session.status == "complete" and all(isinstance(grade, Graded) == expected for grade in grades)
        with playing(scenario) as (_, url):
            near = RubricJudge(FakeChat(name="second"), clock=time.monotonic)
            both = SecondJudge(scenes.judge_at(url), near, clock=time.monotonic)
            kept = held(folder / f"{number}-second", both, scenes.SAID, scenes.SAID)
        passed += all(isinstance(take.grade, Graded) for take in scenes.takes(kept))
    yield "scenarios of a failing judge: session kept, no grade unearned", f"{safe} of {len(SCENARIOS)}"
    yield "the same with a second judge named: every answer judged", f"{passed} of {len(SCENARIOS)}"


def power_cuts(folder: Path, name: str) -> str:
    """States that the machine may wake up in, after every call of one act: how many hold all that was acknowledged."""
    prepare, act = points.ACTS[name]
    recordings = folder / name
    done = prepare(recordings)
    disk = Disk(recordings)
    before = dict(disk.images())["all"]
    survived: list[bool] = []

    def look(woken: Path) -> None:
        if name == "deleting":
            points.look_at_deletion(woken, before, done)
        else:
            points.look(woken, done)

    def wake_up(_call: str) -> None:
        for _kind, image in disk.images():
            woken = put(image, folder / "woken")
            survived.append(holds(lambda: look(folder / "woken")))
            shutil.rmtree(woken)

    disk.after = wake_up
    with in_place(disk):
        act(points.FolderStore(recordings), done)
    return f"{sum(survived)} of {len(survived)}"


def failures(folder: Path, name: str) -> str:
    """Each call of one act fails, once and for good: how often nothing acknowledged is lost."""
    calls = points.calls_of(name, folder / f"{name}-count")
    survived = [
        holds(
            lambda point=point, for_good=for_good: _fail(folder / f"{name}-{point}-{for_good}", name, point, for_good)
        )
        for point in range(1, calls + 1)
        for for_good in (False, True)
    ]
    return f"{sum(survived)} of {len(survived)}"


def _fail(recordings: Path, name: str, point: int, for_good: bool) -> None:
    prepare, act = points.ACTS[name]
    done = prepare(recordings)
    disk = Disk(recordings, fail_at=point, code=errno.EIO, for_good=for_good)
    with in_place(disk), contextlib.suppress(InterviewerError):
        act(points.FolderStore(recordings), done)
    if name != "deleting":
        points.look(recordings, done)
    elif recordings.joinpath(points.ID).exists():
        assert len(points.FolderStore(recordings).find(points.ID).turns) == 2


def second_cuts(folder: Path, count: int) -> Iterator[tuple[str, str]]:
    """Pairs of power cuts, drawn by chance: one in an act, one while the next start takes up what it left."""
    chance, survived = random.Random(1), [0, 0]

    def tried(look: Callable[[], None]) -> None:
        survived[0] += holds(look)
        survived[1] += 1

    for number in count_up():
        if survived[1] >= count:
            break
        for name in points.ACTS:
            (place := folder / f"{number}-{name}").mkdir()
            points.pairs(name, place, chance, first=8, share=0.2, tried=tried)
    yield (
        "two power cuts, the second while the first is mended, drawn by chance: states woken up in",
        f"{survived[0]} of {survived[1]}",
    )


def arbitrary_replies(count: int) -> Iterator[tuple[str, str]]:
    """Replies of a judge that are wrong in every way there is."""
    asked = graded = wrong = 0
    for seed in count_up():
        if asked >= count:
            break
        replies, grades, invalid = arbitrary.invalid(seed)
        asked, graded, wrong = asked + replies, graded + grades, wrong + invalid
    yield f"invalid grades stored, of {asked} arbitrary replies ({graded} grades came of them)", str(wrong)


def damaged(folder: Path, count: int) -> Iterator[tuple[str, str]]:
    """Copies of a committed session with bytes flipped, cut off, swapped or gone."""
    shelf = committed(folder / "shelf")
    for turn in shelf.find(FULL).turns:
        for clip in (turn.asked, *(take.answer for take in turn.takes)):
            if clip is not None:
                path = shelf.folder(FULL) / clip.path
                path.parent.mkdir(parents=True, exist_ok=True)
                write_wav(path, tone(0.1))
    store = points.FolderStore(folder / "damaged")
    read = told = 0
    for seed in range(count):
        shutil.copytree(shelf.folder(FULL), store.folder(FULL))
        damage.harm(store.folder(FULL), seed)
        try:
            read += bool(markdown(report(store.find(FULL))))
        except InterviewerError:
            told += 1
        except Exception as bug:
            print(f"seed {seed}: {type(bug).__name__}")
        shutil.rmtree(store.folder(FULL))
    yield f"damaged sessions: read or salvaged, of {count}", str(read)
    yield f"damaged sessions: refused in one sentence, of {count}", str(told)
    yield f"damaged sessions: tracebacks, of {count}", str(count - read - told)


def holds(look: Callable[[], object]) -> bool:
    try:
        look()
    except Exception:
        return False
    return True


def figures(given: argparse.Namespace) -> Iterator[tuple[str, str]]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("scenarios", "cuts", "failures", "pairs", "damaged"):
            (folder / part).mkdir()
        yield from scenarios(folder / "scenarios")
        for act in points.ACTS:
            yield f"power cut after any call of {act} a session: states woken up in", power_cuts(folder / "cuts", act)
            yield f"failing disk at any call of {act} a session, once and for good", failures(folder / "failures", act)
        yield from second_cuts(folder / "pairs", given.pairs)
        yield from arbitrary_replies(given.replies)
        yield from damaged(folder / "damaged", given.damaged)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--damaged", type=int, default=200)
    asked.add_argument("--pairs", type=int, default=2000)
    asked.add_argument("--replies", type=int, default=10_000)
    asked.add_argument("--rows", action="store_true", help="print which test tries which row, and measure nothing")
    asked.add_argument("--to", type=Path, metavar="PAGE", help="write it between the marks of this page too")
    given = asked.parse_args()
    lines = [summary(), "", *rows()] if given.rows else measured_now()
    for line in lines:
        print(line)
    if not given.rows:
        for measure, figure in figures(given):
            lines.append(f"| {measure} | {figure} |")
            print(lines[-1], flush=True)
    if given.to is not None:
        put_on_page(given.to, "rows" if given.rows else "faults", "\n".join(lines))


def measured_now() -> list[str]:
    return [f"Measured {here()}.", "", "| measure | figure |", "| --- | --- |"]


if __name__ == "__main__":
    main()
