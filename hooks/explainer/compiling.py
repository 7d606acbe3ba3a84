"""The first stages of a build: read, check, derive.

In: ``Settings``. Out: a ``Site`` without pages; or the full list of problems. Texts are read on
two cores where that is safe.
"""

from __future__ import annotations

from functools import partial

from explainer.check import (
    citations,
    coverage,
    freshness,
    languages,
    link_targets,
    menu,
    pages,
    parity,
    published,
    records,
    review,
    schemas,
    status_history,
    strings,
    theme,
)
from explainer.check.citations import WHOLE, Share
from explainer.derive import address, former_addresses, index_building, page_addresses
from explainer.make.downloads import Download
from explainer.make.site import Site
from explainer.make.templates import Templates
from explainer.model.story import Story, load
from explainer.output import exports
from explainer.read.problems import Problem, dependency_rank, drop_dependent
from explainer.run import cache, worker
from explainer.settings import Settings

_WORTH_SHARING = 100  # records
# Of the texts, in eighths: who reads fewer makes the downloads too.
_MINE, _ITS = range(5), range(5, 8)


def compile_story(settings: Settings) -> tuple[Site | None, list[Problem]]:
    """Read and check everything; return a site without pages, or ``None`` and every problem."""
    story, problems = load(settings)
    if absent := list(languages.find_empty_languages(story)):
        return None, absent
    # A mistake in a vocabulary or in the strings hides no other; but what would only follow from
    # what could not be read is not told.
    words = {f for name in ("vocabularies", "strings") for f in story.document(name, "").files}
    whole = not any(problem.file in words for problem in problems)
    addresses, found = page_addresses.assign_addresses(story)
    problems += found
    templates = Templates(settings.root / "templates", cache.folder(settings.root) / "templates")
    links = link_targets.collect_targets(story, addresses)
    reading = _Reading(story, addresses, links)
    problems += [
        *records.check(story, links.check), *strings.check(story), *theme.check(settings.root),
        *pages.check(story, links, templates.listings()), *menu.check_entries(settings, addresses),
        *freshness.find_future_dates(story, freshness.today()),
    ]  # fmt: skip
    found, differing, made = reading.done()
    problems += found
    if not whole:
        return None, problems
    problems = drop_dependent([
        *problems, *menu.find_omitted(settings, story), *coverage.check(story), *differing,
        *status_history.check(story), *published.check(story),
        *published.check_addresses(story, problems), *schemas.check(story), *review.check(story),
    ])  # fmt: skip
    notices = [one for one in problems if dependency_rank(one) or one.rule == "menu-omits"]
    moved = (
        [] if len(problems) > len(notices) else former_addresses.find_unrecorded(story, addresses)
    )
    waiting = list(review.check_unconfirmed(story, moved, problems))
    if settings.preview:  # one edits one language first: it shows the page, and says what is left
        problems = [one for one in problems if one not in notices]
    if problems:
        return None, problems + ([] if settings.preview else waiting)
    site = Site(
        story, index_building.build_index(story), addresses, links, templates,
        made or exports.make(story, addresses),
        notices=notices + waiting,
    )  # fmt: skip
    return site, []


_Read = tuple[list[Problem], list[Problem], dict[str, Download]]
"""What is wrong with texts, how languages differ, and the downloads, if they were made."""


class _Reading:
    """The reading of every text, on two cores where that is safe: what is wrong, what differs."""

    def __init__(
        self, story: Story, addresses: address.Addresses, links: link_targets.LinkTargets
    ) -> None:
        self.story, self.addresses, self.links = story, addresses, links
        self.other: worker.Worker[_Read] | None = None
        if len(story.documents) >= _WORTH_SHARING and worker.possible():
            other = partial(self._read, _ITS, with_files=True)
            self.other = worker.Worker(other, cache.folder(story.settings.root))

    def _read(self, share: Share, *, with_files: bool = False) -> _Read:
        found = list(citations.check(self.story, self.links.check, share))
        differing = list(parity.check(self.story, share))
        made: dict[str, Download] = {}
        if with_files and not found and not differing:
            made = exports.make(self.story, self.addresses)
        return found, differing, made

    def done(self) -> _Read:
        """Return what both have read."""
        if self.other is None:
            return self._read(WHOLE)
        mine = self._read(_MINE)
        its = self.other.result() or self._read(_ITS)
        return mine[0] + its[0], mine[1] + its[1], its[2]
