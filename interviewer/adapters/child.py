"""A warm child process spoken to in JSON lines: what happens in it may hang or abort, and the house stands.

The parent side is `Child`; the child side is `serve`. A request is one line; the reply is one line, before which the
child may send lines that hold only `done`, the share of the work that is behind it.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import interviewer
from interviewer.adapters.priority import give_way

Message = dict[str, Any]
Handler = Callable[[Message, Callable[[float], None]], Message]

TICK = 0.5
"""Seconds between two signs of life towards whoever waits."""

_SECRETS = ("KEY", "TOKEN", "SECRET", "PASSWORD")
_STDERR_BLOCKS = 8
"""Blocks of at most 4 kB that are kept of what the child complains about; it may flood."""


class ChildFailed(Exception):
    """The child died, hung or refused; the message is for a developer and never holds what was said."""


class Child:
    """One child process. Not for two threads at a time: the adapter that owns it holds a lock."""

    def __init__(self, module: str, *arguments: str, threads: int = 1, native: Mapping[str, str] | None = None) -> None:
        """Start `python -m module arguments`; `threads` caps the pools of native libraries, `native` sets them up."""
        self._replies: queue.Queue[Message | None] = queue.Queue()
        self._stderr: deque[bytes] = deque(maxlen=_STDERR_BLOCKS)
        self._process = subprocess.Popen(
            python(module, *arguments),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={
                **environment(),
                "HF_HUB_OFFLINE": "1",
                "OMP_NUM_THREADS": str(threads),
                "ORT_DISABLE_TELEMETRY": "1",
                **(native or {}),
            },
            start_new_session=os.name == "posix",  # Ctrl-C is for the parent, which then closes the child
            creationflags=_windows_flags(),
        )
        self._threads = [
            threading.Thread(target=self._read_replies, name=f"{module} replies", daemon=True),
            threading.Thread(target=self._read_stderr, name=f"{module} stderr", daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, request: Message, *, deadline: float, told: Callable[[float | None], None]) -> Message:
        """Send and wait at most `deadline` seconds; `told` hears the share done, or None, twice a second.

        Raises ChildFailed, after which the child is dead unless it said itself that it could not do this one thing.
        """
        try:
            assert self._process.stdin is not None
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
        except (OSError, ValueError) as error:
            raise ChildFailed(self._epitaph()) from error
        for message in self._messages(time.monotonic() + deadline):
            if message is None:
                told(None)
            elif "error" in message:
                raise ChildFailed(str(message["error"]))
            elif message.keys() == {"done"}:
                told(float(message["done"]))
            else:
                return message
        self.kill()
        raise ChildFailed(f"no reply within {deadline:.0f} s")

    def close(self) -> None:
        """Let the child go; it is gone when this returns. May be called twice and from another thread."""
        try:
            if self._process.stdin is not None:
                self._process.stdin.close()
            self._process.wait(timeout=1.0)
        except (OSError, ValueError, subprocess.TimeoutExpired):
            pass
        self.kill()

    def kill(self) -> None:
        """End the child at once and reap it."""
        if self.alive:
            self._process.kill()
        self._process.wait()
        for thread in self._threads:
            thread.join(timeout=1.0)
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue  # a broken pipe has nothing left to flush

    def _messages(self, until: float) -> Iterator[Message | None]:
        """Messages as they come, None when a tick passed without one; ends at the deadline."""
        while (left := until - time.monotonic()) > 0:
            try:
                message = self._replies.get(timeout=min(TICK, left))
            except queue.Empty:
                yield None
                continue
            if message is None:
                raise ChildFailed(self._epitaph())
            yield message

    def _read_replies(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            try:
                self._replies.put(json.loads(line))
            except ValueError:
                break
        self._replies.put(None)

    def _read_stderr(self) -> None:
        assert self._process.stderr is not None
        while block := os.read(self._process.stderr.fileno(), 4096):
            self._stderr.append(block)

    def _epitaph(self) -> str:
        """How the child ended and the last line it left behind."""
        self.kill()
        lines = b"".join(self._stderr).decode(errors="replace").strip().splitlines()
        last = f": {lines[-1][:200]}" if lines else ""
        return f"the process ended with code {self._process.returncode}{last}"


def serve(handle: Handler, *, steps: int) -> None:
    """The child's side: answer one request after another until the parent closes the pipe or dies.

    It steps back behind the parent by so many `steps`, see `priority`.

    `handle` runs in the main thread (speech engines insist on it). Whatever it prints goes to stderr, for stdout
    belongs to the replies.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    give_way(steps)
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    requests: queue.Queue[str] = queue.Queue()

    def read() -> None:
        for line in sys.stdin:
            requests.put(line)
        os._exit(0)  # the parent is gone: whatever is under way is for nobody

    def send(message: Message) -> None:
        replies.write(json.dumps(message) + "\n")
        replies.flush()

    threading.Thread(target=read, daemon=True).start()
    while True:
        request = json.loads(requests.get())
        try:
            send(handle(request, lambda share: send({"done": share})))
        except Exception as error:
            send({"error": f"{type(error).__name__}: {error}"[:300]})


def without_secrets(environment: Mapping[str, str]) -> dict[str, str]:
    """What a child may know of its parent's environment: everything that is not named like a key."""
    return {name: value for name, value in environment.items() if not any(word in name.upper() for word in _SECRETS)}


def python(module: str, *arguments: str) -> list[str]:
    """The command that runs a module of ours, whatever modules lie in the folder that the user stands in (`-P`)."""
    return [sys.executable, "-P", "-X", "utf8", "-m", module, *arguments]


def environment() -> dict[str, str]:
    """The parent's environment without its secrets, and with the way to this package."""
    kept = without_secrets(os.environ)
    root = Path(interviewer.__file__).parents[1]
    if root.name not in {"site-packages", "dist-packages"}:  # a checkout that was never installed
        kept["PYTHONPATH"] = os.pathsep.join(filter(None, [str(root), kept.get("PYTHONPATH", "")]))
    return kept


def _windows_flags() -> int:
    if sys.platform != "win32":
        return 0
    return subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.BELOW_NORMAL_PRIORITY_CLASS
