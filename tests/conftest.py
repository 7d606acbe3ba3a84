"""What tests share: the real site and the tiny one, each built once a run; a browser.

Fixtures for any test: ``site`` (the real story's ``facts.Site``), ``tiny``
(the invented one's), ``tiny_folder`` (a fresh copy to break), ``chromium``
(a path), ``browser`` (Playwright's), ``served`` (the real site's address),
``compiled`` and ``tiny_compiled`` (the two stories, without the engine).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import builds
import chromium as chromium_
import facts
import hostile
import pytest
from explainer.make.site import Site
from serving import at


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-golden", action="store_true", help="rewrite tests/golden")


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

    made = builds.once(run_folder, "real", make)
    return facts.Site(made / "site", builds.SITE_URL)


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

    made = builds.once(run_folder, "tiny", make)
    return facts.Site(made / "site", builds.SITE_URL)


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


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium or Chrome, installed if need be."""
    try:
        return chromium_.find_or_install()
    except chromium_.NoBrowser as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Any]:
    """A headless browser, by Playwright."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
        )
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def served(site: facts.Site) -> Iterator[str]:
    """The address of the real site, served from its folder as a static host would."""
    with at(site.folder) as address:
        yield address
