"""Citations in records: in their lists and in their texts.

In: a record, or a story. Out: citations, in the order of the record's fields; or every citation of
the story, with its place and the statement it supports.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from explainer.model import field_walk
from explainer.model.fields import Text
from explainer.model.kinds import KINDS
from explainer.model.story import Story
from explainer.read import markdown
from explainer.read.citation import AnyCitation, Citation, only_valid
from explainer.read.tree import Node
from explainer.read.yamlio import format_path

MARK = " [*]"


def citations_of_record(record: BaseModel, language: str) -> Iterator[Citation]:
    """Yield the valid citations of a record, those of its texts in one language."""
    for at in field_walk.walk_fields(record):
        if isinstance(at.value, list):
            yield from only_valid(at.value)
        elif isinstance(at.value, Text):
            yield from citations_of_text(at.value[language])


def citations_of_text(text: str) -> Iterator[Citation]:
    """Yield the valid citations of a record's text."""
    if "[" in text:
        yield from only_valid(markdown.read_record_text(text).citations())


@dataclass(frozen=True)
class CitationInContext:
    """A citation, its place (``claims/x`` or ``case.md``; field or section), and the statement."""

    owner: str
    part: str
    statement: str
    citation: Citation

    @property
    def place(self) -> str:
        """The place as a review unit is named: ``case.md#verdict``, ``claims/x#answer.text``."""
        return f"{self.owner}#{self.part}" if self.part else self.owner


def all_citations(story: Story, language: str) -> Iterator[CitationInContext]:
    """Yield every citation of records and of written pages, once a passage, field or list.

    The statement has ``MARK`` in the place of the citation.
    """
    for folder, id_, record in story.all_records():
        named = getattr(record, KINDS[folder].name_field or "-" if id_ else "stage", None)
        name = markdown.record_plain_text(named[language]) if isinstance(named, Text) else ""
        for path, holder, _, value in field_walk.walk_fields(record):
            statements: list[tuple[str, AnyCitation]] = []
            if isinstance(value, Text):
                for block in markdown.read_record_text(value[language]).blocks:
                    statements += _with_statements([block])
            elif isinstance(value, list):
                part_text = _required_text(holder, language) if holder is not record else ""
                statements = [(part_text, one) for one in only_valid(value)]
            for words, cited in statements:
                if isinstance(cited, Citation):
                    part_text = " · ".join(dict.fromkeys(part for part in (name, words) if part))
                    yield CitationInContext(
                        f"{folder}/{id_}".rstrip("/"), format_path(path), part_text or id_, cited
                    )
    for page_name, page in story.pages[language].items():
        for passage in page.passages:
            for words, cited in _with_statements(passage.nodes):
                if isinstance(cited, Citation):
                    yield CitationInContext(page_name, passage.section, words, cited)


def _with_statements(nodes: list[Node]) -> Iterator[tuple[str, AnyCitation]]:
    """Yield (text of the passage with ``MARK``, citation) for each citation of a passage."""
    for cited in dict.fromkeys(citation for node in nodes for citation in _node_citations(node)):
        yield " ".join("".join(_text_with_mark(nodes, cited)).split()), cited


def _node_citations(node: Node) -> Iterator[AnyCitation]:
    for element in () if isinstance(node, str) else node.walk():
        yield from element.citations


def _text_with_mark(nodes: list[Node], cited: AnyCitation) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif cited in node.citations:
            yield MARK
        elif any(cited == citation for citation in _node_citations(node)):
            yield from _text_with_mark(node.children, cited)
        else:
            yield node.text_content()


def _required_text(holder: BaseModel, language: str) -> str:
    """Return the text of the required fields of a part of a record."""
    values = field_walk.required_values(holder)
    texts = (markdown.record_plain_text(v[language]) if isinstance(v, Text) else v for v in values)
    return " ".join(text for text in texts if isinstance(text, str))
