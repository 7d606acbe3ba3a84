"""Whether a published site is what its commit builds: the command ``verify-site``.

In: its URL, a clone of its repository. Out: the files that differ from a rebuild of the commit that the
site names, and an exit status: 0 if none differs or the site does not answer. The commit's own code
is run, so it is built only if this clone has it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from explainer.desk import console, watch
from explainer.desk.console import CommandError
from explainer.settings import CONFIG_FILE, Settings
from explainer.watch import published_site
from explainer.watch.published_site import DIFFERS, MISSING, SAME, UNKNOWN
from explainer.words import markdown_table

LOCK_FILE = "requirements.lock"


def verify(settings: Settings, url: str) -> int:
    """Rebuild the commit that the site names, compare every file, and print the differences."""
    if not url.startswith(("http://", "https://")):
        form = "make verify-site URL=https://www.example.org/"
        raise CommandError(f"expected its address, as in {form}")
    # One's own site: no pause between two files, and each is read to its end.
    client = watch.make_client(settings, delay=0, timeout=60, max_bytes=1 << 30)
    url = url if url.endswith("/") else f"{url}/"
    record, reason, answered = published_site.fetch_build_record(url, client)
    if record is None:
        if not answered:
            reason = f"cannot tell: {url} did not answer ({reason}); nothing was changed"
        console.print_line(reason)
        return 1 if answered else 0
    given = ", ".join(f"{key}={value}" for key, value in record.variables.items() if value)
    console.print_line(f"{url} says it was built from {record.commit}, with {given}.")
    with tempfile.TemporaryDirectory() as folder:
        source, site = Path(folder) / "source", Path(folder) / "site"
        variables = {**record.variables, "EXPLAINER_COMMIT": record.commit}
        failure = _unpack_commit(settings.root, record.commit, source)
        if failure := failure or _build_commit(settings.root, source, site, variables):
            raise CommandError(failure)
        results = list(published_site.compare_files(site, url, client))
    verdicts = [verdict for _, verdict, _ in results]
    order = (SAME, DIFFERS, MISSING, UNKNOWN)
    counts = ", ".join(f"{verdicts.count(verdict)} {verdict}" for verdict in order)
    console.print_line(f"{len(results)} files compared, byte by byte: {counts}.")
    if rows := [markdown_table.format_row(*result) for result in results if result[1] != SAME]:
        head = markdown_table.format_head("file", "verdict", "why")
        console.print_line("\n".join([*head, *rows]))
    return 1 if {DIFFERS, MISSING} & set(verdicts) else 0


def _unpack_commit(root: Path, commit: str, folder: Path) -> str:
    """Unpack a commit of the project at ``root``; return why that is impossible, or ``""``."""
    command = ["git", "-C", str(root), "archive", "--format=tar", commit]
    try:
        archive = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    except OSError as error:
        return f"git cannot be run: {error.strerror}"
    if archive.returncode:
        return f"this clone has no commit {commit}; git fetch, then ask again"
    folder.mkdir()
    subprocess.run(["tar", "-x", "-C", str(folder)], input=archive.stdout, check=True)  # noqa: S603, S607
    return ""


def _build_commit(root: Path, source: Path, site: Path, variables: dict[str, str]) -> str:
    """Build with the packages that the commit locks; return what failed, or ``""``."""
    python = sys.executable
    own_lock, commit_lock = root / LOCK_FILE, source / LOCK_FILE
    own = own_lock.read_bytes() if own_lock.is_file() else b""
    if commit_lock.is_file() and commit_lock.read_bytes() != own:
        venv = subprocess.run(  # noqa: S603
            ["/bin/sh", "tools/venv.sh", ".venv", LOCK_FILE], cwd=source, check=False
        )
        if venv.returncode:
            return f"the packages of that commit's {LOCK_FILE} cannot be had"
        python = str(source / ".venv" / "bin" / "python")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("EXPLAINER_")}
    environment |= {"NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": "hooks"}
    build = subprocess.run(  # noqa: S603
        [python, "-m", "mkdocs", "build", "--strict", "-q", "-f", CONFIG_FILE, "-d", str(site)],
        cwd=source, env=environment | variables, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if build.returncode:
        return f"that commit does not build here:\n{build.stderr}{build.stdout}"
    return ""
