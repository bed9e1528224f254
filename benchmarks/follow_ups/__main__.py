"""Whether follow-ups ask for what an answer left out, and how soon. Prints tables; `--to FILE` keeps them.

    python -m benchmarks.follow_ups [--part P ...] [--played N] [--spoken N] [--list FILE] [--to FILE.md]

Simulated candidates hold whole interviews through the real loop, from "tell me about yourself" to their own question
and the goodbye, two follow-ups a question allowed, in all three manners. Every answer leaves out one thing that is
known, or nothing. The scripted candidate tells stories that were written for it; the played one has them said by the
embedded model in its own words, shown only what is to be told (what it adds of its own is not looked into). `tuned`
are the stories that limits and cues were chosen on, `unseen` those that were written before and not looked at. A reveal
is a word of four letters or more that stands in the question's guidance, points or example, in no more than a fifth of
all questions' ones, and neither in the question nor in the answer. All of it is synthetic. Times are of answers spoken
by the default voice and heard in real time by the default ears, from the decided end to the moment when the loudspeaker
is asked to play. Each part of the page is made by itself: `--part` makes only that one again.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.follow_ups.candidates import Held, Played, Tell, hold, scripted
from benchmarks.follow_ups.delays import spoken
from benchmarks.follow_ups.stories import GAPS, TOLD, Story, stories
from benchmarks.marked import here, put
from interviewer import settings as choices
from interviewer import studio
from interviewer.library import bank as banks
from interviewer.model.question import Question
from interviewer.model.session import LeftOut, Manner
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

ORDINARY = 0.2
"""A word in the guidance or example of more than this share of all questions says nothing about any one of them."""

PARTS = ("tuned", "unseen", "cues", "played", "spoken")


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
    parser.add_argument("--part", action="append", choices=PARTS, help="make only this part; may be given again")
    parser.add_argument("--played", type=int, default=3, metavar="N", help="stories that the model tells in each")
    parser.add_argument("--spoken", type=int, default=3, metavar="N", help="stories that are spoken aloud")
    parser.add_argument("--list", type=Path, metavar="FILE", help="write every answer and follow-up there, to be read")
    parser.add_argument("--to", type=Path)
    given = parser.parse_args()
    head = studio.open_labeller(choices.load())
    log: list[str] = []
    makers: dict[str, Callable[[], str]] = {
        "tuned": lambda: _table("Scripted, tuned half", stories("tuned"), scripted, head, log),
        "unseen": lambda: _table("Scripted, unseen half", stories("unseen"), scripted, head, log),
        "cues": lambda: _table(
            "Scripted, unseen half, by cues alone, as without the head's weights",
            stories("unseen"),
            scripted,
            None,
            log,
        ),
        "played": lambda: _played(stories("unseen")[-given.played :], head, log),
        "spoken": lambda: spoken(stories("unseen")[: given.spoken], head),
    }
    if given.to is not None and not given.to.exists():
        given.to.write_text(_blank())
    for part in given.part or PARTS:
        begun = here()
        text = f"{makers[part]()}\n\n{begun}."
        print(text, end="\n\n", flush=True)
        if given.to is not None:
            put(given.to, part, text)
    if given.list is not None:
        given.list.write_text("\n".join(log) + "\n")


def _blank() -> str:
    """The page without its figures."""
    assert __doc__ is not None
    title, command, text = __doc__.strip().split("\n\n")
    places = "\n\n".join(f"<!-- {part}: begin -->\n<!-- {part}: end -->" for part in PARTS)
    return f"# {title}\n\nBy `{command.strip()}`.\n\n{text}\n\n{places}\n"


def _played(chosen: tuple[Story, ...], head: Head | None, log: list[str]) -> str:
    chat = studio.open_chat(choices.load())
    chat.start()
    try:
        return _table(f"Played by {chat.name}, unseen half", chosen, Played(chat), head, log)
    finally:
        chat.close()


def _table(title: str, chosen: tuple[Story, ...], tell: Tell, head: Head | None, log: list[str]) -> str:
    rows: dict[LeftOut | None, Counts] = {}
    found: list[str] = []
    whole = 0
    log.append(f"# {title}")
    for place, gap in enumerate((*GAPS, None)):
        held = hold(chosen, gap, tell=tell, manner=MANNERS[place % 3], head=head)
        whole += held.is_whole
        rows[gap] = _count(held, chosen, gap, found)
        log += _listed(held, gap)
    lines = [
        f"## {title}",
        f"{len(chosen)} stories, {sum(each.answers for each in rows.values())} answers in {len(rows)} interviews, of"
        f" which {whole} went from the greeting to the goodbye.",
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
    if found:
        lines.append("What was counted against it:\n\n" + "\n".join(f"- {one}" for one in found))
    return "\n\n".join(lines)


def _row(name: str, each: Counts) -> str:
    found = "-" if name == "nothing" else f"{each.gap_asked}"
    return f"| {name} | {each.answers} | {found} | {each.repeats} | {each.reveals} | {each.of_said} |"


def _count(held: Held, chosen: tuple[Story, ...], gap: LeftOut | None, found: list[str]) -> Counts:
    """What there is to count in one interview; each thing that should not have been is told in `found`."""
    counts = Counts()
    texts: Counter[str] = Counter()
    for turn, story in zip(held.turns, chosen, strict=True):
        counts.answers += 1
        told = {mark for mark in TOLD[gap] if story.lines.get(mark)}
        said = held.answers[turn.number]
        where = f"{story.name}, {gap or 'nothing'} left out"
        if gap is not None and not (turn.follow_ups and turn.follow_ups[0].gap == gap):
            instead = f'asked "{turn.follow_ups[0].text}"' if turn.follow_ups else "asked nothing"
            found.append(f"{where}: {instead}")
        for place, each in enumerate(turn.follow_ups):
            counts.asked += 1
            texts[each.text] += 1
            counts.gap_asked += place == 0 and gap is not None and each.gap == gap
            if any(each.gap == earlier.gap for earlier in turn.follow_ups[:place]):
                counts.repeats += 1
                found.append(f'{where}: "{each.text}" asks again for the {each.gap}')
            if secret := _secret(story.question) & set(words(each.text)) - set(words(said)):
                counts.reveals += 1
                found.append(f'{where}: "{each.text}" reveals {", ".join(sorted(secret))}')
            if each.gap is not None and set(SAID[each.gap]) & told:
                counts.of_said += 1
                found.append(f'{where}: "{each.text}" asks for the {each.gap}, which was said')
            told |= set("STAR") if each.gap == gap else set()
    counts.repeats += sum(count - 1 for count in texts.values())
    return counts


def _listed(held: Held, gap: LeftOut | None) -> list[str]:
    """Every answer with what was asked about it, for people to read."""
    lines = [f"## left out: {gap or 'nothing'} ({held.session.manner})"]
    for turn in held.turns:
        lines += ["", f"Q: {turn.question.text}", f"A: {held.answers[turn.number]}"]
        lines += [f"F ({each.gap}): {each.text}" for each in turn.follow_ups] or ["F: none"]
    return lines


def _secret(question: Question) -> set[str]:
    """Words of this question's guidance and example that are neither in the question nor in many others' guidance."""
    everything = [
        _holds(each) for name in ("it-product-manager", "any-role") for each in banks.find(name).all_questions
    ]
    ordinary = {
        word
        for word, count in Counter(w for each in everything for w in each).items()
        if count > ORDINARY * len(everything)
    }
    return {word for word in _holds(question) - ordinary - set(words(question.text)) if len(word) > 3}


def _holds(question: Question) -> set[str]:
    return set(words(" ".join([question.guidance, question.example, *(point.text for point in question.points)])))


if __name__ == "__main__":
    main()
