"""Canaries: what this project relies on in the tools it is built with.

Each names a trap of ARCHITECTURE.md. A failure here says which promise of a
dependency an upgrade broke, before its effects are seen on a page.
"""

from __future__ import annotations

import importlib
import inspect
import re
from importlib.metadata import version
from pathlib import Path

import builds
import markdown
import mkdocs.plugins
import pytest
import yaml
from babel.dates import format_date
from mkdocs.exceptions import Abort, BuildError, PluginError
from mkdocs.structure.files import File, Files, InclusionLevel

i18n = importlib.import_module("mkdocs_static_i18n.plugin")
reconfigure = importlib.import_module("mkdocs_static_i18n.reconfigure")


def numbers(package: str) -> tuple[int, ...]:
    return tuple(int(n) for n in re.findall(r"\d+", version(package))[:3])


@pytest.mark.parametrize(
    ("package", "least", "below"),
    [
        ("mkdocs", (1, 6, 1), (2,)),  # 2.0 has neither plugins nor hooks
        ("mkdocs-material", (9, 7, 7), (10,)),  # earlier: XSS in search suggestions
        ("mkdocs-static-i18n", (1, 3, 1), (1, 4)),  # the recipe for generated pages is of 1.3
        ("click", (8, 4), (9,)),  # 8.2.2 to 8.3: `mkdocs serve` does not watch
        ("markdown", (3, 11), (4,)),
        ("pydantic", (2, 10), (3,)),
        ("jinja2", (3, 1, 6), (4,)),
    ],
)
def test_versions_stay_where_the_traps_were_tested(
    package: str, least: tuple[int, ...], below: tuple[int, ...]
) -> None:
    assert least <= numbers(package) < below


@pytest.mark.parametrize(
    ("event", "priority"),
    [
        ("on_config", -100),
        ("on_files", -100),
        ("on_nav", -100),
        ("on_post_page", -100),
        ("on_post_build", -100),
        ("on_page_markdown", 50),
        ("on_page_context", 50),
        ("on_template_context", 50),
    ],
)
def test_i18n_works_at_the_priorities_that_the_conductor_avoids(event: str, priority: int) -> None:
    handler = getattr(i18n.I18n, event)
    assert getattr(handler, "mkdocs_priority", 0) == priority


def test_hooks_of_equal_priority_run_after_plugins() -> None:
    source = inspect.getsource(mkdocs.plugins.PluginCollection._register_event)
    assert "insort" in source


@pytest.mark.parametrize("name", ["building", "current_language", "default_language"])
def test_i18n_tells_where_it_is(name: str) -> None:
    assert hasattr(i18n.I18n(), name) or name in inspect.getsource(i18n) + inspect.getsource(
        reconfigure
    )


def test_a_second_language_is_a_nested_build() -> None:
    source = inspect.getsource(i18n.I18n.on_post_build)
    assert "self.building = True" in source
    assert "build(" in source


def test_i18n_leaves_the_engine_s_cleaning_disarmed_when_a_language_fails() -> None:
    """So `events` keeps the real function, and puts it back."""
    text = inspect.getsource(importlib.import_module("mkdocs_static_i18n.plugin"))
    _, _, rest = text.partition("utils.clean_directory = lambda x: x")
    assert rest.count("utils.clean_directory = mkdocs_utils_clean_directory") == 1
    assert "finally" not in text
    conductor = (builds.ROOT / "hooks" / "events.py").read_text(encoding="utf-8")
    assert conductor.count("    utils.clean_directory = _clean_directory") == 2


def test_a_preview_takes_its_builder_from_the_server() -> None:
    from mkdocs.livereload import LiveReloadServer

    assert "self.builder()" in inspect.getsource(LiveReloadServer._build_loop)


def test_i18n_makes_new_files_and_pairs_them_by_name() -> None:
    source = inspect.getsource(reconfigure)
    assert "alternates" in source
    assert "is_relative_to" in source  # a file without a place on disk would crash it


def test_a_file_takes_its_text_late(tmp_path: Path) -> None:
    file = File("fr/x.md", str(tmp_path), str(tmp_path / "site"), use_directory_urls=True)
    file.inclusion = InclusionLevel.NOT_IN_NAV
    file.content_string = "late"
    assert file.content_string == "late"
    file.url, file.dest_uri = "autre/", "autre/index.html"
    file.abs_dest_path = str(tmp_path / "site" / "autre" / "index.html")
    assert (file.url, file.dest_uri) == ("autre/", "autre/index.html")
    assert Files([file]).documentation_pages() == [file]


def test_an_error_of_a_plugin_is_told_without_a_traceback() -> None:
    assert issubclass(PluginError, BuildError)
    assert issubclass(Abort, SystemExit)


def test_only_the_loggers_of_the_engine_count_in_strict_mode() -> None:
    assert mkdocs.plugins.get_plugin_logger("explainer").logger.name.startswith("mkdocs.")


def test_markdown_passes_keep_their_places() -> None:
    """`read.markdown` puts its own pattern between these, and takes some of the others away."""
    converter = markdown.Markdown(extensions=["tables", "def_list"])
    places = {item.name: item.priority for item in converter.treeprocessors._priority}
    assert places == {"inline": 20, "prettify": 10, "unescape": 0}
    inline = {item.name: item.priority for item in converter.inlinePatterns._priority}
    assert inline["backtick"] > inline["escape"] > 176 > 175 > inline["link"]
    assert {"html", "autolink", "automail", "image_link", "short_reference"} <= set(inline)
    blocks = {item.name for item in converter.parser.blockprocessors._priority}
    assert {"indent", "code", "hashheader", "setextheader", "olist", "table", "deflist"} <= blocks
    assert {item.name for item in converter.preprocessors._priority} == {
        "normalize_whitespace",
        "html_block",
    }


def test_yaml_has_its_fast_parser() -> None:
    assert hasattr(yaml, "CSafeLoader"), "PyYAML without libyaml: builds would be ten times slower"


def test_the_calendar_still_lacks_the_french_ordinal() -> None:
    """When CLDR writes «1er», `wording` may stop doing so."""
    import datetime

    assert format_date(datetime.date(2020, 12, 1), "long", "fr").startswith("1 ")


def test_the_engine_honours_the_date_of_the_source(monkeypatch: pytest.MonkeyPatch) -> None:
    from mkdocs.utils import get_build_date

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert get_build_date() == "1970-01-02"


def test_the_configuration_asks_for_strictness() -> None:
    text = (builds.ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for line in ("anchors: warn", "not_found: warn", "omitted_files: ignore"):
        assert line in text
    for line in ("fallback_to_default: false", "reconfigure_search: false", "font: false"):
        assert line in text
    assert "navigation.instant" not in text


def test_hooks_are_imported_once_and_only_from_the_conductor() -> None:
    """Only `events.py` knows the engine; what it imports, it imports at its top."""
    for path in (builds.ROOT / "hooks" / "explainer").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"^\s*(?:from|import) (?:mkdocs|properdocs)\b", text, re.MULTILINE), (
            path
        )
    conductor = (builds.ROOT / "hooks" / "events.py").read_text(encoding="utf-8")
    assert not re.search(r"^ +(?:from|import) explainer", conductor, re.MULTILINE)
