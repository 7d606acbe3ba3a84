"""Addresses of pages in each language, and relative links between them.

In: names, addresses. Out: ``Addresses``, from a page's name (``actors/x.md``, the same
in every language) to its localized address (``acteurs/x/``, ``en/actors/x/``), which
``page_addresses`` fills; links and paths.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from explainer.model import records as model
from explainer.model.fields import MAX_SLUG, is_slug
from explainer.model.story import Story
from explainer.read.citation import only_valid

# Facet → the vocabulary of its values, if they have one.
VOCABULARIES = {"status": "claim_statuses", "subject": "claim_subjects", "layer": "event_layers"}
# Longer lists of claims are split into numbered pages, so that none exceeds the budget of a page.
MAX_CLAIMS = 150
BOOK_FOLDER = "book"  # the folder of the books (one for each language)


@dataclass(frozen=True)
class Facet:
    """A page that lists the records with one value of a facet: ``claims/by/status/disputed.md``.

    A long list continues in ``claims/by/status/disputed/2.md``, its second ``part``.
    """

    section: str
    by: str
    value: str
    part: int = 1

    @property
    def name(self) -> str:
        """The page's name."""
        part = f"/{self.part}" if self.part > 1 else ""
        return f"{self.section}/by/{self.by}/{self.value}{part}.md"

    @property
    def first(self) -> str:
        """The name of the list's first page."""
        return Facet(self.section, self.by, self.value).name


def facets_of(story: Story, record: model.Record) -> list[Facet]:
    """Return the facets that list a claim or an event (their first parts); none for other records."""
    if isinstance(record, model.Claim):
        stated = dict.fromkeys(cited.source for cited in only_valid(record.stated_in))
        return [
            Facet("claims", "status", record.status),
            Facet("claims", "subject", record.subject),
            *(Facet("claims", "who", actor) for actor in dict.fromkeys(record.asserted_by)),
            *(
                Facet("claims", "article", source)
                for source in stated
                if source in story.sources and story.sources[source].article
            ),
        ]
    if not isinstance(record, model.Event):
        return []
    case = [Facet("timeline", "case", record.case)] if record.case else []
    who = [Facet("timeline", "who", actor) for actor in record.participants]
    return [Facet("timeline", "layer", record.layer), *who, *case]


@dataclass
class Addresses:
    """``table[language][name]`` is an address from the site's root, without a leading slash."""

    languages: tuple[str, ...]
    table: dict[str, dict[str, str]] = field(default_factory=dict)
    facets: list[Facet] = field(default_factory=list)

    def url(self, language: str, name: str) -> str:
        """Return the address of a page; raise ``KeyError`` for an unknown name."""
        return self.table[language][name]

    def markdown_url(self, language: str, name: str) -> str:
        """Return the address of a page's Markdown version: ``actors/x.md``, ``en/index.md``."""
        url = self.url(language, name)
        return f"{url}index.md" if name == "index.md" else f"{url.rstrip('/')}.md"

    def __contains__(self, name: object) -> bool:
        return name in self.table[self.languages[0]]

    @property
    def names(self) -> list[str]:
        """Every page's name."""
        return list(self.table[self.languages[0]])


def slugify(text: str) -> str:
    """Return ``text`` as lower-case ASCII words joined by hyphens, of ``MAX_SLUG`` at most."""
    folded = unicodedata.normalize(
        "NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    )
    words = re.sub(r"[^a-z0-9]+", "-", folded.encode("ascii", "ignore").decode()).strip("-")
    return words[:MAX_SLUG].rstrip("-")


def is_page_slug(slug: object) -> bool:
    """Tell whether a page's slug is made of ASCII words, hyphens and slashes."""
    parts = slug.split("/") if isinstance(slug, str) else [""]
    return all(map(is_slug, parts))


def offline_copy_path(story: Story) -> str:
    """Return the path of the offline copy (a zip file) from the site's root; ``""`` if not made."""
    if not story.settings.options.get("offline", False):
        return ""
    return f"offline/{slugify(story.settings.name) or 'site'}.zip"


def book_path(story: Story, language: str) -> str:
    """Return the path of a language's book (EPUB) from the site's root; ``""`` if not made."""
    if not story.settings.options.get("book", False):
        return ""
    return f"{BOOK_FOLDER}/{slugify(story.settings.site_name(language)) or 'book'}.{language}.epub"


def relative_link(from_name: str, to_name: str) -> str:
    """Return the relative link from one page's name to another's: ``../actors/x.md``."""
    path, mark, anchor = to_name.partition("#")
    return _relative_path(from_name, path) + mark + anchor


def relative_url(from_url: str, to_url: str) -> str:
    """Return the shortest relative address from one page's address to another's, or to a file.

    Addresses count from the site's root: ``acteurs/x/``, ``""`` for the home page.
    """
    return _relative_path(from_url, to_url) or "./"


def _relative_path(start: str, end: str) -> str:
    # posixpath.relpath would call os.getcwd every time.
    base, target = start.split("/")[:-1], end.split("/")
    shared = 0
    while shared < len(base) and shared < len(target) - 1 and base[shared] == target[shared]:
        shared += 1
    return "../" * (len(base) - shared) + "/".join(target[shared:])
