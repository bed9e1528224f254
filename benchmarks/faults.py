"""How many faults the program survives, counted. Prints the figures of docs/reliability.md.

    python -m benchmarks.faults [--damaged N]

It plays the scenarios of a failing judge through whole interviews, without and with a second judge, cuts the power
after every call of the store and fails each of its calls once, and damages N copies of a committed session. What
`tests/faults` would fail on is counted here as not survived. Three minutes on two cores with the default N.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from interviewer.errors import InterviewerError
from interviewer.model.grade import Graded
from interviewer.pages.markdown import markdown
from interviewer.rules import judging
from interviewer.rules.judging import RubricJudge
from interviewer.rules.reporting import report
from interviewer.rules.second_judge import SecondJudge
from tests.fake_chat import FakeChat
from tests.faults import test_corrupted_sessions as damage
from tests.faults import test_crash_points as points
from tests.faults import test_endpoint_scenarios as scenes
from tests.faults.forgetful_disk import Disk, in_place, put
from tests.faults.scenarios import SCENARIOS, playing
from tests.faults.test_second_judge import held
from tests.keep.examples import FULL, committed
from tests.sounds import tone, write_wav


def scenarios(folder: Path) -> Iterator[tuple[str, str]]:
    """Interviews of two answers before a judge that fails."""
    judging.DEADLINE = 2.5
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


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--damaged", type=int, default=200)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("scenarios", "cuts", "failures", "damaged"):
            (folder / part).mkdir()
        print("| measure | figure |\n| --- | --- |")
        for measure, figure in scenarios(folder / "scenarios"):
            show(measure, figure)
        for act in points.ACTS:
            show(f"power cut after any call of {act} a session: states woken up in", power_cuts(folder / "cuts", act))
            show(f"failing disk at any call of {act} a session, once and for good", failures(folder / "failures", act))
        for measure, figure in damaged(folder / "damaged", given.damaged):
            show(measure, figure)


def show(measure: str, figure: str) -> None:
    print(f"| {measure} | {figure} |", flush=True)


if __name__ == "__main__":
    main()
