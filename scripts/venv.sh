#!/bin/sh
# Makes .venv with the Python that was named, and a pip in it.
set -eu
python=$1

say_and_stop() {
    echo "$1" >&2
    exit 3
}

command -v "$python" >/dev/null 2>&1 ||
    say_and_stop "There is no '$python' here. Install Python 3.11 or newer, or name yours: make PYTHON=/path/to/python"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    say_and_stop "'$python' is $("$python" --version 2>&1), but 3.11 or newer is needed. Name another: make PYTHON=python3.12"

"$python" scripts/announce.py

# Debian ships Python without the part that puts pip into a new environment; then the system's own pip does it.
if "$python" -c 'import ensurepip' 2>/dev/null; then
    "$python" -m venv .venv
else
    "$python" -m pip --version >/dev/null 2>&1 ||
        say_and_stop "This Python has neither pip nor ensurepip. Type: sudo apt-get install python3-venv"
    rm -rf .venv
    "$python" -m venv --without-pip .venv
    "$python" -m pip --python .venv/bin/python install --quiet --disable-pip-version-check pip
fi
