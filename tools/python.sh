#!/bin/sh
# Find a Python that can make a virtual environment.
#
# In:  BASE_PYTHON, a name or a path that settles it; optionally a version («3.11») to do without.
# Out: its path; else one line that says what to install, and exit 1.
# The system's own comes first, then the latest of PATH and of pyenv, whatever its name.
set -eu

stop() {
    printf '%s\n' "$*" >&2
    exit 1
}

# Print the version of $1, «3.13», if it is 3.11 or later.
version() {
    "$1" -c 'import sys; sys.version_info < (3, 11) and sys.exit(1); print("%d.%d" % sys.version_info[:2])' 2>/dev/null
}

can_make() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

candidates() {
    IFS=:
    for folder in $PATH; do
        printf '%s\n' "$folder"/python3.[1-9][0-9] "$folder"/python3 "$folder"/python
    done
    printf '%s\n' "${PYENV_ROOT:-${HOME:-}/.pyenv}"/versions/*/bin/python3.[1-9][0-9]
}

without=${1:-}
if [ -n "${BASE_PYTHON:-}" ] && [ -z "$without" ]; then
    version "$BASE_PYTHON" >/dev/null ||
        stop "BASE_PYTHON is $BASE_PYTHON, which is no Python 3.11 or later: give the name or the path of one."
    can_make "$BASE_PYTHON" ||
        stop "$BASE_PYTHON has no venv module: install it (sudo apt install python3-venv), then run this again."
    command -v "$BASE_PYTHON"
    exit
fi

if [ -z "$without" ] && version python3 >/dev/null && can_make python3; then
    command -v python3
    exit
fi

best='' latest=0 bare=''
while IFS= read -r python; do
    [ -x "$python" ] && found=$(version "$python") && [ "$found" != "$without" ] || continue
    if ! can_make "$python"; then
        bare=$python
    elif [ "${found#3.}" -gt "$latest" ]; then
        best=$python latest=${found#3.}
    fi
done <<END
$(candidates)
END

[ -n "$best" ] || [ -z "$bare" ] ||
    stop "$bare has no venv module: install it (sudo apt install python3-venv), then run this again."
[ -n "$best" ] ||
    stop "Python 3.11 or later is needed: install it (sudo apt install python3 python3-venv, brew install python, or https://www.python.org/downloads/), then run this again; BASE_PYTHON=… names one that stands elsewhere."
printf '%s\n' "$best"
