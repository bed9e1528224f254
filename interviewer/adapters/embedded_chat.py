"""The language model on this computer: llama.cpp in a child process, spoken to like any other server.

The child may abort, hang or be killed for memory at any time: that costs one restart, then one grade, and never the
interview.
"""

from __future__ import annotations

import contextlib
import json
import logging
import secrets
import subprocess
import threading
import time
from pathlib import Path
from typing import Self

import psutil

from interviewer.adapters import openmp
from interviewer.adapters.child import environment, python
from interviewer.adapters.openai_chat import OpenAIChat, Patience
from interviewer.errors import InterviewerError, ModelNotInstalled, ModelUnreachable
from interviewer.model.grade import HERE
from interviewer.ports import Ask, ChatModel, Progress, Reply, silent

log = logging.getLogger(__name__)

CONTEXT = 8192
"""Tokens: rubric, worked examples and a ten-minute answer fit."""

LOADING = 90.0
"""Seconds until a child that has not loaded its weights is given up."""


GIVE_WAY = {"OMP_WAIT_POLICY": "passive", "GOMP_SPINCOUNT": "20000"}
"""Threads that wait for each other spin for a moment only, then sleep: spinning for ever starves the ears, and sleeping
at once makes the judge half as quick when it has the machine to itself (10 s against 20 s for one labelling call)."""


class EmbeddedChat(ChatModel):
    """`weights` served under `name`; `sha256` is what the weights were checked against."""

    host = HERE
    is_ours = True

    def __init__(self, weights: Path, *, name: str, sha256: str = "", threads: int = 0, context: int = CONTEXT) -> None:
        """Starts nothing yet. `threads` 0: one for each physical core, at most eight."""
        self.name = name
        self.sha256 = sha256
        self._weights = weights
        self._threads = threads or min(psutil.cpu_count(logical=False) or 1, 8)
        self._context = context
        self._child: subprocess.Popen[str] | None = None
        self._chat: OpenAIChat | None = None
        self._lock = threading.RLock()
        self._closed = False

    def __repr__(self) -> str:
        return f"EmbeddedChat({self.name!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def start(self) -> None:
        """Load the weights behind the caller's back. What goes wrong is raised by the call that needs them."""
        threading.Thread(target=self._start_quietly, name="judge-start", daemon=True).start()

    def _start_quietly(self) -> None:
        with contextlib.suppress(InterviewerError):
            self.load()

    def load(self, progress: Progress = silent) -> None:
        """Load the weights and wait for it, if they are not loaded: a few seconds.

        Raises ModelNotInstalled when the weights are not there, ModelUnreachable when they cannot be loaded.
        """
        with self._lock:
            if self._closed:
                raise ModelUnreachable(f"The judge {self.name!r} has been closed.")
            if self._child is not None and self._child.poll() is None:
                return
            self._reap()
            self._launch(progress)

    def complete(self, ask: Ask, *, deadline: float) -> Reply:
        """As the port says; a child that died is started again once within the deadline."""
        until = time.monotonic() + deadline
        with self._lock:
            try:
                return self._try(ask, until)
            except ModelUnreachable as first:
                if self._closed or time.monotonic() >= until:
                    self._reap()
                    raise
                log.info("the judge's process failed (%s); starting it again", first.code)
                self._reap()
                return self._try(ask, until)

    def close(self) -> None:
        """End the child within two seconds; may be called twice, and while a call is under way."""
        self._closed = True
        child = self._child
        if child is not None:
            # Killing first frees a call in progress on another thread, which holds the lock.
            child.kill()
        with self._lock:
            self._reap()

    def _try(self, ask: Ask, until: float) -> Reply:
        self.load()
        assert self._chat is not None
        return self._chat.complete(ask, deadline=max(until - time.monotonic(), 0.001))

    def _launch(self, progress: Progress) -> None:
        if not self._weights.is_file():
            raise ModelNotInstalled(
                f"The weights of {self.name!r} are not there: {self._weights.name!r}.",
                hint=f"Type: interviewer models pull {self.name}",
            )
        key = secrets.token_urlsafe(24)
        wanted = {
            "weights": str(self._weights),
            "name": self.name,
            "key": key,
            "threads": self._threads,
            "context": self._context,
        }
        self._child = subprocess.Popen(
            python("interviewer.adapters.embedded_chat_child"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**environment(), **openmp.environment(), **GIVE_WAY},
            text=True,
            encoding="utf-8",
            # Ctrl-C is the parent's to handle: the child ends when its input does.
            start_new_session=True,
        )
        address = self._address(self._child, wanted, progress)
        self._chat = OpenAIChat(
            base_url=f"{address}/v1", model=self.name, api_key=key, patience=Patience(tries=1, first_byte_near=120.0)
        )

    def _address(self, child: subprocess.Popen[str], wanted: dict[str, object], progress: Progress) -> str:
        """Where the child listens, once it does. Raises ModelUnreachable."""
        assert child.stdin is not None and child.stdout is not None
        told: list[str] = []
        stdout = child.stdout
        reader = threading.Thread(target=lambda: told.append(stdout.readline()), daemon=True)
        try:
            child.stdin.write(json.dumps(wanted) + "\n")
            child.stdin.flush()
        except OSError as error:
            self._reap()
            raise ModelUnreachable(f"The judge {self.name!r} could not be started.") from error
        reader.start()
        until = time.monotonic() + LOADING
        while reader.is_alive() and time.monotonic() < until:
            progress(None)
            reader.join(timeout=0.25)
        line = told[0] if told else ""
        answer = json.loads(line) if line.strip() else {}
        if "address" not in answer:
            self._reap()
            why = answer.get("fault") or ("it took too long" if not told else "its process ended")
            log.info("the judge's weights could not be loaded: %s", why)
            raise ModelUnreachable(
                f"The judge {self.name!r} could not load its weights.",
                hint="`interviewer models verify` checks the file; 2 GB of free memory are needed.",
            )
        progress(1.0)
        return str(answer["address"])

    def _reap(self) -> None:
        child, self._child, self._chat = self._child, None, None
        if child is None:
            return
        with contextlib.suppress(OSError):
            child.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=10)  # a machine that swaps may take longer; the system reaps it when we end
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
