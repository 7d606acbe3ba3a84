"""The conductor: what happens at each event of a build, in order.

The only file that knows the engine. Every handler is short; the work is in
``explainer``, which knows no engine. Under static-i18n a build runs once a
language on one config object: what is compiled in the first ``on_config``
serves both, and the next build compiles anew.

Priorities: i18n does its work at -100; 0 is before it, -110 after it.
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import posixpath
import shutil
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, cast

from click import ClickException
from explainer import build as compiler
from explainer import output as outputs
from explainer.check import freshness
from explainer.check import pages as check_pages
from explainer.make import conversion, faults, pages, view
from explainer.make.site import Site
from explainer.model.story import Settings
from explainer.read import problems
from explainer.run import aside, cache, port, staging
from mkdocs import utils
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

log = get_plugin_logger("explainer")
# i18n puts another in its place while it builds its languages, and leaves it there if one fails.
_clean_directory = utils.clean_directory


_WORTH_A_FORK = 50  # pages or cards to be made


class Build:
    """One build, from its first ``on_config`` to its last ``on_post_build``."""

    def __init__(self, site: Site, config: MkDocsConfig, kept: cache.Cache) -> None:
        self.site = site
        self.cache = kept
        self.converters = {
            language: conversion.Converter(site, language, self.cache) for language in site.pages
        }
        i18n = _i18n(config).config
        names = {one.locale: one.site_name or config.site_name for one in i18n.languages}
        self.viewer = view.Viewer(site, _names(config.nav or []), names)
        self.warnings = _Warnings()
        self.target = config.site_dir
        self.staging = ""
        self.asides: dict[str, aside.Aside[Any]] = {}

    def begin(self) -> None:
        """Start what another core can do meanwhile: the other languages' pages, and the cards."""
        if not aside.possible():
            return
        folder = self.cache.root / ".cache"
        for language, converter in list(self.converters.items())[1:]:
            names = converter.missing()
            if len(names) >= _WORTH_A_FORK:
                self.asides[language] = aside.Aside(partial(converter.converted, names), folder)
        missing = outputs.cards.missing(self.site)
        if len(missing) >= _WORTH_A_FORK:
            self.asides["cards"] = aside.Aside(partial(outputs.cards.prepare, missing), folder)

    def fetch(self, what: str) -> None:
        """Wait for what was started aside, and keep it."""
        if what in self.asides:
            self.cache.made.update(self.asides.pop(what).result() or {})

    def give_up(self) -> None:
        """Stop what was started aside."""
        for started in self.asides.values():
            started.stop()


class _Warnings(logging.Handler):
    """Counts what strict mode would stop for, so that nothing is published before it stops."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += 1


_command = "build"
_build: Build | None = None


def on_startup(*, command: str, dirty: bool) -> None:
    """Remember the command; a build that goes well says nothing, a preview tells its address."""
    global _command
    _command = command
    if command == "build" and logging.getLogger("mkdocs").level == logging.INFO:
        logging.getLogger("mkdocs").setLevel(logging.WARNING)
    logging.getLogger("mkdocs.plugins.mkdocs_static_i18n").setLevel(logging.WARNING)  # its routine
    # What stops a build half-way (Ctrl+C, a host that shuts down) leaves nothing behind either.
    atexit.register(_discard)
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Compile the whole site, or stop with every problem and touch nothing."""
    global _build
    if _i18n(config).building:
        return config
    utils.clean_directory = _clean_directory
    if _command != "serve":  # a preview's place is the system's folder for what is temporary
        staging.clear(Path(config.site_dir))
    elif _build is None and (told := port.problem(*config.dev_addr)):
        raise Abort(told)
    settings = _settings(config)
    kept = cache.Cache(settings.root).open()
    site, found = compiler.compile_site(settings, kept)
    names = _names(config.nav or [])
    if site is not None:
        file = Path(str(config.config_file_path))
        text = file.read_text(encoding="utf-8")
        found += check_pages.menu(file.name, text, names, site.addresses)
        omitted = check_pages.omitted(file.name, text, names, site.story, _hidden(config))
        (site.notices if settings.preview else found).extend(omitted if names else ())
    if site is None or found:
        print(problems.report(found), file=sys.stderr)
        raise PluginError(f"{len(set(found))} problem(s) found; the last good site is untouched")
    if site.notices:  # a preview goes on; a build would have stopped
        print(problems.report(site.notices), file=sys.stderr)
    for warning in freshness.warnings(site.story, freshness.today()):
        print(freshness.announce(warning), file=sys.stderr)
    _build = Build(site, config, kept)
    # `conversion` converts the pages, with these extensions; the engine has nothing left to do.
    config.markdown_extensions.clear()
    _keep_ours(config)
    logger = logging.getLogger("mkdocs")
    logger.addHandler(_build.warnings)
    if config.strict and logger.level > logging.WARNING:
        logger.setLevel(logging.WARNING)  # --quiet hides warnings from strict mode as well
    # Built beside its place and moved there at the very end: a build that fails costs nothing.
    _build.staging = config.site_dir = staging.name(Path(config.site_dir))
    staging.begin(_build.staging)
    if _command != "serve":
        _build.begin()
    return config


def _keep_ours(config: MkDocsConfig) -> None:
    """Take the theme's own folder away: no page asks for anything in it (see `overrides/`).

    The engine would list its thousands of pictures twice in each language, and i18n copy them all.
    """
    if config.theme.custom_dir:
        ours, *_, engine = config.theme.dirs
        config.theme.dirs = [ours, engine]


def _declare(files: Files, config: MkDocsConfig) -> Files:
    """Declare the generated pages of both languages, so that i18n pairs them."""
    assert _build is not None
    # The theme's own scripts, styles and pictures: no page asks for one (see `overrides/`).
    ours = (os.path.abspath(config.docs_dir), os.path.abspath(config.theme.custom_dir or ""))
    for file in list(files):
        unreal = not os.path.exists(str(file.abs_src_path))  # an editor's lock, a link to nowhere
        if unreal or not str(file.abs_src_path).startswith(ours):
            files.remove(file)
    known = files.src_uris
    for language, made in _build.site.pages.items():
        for name in made:
            uri = f"{language}/{name}"
            if uri not in known:
                file = File(uri, config.docs_dir, config.site_dir, config.use_directory_urls)
                file.inclusion = InclusionLevel.NOT_IN_NAV
                files.append(file)
    return files


@event_priority(-110)
def _fill(files: Files, config: MkDocsConfig) -> Files:
    """Give every page its text and its localized address, alternates included."""
    assert _build is not None
    for file in files.documentation_pages():
        language, _, name = file.src_uri.partition("/")
        page = _build.site.pages.get(language, {}).get(name)
        if page is None:
            continue
        file.content_string = f"---\ntitle: {json.dumps(page.title)}\n---\n"
        file.generated_by = "explainer"
        for other in {id(f): f for f in (file, *vars(file)["alternates"].values())}.values():
            other_language, _, other_name = other.src_uri.partition("/")
            _address(other, _build.site.addresses.url(other_language, other_name), config.site_dir)
    return files


on_files = CombinedEvent(_declare, _fill)


def _address(file: File, url: str, site_dir: str) -> None:
    file.url = url or "./"
    file.dest_uri = posixpath.join(url, "index.html")
    file.abs_dest_path = os.path.normpath(os.path.join(site_dir, file.dest_uri))
    if not Path(file.abs_dest_path).is_relative_to(os.path.normpath(site_dir)):
        raise PluginError(f"{file.src_uri}: the address «{url}» leaves the site")


@event_priority(-110)
def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Keep the engine from converting: `conversion` does it, for any engine."""
    page.render = partial(_unrendered, page)  # type: ignore[method-assign]
    return ""


def _unrendered(page: Page, config: MkDocsConfig, files: Files) -> None:
    """Stand for the engine's ``Page.render``, which makes a converter for each page."""
    page.content, page.toc = "", get_toc([])
    page.present_anchor_ids, page.links_to_anchors = set(), {}


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Give the page its HTML and its table of contents."""
    assert _build is not None
    language, _, name = page.file.src_uri.partition("/")
    _build.fetch(language)
    converted = _build.converters[language].convert(name)
    page.toc = get_toc(cast(Any, converted.headings))
    return converted.html


def on_env(env: Any, *, config: MkDocsConfig, files: Files) -> Any:
    """Keep the theme's compiled templates: the engine makes a new environment a language."""
    assert _build is not None
    env.context_class = pages.Context
    env.bytecode_cache = pages.bytecode(_build.cache.root / ".cache/templates")
    return env


def on_page_context(
    context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Navigation
) -> dict[str, Any]:
    """Hand the theme what it shows."""
    assert _build is not None
    language, _, name = page.file.src_uri.partition("/")
    context["view"] = _view(language, name)
    return context


def on_pre_template(template: Any, *, template_name: str, config: MkDocsConfig) -> Any:
    """Keep the one 404 page, written in every language; the sitemap is made by ``outputs``."""
    nested = _i18n(config).building
    return None if template_name != "404.html" or nested else template


def on_template_context(
    context: dict[str, Any], *, template_name: str, config: MkDocsConfig
) -> dict[str, Any]:
    """Hand the 404 page the views of every home page."""
    assert _build is not None
    context["views"] = [_view(language, "index.md") for language in _build.site.pages]
    context["root"] = _settings(config).site_path
    return context


@event_priority(-110)
def on_post_build(config: MkDocsConfig) -> None:
    """After the last language: write the other outputs, then put the site in its place."""
    if _build is None or _i18n(config).building:
        return
    _build.fetch("cards")
    outputs.write(_build.site, _build.viewer, Path(config.site_dir))
    _build.cache.save()
    logging.getLogger("mkdocs").removeHandler(_build.warnings)
    config.site_dir = _build.target
    if config.strict and _build.warnings.count:
        _discard()  # the engine stops on its own, and says why
        return
    staging.publish(Path(_build.staging), Path(_build.target))


def on_build_error(error: Exception) -> None:
    """Throw the half-built site away; the last good one was never touched."""
    utils.clean_directory = _clean_directory
    _discard()
    if _build is None or isinstance(error, ClickException):  # told already
        return
    if problem := faults.of_template(error, _build.cache.root):
        print(problem, file=sys.stderr)
        raise Abort("a template failed; the last good site is untouched") from error


def on_serve(server: Any, *, config: MkDocsConfig, builder: Any) -> Any:
    """Let a preview outlive a build that fails: it goes on with the last good pages.

    The engine would hang every request until the next good save.
    """
    build = server.builder

    def attempt() -> None:
        try:
            build()
        except Exception as error:  # noqa: BLE001 (whatever it is, the next save may mend it)
            if isinstance(error, ClickException):  # told in one line
                print(error.format_message(), file=sys.stderr)
            else:
                traceback.print_exc()
            print("The preview shows the last good pages.", file=sys.stderr)

    server.builder = attempt
    return server


def _discard() -> None:
    if _build is not None:
        logging.getLogger("mkdocs").removeHandler(_build.warnings)
        _build.give_up()
        if _build.staging:
            shutil.rmtree(_build.staging, ignore_errors=True)


def _view(language: str, name: str) -> view.View:
    assert _build is not None
    made = _build.viewer.view(language, name)
    made.extra |= outputs.shown(_build.site, language, name)
    made.extra["preview"] = _command == "serve"  # its reloading script is inline: no policy there
    return made


def _i18n(config: MkDocsConfig) -> Any:
    """Return the i18n plugin, whose attributes the engine's types do not know."""
    if "i18n" not in config.plugins:
        raise PluginError("mkdocs.yml: plugins: no «i18n»; expected it, with the languages")
    return config.plugins["i18n"]


def _settings(config: MkDocsConfig) -> Settings:
    i18n = _i18n(config).config
    ordered = sorted(i18n.languages, key=lambda language: not language.default)
    return Settings(
        root=compiler.project_root(str(config.config_file_path)),
        languages=tuple(language.locale for language in ordered),
        site_url=config.site_url or "",
        repo_url=(config.repo_url or "").rstrip("/"),
        edit_uri=config.edit_uri or "",
        name=config.site_name,
        preview=_command == "serve",
        extensions=tuple(config.markdown_extensions),
        extension_configs=dict(config.mdx_configs or {}),
        languages_names={language.locale: language.name for language in ordered},
        options=dict(config.extra.get("explainer", {})),
    )


def _hidden(config: MkDocsConfig) -> Callable[[str], bool]:
    """Return what tells whether a page, ``fr/x.md``, may be missing from the menu."""
    listed = config.not_in_nav
    return (lambda uri: bool(listed.match_file(uri))) if listed else (lambda uri: False)


def _names(nav: Any) -> list[str]:
    """Return the page names of the configured menu, in order."""
    if isinstance(nav, str):
        return [nav]
    children = nav.values() if isinstance(nav, dict) else nav
    return [name for child in children for name in _names(child)]
