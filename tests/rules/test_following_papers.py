"""Follow-ups about the line of a job description or a CV that a question was asked for."""

from __future__ import annotations

import pytest

from benchmarks.follow_ups.stories import stories
from interviewer.library import bank as banks
from interviewer.model.session import FollowUp, Manner, Paper, Reason
from interviewer.model.speech import Sentence, Typed
from interviewer.rules.following.choice import Asked, choose, without_gaps
from interviewer.rules.following.papers import LONGEST_LINE, of_paper
from interviewer.rules.following.wording import LEADS, stems
from interviewer.rules.segmenting import sentences

STORY = stories("tuned")[0]
LINE = "Weekend rota of the operating theatres"


def said(text: str) -> tuple[Sentence, ...]:
    return sentences(Typed(text=text))


def reason(quote: str = LINE, paper: Paper = "job") -> Reason:
    return Reason(question=STORY.question.id, paper=paper, line=7, quote=quote)


def asked_about(told: str, asked: Asked, manner: Manner = "neutral") -> tuple[str | None, Reason | None]:
    """The gap and the line of what follows an answer that nothing but its words is known of."""
    found = choose(STORY.question, said(told), Typed(text=told), lambda _said: None, manner, asked)
    return (found.gap, found.reason) if found is not None else (None, None)


@pytest.mark.parametrize("paper", ["job", "cv"])
@pytest.mark.parametrize("manner", list(LEADS))
def test_a_whole_answer_is_asked_about_the_line_in_its_own_words(paper: Paper, manner: Manner) -> None:
    why = reason(paper=paper)
    found = choose(
        STORY.question,
        said(STORY.told(None)),
        Typed(text=STORY.told(None)),
        lambda _said: None,
        manner,
        Asked(reason=why),
    )
    assert found is not None
    assert (found.gap, found.reason) == (None, why)
    assert f'"{LINE}"' in found.text


def test_what_was_left_out_is_asked_first() -> None:
    assert asked_about(STORY.told("result"), Asked(reason=reason())) == ("result", None)


def test_without_a_line_nothing_follows_a_whole_answer() -> None:
    assert asked_about(STORY.told(None), Asked()) == (None, None)


def test_the_line_is_asked_about_once_an_answer() -> None:
    earlier = [FollowUp(to=1, text="anything", reason=reason())]
    assert asked_about(STORY.told(None), Asked(earlier, ("anything",), reason())) == (None, None)


def test_the_line_comes_before_the_banks_own_where_the_words_are_not_known() -> None:
    question = STORY.question.but(follow_ups=("Who saw it?",))
    found = without_gaps(question, (), "neutral", Asked(reason=reason()))
    assert found is not None
    assert found.reason == reason()
    spent = Asked([FollowUp(to=1, text=found.text, reason=found.reason)], (found.text,), reason())
    assert without_gaps(question, (), "neutral", spent) is None


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("x" * (LONGEST_LINE + 1), "Nothing of it."),
        ("Cut for the repo...", "Nothing of it."),
        (LINE, "I wrote the weekend rota for both operating theatres every month."),
    ],
    ids=["too long to listen to", "cut", "answered already"],
)
def test_some_lines_are_not_asked_about(line: str, told: str) -> None:
    assert of_paper(reason(line), STORY.question, said(told), "neutral", ()) is None


def test_a_line_that_gives_the_guidance_away_is_not_read_out() -> None:
    question = STORY.question.but(guidance="Say which theatres were short of people.", example="")
    assert of_paper(reason(), question, said("It was a long year."), "neutral", ()) is None


def test_nothing_is_asked_twice_in_an_interview() -> None:
    spoken: list[str] = []
    while (text := of_paper(reason(), STORY.question, (), "neutral", spoken)) is not None:
        assert text not in spoken
        spoken.append(text)
    assert len(spoken) > 3


def test_its_words_beside_the_line_give_nothing_away_in_any_bank() -> None:
    """Else a bank could shut every one of them off."""
    for name in ("it-product-manager", "any-role"):
        for question in banks.find(name).questions:
            text = of_paper(reason("Zzyzx"), question, (), "neutral", ())
            assert text is not None, (question.id, stems(question.guidance))
