"""The record of a source: variables of the Citation Style Language, and fields of our own.

In: plain values of one YAML file. Out: a ``Source``, or pydantic's errors. The names
are those of CSL 1.0.2 (https://docs.citationstyles.org), so that a record can be filled
from any reference manager.
"""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import quote, urlsplit

from pydantic import Field

from explainer.model.base import Record, Strict
from explainer.model.bibliographic import (
    LANGUAGE,
    SEASONS,
    Doi,
    Isbn,
    Issn,
    Name,
    Number,
    VagueDate,
    parse_edtf,
)
from explainer.model.fields import (
    FullDate,
    PartialDate,
    RecordId,
    Slug,
    Slugs,
    Text,
    VocabularyWord,
    WebAddress,
)
from explainer.read import citation


def surname(family: str, *particles: str | None) -> str:
    """Return a family name after its particles: «van Dyke», «d'Ormesson», «al-Farabi»."""
    prefix = " ".join(filter(None, particles))
    return f"{prefix}{family}" if prefix.endswith(("'", "’", "-")) else f"{prefix} {family}".strip()


class Author(Strict):
    """A CSL name (https://docs.citationstyles.org): of a person, or ``literal``, of a body."""

    family: str | None = None
    given: str | None = None
    dropping_particle: str | None = Field(None, alias="dropping-particle")
    non_dropping_particle: str | None = Field(None, alias="non-dropping-particle")
    suffix: str | None = None
    literal: Name | None = None

    @property
    def display_name(self) -> str:
        """The full name, given name first."""
        return self.literal or " ".join(filter(None, (self.given, self.surname, self.suffix)))

    @property
    def surname(self) -> str:
        """The family name after its particles."""
        return surname(self.family or "", self.dropping_particle, self.non_dropping_particle)

    @property
    def is_person(self) -> bool:
        """Whether it is the name of a person: one with a given name."""
        return bool(self.family and self.given)


class Asked(Strict):
    """When and how somebody was asked for an answer, or told of an error, and what came."""

    date: FullDate
    how: Text
    outcome: Text


class Flaw(Strict):
    """A known flaw of a source; ``told``: its publisher was told of it."""

    where: str | None = None
    text: Text
    claim: Slug | None = RecordId("claims", None)
    told: Asked | None = None


class Article(Strict):
    """Marks a source as one of the articles that the site derives from."""

    paragraphs: int = Field(gt=0, le=999, description="How many numbered paragraphs it has")
    name: Text


CslType = Literal[
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book",
    "broadcast", "chapter", "dataset", "document", "entry-encyclopedia", "hearing", "interview",
    "legal_case", "legislation", "manuscript", "motion_picture", "paper-conference",
    "personal_communication", "post", "post-weblog", "regulation", "report", "review", "software",
    "speech", "standard", "thesis", "treaty", "webpage",
]  # fmt: skip


class Source(Record):
    """A document that statements cite."""

    nature: str = VocabularyWord("source_natures")
    type: CslType
    title: Name
    title_note: Literal["slug", "descriptive"] | None = None
    language: Annotated[str, Field(pattern=rf"^{LANGUAGE}$")]
    author: list[Author] = []
    editor: list[Author] = []
    translator: list[Author] = []
    container_title: Name | None = Field(None, alias="container-title")
    collection_title: Name | None = Field(None, alias="collection-title")
    volume: Number | None = None
    issue: Number | None = None
    page: Number | None = None
    edition: Number | None = None
    chapter_number: Number | None = Field(None, alias="chapter-number")
    section: Number | None = None
    publisher: Name | None = None
    publisher_place: Name | None = Field(None, alias="publisher-place")
    authority: Name | None = None
    committee: Name | None = None
    jurisdiction: Name | None = None
    event: Name | None = None
    number: Number | None = None
    genre: str | None = None
    issued: VagueDate | None = None
    original_date: VagueDate | None = Field(None, alias="original-date")
    accessed: PartialDate | None = None
    URL: WebAddress | None = None
    landing_url: WebAddress | None = None
    first_page: int | None = Field(None, ge=1, le=9999)
    DOI: Doi | None = None
    ISBN: Isbn | None = None
    ISSN: Issn | None = None
    note: str | None = Field(None, description="For maintainers; not shown")
    checked: str = VocabularyWord("source_checks")
    archive_url: WebAddress | None = None
    archive_date: PartialDate | None = None
    no_archive: Text | None = Field(None, description="Why no archived copy can be had")
    gist: Text
    in_notes: Text | None = None
    flaws: list[Flaw] = []
    article: Article | None = None
    slug: Slugs | None = None

    @property
    def title_language(self) -> str:
        """The language of its title: that of the document, unless the title has its own."""
        return self.title.language or self.language

    @property
    def full_title(self) -> Name:
        """Its title; for a court decision, whose title others share, with its place in a report."""
        place = (self.volume, self.container_title, self.page)
        if self.type != "legal_case" or not all(place):
            return self.title
        return Name(f"{self.title}, {' '.join(map(str, place))}", self.title.language)

    @property
    def doi_address(self) -> str:
        """The address that its DOI leads to, or ``""``."""
        return f"https://doi.org/{quote(self.DOI, safe='/:;().-_+')}" if self.DOI else ""

    @property
    def address(self) -> str:
        """Its own address, or that of its DOI, or ``""``."""
        return self.URL or self.doi_address

    @property
    def is_pdf(self) -> bool:
        """Whether its address is that of a PDF, whose pages a link can open."""
        return urlsplit(self.URL or "").path.lower().endswith(".pdf")

    @property
    def earliest_date(self) -> str:
        """The first day, month or year in which it can have been published, or ``""``."""
        if not self.issued:
            return ""
        numbers = (parse_edtf(self.issued) or [([], False)])[0][0]
        if len(numbers) == 2 and numbers[1] in SEASONS:
            numbers = numbers[:1]
        year, *rest = numbers
        return "-".join(["-" * (year < 0) + f"{abs(year):04}", *(f"{n:02}" for n in rest)])

    def flaw_citation(self, flaw: Flaw) -> citation.AnyCitation | None:
        """Return the citation of a flaw's place; ``None`` if the flaw names none."""
        return None if flaw.where is None else citation.parse_bare(f"{self.id}, {flaw.where}")
