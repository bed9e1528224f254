"""The shipped table of weights: whole, pinned, and what the documents say it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from interviewer.adapters.weights import Shelf, Weights, shipped_table
from interviewer.errors import ModelNotInstalled
from interviewer.settings import Settings

CHECKOUT = Path(__file__).parents[2]
TABLE = shipped_table()


@pytest.mark.parametrize("weights", TABLE.values(), ids=TABLE)
def test_every_file_has_a_road_and_one_name(weights: Weights) -> None:
    names = [file.name for file in weights.files]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[A-Za-z0-9][\w.-]*", name) for name in [weights.id, *names])
    assert all(file.parts for file in weights.files), "the registry must bring every file"


@pytest.mark.parametrize("weights", TABLE.values(), ids=TABLE)
def test_the_hub_brings_a_model_from_one_revision(weights: Weights) -> None:
    assert len({(file.hub.repository, file.hub.revision) for file in weights.files if file.hub}) <= 1


@pytest.mark.parametrize("weights", TABLE.values(), ids=TABLE)
def test_a_package_has_one_size(weights: Weights) -> None:
    sizes = {(part.wheel, part.bytes) for file in weights.files for part in file.parts}
    assert len(sizes) == len({wheel for wheel, _ in sizes})


def test_parts_stand_in_the_order_in_which_they_are_joined() -> None:
    (file,) = TABLE["qwen-1.5b"].files
    numbers = [int(re.findall(r"\d+", part.member)[-1]) for part in file.parts]
    assert numbers == list(range(1, 23))
    assert [int(re.findall(r"part(\d+)==", part.wheel)[0]) for part in file.parts] == numbers


def test_the_default_settings_name_weights_that_are_pulled_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    fields = Settings.model_fields
    assert {fields["ears"].default, fields["model"].default} <= set(Shelf(Path()).default_ids)
    assert Shelf(Path()).default_ids == ("whisper-base", "qwen-1.5b", "piper-joe", "minilm", "smart-turn-3.2")
    monkeypatch.setattr("sys.platform", "darwin")
    assert Shelf(Path()).default_ids == ("whisper-base", "qwen-1.5b", "minilm", "smart-turn-3.2")


def test_make_test_pulls_what_the_tests_need() -> None:
    pulled = re.findall(r"models pull (\S.*)", (CHECKOUT / "Makefile").read_text(encoding="utf-8"))
    assert [id for id, weights in TABLE.items() if weights.pull == "tests"] in [line.split() for line in pulled]


def test_every_licence_is_told() -> None:
    told = (CHECKOUT / "THIRD_PARTY.md").read_text(encoding="utf-8")
    for weights in TABLE.values():
        assert any(f"`{weights.id}`" in line and weights.licence in line for line in told.splitlines()), weights.id


def test_a_misspelt_id_is_helped() -> None:
    with pytest.raises(ModelNotInstalled, match=r'There are no weights called "whisper-bse" \(did you mean "whisper-'):
        Shelf(Path()).weights("whisper-bse")
