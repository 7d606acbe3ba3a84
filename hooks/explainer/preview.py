"""The preview: rebuild what one edit touches, and keep the rest.

In: the settings file and the folder that is served. Out: after each save, the files that changed
and one line that says what was done; after a mistake, its problems, which pages then show in a
banner. The stages are those of ``build``; their results are kept (``run.preview_memory``), and
unchanged texts are not read again.
"""

from __future__ import annotations

import html
import shutil
import sys
import time
import traceback
from pathlib import Path

from explainer.build import Build
from explainer.check import theme
from explainer.make import template_errors
from explainer.model import project_files
from explainer.output import delivery
from explainer.read import problems
from explainer.read.problems import Problem
from explainer.run import fingerprint
from explainer.run.preview_memory import PreviewMemory
from explainer.settings import ConfigurationError, read_settings

_BANNER = (
    '<aside role="alert" style="position:sticky;top:0;z-index:99;padding:.5rem 1rem;'
    "background:#7a1020;color:#fff;font:1rem/1.5 monospace;white-space:pre-wrap;"
    'overflow-wrap:anywhere">{}</aside>'
)


class Preview:
    """One preview, from its first build to its last save; ``problems`` are those of the last save."""

    def __init__(self, config: Path, folder: Path) -> None:
        self.config, self.folder = config, folder
        self.memory = PreviewMemory()
        self.problems: list[Problem] = []
        # The files copied from the theme and from docs/, by their path in the site.
        self._assets: dict[str, tuple[Path, tuple[int, int]]] = {}
        self._last_stamps = _read_stamps(
            config
        )  # of the files that the last good pages were made from
        self._copy_assets(config.parent)

    def update(self) -> str:
        """Bring the folder up to date; return what was done, or every problem, a line each."""
        start = time.perf_counter()
        stamps, last_stamps = _read_stamps(self.config), self._last_stamps
        self._last_stamps = {}
        edited = {path for path, stamp in stamps.items() if last_stamps.get(path) != stamp}
        assets = {path for path, _ in self._assets.values()}
        if last_stamps.keys() == stamps.keys() and edited and edited <= assets:
            # Pages do not depend on the content of styles, scripts and pictures.
            self.problems = [p for path in sorted(edited) for p in self._file_problems(path)]
            if self.problems:
                return self._report_problems()
            copied, self._last_stamps = self._copy_assets(self.config.parent), stamps
            return f"{copied} file(s) copied, in {time.perf_counter() - start:.2f} s"
        try:
            settings = read_settings(self.config, preview=True)
            build = Build(settings, self.folder, self.memory)
            self.problems = build.compile()
        except ConfigurationError as error:
            self.problems = error.problems
        if not self.problems and build.site:
            before = self.memory.steps_run
            try:
                self.problems = build.refresh()
            except Exception as failure:
                if (problem := template_errors.find_problem(failure, settings.root)) is None:
                    raise
                self.problems = [problem]
            copied = self._copy_assets(settings.root)
        if self.problems or not build.site:
            return self._report_problems()
        self._last_stamps = stamps
        steps = self.memory.steps_run - before
        notices = f"{problems.format_report(build.site.notices)}\n" if build.site.notices else ""
        seconds = time.perf_counter() - start
        return f"{notices}{steps} page(s) made or written again, {copied} file(s) copied, in {seconds:.2f} s"

    def _report_problems(self) -> str:
        return f"{problems.format_report(self.problems)}\nThe preview shows the last good pages."

    def _file_problems(self, path: Path) -> list[Problem]:
        """Return why a file cannot be published, as a build would."""
        name = path.relative_to(self.config.parent).as_posix()
        return project_files.read_file(path, name)[1] if path.suffix in project_files.TEXTS else []

    def on_save(self) -> None:
        """Bring the folder up to date and print the outcome; after any failure the next save may succeed."""
        try:
            print(self.update(), file=sys.stderr)
        except Exception:  # noqa: BLE001
            traceback.print_exc()

    def _copy_assets(self, root: Path) -> int:
        """Copy the files of the theme and of ``docs/`` that changed; return how many.

        The first build copied them all. Files that are gone are removed.
        """
        copied, docs, is_first = 0, root / "docs", not self._assets
        from_docs = {
            path.relative_to(docs).as_posix(): path
            for path in docs.rglob("*")
            if path.is_file() and path.suffix != ".md"
        }
        files = theme.theme_files(root) | from_docs
        found = {name: (path, _stamp(path)) for name, path in files.items()}
        for name in self._assets.keys() - found.keys():
            (self.folder / name).unlink(missing_ok=True)
        for name, path in {} if is_first else files.items():
            if self._assets.get(name) != found[name]:
                target = self.folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
                delivery.minify(target)
                copied += 1
        self._assets = found
        return copied

    def add_banner(self, page: bytes) -> bytes:
        """Return a page of HTML with the problems of the last save in a banner, if there are any."""
        if not self.problems:
            return page
        banner = _BANNER.format(html.escape(problems.format_report(self.problems))).encode()
        start = page.find(b">", page.find(b"<body")) + 1
        return page[:start] + banner + page[start:]


def _read_stamps(config: Path) -> dict[Path, tuple[int, int]]:
    """Return the time of change and the size of each file that pages are made from."""
    root = config.parent
    folders = (root / name for name in fingerprint.INPUT_FOLDERS)
    paths = [*root.glob("*.yml"), *(path for folder in folders for path in folder.rglob("*"))]
    return {path: _stamp(path) for path in paths if path.is_file()}


def _stamp(path: Path) -> tuple[int, int]:
    stat = path.stat()
    return stat.st_mtime_ns, stat.st_size
