"""What was said in an answer, sentence by sentence, as a report shows it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate

from interviewer.model.grade import Graded, Labelled, Part
from interviewer.model.plain import one_line
from interviewer.model.report import Said, SpokenWord
from interviewer.model.session import Take
from interviewer.model.speech import Sentence, Transcript, Typed
from interviewer.rules.corrections import Told, said, told
from interviewer.rules.segmenting import sentences
from interviewer.rules.turn_taking_words import answer_only


def sentences_of(take: Take, graded: Graded | None, added: int | None = None) -> tuple[Said, ...]:
    """One recording as it was cut for the judge, with the parts that each sentence plays, once it is judged.

    `added`: the number of a take that answers a follow-up; None: the answer itself.

    Words are those that count: what was heard, with the candidate's corrections. Empty when nothing was understood.
    """
    heard = said(take)
    if not isinstance(heard, Transcript | Typed):
        return ()
    judged = [each for each in graded.sentences if each.take == added] if graded else []
    cut: Sequence[Sentence | Labelled] = judged or sentences(heard)
    untold = frozenset(part.part for part in graded.parts if part.score == 0) if graded else frozenset[Part]()
    if isinstance(heard, Typed):
        return tuple(_said(each, each.text, (), untold) for each in cut)
    changed = graded is not None and bool(judged) and outdated(take, graded, added)
    return tuple(
        _said(each, " ".join(one.word.text for one in words) if changed else each.text, words, untold)
        for each, words in zip(cut, _shared(take, cut), strict=True)
        if words or not changed
    )


def outdated(take: Take, graded: Graded, added: int | None = None) -> bool:
    """Whether words were corrected, or put back, since a spoken answer was judged; `added` as in `sentences_of`."""
    heard, judged = said(take), _tokens([each for each in graded.sentences if each.take == added])
    if not isinstance(heard, Transcript) or not judged or [word.text for word in heard.words] == judged:
        return False
    answer = answer_only(heard)
    if not isinstance(answer, Transcript):
        return False
    if take.corrections:
        return judged != answer.text.split()
    # Requests to the interviewer are told by rules that may have changed since; words that are not there any more are
    # the candidate's doing. The last word may have been given a full stop.
    left = iter(word.text for word in answer.words)
    return not all(token in left for token in judged[:-1])


def _shared(take: Take, cut: Sequence[Sentence | Labelled]) -> Iterator[Sequence[Told]]:
    """The words of each sentence, in order; the last one takes the rest.

    Sentences that were cut from the words as they count, or as they were heard, take as many as they have; otherwise
    their seconds decide.
    """
    words, tokens = told(take), _tokens(cut)[:-1]
    heard = take.heard.words if isinstance(take.heard, Transcript) else ()
    ends: list[float] = list(accumulate(len(each.text.split()) for each in cut[:-1]))
    if [each.word.text for each in words[: len(tokens)]] == tokens or any(each.start is None for each in cut):
        places: Sequence[float] = range(len(words))
    elif [word.text for word in heard[: len(tokens)]] == tokens:
        places = [each.first for each in words]
    else:
        places, ends = [each.word.start for each in words], [each.start or 0.0 for each in cut[1:]]
    begin = 0
    for end in ends:
        stop = bisect_left(places, end, begin)
        yield words[begin:stop]
        begin = stop
    yield words[begin:]


def _tokens(cut: Sequence[Sentence | Labelled]) -> list[str]:
    return [token for each in cut for token in each.text.split()]


def _said(cut: Sentence | Labelled, text: str, words: Sequence[Told], untold: frozenset[Part]) -> Said:
    """One sentence; a part that the grade says was not told (`untold`) is not claimed for it either."""
    return Said(
        text=one_line(text),
        words=tuple(
            SpokenWord(
                text=shown,
                start=each.word.start,
                end=each.word.end,
                probability=each.word.probability,
                heard=one_line(each.heard),
            )
            for each in words
            if (shown := one_line(each.word.text))
        ),
        start=cut.start,
        end=cut.end,
        parts=tuple(part for part in cut.parts if part not in untold) if isinstance(cut, Labelled) else (),
        to_the_grader=isinstance(cut, Labelled) and cut.quarantined,
    )
