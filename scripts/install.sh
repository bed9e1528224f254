#!/bin/sh
# Installs what a lock file names, each package checked by its hash, and then this checkout itself.
# The lock is complete, so pip neither resolves nor builds anything.
set -eu
pip() { .venv/bin/python -m pip --disable-pip-version-check --no-input "$@"; }
locked() { pip install --require-hashes --no-deps --only-binary :all: --requirement "$@"; }

# Without an index pip can only find that all is there; then there is nothing to say.
if ! locked "$1" --quiet --no-index 2>/dev/null; then
    echo "Installing the packages of $1 into .venv ..."
    locked "$1"
fi
pip install --quiet --no-deps --no-build-isolation --editable .
