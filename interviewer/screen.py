"""Events as lines of text, with one live line below them for what is going on now."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.live import Live
from rich.markup import escape
from rich.spinner import Spinner
from rich.text import Text

from interviewer.model import events
from interviewer.model.clock import clock
from interviewer.model.grade import Graded
from interviewer.model.plain import counted, one_line, printable

KEYS = "Enter finish · Space more time · r repeat · s skip · a again · p pause · q quit"
FINISHING = "finishing: keep talking to continue"
WORK = {
    "ears": "Writing down",
    "judge": "Judging",
    "fillers": "Counting um and uh in",
    "report": "Writing the report",
}
WORKER = {"ears": "ears", "judge": "judge", "fillers": "judge", "report": "report"}
"""Who does it: one thing at a time each. Answers are heard again for fillers behind their grades."""

RING = "○◔◑◕●"
METER_WIDTH = 10
PLAIN_EVERY = 10.0
"""Seconds of recording between two lines where there is no live line (a pipe, a log file)."""

CAPTIONED_EVERY = 30.0
"""The same once there are captions: they come for up to 25 s of speech at once, and a later second would stand above
the one at which they begin."""

CAPTION_INDENT = 7
"""Columns in front of a caption; the second at which it begins stands in them."""


def meter(dbfs: float) -> str:
    """A level as a bar: -60 dBFS is empty, 0 is full."""
    filled = round(min(1.0, max(0.0, (dbfs + 60.0) / 60.0)) * METER_WIDTH)
    return "▮" * filled + "▯" * (METER_WIDTH - filled)


class Screen:
    """A listener of the interview. A context manager; on a terminal it keeps a live line, elsewhere it prints lines."""

    def __init__(self, console: Console, *, keys: bool) -> None:
        self._console = console
        self._keys = keys
        self._live = Live(console=console, auto_refresh=True, refresh_per_second=8, transient=True)
        self._told_seconds = 0.0
        self._plain_every = PLAIN_EVERY
        self._told_work = ""
        self._closing = False
        """Whether the candidate asks."""

        self._asked_back: set[int] = set()
        """The turns in which they do: their words may come when another one is under way."""

        self._follow_up = 0
        self._added: set[tuple[int, int]] = set()
        """Turn and take of the answers to follow-ups."""

        self._under_way: list[events.Working] = []
        """What is being worked on, the last told last; one for each who works."""

        self._shown: events.Working | None = None
        """That of it which stands in the live line."""

        self._listening_to: tuple[int, int] | None = None
        """Turn and take under way: its words are shown, and work for another one does not hide its line."""

    def __enter__(self) -> Screen:
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(self, _k: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None) -> None:
        self._live.stop()

    def __call__(self, event: events.Event) -> None:
        match event:
            case events.QuestionAsked(turn=turn, follow_up=follow_up, closing=closing):
                self._closing, self._follow_up = closing, follow_up
                self._asked_back |= {turn} if closing else set()
            case events.Listening(turn=turn, take=take) | events.Reopened(turn=turn, take=take):
                self._listening_to = (turn, take)
                self._added |= {(turn, take)} if self._follow_up else set()
            case events.AwaitingTyping(turn=turn, take=take) if self._follow_up:
                self._added.add((turn, take))
            case events.AnswerEnded():
                self._listening_to = None
            case events.Captioned(turn=turn, take=take) if self._listening_to == (turn, take):
                self._caption(event)
            case _:
                pass
        line = self.line(event)
        if line is not None:
            self._console.print(line, highlight=False)
        self._status(event)

    def writing(self, share: float) -> None:
        """Show how much of the report is written, 0 to 1."""
        self(events.Working(what="report", done=share))

    def line(self, event: events.Event) -> str | None:
        """What an event adds to the page, as rich markup; None for what only moves the live line."""
        match event:
            case events.SessionStarted(role=role, questions=count):
                return f"[bold]Mock interview: {_safe(role)}[/bold], {counted(count, 'question')}"
            case events.QuestionAsked(turn=turn, of=of, text=text, spoken=spoken, follow_up=follow_up):
                silent = "" if spoken else "\n[dim]The voice cannot speak now; please read.[/dim]"
                which = f"A follow-up to question {turn}" if follow_up else f"Question {turn} of {of}"
                which = "Your questions" if event.closing else which
                return f"\n[dim]{which}[/dim]\n[bold]{_safe(text)}[/bold]{silent}"
            case events.Farewell(text=text):
                return f"\n[bold]{_safe(text)}[/bold]"
            case events.QuestionSpoken():
                return None
            case events.Listening():
                self._told_seconds = 0.0
                self._plain_every = PLAIN_EVERY
                keys = f"\n[dim]{KEYS}[/dim]" if self._keys else ""
                return f"[red]●[/red] Recording. Take your time.{keys}"
            case events.AwaitingTyping() if self._closing:
                return "[dim]Type your question. An empty line ends it; nothing typed means that you have none.[/dim]"
            case events.AwaitingTyping():
                return "[dim]Type your answer. An empty line ends it; nothing typed skips the question.[/dim]"
            case events.Level():
                return None
            case events.SpeechHeard() | events.NotFinished():
                return None
            case events.Finishing():
                return None if self._live.is_started else f"[yellow]{FINISHING}[/yellow]"
            case events.Reopened(turn=turn):
                return f"[red]●[/red] Go on; this still belongs to answer {turn}."
            case events.MoreTime(seconds=seconds):
                return f"[dim]Take your time: I wait {seconds:.0f} s more.[/dim]"
            case events.TimeToFinish(seconds=seconds):
                return f"[yellow]{clock(seconds)}[/yellow] Come to an end when you are ready; nothing is cut off."
            case events.Paused():
                return "[yellow]Paused.[/yellow] Nothing is recorded. p goes on."
            case events.Resumed():
                return "[red]●[/red] Recording again."
            case events.Captioned():
                return None
            case events.AnswerEnded(ended_by="typed" | "enter" | "said" | "silence" | "file") if self._closing:
                return None
            case events.AnswerEnded():
                return _ended(event)
            case events.QuestionSkipped() if self._closing:
                return None
            case events.QuestionSkipped(turn=turn, follow_up=follow_up):
                return "Follow-up skipped." if follow_up else f"Question {turn} skipped."
            case events.Working():
                return None
            case events.Transcribed(turn=turn, text=text) if turn in self._asked_back and text:
                return f"[dim]You said:[/dim] {_safe(text)}"
            case events.Transcribed(turn=turn, take=take, text=text, note=note):
                which = f"What you added to answer {turn}" if (turn, take) in self._added else f"Answer {turn}"
                words = counted(len(text.split()), "word")
                return f"[dim]{which}: {_safe(note) if note else f'written down, {words}'}.[/dim]"
            case events.Judged(turn=turn, grade=grade):
                if isinstance(grade, Graded):
                    return f"[dim]Answer {turn}: judged.[/dim]"
                return f"[dim]Answer {turn}: not judged. {_safe(grade.reason)}[/dim]"
            case events.Coached():
                return None
            case events.Stumbled(problem=problem):
                return f"[yellow]Note:[/yellow] {_safe(problem.message)}"
            case events.SessionEnded(status=status):
                return None if status == "complete" else "\nYou left early. What you said is kept."
            case events.ReportWritten(path=path):
                return f"\nThe report: {_safe(path)}"

    def _status(self, event: events.Event) -> None:
        """Move the live line; where there is none, print one of its states now and then."""
        match event:
            case events.Level():
                if self._live.is_started:
                    self._shown = None
                    self._live.update(_level(event))
                elif event.seconds - self._told_seconds >= self._plain_every:
                    self._told_seconds = event.seconds
                    self._console.print(f"  {clock(event.seconds)} recorded", highlight=False)
            case events.Working():
                self._work(event)
            case events.QuestionAsked(spoken=True):
                self._spin("Speaking")
            case events.AnswerEnded() | events.SessionEnded() | events.Listening() | events.AwaitingTyping():
                self._told_work = ""
                self._clear()
            case _:
                pass
        self._leave_what_is_over(event)

    def _caption(self, event: events.Captioned) -> None:
        """Words of the answer under way, beside the second at which they begin; a sign of life as well."""
        self._told_seconds = max(self._told_seconds, event.end)
        self._plain_every = CAPTIONED_EVERY
        width = max(self._console.width - CAPTION_INDENT, CAPTION_INDENT)
        for number, line in enumerate(Text(one_line(event.text), style="dim").wrap(self._console, width)):
            line.rstrip()
            second = clock(event.start) if number == 0 else ""
            self._console.print(Text(f"{second:>{CAPTION_INDENT - 1}} ", style="dim").append_text(line))

    def _work(self, work: events.Working) -> None:
        self._under_way = [each for each in self._under_way if WORKER[each.what] != WORKER[work.what]] + [work]
        what = _work(work)
        if self._live.is_started:
            if self._listening_to is None:
                self._spin(what if work.done is None else f"{what}, {work.done:.0%}")
                self._shown = work
        elif what != self._told_work:
            self._told_work = what
            self._console.print(f"[dim]{what} ...[/dim]", highlight=False)

    def _leave_what_is_over(self, event: events.Event) -> None:
        """Take work that is done out of the live line; what else is under way comes in its place."""
        self._under_way = [each for each in self._under_way if not events.is_over(each, event)]
        if self._shown is not None and events.is_over(self._shown, event):
            self._clear()
            if self._under_way:
                self._work(self._under_way[-1])

    def _clear(self) -> None:
        self._shown = None
        if self._live.is_started:
            self._live.update(Text(""))

    def _spin(self, text: str) -> None:
        self._shown = None
        if self._live.is_started:
            self._live.update(Spinner("dots", text=Text(f" {text}", style="dim")))


def _ended(event: events.AnswerEnded) -> str:
    length = clock(event.seconds)
    match event.ended_by:
        case "enter" | "said" | "silence" | "file" if event.seconds < 0.5:
            return "No answer recorded. Press a during the next question to answer this one again."
        case "limit":
            return f"Reached {length}. The answer is saved; going on."
        case "microphone":
            return f"The microphone stopped at {length}. What it gave is kept."
        case "again":
            return f"Starting again; the first {length} are kept as an earlier take."
        case "silence":
            return f"[dim]You were quiet, so I take it that you have finished ({length}).[/dim]"
        case "typed":
            return "[dim]Answer taken.[/dim]"
        case "skip":
            return ""
        case "enter" | "said" | "file" | "leave" | "recovered":
            return f"[dim]Answer of {length} kept.[/dim]"


def _level(event: events.Level) -> Text:
    late = 0 < event.time_to_answer <= event.seconds
    of = f" of {clock(event.time_to_answer)}" if event.time_to_answer else ""
    line = Text.assemble(
        ("● ", "red"), (clock(event.seconds) + of, "yellow" if late else ""), "  ", (meter(event.dbfs), "green")
    )
    if event.finishing:
        left = max(0.0, event.patience - event.silence)
        line.append(f"  {_ring(event.finishing)} {FINISHING} ({left:.0f})", style="yellow")
    return line


def _ring(share: float) -> str:
    """A ring that fills."""
    return RING[min(len(RING) - 1, int(share * len(RING)))]


def _work(work: events.Working) -> str:
    return WORK[work.what] if work.turn is None else f"{WORK[work.what]} answer {work.turn}"


def _safe(text: str) -> str:
    """Foreign text as it may stand in a terminal: no control characters, no markup."""
    return escape(printable(text))
