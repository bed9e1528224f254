"""Whether follow-ups ask for what an answer left out, and how soon. Prints tables; `--to FILE` keeps them.

    python -m benchmarks.follow_ups [--played N] [--spoken N] [--to benchmarks/follow_ups.md]

Simulated candidates hold whole interviews through the real loop, two follow-ups a question allowed, in all three
manners. Every answer leaves out one thing that is known, or nothing. The scripted candidate tells stories that were
written for it; the played one has them said by the embedded model in its own words, shown only what is to be told (what
it adds of its own is not looked into). `tuned` are the stories that limits and cues were chosen on, `unseen` those that
were written before and not looked at. All of it is synthetic. Times are of answers spoken by the default voice and
heard in real time by the default ears, from the decided end to the moment when the loudspeaker is asked to play.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.follow_ups.candidates import Held, Played, Tell, hold, scripted
from benchmarks.follow_ups.stories import GAPS, TOLD, Story, stories
from interviewer import settings as choices
from interviewer import studio
from interviewer.adapters.file_microphone import FileMicrophone
from interviewer.library import bank as banks
from interviewer.model.question import Question
from interviewer.model.session import LeftOut, Manner
from interviewer.rules.gates import COMMON
from interviewer.rules.head.head import Head
from interviewer.rules.wording import words

MANNERS: tuple[Manner, ...] = ("neutral", "friendly", "pressing")
SAID: dict[LeftOut, str] = {
    "example": "STAW",
    "own-role": "A",
    "action": "AW",
    "result": "RV",
    "number": "R",
    "situation": "S",
    "task": "T",
}
"""What a follow-up asks for was said, when one of these lines of the story was told."""

ORDINARY = 0.1
"""A word in the guidance or example of more than this share of all questions says nothing about any one of them."""


@dataclass
class Counts:
    """What came of the answers with one gap."""

    answers: int = 0
    gap_asked: int = 0
    asked: int = 0
    repeats: int = 0
    reveals: int = 0
    of_said: int = 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--played", type=int, default=3, metavar="N", help="stories that the model tells; 0: none")
    parser.add_argument("--spoken", type=int, default=3, metavar="N", help="stories that are spoken aloud; 0: none")
    parser.add_argument("--to", type=Path)
    given = parser.parse_args()
    head = studio.open_labeller(choices.load())
    tables: list[str] = []
    for title, half, reader in (
        ("Scripted, tuned half", "tuned", head),
        ("Scripted, unseen half", "unseen", head),
        ("Scripted, unseen half, by cues alone, as without the head's weights", "unseen", None),
    ):
        tables.append(_table(title, stories("unseen" if half == "unseen" else "tuned"), scripted, reader))
        print(tables[-1], end="\n\n", flush=True)
    if given.played:
        tables.append(_played(stories("unseen")[-given.played :], head))
        print(tables[-1], end="\n\n", flush=True)
    if given.spoken:
        tables.append(_spoken(stories("unseen")[: given.spoken], head))
        print(tables[-1], end="\n\n", flush=True)
    if given.to is not None:
        assert __doc__ is not None
        title, command, text = __doc__.strip().split("\n\n")
        given.to.write_text("\n\n".join([f"# {title}", f"By `{command.strip()}`.", text, *tables]) + "\n")


def _played(chosen: tuple[Story, ...], head: Head | None) -> str:
    chat = studio.open_chat(choices.load())
    chat.start()
    try:
        return _table(f"Played by {chat.name}, unseen half", chosen, Played(chat), head)
    finally:
        chat.close()


def _table(title: str, chosen: tuple[Story, ...], tell: Tell, head: Head | None) -> str:
    rows: dict[LeftOut | None, Counts] = {}
    for place, gap in enumerate((*GAPS, None)):
        with tempfile.TemporaryDirectory() as folder:
            held = hold(Path(folder), chosen, gap, tell=tell, manner=MANNERS[place % 3], head=head)
        rows[gap] = _count(held, chosen, gap)
    lines = [
        f"## {title}",
        f"{len(chosen)} stories, {sum(each.answers for each in rows.values())} answers in {len(rows)} interviews.",
        "| left out | answers | its follow-up asks for it | repeats | reveals | asks for what was said |\n"
        "| --- | ---: | ---: | ---: | ---: | ---: |\n"
        + "\n".join(_row(gap or "nothing", each) for gap, each in rows.items()),
    ]
    with_gap = [each for gap, each in rows.items() if gap is not None]
    share = sum(each.gap_asked for each in with_gap) / sum(each.answers for each in with_gap)
    lines.append(
        f"The true gap is asked for in {share:.0%} of the answers that have one (aim: 90 %);"
        f" {sum(each.repeats for each in rows.values())} repeats,"
        f" {sum(each.reveals for each in rows.values())} reveals and"
        f" {sum(each.of_said for each in rows.values())} times asked for what was said (aims: 0) in"
        f" {sum(each.asked for each in rows.values())} follow-ups."
    )
    return "\n\n".join(lines)


def _row(name: str, each: Counts) -> str:
    found = "-" if name == "nothing" else f"{each.gap_asked}"
    return f"| {name} | {each.answers} | {found} | {each.repeats} | {each.reveals} | {each.of_said} |"


def _count(held: Held, chosen: tuple[Story, ...], gap: LeftOut | None) -> Counts:
    counts = Counts()
    texts: Counter[str] = Counter()
    for turn, story in zip(held.session.turns, chosen, strict=True):
        counts.answers += 1
        told = {mark for mark in TOLD[gap] if story.lines.get(mark)}
        said = held.answers[turn.number]
        for place, each in enumerate(turn.follow_ups):
            counts.asked += 1
            texts[each.text] += 1
            counts.gap_asked += place == 0 and gap is not None and each.gap == gap
            counts.repeats += any(each.gap == earlier.gap for earlier in turn.follow_ups[:place])
            counts.reveals += bool(_secret(story.question) & set(words(each.text)) - set(words(said)))
            counts.of_said += each.gap is not None and bool(set(SAID[each.gap]) & told)
            told |= set("STAR") if each.gap == gap else set()
    counts.repeats += sum(count - 1 for count in texts.values())
    return counts


def _secret(question: Question) -> set[str]:
    """Words of this question's guidance and example that are neither in the question nor ordinary English."""
    everything = [
        _holds(each) for name in ("it-product-manager", "any-role") for each in banks.find(name).all_questions
    ]
    ordinary = {
        word
        for word, count in Counter(w for each in everything for w in each).items()
        if count > ORDINARY * len(everything)
    }
    said = COMMON | ordinary | set(words(question.text))
    return {word for word in _holds(question) - said if len(word) > 3}


def _holds(question: Question) -> set[str]:
    return set(words(" ".join([question.guidance, question.example, *(point.text for point in question.points)])))


def _spoken(chosen: tuple[Story, ...], head: Head | None) -> str:
    """Answers as sound in real time, each without its end, and what is heard after them."""
    settings = choices.load()
    voice, ears = studio.open_voice(settings), studio.open_ears(settings)
    ears.start()
    try:
        with tempfile.TemporaryDirectory() as folder:
            files = [
                Path(folder) / f"{kind}-{number}.wav" for number in range(len(chosen)) for kind in ("answer", "more")
            ]
            for story, answer, more in zip(chosen, files[::2], files[1::2], strict=True):
                voice.render(story.told("result"), answer)
                voice.render(story.reply("result"), more)
            with FileMicrophone(files[::2], follow_ups=files[1::2]) as microphone:
                held = hold(
                    Path(folder) / "sessions",
                    chosen,
                    "result",
                    tell=scripted,
                    manner="neutral",
                    head=head,
                    voice=voice,
                    microphone=microphone,
                    ears=ears,
                    detector=studio.open_detector,
                    a_question=1,
                )
    finally:
        ears.close()
        voice.close()
    bridges, asked = zip(*_delays(held), strict=True)
    return (
        "## How soon, in seconds from the decided end\n\n"
        f"{len(bridges)} spoken answers; the words of the last seconds are still to be written down when they end.\n\n"
        "| | median | longest | aim |\n| --- | ---: | ---: | ---: |\n"
        f"| the phrase begins | {statistics.median(bridges):.2f} | {max(bridges):.2f} | 0.8 |\n"
        f"| the follow-up begins | {statistics.median(asked):.2f} | {max(asked):.2f} | 4 |\n\n"
        "The loudspeaker is a fake that plays in no time, so the follow-up is never waited for behind the phrase."
    )


def _delays(held: Held) -> Iterator[tuple[float, float]]:
    """For each follow-up, from the end of its answer to the phrase before it, and to itself."""
    for at, name in held.played:
        if name.startswith("follow-up"):
            ended = max(moment for moment, _ in held.ended if moment <= at)
            phrase = min(
                (moment for moment, each in held.played if each == "bridge.wav" and ended <= moment <= at), default=at
            )
            yield phrase - ended, at - ended


if __name__ == "__main__":
    main()
