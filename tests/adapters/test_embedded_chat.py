"""The judge's own process: it comes up, it may die, and it never stays behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from interviewer.adapters.embedded_chat import EmbeddedChat
from interviewer.errors import ModelNotInstalled, ModelUnreachable
from tests.contracts.test_chat_models import ASK
from tests.weights import weights_file

pytestmark = pytest.mark.real


@pytest.fixture
def weights() -> Path:
    return weights_file("smollm2-135m", "SmolLM2-135M-Instruct.Q4_1.gguf")


@pytest.fixture
def embedded(weights: Path) -> Iterator[EmbeddedChat]:
    with EmbeddedChat(weights, name="smollm2-135m", context=2048) as running:
        yield running


def child_of(embedded: EmbeddedChat) -> psutil.Process:
    (found,) = [
        child
        for child in psutil.Process().children()
        if "interviewer.adapters.embedded_chat_child" in " ".join(child.cmdline())
    ]
    return found


def test_a_killed_child_costs_one_restart_and_nothing_else(embedded: EmbeddedChat) -> None:
    before = embedded.complete(ASK, deadline=60).text
    child_of(embedded).kill()
    assert embedded.complete(ASK, deadline=60).text == before


def test_a_child_that_hangs_is_given_up_and_the_next_call_works(embedded: EmbeddedChat) -> None:
    embedded.load()
    child_of(embedded).send_signal(signal.SIGSTOP)
    with pytest.raises(ModelUnreachable):
        embedded.complete(ASK, deadline=0.3)
    assert embedded.complete(ASK, deadline=60).text


def test_weights_that_are_not_there_are_named_with_what_to_type() -> None:
    with pytest.raises(ModelNotInstalled, match=r"nothing\.gguf") as raised:
        EmbeddedChat(Path("/nowhere/nothing.gguf"), name="qwen-1.5b").complete(ASK, deadline=5)
    assert raised.value.hint == "Type: interviewer models pull qwen-1.5b"


def test_weights_that_are_not_a_model_are_unreachable_and_quiet(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"GGUF" + bytes(1000))
    with EmbeddedChat(broken, name="broken") as embedded, pytest.raises(ModelUnreachable, match="could not load"):
        embedded.complete(ASK, deadline=30)
    assert capfd.readouterr() == ("", "")


def test_the_engine_says_nothing_on_the_terminal(embedded: EmbeddedChat, capfd: pytest.CaptureFixture[str]) -> None:
    embedded.complete(ASK, deadline=60)
    assert capfd.readouterr() == ("", "")


def test_modules_in_the_folder_that_one_stands_in_are_none_of_the_judges(
    embedded: EmbeddedChat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("json", "xllamacpp", "interviewer"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('not mine')")
    monkeypatch.chdir(tmp_path)
    assert embedded.complete(ASK, deadline=60).text


def test_only_loopback_is_listened_on(embedded: EmbeddedChat) -> None:
    embedded.load()
    listening = [c.laddr.ip for c in child_of(embedded).net_connections() if c.status == psutil.CONN_LISTEN]
    assert listening == ["127.0.0.1"]


def test_close_ends_the_child(embedded: EmbeddedChat) -> None:
    embedded.load()
    child = child_of(embedded)
    embedded.close()
    assert not child.is_running()
    with pytest.raises(ModelUnreachable, match="closed"):
        embedded.complete(ASK, deadline=5)


def test_the_child_dies_with_its_parent(weights: Path) -> None:
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys, time; from pathlib import Path\n"
            "from interviewer.adapters.embedded_chat import EmbeddedChat\n"
            f"EmbeddedChat(Path({str(weights)!r}), name='x', context=512).load(); print('up', flush=True)\n"
            "time.sleep(60)",
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    with parent, parent.stdout:
        assert parent.stdout.readline() == "up\n"
        children = psutil.Process(parent.pid).children()
        os.kill(parent.pid, signal.SIGKILL)
        _, alive = psutil.wait_procs(children, timeout=10)
    assert children
    assert not alive
