"""All the pages of one language.

In: a compiled ``Site`` and a language. Out: its pages by name.
"""

from __future__ import annotations

from explainer.derive import history
from explainer.make import links, lists, scope, texts
from explainer.make.pages import Maker, Page
from explainer.make.site import Site
from explainer.run.tables import Table


def pages(site: Site, code: str) -> dict[str, Page]:
    """Return every page of the language ``code``."""
    story, words = site.story, site.words(code)
    assembling = site.assembling(words)
    members = lists.members(story, site.derived, site.addresses)
    shared = scope.Language(
        story, site.derived, site.addresses, texts.Texts(words, story.tree),
        assembling.references, assembling.style, members, history.History(story), Table("downloads", site.downloads),
        history.latest_day(story),
    )  # fmt: skip
    gathered = lists.Lists(story, site.derived, site.addresses, members, code)
    # What every page may depend on, beside what it asks of the tables.
    told = (
        code, story.vocab, story.settings, [words.string(key) for key in links.SAID],
        site.addresses.table[code], words.terms, words.defined, words.hreflangs,
        assembling.definitions, gathered.table, gathered.cases, gathered.feeds,
        gathered.calendar, gathered.expected, shared.data_date,
    )  # fmt: skip
    told = site.memory.told(code, told) if site.memory else told
    return Maker(shared, site.templates, assembling, gathered, site.memory, told).pages()
