"""Ask the embedded model its yes-or-no checks about labelled answers, and keep the odds for fitting the head.

    python -m benchmarks.judge.odds OUT.jsonl FILE ... [--every N]

Each line: the answer's id, the log-odds that it answers its own question and another one (of the same file), and for
each guidance point of both the log-odds that it is spoken of. What is in OUT already is not asked again.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path
from typing import Any

from benchmarks.judge.answers import Answer, answers
from interviewer import settings, studio
from interviewer.cli.evaluate import NoLedger
from interviewer.model.question import GuidancePoint, Question
from interviewer.model.speech import Sentence
from interviewer.rules.asking import Asked, Asker, AskPrompts
from interviewer.rules.cleaning import clean
from interviewer.rules.gates import FEWEST_WORDS
from interviewer.rules.line import Line
from interviewer.rules.rubric import bundle_of
from interviewer.rules.screening import quarantined


def usable(answer: Answer) -> list[Sentence]:
    """The sentences that a judge would read, with the ids that they have in the whole answer."""
    spoken = [
        Sentence(id=f"s{number}", text=text, clean=clean(text.split()), start=None, end=None)
        for number, text in enumerate(answer["sentences"], start=1)
    ]
    aside = quarantined(spoken)
    return [sentence for sentence in spoken if sentence.id not in aside and sentence.clean]


def question_of(answer: Answer) -> Question:
    return Question(
        id="labelled",
        text=answer["question"],
        category="labelled",
        kind=answer["kind"],
        guidance=answer["question"],
        points=tuple(GuidancePoint(text=point) for point in answer["guidance_points"]),
        probes=answer["question"],
    )


def asked(line: Line, prompts: AskPrompts, answer: Answer, other: Answer) -> dict[str, Any]:
    spoken = usable(answer)
    own, strange = (Asker(line, prompts, bundle_of(question_of(one)), spoken) for one in (answer, put(answer, other)))
    found = _points(own, answer)
    return {
        "id": answer["id"],
        "own": own.relevance(),
        "other question": other["question"],
        "other": strange.relevance(),
        "other points": [one.odds for one in _points(strange, other)],
        "points": [one.odds for one in found],
        "evidence": [one.evidence for one in found],
    }


def put(answer: Answer, other: Answer) -> Answer:
    """The answer, put to the question of another one."""
    return answer | {name: other[name] for name in ("question", "kind", "guidance_points")}


def _points(asker: Asker, answer: Answer) -> list[Asked]:
    return [asker.point(number, point) for number, point in enumerate(answer["guidance_points"], start=1)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--every", type=int, default=1, help="only every Nth answer")
    parser.add_argument("--threads", type=int, default=0)
    given = parser.parse_args()
    known = (
        {json.loads(line)["id"] for line in given.out.read_text("utf-8").splitlines()} if given.out.exists() else set()
    )
    prompts = AskPrompts.load()
    chat = studio.open_chat(settings.load(threads=given.threads))
    line = Line(chat, prompts.system, prompts.repair, NoLedger(), seed=0, deadline=600.0)
    with given.out.open("a", encoding="utf-8") as out:
        for file in given.files:
            every = answers(file)
            for answer in every[:: given.every]:
                if answer["id"] in known or sum(len(one.clean.split()) for one in usable(answer)) < FEWEST_WORDS:
                    continue
                others = [one for one in every if one["question"] != answer["question"]]
                other = random.Random(answer["id"]).choice(others)
                out.write(json.dumps(asked(line, prompts, answer, other)) + "\n")
                out.flush()
    chat.close()


if __name__ == "__main__":
    main()
