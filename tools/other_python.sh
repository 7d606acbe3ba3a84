#!/bin/sh
# Run the quick tests on a second Python, if the machine has one: what the next version of
# Python breaks is seen before it is everyone's.
#
# In:  .venv, made from both locks. Out: exit 1 if a test fails; one line, and exit 0, if there
#      is no second Python or it cannot be set up.
set -eu

own=$(.venv/bin/python -c 'import sys; print("%d.%d" % sys.version_info[:2])')
home=.cache/other-python

if ! python=$(sh tools/python.sh "$own" 2>/dev/null); then
    echo "Python $own alone was tested: this machine has no second Python, 3.11 or later."
    exit
fi
# uv, since pip would take half of the time that this may cost.
if ! told=$({ "$python" -m venv --clear --without-pip "$home" &&
    .venv/bin/uv pip install --quiet --no-progress --python "$home/bin/python" \
        --no-deps --require-hashes --only-binary :all: -r requirements-dev.lock; } 2>&1); then
    echo "Python $own alone was tested: $("$python" --version) could not be set up ($(printf %s "$told" | tr '\n' ' '))."
    exit
fi
echo "The quick tests again, with $("$home/bin/python" --version):"
exec "$home/bin/python" -m pytest -q --quick "$@"
