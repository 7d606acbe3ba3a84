"""The MkDocs adapter: what happens at each event of a build, in order.

The only file that imports MkDocs. ``explainer.session`` does the work: it compiles in the first
``on_config``, makes the pages and writes them at the end. MkDocs contributes the command, the
plugins and the copying of the files of ``docs/`` that are no pages; static-i18n asks for one home
page a language, which stays empty here. Under static-i18n a build runs once a language on one
config object: what the first ``on_config`` compiled serves all of them.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

import jinja2
from explainer.run import port
from explainer.session import Session
from mkdocs import utils
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files

# i18n replaces it while it builds its languages, and does not restore it if one fails.
_clean_directory = utils.clean_directory
_logger = logging.getLogger("mkdocs")
_warning_counter = utils.CountHandler(level=logging.WARNING)  # strict mode stops for these
_session = Session()


def on_startup(*, command: str, dirty: bool) -> None:
    """Remember the command; silence a build that succeeds and i18n's routine messages."""
    _session.begin(command)
    if command == "build" and _logger.level == logging.INFO:
        _logger.setLevel(logging.WARNING)
    logging.getLogger("mkdocs.plugins.mkdocs_static_i18n").setLevel(logging.WARNING)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Compile the whole site, or stop with every problem and touch nothing."""
    if _is_nested_build(config):
        return config
    utils.clean_directory = _clean_directory
    if _session.is_preview and (reason := port.explain_unavailable(*config.dev_addr)):
        raise Abort(reason)
    # Built beside its place and moved there at the end, so that a failed build costs nothing.
    engine = _session.prepare(Path(str(config.config_file_path)), Path(config.site_dir))
    _logger.addHandler(_warning_counter)
    _warning_counter.counts.clear()
    if config.strict and _logger.level > logging.WARNING:
        _logger.setLevel(logging.WARNING)  # --quiet hides warnings from strict mode as well
    config.site_dir = str(engine)
    config.nav, config.edit_uri, config.theme.static_templates = None, None, set()
    config.theme.dirs = [str(engine)]  # no page uses the theme's own templates
    return config


@event_priority(-110)
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Leave the engine the files to copy, and the home pages that i18n asks for."""
    for file in list(files):
        path = str(file.abs_src_path)
        home = file.src_uri.count("/") == 1 and file.src_uri.endswith("/index.md")
        ours = path.startswith(os.path.abspath(config.docs_dir)) and os.path.exists(path)
        if not ours or file.is_documentation_page() and not home:
            files.remove(file)
        elif home:
            file.content_string = ""
    return files


def on_env(env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
    """Give the engine an empty frame: it writes no page that comes out empty."""
    env.loader = jinja2.DictLoader({"main.html": ""})
    return env


@event_priority(-110)
def on_post_build(config: MkDocsConfig) -> None:
    """Write the site after the last language, then put it in its place."""
    if _session.stage is None or _is_nested_build(config):
        return
    config.site_dir = str(_session.finish())
    _logger.removeHandler(_warning_counter)
    if config.strict and _warning_counter.counts:  # the engine stops on its own, and says why
        _session.discard()
    else:
        _session.publish()


def on_build_error(error: Exception) -> None:
    """Discard the half-built site; the last good one was never touched."""
    utils.clean_directory = _clean_directory
    _logger.removeHandler(_warning_counter)
    if _session.report_failure(error):
        raise Abort("the site was not built") from error


def on_serve(server: Any, *, config: MkDocsConfig, builder: Any) -> Any:
    """Let our preview rebuild what an edit touches; the engine serves the files and reloads browsers.

    The engine would build everything again, and hang every request after a mistake.
    """
    preview = _session.preview
    assert preview is not None
    inject = server._inject_js_into_html
    server.builder = preview.on_save
    server.build_delay = 0.05  # seconds that the engine waits for more saves
    server._inject_js_into_html = lambda page, epoch: preview.add_banner(inject(page, epoch))
    for emitter in server.observer.emitters:  # it looks at the files (4 ms) every half a second
        emitter._timeout = 0.1
    return server


def _is_nested_build(config: MkDocsConfig) -> bool:
    """Tell whether i18n is building one of its languages inside the first build."""
    return bool(getattr(config.plugins.get("i18n"), "building", False))
