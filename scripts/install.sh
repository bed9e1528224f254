#!/bin/sh
# Installs what a lock file names, each package checked by its hash, and then this checkout itself.
# The lock is complete, so pip neither resolves nor builds anything.
set -eu
pip() { .venv/bin/python -m pip --disable-pip-version-check --no-input "$@"; }

echo "Installing the packages of $1 into .venv ..."
pip install --require-hashes --no-deps --only-binary :all: --requirement "$1"
pip install --quiet --no-deps --no-build-isolation --editable .
