"""The wire between a page and what is being held: events and orders go out, presses and sound come in.

Out, as JSON: `{"events": [...]}` (numbered from the one that the page asked for), `{"passing": {...}}`, `{"state":
{...}}`, `{"ack": {"take", "next"}}`. In, as JSON: `{"key"}`, `{"line"}`, `{"heard": {"number", "seconds", "over",
"failed"}}`, `{"microphone": {"name"}}` or `{"microphone": {"error"}}`. In, as bytes: a chunk of sound behind twelve
bytes of take, number and flags.
"""

from __future__ import annotations

import asyncio
import json
import struct
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocket, WebSocketDisconnect

from interviewer import studio
from interviewer.errors import MicrophoneError
from interviewer.ports import Key
from interviewer.web.stage import Performance, Stage

CHUNK = struct.Struct("<III")
"""Take, number, flags; then 16-bit samples."""

LAST = 1
AWAY_SECONDS = 5.0
"""A reload is quicker; who is away for longer is not at the page."""

ELSEWHERE, GONE, WRONG = 4000, 4001, 4002
"""Close codes: taken up in another tab; not held any more; a message that is none."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Heard(_Strict):
    """How far a clip has been played."""

    number: int
    seconds: float = Field(ge=0, allow_inf_nan=False)
    over: bool = False
    failed: bool = False


class Lent(_Strict):
    """Whether the page has its microphone."""

    name: str = ""
    error: str = ""


class Said(_Strict):
    """One message of a page."""

    key: Key | None = None
    line: str | None = Field(default=None, max_length=60_000)
    heard: Heard | None = None
    microphone: Lent | None = None


class Wire:
    """One page that is connected."""

    def __init__(self, socket: WebSocket, held: Performance, after: int) -> None:
        self._socket = socket
        self.held = held
        self._next = after
        self._news = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._open = True

    async def run(self) -> None:
        """Until the page goes, or another one takes its place."""
        stop = self.held.watch(self._wake)
        telling = asyncio.create_task(self._tell())
        try:
            await self._listen()
        finally:
            self._open = False
            stop()
            telling.cancel()

    async def leave(self) -> None:
        """Another tab has taken the interview up."""
        if self._open:
            self._open = False
            await self._socket.close(ELSEWHERE, "The studio is open in another tab.")

    # -- out

    def _wake(self) -> None:
        """There is news; called from any thread."""
        try:
            self._loop.call_soon_threadsafe(self._news.set)
        except RuntimeError:
            return  # the program is being closed

    async def _tell(self) -> None:
        state: dict[str, Any] = {}
        passing: dict[str, Any] = {}
        while self._open:
            self._news.clear()
            if events := self.held.since(self._next):
                self._next += len(events)
                await self._send({"events": events})
            if (now := self.held.passing()) != passing:
                await self._send({"passing": {name: now[name] for name in now if now[name] != passing.get(name)}})
                passing = now
            wanted = self.held.page.microphone.wanted
            now_state = self.held.state() | {"record": _order(wanted)}
            if now_state != state:
                state = now_state
                await self._send({"state": state if wanted is None else state | {"from": wanted.next}})
            await self._news.wait()

    async def _send(self, message: dict[str, Any]) -> None:
        try:
            await self._socket.send_text(json.dumps(message, ensure_ascii=False))
        except (RuntimeError, WebSocketDisconnect):
            self._open = False  # the page went while it was being told something

    # -- in

    async def _listen(self) -> None:
        while True:
            try:
                message = await self._socket.receive()
            except RuntimeError:
                return
            if message["type"] == "websocket.disconnect" or not self._open:
                return
            try:
                if (sound := message.get("bytes")) is not None:
                    await self._hear(sound)
                else:
                    self._obey(Said.model_validate_json(message.get("text") or ""))
            except (ValidationError, struct.error, MicrophoneError):
                self._open = False
                await self._socket.close(WRONG, "That is no message of the studio's page.")
                return

    async def _hear(self, message: bytes) -> None:
        take, number, flags = CHUNK.unpack_from(message)
        wanted = await run_in_threadpool(
            self.held.page.microphone.feed, take, number, message[CHUNK.size :], last=bool(flags & LAST)
        )
        await self._send({"ack": {"take": take, "next": wanted}})

    def _obey(self, said: Said) -> None:
        page = self.held.page
        if said.key is not None:
            self.held.keys.press(said.key)
        if said.line is not None:
            self.held.keys.type(said.line)
        if (heard := said.heard) is not None:
            page.speaker.heard(heard.number, heard.seconds, over=heard.over, failed=heard.failed)
        if (lent := said.microphone) is not None:
            if lent.error:
                page.microphone.refused(lent.error)
            else:
                page.microphone.opened(lent.name)


def _order(wanted: studio.Wanted | None) -> dict[str, Any] | None:
    """What the page has to record; from which chunk on it needs to be told only when it connects or a take begins."""
    return None if wanted is None else {"take": wanted.take, "paused": wanted.paused, "closing": wanted.closing}


class Wires:
    """The pages that are or were connected: one at a time holds the wire, the newest."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._wire: Wire | None = None

    async def connect(self, socket: WebSocket) -> None:
        """Serve one page; returns when it has gone."""
        await socket.accept()
        held, after = self._stage.now, socket.query_params.get("after", "0")
        if held is None or held.run != socket.query_params.get("run") or not after.isdecimal():
            await socket.close(GONE, "This is not held any more.")
            return
        before, self._wire = self._wire, (wire := Wire(socket, held, int(after)))
        if before is not None:
            await before.leave()
        await wire.run()
        asyncio.get_running_loop().call_later(AWAY_SECONDS, self._away, wire)

    def _away(self, wire: Wire) -> None:
        """Some seconds after a page has gone: is nobody looking any more?"""
        if self._wire is wire:
            self._wire = None
            wire.held.page_left()
