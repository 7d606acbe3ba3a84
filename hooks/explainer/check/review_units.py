"""The units of review: each localized field of a record, each section of a page.

In: a story. Out: ``Unit`` values: a stable id, and, by language, the digest of the text and
its location.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from explainer.check.parity import records
from explainer.model import field_walk
from explainer.model import records as model
from explainer.model.story import Story
from explainer.read import digests, prose, yamlio
from explainer.read.page_parts import Section
from explainer.read.problems import Location
from explainer.read.yaml_layers import LayeredDocument


@dataclass(frozen=True)
class Unit:
    """A text in all languages: its id, and digests and words by language.

    ``owner`` is its record, page or file: ``claims/x``, ``case.md``, ``strings``; ``locate``
    returns its location in a language.
    """

    id: str
    owner: str
    digests: dict[str, str]
    words: dict[str, str]
    locate: Callable[[str], Location]

    @property
    def places(self) -> dict[str, Location]:
        """Language → location."""
        return {language: self.locate(language) for language in self.digests}


def all_units(story: Story) -> Iterator[Unit]:
    """Yield every unit of the story."""
    languages = story.settings.languages
    named: dict[tuple[str, str], dict[yamlio.Path, str]] = {}
    for text in records.localized_texts(story):
        if all(text.document.language_path(text.path, code) == text.path for code in languages):
            continue  # one text for all languages
        if isinstance(text.document, LayeredDocument) and all(
            text.document.document_of((*text.path, language)) is text.document.base
            for language in languages
        ):
            continue  # the generator's own words
        owner = f"{text.folder}/{text.id}" if text.id else text.folder
        key = (text.folder, text.id)
        if key not in named:
            named[key] = _name_texts(story.records(text.folder)[text.id]) if text.id else {}
        name = named[key].get(text.path) or yamlio.format_path(text.path)
        yield Unit(
            f"{owner}#{name}",
            owner,
            {language: digests.digest(text.text[language]) for language in languages},
            text.text,
            text.locate,
        )
    yield from _page_units(story)


def _name_texts(record: BaseModel) -> dict[yamlio.Path, str]:
    """Return path → stable name of each text: an item of a list is named by its required fields.

    So an item added at the top of a list does not rename all others.
    """
    names: dict[yamlio.Path, str] = {}

    def visit(holder: BaseModel, path: yamlio.Path, name: str) -> None:
        for key, info in type(holder).model_fields.items():
            value, here = getattr(holder, key), info.alias or key
            inner = f"{name}.{here}" if name else here
            if isinstance(value, model.Text):
                names[*path, here] = inner
            elif isinstance(value, BaseModel):
                visit(value, (*path, here), inner)
            elif isinstance(value, list):
                seen: dict[str, int] = {}
                for i, item in enumerate(value):
                    if isinstance(item, BaseModel):
                        words = _identity(item)
                        seen[words] = seen.get(words, 0) + 1
                        again = f"/{seen[words]}" if seen[words] > 1 or not words else ""
                        visit(item, (*path, here, i), f"{inner}[{words}{again}]")

    visit(record, (), "")
    return names


def _identity(item: BaseModel) -> str:
    values = field_walk.required_values(item)
    return "/".join(v for v in values if isinstance(v, str) and not set(v) & set(" #:{}[],"))


def section_text(page: prose.ProsePage, section: Section) -> str:
    """Return the text to review of a section; of the first one, with title and description."""
    if section.id:
        return section.text
    front = (str(page.meta.get(key, "")) for key in ("title", "description"))
    return "\n".join((*front, section.text))


def _page_units(story: Story) -> Iterator[Unit]:
    default, *others = story.settings.languages
    for name, page in story.pages[default].items():
        pages = {default: page}
        pages.update({o: story.pages[o][name] for o in others if name in story.pages[o]})
        if len(pages) < len(story.settings.languages):
            continue  # reported by `pages`
        parts = {language: {s.id: s for s in p.sections} for language, p in pages.items()}
        for id_ in parts[default]:
            if not all(id_ in sections for sections in parts.values()):
                continue  # reported by `parity`
            texts = {code: section_text(pages[code], by_id[id_]) for code, by_id in parts.items()}
            yield Unit(
                f"{name}#{id_}" if id_ else name,
                name,
                {language: digests.digest(text) for language, text in texts.items()},
                texts,
                {
                    language: Location(
                        pages[language].file, sections[id_].position.line if id_ else 1, 1
                    )
                    for language, sections in parts.items()
                }.__getitem__,
            )
