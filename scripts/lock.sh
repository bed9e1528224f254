#!/bin/sh
# Pins the newest versions of everything, for every system and every Python that we support. Needs a network.
set -eu
.venv/bin/python -m pip install --quiet --disable-pip-version-check uv

compile() {
    .venv/bin/python -m uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.11 \
        --override locks/overrides.in --custom-compile-command "make lock" pyproject.toml locks/build.in "$@"
}
compile --extra pdf --extra piper --output-file locks/run.lock
compile --extra pdf --extra piper --extra dev --constraint locks/run.lock --output-file locks/dev.lock
