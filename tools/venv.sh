#!/bin/sh
# Set up a virtual environment from lock files, with hashes; do nothing while they stay the same.
#
# In:  its folder, then the locks that it holds, in order; BASE_PYTHON (see python.sh).
# Out: the folder, with a copy of each lock that it holds; else one line, and exit 1.
set -eu

say() { printf '%s\n' "$*" >&2; }

stop() {
    say "$*"
    exit 1
}

# What each lock costs, on Linux: test_machines.py compares what it takes on disk.
cost() {
    case $1 in
    requirements.lock) echo "50 MB, then 200 MB on disk; about half a minute" ;;
    requirements-dev.lock) echo "100 MB more, then 340 MB on disk; about half a minute" ;;
    requirements-desk.lock) echo "10 MB more; a few seconds" ;;
    requirements-links.lock) echo "80 MB, then 320 MB on disk" ;;
    *) echo "50 MB, then 200 MB on disk" ;;
    esac
}

install() {
    lock=$1
    cmp -s "$lock" "$home/$lock" && return
    say "Fetching the packages of $lock, once for each change of it: $(cost "$lock") …"
    if told=$("$home/bin/python" -m pip install -qq --no-compile --disable-pip-version-check \
        --retries 2 --no-deps --require-hashes -r "$lock" 2>&1); then
        cp "$lock" "$home/$lock"
        return
    fi
    case $told in
    *'after connection broken by'*)
        stop "The packages of $lock could not be fetched: the network is needed, this once (or a mirror, named in PIP_INDEX_URL); connect, then run this again."
        ;;
    esac
    printf '%s\n' "$told" | grep -v '^WARNING: ' >&2
    stop "The packages of $lock could not be installed in $home; pip's own words are above."
}

case $(uname -s 2>/dev/null) in
MINGW* | MSYS* | CYGWIN*)
    stop "Windows itself is not supported: do this in WSL 2 (https://learn.microsoft.com/windows/wsl/install), in a folder of its own disk, not of /mnt/c."
    ;;
esac

home=$1
shift
here=$(pwd)
for path in "$here" "$home" .cache site; do
    [ ! -e "$path" ] || [ -w "$path" ] ||
        stop "$path cannot be written by $(id -un): make it yours (sudo chown -R $(id -un) '$here'), or work in a clone of your own."
done

# Made anew if its Python is gone or another was asked for, or if a lock changed: no more and no less
# than the locks say.
made=$("$home/bin/python" -c 'import sys; print(sys.version_info[:2])' 2>/dev/null) || made=''
if [ -n "$made" ] && [ -n "${BASE_PYTHON:-}" ]; then
    asked=$("$BASE_PYTHON" -c 'import sys; print(sys.version_info[:2])' 2>/dev/null) || asked=''
    [ "$asked" = "$made" ] || made=''
fi
for lock in "$@"; do
    [ ! -f "$home/$lock" ] || cmp -s "$lock" "$home/$lock" || made=''
done
if [ -z "$made" ] || [ ! -f "$home/$1" ]; then
    python=$(sh "$(dirname "$0")/python.sh")
    say "Setting up $home with $("$python" --version) …"
    "$python" -m venv --clear "$home" || stop "$python could not make $home; its own words are above."
fi
for lock in "$@"; do
    install "$lock"
done
