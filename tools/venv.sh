#!/bin/sh
# Set up .venv from a lock file, with hashes; do nothing while the lock stays the same.
#
# In:  the lock's name: requirements.lock (the site), or requirements-dev.lock (tests besides).
# Out: .venv/, with a copy of each lock that it holds. Called by the Makefile.
set -eu

say() { printf '%s\n' "$*" >&2; }

find_python() {
    for name in python3.13 python3.12 python3.11 python3 python; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    say "Python 3.11 or later is needed: install it (apt install python3 python3-venv, brew install python, or https://www.python.org/downloads/), then run this again."
    return 1
}

install() {
    lock=$1
    cmp -s "$lock" ".venv/$lock" && .venv/bin/python -c '' 2>/dev/null && return
    if [ "$lock" = requirements.lock ]; then
        python=$(find_python)
        if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
            say "$python has no venv module: install it (apt install python3-venv), then run this again."
            return 1
        fi
        say "Setting up .venv with $("$python" --version), once for each change of $lock …"
        "$python" -m venv --clear .venv
    else
        say "Adding what tests need, once for each change of $lock …"
    fi
    .venv/bin/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r "$lock"
    cp "$lock" ".venv/$lock"
}

install requirements.lock
if [ "${1:-requirements.lock}" != requirements.lock ]; then
    install "$1"
fi
