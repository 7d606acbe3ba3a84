"""The preview: what one edit touches, made and written while the rest stays.

In: the settings' file and the folder that is served. Out: after each save, the
files that changed, and one line that says what was done; after a mistake, its
problems, which the pages then show. The stages are those of ``build``; what they
made before is kept (``run.memory``), and texts that did not change are not read
again.
"""

from __future__ import annotations

import html
import shutil
import sys
import time
import traceback
from pathlib import Path

from explainer import build, settings
from explainer.check import theme
from explainer.make import template_errors
from explainer.model import project_files
from explainer.output import delivery
from explainer.read import problems
from explainer.read.problems import Problem
from explainer.run import fingerprint
from explainer.run.preview_memory import Memory

_BANNER = (
    '<aside role="alert" style="position:sticky;top:0;z-index:99;padding:.5rem 1rem;'
    "background:#7a1020;color:#fff;font:1rem/1.5 monospace;white-space:pre-wrap;"
    'overflow-wrap:anywhere">{}</aside>'
)


class Preview:
    """One preview, from its first build to its last save; ``problems`` are those of the last save."""

    def __init__(self, config: Path, folder: Path) -> None:
        self.config, self.folder = config, folder
        self.memory = Memory()
        self.problems: list[Problem] = []
        self._assets: dict[str, tuple[Path, tuple[int, int]]] = {}  # what was copied, by its place
        self._read = _stamps(config)  # what the last good pages were made from
        self._copy(config.parent)

    def update(self) -> str:
        """Bring the folder up to date; return what was done, or every problem, a line each."""
        start = time.perf_counter()
        read, last = _stamps(self.config), self._read
        self._read = {}
        edited = {path for path, stamp in read.items() if last.get(path) != stamp}
        copied_only = {path for path, _ in self._assets.values()}
        if last.keys() == read.keys() and edited and edited <= copied_only:
            # No page is made from a style, a script or a picture, as long as it is there.
            self.problems = [p for path in sorted(edited) for p in self._unfit(path)]
            if self.problems:
                return self._kept()
            copied, self._read = self._copy(self.config.parent), read
            return f"{copied} file(s) copied, in {time.perf_counter() - start:.2f} s"
        try:
            chosen = settings.read(self.config, preview=True)
            made = build.Build(chosen, self.folder, self.memory)
            self.problems = made.compile()
        except settings.ConfigurationError as wrong:
            self.problems = wrong.problems
        if not self.problems and made.site:
            before = self.memory.done
            try:
                self.problems = made.refresh()
            except Exception as error:
                if (problem := template_errors.of_template(error, chosen.root)) is None:
                    raise
                self.problems = [problem]
            copied = self._copy(chosen.root)
        if self.problems or not made.site:
            return self._kept()
        self._read = read
        done = self.memory.done - before
        notices = f"{problems.format_report(made.site.notices)}\n" if made.site.notices else ""
        seconds = time.perf_counter() - start
        return f"{notices}{done} page(s) made or written again, {copied} file(s) copied, in {seconds:.2f} s"

    def _kept(self) -> str:
        return f"{problems.format_report(self.problems)}\nThe preview shows the last good pages."

    def _unfit(self, path: Path) -> list[Problem]:
        """Return why a file cannot be published, as a build would."""
        name = path.relative_to(self.config.parent).as_posix()
        return project_files.read_file(path, name)[1] if path.suffix in project_files.TEXTS else []

    def saved(self) -> None:
        """Bring the folder up to date, and tell it; whatever fails, the next save may mend it."""
        try:
            print(self.update(), file=sys.stderr)
        except Exception:  # noqa: BLE001
            traceback.print_exc()

    def _copy(self, root: Path) -> int:
        """Copy the theme's files and those of ``docs/`` that changed; return how many.

        The first time the build has copied them all; what went since is no more shown.
        """
        copied, docs, first = 0, root / "docs", not self._assets
        written = {
            path.relative_to(docs).as_posix(): path
            for path in docs.rglob("*")
            if path.is_file() and path.suffix != ".md"
        }
        files = theme.theme_files(root) | written
        seen = {name: (path, _stamp(path)) for name, path in files.items()}
        for name in self._assets.keys() - seen.keys():
            (self.folder / name).unlink(missing_ok=True)
        for name, path in {} if first else files.items():
            if self._assets.get(name) != seen[name]:
                target = self.folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
                delivery.lighten(target)
                copied += 1
        self._assets = seen
        return copied

    def banner(self, page: bytes) -> bytes:
        """Return a page of HTML with the problems of the last save above it, if there are any."""
        if not self.problems:
            return page
        shown = _BANNER.format(html.escape(problems.format_report(self.problems))).encode()
        start = page.find(b">", page.find(b"<body")) + 1
        return page[:start] + shown + page[start:]


def _stamps(config: Path) -> dict[Path, tuple[int, int]]:
    """Return when each file that pages are made from was written, and its size."""
    root = config.parent
    paths = [
        *root.glob("*.yml"),
        *(p for name in fingerprint.READ for p in (root / name).rglob("*")),
    ]
    return {path: _stamp(path) for path in paths if path.is_file()}


def _stamp(path: Path) -> tuple[int, int]:
    stat = path.stat()
    return stat.st_mtime_ns, stat.st_size
