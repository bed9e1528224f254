"""A thread that works jobs off in the order in which they came."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable


class Worker:
    """One thread and its queue. A bug in a job ends the worker and is raised where the work is waited for."""

    def __init__(self, name: str) -> None:
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._dropping = False
        self._bug: BaseException | None = None
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def add(self, job: Callable[[], None]) -> None:
        self._jobs.put(job)

    def wait(self) -> None:
        """Until all that was added so far is done, or a bug has ended the worker."""
        done = threading.Event()
        self._jobs.put(done.set)
        while not done.wait(0.1) and self._thread.is_alive():
            continue

    def finish(self, *, drop: bool) -> None:
        self._dropping = drop
        self._jobs.put(None)
        if drop:
            return
        self._thread.join()
        if self._bug is not None:
            raise self._bug

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            if self._dropping:
                continue
            try:
                job()
            except BaseException as bug:
                self._bug = bug
                return
