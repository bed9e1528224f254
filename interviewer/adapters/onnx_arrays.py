"""The arrays inside an ONNX file, read without onnxruntime, which runs a network but does not hand out its weights.

Only what is needed of the format (https://onnx.ai/onnx/repo-docs/IR.html, onnx.proto3): protobuf fields on the wire,
the tensors of the graph, and the order of its nodes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

_GRAPH, _INITIALIZER, _NODE = 7, 5, 1
_DIMS, _TYPE, _NAME, _RAW = 1, 2, 8, 9
_INPUT, _OP = 1, 4
_TYPES: dict[int, np.dtype[np.generic]] = {1: np.dtype("<f4"), 3: np.dtype("i1")}
"""Of the tensors that are kept: 32-bit floats, and the bytes that weights are stored in."""

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5

Array = npt.NDArray[np.generic]


@dataclass(frozen=True)
class Network:
    """What a file holds: its tensors by name, and the first two inputs of each matrix product in the order of use."""

    arrays: dict[str, Array]
    products: tuple[tuple[str, str], ...]


def read(file: Path) -> Network:
    """Raises OSError, or ValueError where it is no ONNX file as we know them."""
    arrays: dict[str, Array] = {}
    products: list[tuple[str, str]] = []
    for number, graph in _fields(memoryview(file.read_bytes())):
        if number != _GRAPH or isinstance(graph, int):
            continue
        for kind, inside in _fields(graph):
            if isinstance(inside, int):
                continue
            if kind == _INITIALIZER:
                arrays |= _tensor(inside)
            elif kind == _NODE:
                inputs, operator = _node(inside)
                if operator == "MatMul" and len(inputs) == 2:
                    products.append((inputs[0], inputs[1]))
    if not arrays:
        raise ValueError("no tensors")
    return Network(arrays, tuple(products))


def _tensor(inside: memoryview) -> dict[str, Array]:
    """One array by its name; none of a kind that holds no weights."""
    dims: list[int] = []
    name, kind, raw = "", 0, memoryview(b"")
    for number, found in _fields(inside):
        if number == _DIMS:
            dims += [found] if isinstance(found, int) else list(_packed(found))
        elif number == _TYPE and isinstance(found, int):
            kind = found
        elif number == _NAME and not isinstance(found, int):
            name = bytes(found).decode()
        elif number == _RAW and not isinstance(found, int):
            raw = found
    if kind not in _TYPES or not raw:
        return {}
    return {name: np.frombuffer(raw, _TYPES[kind]).reshape(dims)}


def _node(inside: memoryview) -> tuple[list[str], str]:
    inputs, operator = [], ""
    for number, found in _fields(inside):
        if isinstance(found, int):
            continue
        if number == _INPUT:
            inputs.append(bytes(found).decode())
        elif number == _OP:
            operator = bytes(found).decode()
    return inputs, operator


def _fields(data: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        number, wire = key >> 3, key & 7
        if wire == _VARINT:
            found, at = _varint(data, at)
            yield number, found
            continue
        if wire == _BYTES:
            size, at = _varint(data, at)
        elif wire in (_FIXED64, _FIXED32):
            size = 8 if wire == _FIXED64 else 4
        else:
            raise ValueError(f"a field of wire type {wire}")
        if at + size > len(data):
            raise ValueError("the file ends too early")
        yield number, data[at : at + size]
        at += size


def _varint(data: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        if at >= len(data) or shift > 63:
            raise ValueError("the file ends too early")
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at += 1
        shift += 7
        if byte < 0x80:
            return value, at


def _packed(data: memoryview) -> Iterator[int]:
    at = 0
    while at < len(data):
        value, at = _varint(data, at)
        yield value
