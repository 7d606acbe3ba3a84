"""The whole walk, without the engine: from a project's folder to pages or problems.

In: ``Settings``. Out: a ``Site`` (every page of every language as Markdown,
with all that rendering needs) or the full list of problems. Runs once a build,
in the engine's first event, before it touches the output folder.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from explainer.check import coverage, parity, published, review, status_history
from explainer.check import links as check_links
from explainer.check import pages as check_pages
from explainer.check import records as check_records
from explainer.check import strings as check_strings
from explainer.derive import address, index
from explainer.make import faults, pages, views
from explainer.make.site import Site
from explainer.model.story import Settings, Story, load
from explainer.output import exports
from explainer.read.problems import Problem
from explainer.run import cache
from explainer.words import references as bibliography


def compile_site(
    settings: Settings, kept: cache.Cache | None = None
) -> tuple[Site | None, list[Problem]]:
    """Read, check and make the site; return it, or ``None`` and every problem found."""
    story, problems = load(settings)
    # A mistake in a vocabulary or in the strings hides no other; but what would only follow from
    # what could not be read is not told.
    words = {story.document(name, "").file for name in ("vocabularies", "strings")}
    whole = not any(problem.file in words for problem in problems)
    addresses, found = address.assign(story)
    problems += found
    templates = pages.Templates(
        settings.root / "templates", kept.root / ".cache/templates" if kept else None
    )
    links = check_pages.links(story, addresses)
    problems += check_records.check(story, links.problem)
    problems += check_strings.check(story)
    problems += check_pages.check(story, links, templates.listings())
    problems += check_links.check(story, links, kept)
    if not whole:
        return None, problems
    # What follows from a mistake already told is not told again: a page or a record that has one,
    # and its twin, are held to these once it is mended.
    told = {_twins(problem.file) for problem in problems}
    notices: list[Problem] = []
    held = (coverage.check, parity.check, status_history.check, published.check)
    for checks in (held, (review.check,)):
        told |= {_twins(notice.file) for notice in notices}
        for check in checks:
            notices += [found for found in check(story) if _twins(found.file) not in told]
    # One edits one language first: a preview shows the page, and says what is left to do.
    problems += [] if settings.preview else notices
    if problems:
        return None, problems
    derived = index.build(story)
    style = templates.folder / "references.csl"
    references = {
        language: _references(story, language, style, kept) for language in settings.languages
    }
    downloads = exports.make(story, addresses)
    site = Site(story, derived, addresses, references, downloads)
    site.notices = notices
    members = views.members(story, derived, addresses)
    for language in settings.languages:
        maker = pages.Maker(
            story,
            derived,
            addresses,
            templates,
            references[language],
            language,
            members,
            downloads,
            kept,
        )
        try:
            site.pages[language] = maker.pages()
        except Exception as error:
            if (problem := faults.of_template(error, settings.root)) is None:
                raise
            return None, [problem]
    texts = {
        language: {name: page.markdown for name, page in made.items()}
        for language, made in site.pages.items()
    }
    if problems := list(check_pages.generated(story, links, texts)):
        return None, problems
    if not notices:  # first one mends, then one confirms
        notices += review.unconfirmed(story)
    return (None, notices) if notices and not settings.preview else (site, [])


def _references(
    story: Story, language: str, style: Path, kept: cache.Cache | None
) -> dict[str, str]:
    sources = list(story.sources.values())
    if kept is None:
        return bibliography.references(sources, language, style)
    parts: list[str | bytes] = [language, style.read_bytes()]
    parts += [source.model_dump_json() for source in sources]
    make = lambda: json.dumps(bibliography.references(sources, language, style))  # noqa: E731
    made: dict[str, str] = json.loads(kept.memo(parts, make))
    return made


def _twins(file: str) -> str:
    """Return one name for a page and its twins: ``docs/*/x.md``."""
    return re.sub(r"^docs/[^/]+/", "docs/*/", file)


def project_root(config_file: str) -> Path:
    """Return the folder of the configuration file, which is the project's root."""
    return Path(config_file).resolve().parent
