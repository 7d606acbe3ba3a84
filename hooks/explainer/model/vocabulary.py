"""Closed vocabularies and interface strings: the shapes of the two data files.

In: plain values of ``vocabularies.yml`` and ``strings.yml`` (see ``wordbook``). Out:
``Vocabularies`` and a table of strings, each in every language of the site.
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
    """What an actor is; ``entity`` says which schema.org family it belongs to.

    ``box`` is what its boxes look like in drawings.
    """

    entity: EntityKind = "other"
    box: Literal["plain", "round", "lintel", "sides", "corner"] = "plain"


class ClaimWord(Entry):
    """What a claim's kind or status asks of it.

    ``accusatory``: it must say whom it accuses, and so carry an answer;
    ``needs_outcome``: it must say what came of it.
    """

    accusatory: bool = False
    needs_outcome: bool = False


class StatusEntry(ClaimWord):
    """A claim's status; ``needs_record``: the claim must say what the record says.

    ``withdraws``: the site no longer stands by the claim, whose page stays.
    """

    definition: Text
    shape: str
    needs_record: bool = False
    withdraws: bool = False


class EventKind(Entry):
    """What happened; ``decides``: a decision, which drawings make larger."""

    decides: bool = False


class Nature(Entry):
    """A source's nature; primary ones are listed first.

    ``in_notes``: what a note says of such a source, for a nature that a reader should know at once.
    """

    definition: Text
    primary: bool = False
    in_notes: Text | None = None


class RelationKind(Entry):
    """A relation read from the record that holds it, and its reverse.

    ``opposes`` names the kind whose holders stand on the other side of the same target.
    """

    reverse: Text
    group: str = "other"
    opposes: Slug | None = None


TableName = Literal[
    "actor_kinds", "claim_statuses", "claim_kinds", "claim_subjects", "source_natures",
    "source_checks", "relation_kinds", "event_kinds", "event_layers", "change_kinds",
]  # fmt: skip


class Vocabularies(Strict):
    """Every closed vocabulary, in the order in which its words are listed.

    Those under ``only`` hold the words that the project names, and not the generator's others.
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
    def _opposed(cls, kinds: dict[str, RelationKind]) -> dict[str, RelationKind]:
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


# The vocabularies, and the shape of the words of each.
TABLES: dict[str, type[Entry]] = {
    name: get_args(info.annotation)[1]
    for name, info in Vocabularies.model_fields.items()
    if name != "only"
}


class Strings(RootModel[dict[str, Text]]):
    """Interface strings by key.

    One that counts is several: ``rows_one``, ``rows_few``, ``rows_other`` …, each in the languages
    that count so (CLDR plural rules); in the others it is ``rows_other``.
    """

    @model_validator(mode="before")
    @classmethod
    def _counted(cls, strings: Any, info: ValidationInfo) -> Any:
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
                continue  # «other» is a word here: ``group_other``
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
