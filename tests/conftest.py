"""What tests share: the real site and the tiny one, each built once a run; a browser.

Fixtures for any test: ``site`` (the real story's ``facts.Site``), ``tiny``
(the invented one's), ``tiny_folder`` (a fresh copy to break), ``chromium``
(a path), ``browser`` (Playwright's), ``tab`` (a new page in it), ``served`` (the real site's address),
``compiled`` and ``tiny_compiled`` (the two stories, without the engine).
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import axe
import branches
import builds
import chromium as chromium_
import elsewhere
import facts
import hostile
import pytest
import warm
from explainer.make.site import Site
from reading import compiled as compiled_
from reading import tiny_site
from serving import at

warm.translate_templates_once()

# As Python does unless told otherwise (images of containers tell it so): else each of the hundreds of
# processes that tests start would translate the same sources anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-golden", action="store_true", help="rewrite tests/golden")
    parser.addoption("--quick", action="store_true", help="leave out what takes a while")


# What takes a while: a browser, the real site, other builds of the tiny one, or a project of a
# test's own.
SLOW = {"chromium", "site", "compiled", "example", "attacked", "tiny_copy", "below", "tmp_path"}


def fixtures_of(item: pytest.Item) -> set[str]:
    """Return the names of all fixtures that a test uses, through others too."""
    return set(vars(item).get("fixturenames", ()))


def is_quick(fixtures: set[str]) -> bool:
    """Tell whether a test belongs to the quick part, by the fixtures that it uses."""
    return not fixtures & SLOW and ("tmp_path_factory" not in fixtures or "tiny" in fixtures)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--quick"):
        slow = [item for item in items if not is_quick(fixtures_of(item))]
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if is_quick(fixtures_of(item))]


# The browser is found before any test, once, by the process that starts the others: only a process
# that runs tests itself knows whether they need one.


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    option = session.config.option
    if getattr(option, "numprocesses", None) and not (option.quick or option.collectonly):
        find_browser()


def pytest_collection_finish(session: pytest.Session) -> None:
    alone = not hasattr(session.config, "workerinput") and not session.config.option.collectonly
    if alone and any("chromium" in fixtures_of(item) for item in session.items):
        find_browser()


def find_browser() -> None:
    """Leave the browser's path in CHROMIUM, for all processes; or stop, with one line."""
    try:
        os.environ["CHROMIUM"] = chromium_.find_or_install()
    except chromium_.NoBrowser as error:
        chromium_.say(str(error))
        pytest.exit("no browser", returncode=1)


@pytest.fixture
def other() -> Iterator[elsewhere.Elsewhere]:
    """Another site, on loopback."""
    with elsewhere.served() as known:
        yield known


@pytest.fixture
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """What this test asks goes straight to loopback."""
    monkeypatch.setenv("NO_PROXY", "*")


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all processes of this run."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if base.name.startswith("popen-") else base


@pytest.fixture(scope="session")
def site(run_folder: Path) -> facts.Site:
    """The real story, built once a run, from nothing."""

    def make(folder: Path) -> None:
        project = builds.copy_of_project(folder)
        builds.build(project, folder / "site", confirmed=True, **builds.HERE)

    return facts.Site(builds.once(run_folder, "real", make) / "site", builds.SITE_URL)


@pytest.fixture(scope="session")
def compiled() -> Site:
    """The real story, compiled in this process, without the engine."""
    return builds.compiled(builds.ROOT)


@pytest.fixture(scope="session")
def tiny_compiled(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The tiny story, compiled in this process, without the engine."""
    project = builds.tiny_project(tmp_path_factory.mktemp("tiny") / "project", code=False)
    return builds.compiled(project)


@pytest.fixture(scope="session")
def tiny(run_folder: Path) -> facts.Site:
    """The tiny story, built once a run."""

    def make(folder: Path) -> None:
        builds.build(builds.tiny_project(folder), folder / "site", **builds.HERE)

    return facts.Site(builds.once(run_folder, "tiny", make) / "site", builds.SITE_URL)


@pytest.fixture(scope="session")
def example(run_folder: Path) -> facts.Site:
    """The invented story in three languages, one written from right to left, built once a run."""

    def make(folder: Path) -> None:
        project = builds.example_project(folder)
        builds.build(project, folder / "site", confirmed=True, **builds.HERE)

    return facts.Site(builds.once(run_folder, "example", make) / "site", builds.SITE_URL)


@pytest.fixture(scope="session")
def attacked(run_folder: Path) -> facts.Site:
    """The tiny story with hostile records, built once a run."""

    def make(folder: Path) -> None:
        hostile.arm(builds.tiny_project(folder))
        builds.build(folder, folder / "site")

    made = builds.once(run_folder, "attacked", make)
    return facts.Site(made / "site", builds.SITE_URL)


@pytest.fixture
def tiny_folder(tmp_path: Path) -> Path:
    """A copy of the tiny story that a test may break; enough to compile, not to build."""
    return builds.tiny_project(tmp_path / "project", code=False)


@pytest.fixture
def repository(tiny_folder: Path) -> Path:
    """The tiny story under Git, with the project's own attributes."""
    for name in (".gitattributes", ".gitignore"):
        shutil.copy(builds.ROOT / name, tiny_folder)
    branches.git(tiny_folder, "init", "-q", "-b", "main")
    branches.commit(tiny_folder)
    return tiny_folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium or Chrome that starts; found before any test ran."""
    return os.environ["CHROMIUM"]


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Any]:
    """A headless browser, by Playwright."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=chromium, args=list(chromium_.ARGUMENTS)
        )
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def kept_contexts(browser: Any) -> Iterator[dict[str, Any]]:
    """The browser's contexts that ``tab`` opens tabs in, by their options."""
    made: dict[str, Any] = {}
    yield made
    for context in made.values():
        context.close()


@pytest.fixture
def tab(browser: Any, kept_contexts: dict[str, Any]) -> Iterator[Callable[..., Any]]:
    """Open a new tab, in a context with these options that other tests may have opened tabs in.

    What they stored is gone, and nobody hears of their requests; what they loaded may be in the
    cache. (A context of a test's own costs more than most tests do.)
    """
    opened = []

    def open_(**options: Any) -> Any:
        key = repr(sorted(options.items()))
        if key not in kept_contexts:
            kept_contexts[key] = browser.new_context(**options)
        opened.append(kept_contexts[key].new_page())
        return opened[-1]

    yield open_
    for page in opened:
        if page.url.startswith("http"):
            page.evaluate("localStorage.clear()")
        page.close()


@pytest.fixture(scope="session")
def kept_tab(browser: Any) -> Iterator[Any]:
    """One tab for all tests that only look: each opens its page anew, at its own width."""
    made = browser.new_page()
    yield made
    made.close()


@pytest.fixture(scope="session")
def examine(browser: Any) -> Iterator[axe.Examiner]:
    """What axe says of pages: a colour that it has judged for one test is known to the next."""
    with axe.examiner(browser) as made:
        yield made


@pytest.fixture(scope="session")
def served(site: facts.Site) -> Iterator[str]:
    """The address of the real site, served from its folder as a static host would."""
    with at(site.folder) as address:
        yield address


@pytest.fixture(scope="session")
def stories(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Site]:
    """The real story (French first) and the tiny one (English first)."""
    tiny = tiny_site(tmp_path_factory.mktemp("tiny") / "project")
    return {"real": compiled_(builds.ROOT), "tiny": tiny}


@pytest.fixture(params=["real", "tiny"])
def story(request: pytest.FixtureRequest, stories: dict[str, Site]) -> Site:
    return stories[request.param]


@pytest.fixture
def tiny_story(stories: dict[str, Site]) -> Site:
    return stories["tiny"]
