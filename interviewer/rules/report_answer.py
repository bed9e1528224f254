"""One question of a report: turn -> Answer, whatever stages of it are missing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from interviewer.model.clock import clock, length
from interviewer.model.delivery import Delivery, Moment
from interviewer.model.grade import Evidence, Fix, Graded, PartScore, PointScore, RewriteLine, Ungraded
from interviewer.model.plain import one_line, printable
from interviewer.model.question import Question
from interviewer.model.report import Answer, Attempt, Claim, Draft, NextTime, OwnNote, Quote, State
from interviewer.model.session import Problem, Session, Take, Turn
from interviewer.model.speech import NoSpeech, Transcript, Typed
from interviewer.rules import quoting
from interviewer.rules.corrections import told
from interviewer.rules.delivery.measure import delivery
from interviewer.rules.delivery.star import star_clock
from interviewer.rules.delivery.telling import figures, moments, remarks
from interviewer.rules.fitting import because
from interviewer.rules.report_followed import PART_VERDICTS, POINT_VERDICTS, followed, quote
from interviewer.rules.report_words import outdated, sentences_of

ENDED: dict[str, str] = {
    "limit": "The answer reached its time limit and was ended there.",
    "microphone": "The microphone went away; what it gave until then is kept.",
    "recovered": "The program was stopped in mid-answer; the recording was recovered up to there.",
}


def answer_of(session: Session, turn: Turn) -> Answer:
    take = turn.take
    grade = take.grade if take is not None else None
    graded = grade if isinstance(grade, Graded) else None
    state = state_of(turn, take)
    heard = take.heard if take is not None else None
    mode, kind = session.delivery_mode, turn.question.kind
    spoken = _spoken(take) if mode != "off" else None
    coaching = take.coaching if take is not None and graded is not None else None
    number = take.number if take is not None else 0
    said = sentences_of(take, graded) if take is not None else ()
    asked = {part.part for part in graded.parts if part.score is not None} if graded else set()
    star = star_clock(said, asked, turn.number, number)
    return Answer(
        number=turn.number,
        question=_shown(turn.question),
        because=tuple(because(reason) for reason in session.reasons if reason.question == turn.question.id),
        asked=turn.asked,
        state=state,
        verdict=_verdict(state, graded),
        overall=graded.overall if graded else None,
        span=f"between {graded.low} and {graded.high}" if graded and graded.low != graded.high else "",
        reason="" if graded else reason_of(state, take),
        command="" if graded else command_for(session, turn, state, take),
        take=take.number if take is not None else None,
        answer=take.answer if take is not None else None,
        typed=isinstance(heard, Typed),
        parts=tuple(_part(each, turn.number, number) for each in graded.parts) if graded else (),
        points=tuple(_point(each, quoting.plays(graded), turn.number, number) for each in graded.points)
        if graded
        else (),
        held_back=tuple(one_line(cap) for cap in graded.caps) if graded else (),
        notes=_notes(session, turn, take, graded) if take is not None and graded is not None else (),
        strength=one_line(coaching.strength.text) if coaching and coaching.strength else "",
        strength_quote=(
            quote(coaching.strength.evidence, turn.number, number) if coaching and coaching.strength else None
        ),
        fixes=tuple(_next_time(fix, turn.number, number) for fix in coaching.fixes) if coaching else (),
        draft=_draft(coaching.rewrite) if coaching else (),
        said=said,
        on_the_clock=star.shares if star else (),
        star=star,
        length=_length(take),
        pace=_pace(spoken) if mode != "disfluency-friendly" else "",
        figures=figures(spoken, kind, mode, session.baseline) if spoken else (),
        remarks=remarks(spoken, kind, mode, session.baseline) if spoken else (),
        moments=_undoubted(take, moments(spoken, mode)) if take is not None and spoken else (),
        own_notes=_own_notes(take),
        problems=_problems(turn, take),
        attempts=tuple(_attempt(each) for each in turn.answers if take is not None and each.number != take.number),
        follow_ups=followed(turn, take, graded) if take is not None else (),
    )


def answers_to_follow_ups(session: Session, turn: Turn) -> tuple[Answer, ...]:
    """The follow-ups to the take that counts, each as a question of its own with its answer, to be heard again."""
    asked = turn.followed(turn.take.number) if turn.take is not None else ()
    return tuple(
        answer_of(
            session,
            turn.but(question=turn.question.but(text=each.text), asked=each.asked, chosen=answer.number, follow_ups=()),
        )
        for each, answer in asked
        if answer is not None
    )


def problem_lines(problems: Sequence[Problem]) -> tuple[str, ...]:
    return tuple(one_line(problem.message) for problem in problems)


def _shown(question: Question) -> Question:
    """The question as it may be shown."""
    return question.but(
        text=one_line(question.text),
        guidance=one_line(question.guidance),
        points=tuple(point.but(text=one_line(point.text)) for point in question.points),
        probes=one_line(question.probes),
        follow_ups=tuple(one_line(each) for each in question.follow_ups),
        example=printable(question.example).strip(),
    )


# -- what became of it


def state_of(turn: Turn, take: Take | None) -> State:
    """What became of a question, by its take."""
    if take is None:
        return "skipped" if turn.skipped else "nothing recorded"
    if isinstance(take.grade, Graded):
        return "judged"
    if isinstance(take.heard, NoSpeech):
        return "no speech"
    if take.heard is not None:
        return "not judged"
    if take.answer is not None and take.answer.seconds > 0:
        return "not heard"
    return "skipped" if turn.skipped else "nothing recorded"


def _verdict(state: State, graded: Graded | None) -> str:
    if graded is not None:
        return f"{graded.overall} of 5, {graded.band}"
    return {"not judged": "not judged yet", "not heard": "not written down yet"}.get(state, state)


def reason_of(state: State, take: Take | None) -> str:
    """Why there is no grade, in one sentence."""
    match state:
        case "skipped":
            return "You skipped this question."
        case "nothing recorded":
            return "No answer was recorded."
        case "no speech" if take is not None and isinstance(take.heard, NoSpeech):
            if take.heard.digital_silence:
                return f"The microphone sent {take.heard.seconds:.1f} s of digital silence: it is muted or not allowed."
            return f"No speech was found in {take.heard.seconds:.1f} s of sound."
        case _ if take is not None and isinstance(take.grade, Ungraded):
            return one_line(take.grade.reason)
        case "not heard":
            return "The answer is recorded, but not written down yet."
        case _:
            return "The answer is kept, but not judged yet."


def command_for(session: Session, turn: Turn, state: State, take: Take | None) -> str:
    """How to have it judged; empty when that would change nothing."""
    again = take is None or not isinstance(take.grade, Ungraded) or take.grade.again
    if state in ("not heard", "not judged") and again:
        return f"interviewer regrade {session.id} --turn {turn.number}"
    return ""


def _attempt(take: Take) -> Attempt:
    graded = take.grade if isinstance(take.grade, Graded) else None
    how = f"{graded.overall} of 5, {graded.band}" if graded else "not judged"
    if take.ended_by == "again":
        how = f"you started again; {how}"
    return Attempt(number=take.number, answer=take.answer, summary=", ".join(filter(None, (_length(take), how))))


def _problems(turn: Turn, take: Take | None) -> tuple[str, ...]:
    lines = list(problem_lines(turn.problems))
    if take is not None:
        lines += [ENDED[take.ended_by]] if take.ended_by in ENDED else []
        lines += [f"{gap.seconds:.1f} s of sound were lost at {clock(gap.at)}." for gap in take.gaps]
        lines += problem_lines(take.problems)
    told = take.grade.reason if take is not None and isinstance(take.grade, Ungraded) else ""
    return tuple(line for line in dict.fromkeys(lines) if line != one_line(told))


# -- what was judged


def _part(part: PartScore, turn: int, take: int) -> Claim:
    if part.score is None:
        return Claim(name=part.part.capitalize(), score=None, best=3, verdict="not asked", quotes=())
    return Claim(
        name=part.part.capitalize(),
        score=part.score,
        best=3,
        verdict=f"{PART_VERDICTS[part.score]}, {part.score} of 3",
        quotes=_quotes(quoting.of_part(part), turn, take),
    )


def _point(point: PointScore, plays: quoting.Plays, turn: int, take: int) -> Claim:
    return Claim(
        name=one_line(point.point),
        score=point.score,
        best=2,
        verdict=f"{POINT_VERDICTS[point.score]}, {point.score} of 2",
        quotes=_quotes(quoting.of_point(point, plays), turn, take),
    )


def _quotes(evidence: Sequence[Evidence], turn: int, take: int) -> tuple[Quote, ...]:
    return tuple(quote(each, turn, take) for each in evidence)


def _draft(lines: Sequence[RewriteLine]) -> tuple[Draft, ...]:
    """One paragraph for each part, in the order of the lines."""
    return tuple(
        Draft(part=part, text=" ".join(one_line(line.text) for line in group))
        for part, group in groupby(lines, key=lambda line: line.part)
    )


def _next_time(fix: Fix, turn: int, take: int) -> NextTime:
    return NextTime(
        gap=one_line(fix.gap),
        quote=None if fix.evidence is None else quote(fix.evidence, turn, take),
        why=one_line(fix.why),
        say=one_line(fix.say),
        ask=one_line(fix.ask),
    )


# -- what the candidate has added


def _notes(session: Session, turn: Turn, take: Take, graded: Graded) -> tuple[str, ...]:
    """What to know about the grade."""
    flags = [one_line(flag) for flag in graded.flags]
    if outdated(take, graded):
        command = f"interviewer regrade {session.id} --turn {turn.number}"
        flags.append(f"Words were corrected after this was judged. To have it judged with them: {command}")
    return tuple(flags)


def _own_notes(take: Take | None) -> tuple[OwnNote, ...]:
    notes = take.notes if take is not None else ()
    return tuple(
        OwnNote(number=number, at=note.at, text=one_line(note.text)) for number, note in enumerate(notes, start=1)
    )


def _undoubted(take: Take, found: Sequence[Moment]) -> tuple[Moment, ...]:
    """The moments without doubts about words that the candidate has corrected since."""
    heard = take.heard.words if isinstance(take.heard, Transcript) else ()
    settled = {word.start for each in told(take) if each.heard for word in heard[each.first : each.last + 1]}
    return tuple(each for each in found if each.kind != "uncertain word" or each.start not in settled)


# -- how it was said


def _length(take: Take | None) -> str:
    if take is None:
        return ""
    if isinstance(take.heard, Typed):
        return f"{len(take.heard.text.split())} words, typed"
    if take.delivery is not None and take.delivery.words:
        return length(take.delivery.seconds)
    return length(take.answer.seconds) if take.answer is not None else ""


def _pace(spoken: Delivery | None) -> str:
    return f"{spoken.words_per_minute:.0f} words a minute" if spoken and spoken.words_per_minute is not None else ""


def _spoken(take: Take | None) -> Delivery | None:
    """The take's delivery; from the words, where it was kept before moments were or never came to be measured."""
    if take is None or take.answer is None or not isinstance(take.heard, Transcript):
        return None
    if take.delivery is None or take.delivery.moments is None:
        return delivery(take.heard, take.answer.seconds)
    return take.delivery
