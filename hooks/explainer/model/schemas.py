"""JSON Schemas of the records, for editors that complete and underline as one types.

In: the models, and the closed vocabularies of a project. Out: one schema a kind
of record. Runs on demand (``python -m explainer.model.schemas ROOT``, or ``make
schemas``) and writes ``schemas/*.json``, which records name in their first line.
What needs other records (ids, addresses) is told by a build alone.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from explainer.model import records as model
from explainer.model import vocabulary
from explainer.model.kinds import KINDS
from explainer.read import problems, yamlio

FOLDER = "schemas"
_DIALECT = "http://json-schema.org/draft-07/schema#"  # what editors of YAML read best

# What an editor says of a key; keys whose name says it all have none.
HELP: dict[str, str] = {
    "id": "The file's name without .yml: lower-case ASCII words joined by hyphens; never reused",
    "slug": "The last part of the page's address, in each language, if it is not the id",
    "Actor.kind": "What the actor is",
    "Actor.name": "The name readers know; one text if both languages write it alike",
    "Actor.full_name": "The official name, if it is another",
    "Actor.living": "Whether a person is alive; claims against the living need an answer",
    "Actor.role": "The role in the affair, in a few words, lower case, no full stop",
    "Actor.summary": "One or two sentences, with their citations",
    "Actor.description": "Paragraphs, with their citations; links are paths such as actors/x.md",
    "Actor.website": "The official site",
    "Actor.website_verified": "Seen in a check as the actor's own: machines are told that it is",
    "Actor.wikidata": "The Wikidata identifier: Q and a number",
    "Actor.relations": "What links it to other actors; the reverse is derived, never typed",
    "Actor.mentions": "The paragraphs of the articles that name it",
    "Relation.kind": "Read from this actor: it «kind» the target",
    "Relation.target": "The id of another actor",
    "Relation.from": "When it began: 2020, 2020-12 or 2020-12-21",
    "Relation.until": "When it ended",
    "Relation.note": "A few words shown in brackets after the kind",
    "Mention.article": "The id of one of the articles",
    "Mention.paragraphs": "Numbers of paragraphs",
    "Source.nature": "What kind of proof it is",
    "Source.type": "The type of the Citation Style Language",
    "Source.title": "As printed on the document; {en: …} if it is in another language than it",
    "Source.title_note": "slug: the title is read from the address; descriptive: it is ours",
    "Source.language": "The document's language: fr, en, nl …",
    "Source.editor": "Names, written as those of authors",
    "Source.translator": "Names, written as those of authors",
    "Source.container-title": "The journal, site, book, law report or code that holds it; {en: …} if in another language",
    "Source.collection-title": "The series of the book or report",
    "Source.volume": "The volume of the journal or law report, the title of the code",
    "Source.page": "The first page in a law report; the pages of an article: 101-130",
    "Source.section": "The section of a code, without its mark: 1604",
    "Source.authority": "The court or body it comes from",
    "Source.committee": "The committee of a hearing",
    "Source.jurisdiction": "The country or state whose law it is",
    "Source.event": "The conference or hearing where it was given",
    "Source.number": "A docket, report or file number, as text",
    "Source.issued": "When it was published: 2020, 2020-12, 2020-12-21, 2020-12/2021-02, 2020~ (about), 2020-21 (spring)",
    "Source.original-date": "When the work first appeared, if this is a later edition",
    "Source.URL": "The address of the document itself",
    "Source.landing_url": "A page about the document, if its own address is a file",
    "Source.first_page": "Which page of the PDF is its page 1; links to pages count from there",
    "Source.DOI": "The DOI alone: 10.1000/182",
    "Source.accessed": "When it was read",
    "Source.checked": "How it was read",
    "Source.archive_url": "An archived copy; its date goes in archive_date",
    "Source.gist": "One sentence: what it says",
    "Source.flaws": "What is known to be wrong in it, and where",
    "Source.article": "Only for the articles that the site derives from",
    "Author.family": "The family name of a person; of a body, use literal",
    "Author.dropping-particle": "Before the family name, left out where it stands alone",
    "Author.non-dropping-particle": "Before the family name, always kept: van, von",
    "Author.suffix": "Jr., III",
    "Author.literal": "The whole name of a body",
    "Flaw.where": "The place in the document: ¶ 3, p. 2",
    "Flaw.claim": "The id of the claim that is wrong there, if there is one",
    "Article.paragraphs": "How many numbered paragraphs it has",
    "Article.name": "How pages call it: «the article of …»",
    "Claim.subject": "The heading under which it is listed",
    "Claim.text": "One sentence, as the article or the speaker means it",
    "Claim.asserted_by": "Ids of actors; none when an article says it in its own voice",
    "Claim.speaker_unclear": "true if the text does not show whether the article or someone it quotes is speaking",
    "Claim.stated_in": "Where it is said: source id, then a place: «x-2020, ¶7»",
    "Claim.echoed_in": "Where the other article says the same in other words: «y-2020, ¶5»",
    "Claim.kind": "A fact, an argument, a prediction …",
    "Claim.status": "What is known of it; each change needs a record in data/changes/",
    "Claim.as_of": "The day on which the status was checked",
    "Claim.accuses": "Ids of the actors whom it accuses; then `answer` is required. [] if it accuses no one",
    "Claim.about": "Ids of the other actors it is about: their pages list it",
    "Claim.answer": "What the accused say: `text`, or `none_found` and the day of the search",
    "Claim.record": "What the record says, with its citation",
    "Claim.outcome": "What came of a prediction: `text`, or `none_found` and the day of the search",
    "Claim.evidence": "Sources that bear on it: source id, then a place",
    "Claim.clashes": "Claims of the other article that contradict it",
    "Answer.none_found": "No answer was found, as of this day",
    "Outcome.none_found": "Nothing was found of what came of it, as of this day",
    "Clash.with": "The id of the other claim",
    "Event.date": "2020, 2020-12 or 2020-12-21, as far as it is known",
    "Event.until": "The last day, if it lasted or if only a span is known (say so in date_note)",
    "Event.date_note": "What is uncertain about the date",
    "Event.layer": "Where it stands relative to the articles",
    "Event.court": "The id of an actor: the court that sat",
    "Event.case": "The id of an actor: the case it belongs to",
    "Event.follows": "Ids of the events that it follows from",
    "Event.landmark": "One to three words: the time axis names the event so; for a few events only",
    "Term.variants": "The forms that are explained where they first occur, by language",
    "Term.needed": "The page that first needs it: immunity.md",
    "Term.see": "Ids of related terms",
    "Change.pages": "The pages it touches: case.md, actors/x.md",
    "Change.statuses": "claim id: its status from this date on",
    "Change.what": "What changed, for a reader",
    "Change.why": "Why it changed",
    "Figure.unit": "What is counted",
    "Figure.scale": "linear, or log if the numbers differ a hundredfold",
    "Figure.why": "Why the numbers differ, with citations",
    "FigureRow.value": "The number, for the length of the bar; left out where the source gives words alone",
    "FigureRow.shown": "The number as printed, with its words",
    "FigureRow.about": "Whether it is approximate",
    "Status.as_of": "The day on which this was checked",
    "Status.stage": "Where the case stands, in a few words",
    "Status.next_step": "What comes next, with its date if one is known",
}


def make(shape: type[model.Strict], words: vocabulary.Vocabularies, languages: list[str]) -> Any:
    """Return the JSON Schema of one kind of record."""
    made = shape.model_json_schema(by_alias=True, mode="validation")
    definitions = made.pop("$defs", {})
    for name, part in ((shape.__name__, made), *definitions.items()):
        part.pop("title", None)
        for key, field in part.get("properties", {}).items():
            part["properties"][key] = _field(field, f"{name}.{key}", words)
    text = {
        "description": "One text if every language reads it alike, else one a language",
        "anyOf": [
            {"type": "string", "minLength": 1},
            {
                "type": "object",
                "properties": {code: {"type": "string", "minLength": 1} for code in languages},
                "required": languages,
                "additionalProperties": False,
            },
        ],
    }
    return {
        "$schema": _DIALECT,
        "title": shape.__name__,
        **made,
        "$defs": {"Text": text, **definitions},
    }


def _field(field: dict[str, Any], path: str, words: vocabulary.Vocabularies) -> dict[str, Any]:
    """Return the schema of one key: texts by reference, vocabularies written out."""
    out: dict[str, Any] = _open(field)
    out.pop("title", None)
    if name := out.pop("x-vocabulary", None):
        table = words.table(name)
        out["enum"] = list(table)
        out["enumDescriptions"] = [" / ".join(entry.label.values()) for entry in table.values()]
    if said := HELP.get(path) or HELP.get(path.partition(".")[2]):
        out["description"] = said
    if "$ref" in out and len(out) > 1:  # draft 7 reads nothing beside a reference
        out = {"allOf": [{"$ref": out.pop("$ref")}], **out}
    return out


def _open(schema: Any) -> Any:
    """Return ``schema`` with texts as references and without the null that stands for «absent»."""
    if isinstance(schema, list):
        return [_open(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    schema = dict(schema)
    if schema.pop("x-text", False):
        schema["$ref"] = "#/$defs/Text"
    if schema.get("default", 0) in (None, [], {}):
        del schema["default"]
    given = [part for part in schema.get("anyOf", ()) if part != {"type": "null"}]
    if len(given) == 1:
        del schema["anyOf"]
        schema = {**given[0], **schema}
        return _open(schema)
    return {key: _open(value) for key, value in schema.items()}


def all_of(root: Path) -> dict[str, str]:
    """Return every schema of a project as JSON, by its file's name; raise ``ValueError``."""
    path = root / "data" / "vocabularies.yml"
    document, found = yamlio.read("data/vocabularies.yml", path.read_bytes())
    if found:
        raise ValueError(problems.report(found))
    languages = list(next(iter(document.value["actor_kinds"].values()))["label"])
    words = vocabulary.Vocabularies.model_validate(
        document.value, context={"languages": tuple(languages)}
    )
    shapes: list[type[model.Strict]] = [*(kind.shape for kind in KINDS.values()), model.Status]
    return {
        f"{shape.__name__.lower()}.json": json.dumps(
            make(shape, words, languages), ensure_ascii=False, indent=2
        )
        + "\n"
        for shape in shapes
    }


def main(root: Path) -> None:
    """Write every schema of the project at ``root``."""
    (root / FOLDER).mkdir(exist_ok=True)
    for name, text in all_of(root).items():
        (root / FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
