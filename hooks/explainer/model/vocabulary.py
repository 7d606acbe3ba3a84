"""Models of the closed vocabularies and of the interface strings.

In: plain values of ``vocabularies.yml`` and ``strings.yml`` (see ``wordbook``). Out:
``Vocabularies`` and ``Strings``, each text in every language of the site.
"""

from __future__ import annotations

from typing import Any, Literal, get_args

from pydantic import Field, RootModel, ValidationInfo, field_validator, model_validator

from explainer import locales
from explainer.model.base import Strict
from explainer.model.fields import Slug, Text, value_error

EntityKind = Literal[
    "organization", "person", "place-of-law", "work", "law", "software", "product", "other"
]


class Entry(Strict):
    """One word of a vocabulary."""

    label: Text
    plural: Text | None = None
    definition: Text | None = None
    shape: str | None = None


class ActorKind(Entry):
    """A type of actor; ``entity`` is its schema.org family, ``box`` its shape in drawings."""

    entity: EntityKind = "other"
    box: Literal["plain", "round", "lintel", "sides", "corner"] = "plain"


class ClaimWord(Entry):
    """A kind or a status of claims, and what it requires.

    ``accusatory``: the claim must name whom it accuses, and so have an answer;
    ``needs_outcome``: it must say what came of it.
    """

    accusatory: bool = False
    needs_outcome: bool = False


class StatusEntry(ClaimWord):
    """A status of claims; ``needs_record``: the claim must have ``record:``.

    ``withdraws``: the site no longer makes the claim; its page stays.
    """

    definition: Text
    shape: str
    needs_record: bool = False
    withdraws: bool = False


class EventKind(Entry):
    """A kind of event; ``decides``: it is a decision, which drawings show larger."""

    decides: bool = False


class Nature(Entry):
    """A nature of sources; primary ones are listed first.

    ``in_notes`` is printed in notes after such a source.
    """

    definition: Text
    primary: bool = False
    in_notes: Text | None = None


class RelationKind(Entry):
    """A kind of relation: ``label`` as read from its holder, ``reverse`` from its target.

    ``opposes`` is the kind whose holders are the other side of a dispute over the same target.
    """

    reverse: Text
    group: str = "other"
    opposes: Slug | None = None


TableName = Literal[
    "actor_kinds", "claim_statuses", "claim_kinds", "claim_subjects", "source_natures",
    "source_checks", "relation_kinds", "event_kinds", "event_layers", "change_kinds",
]  # fmt: skip


class Vocabularies(Strict):
    """Every closed vocabulary, its words in the order in which pages list them.

    Vocabularies named in ``only`` have the project's words alone.
    """

    actor_kinds: dict[Slug, ActorKind] = Field(min_length=1)
    claim_statuses: dict[Slug, StatusEntry] = Field(min_length=1)
    claim_kinds: dict[Slug, ClaimWord]
    claim_subjects: dict[Slug, Entry]
    source_natures: dict[Slug, Nature]
    source_checks: dict[Slug, Entry]
    relation_kinds: dict[Slug, RelationKind]
    event_kinds: dict[Slug, EventKind]
    event_layers: dict[Slug, Entry]
    change_kinds: dict[Slug, Entry]
    only: list[TableName] = []

    @field_validator("relation_kinds")
    @classmethod
    def _check_opposed(cls, kinds: dict[str, RelationKind]) -> dict[str, RelationKind]:
        for kind, words in kinds.items():
            if words.opposes and words.opposes not in kinds:
                raise value_error(
                    "ref-unknown", f"{kind}.opposes: no relation kind «{words.opposes}»"
                )
        return kinds

    def table(self, name: str) -> dict[str, Entry]:
        """Return the vocabulary called ``name``; raise ``AttributeError`` if there is none."""
        table: dict[str, Entry] = getattr(self, name)
        return table


# Vocabulary → the model of its words.
TABLES: dict[str, type[Entry]] = {
    name: get_args(info.annotation)[1]
    for name, info in Vocabularies.model_fields.items()
    if name != "only"
}


class Strings(RootModel[dict[str, Text]]):
    """Interface strings by key.

    A string with a number has a key for each plural category of the CLDR (``rows_one``,
    ``rows_few``, ``rows_other`` …). A language without a category gets ``rows_other`` there.
    """

    @model_validator(mode="before")
    @classmethod
    def _complete_plurals(cls, strings: Any, info: ValidationInfo) -> Any:
        if not isinstance(strings, dict):
            return strings
        languages: tuple[str, ...] = (info.context or {}).get("languages", ())
        needed = {language: locales.plural_categories(language) for language in languages}
        completed = dict(strings)
        for key, others in strings.items():
            stem, mark, form = str(key).rpartition("_")
            if not mark or form != "other" or not isinstance(others, dict):
                continue
            if f"{stem}_one" not in strings and not any(
                "{n}" in str(text) for text in others.values()
            ):
                continue  # «other» is no plural category here: ``group_other``
            for category in PLURALS:
                form = f"{stem}_{category}"
                if form not in strings and not any(category in forms for forms in needed.values()):
                    continue
                words = completed.get(form, {})
                if isinstance(words, dict):
                    spare = {
                        language: others[language]
                        for language, forms in needed.items()
                        if category not in forms and language in others
                    }
                    completed[form] = spare | words
        return completed


# The categories of the CLDR beside ``other``, which every language has.
PLURALS = ("zero", "one", "two", "few", "many")
