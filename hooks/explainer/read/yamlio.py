"""Reader of YAML that keeps the place of each value.

In: bytes. Out: a ``Document`` (values and the span of each), or problems. Stricter than YAML
1.1 where YAML surprises people: duplicate keys, tabs, aliases and documents over ``MAX_BYTES``
are problems, and so is what YAML readers (1.1 or 1.2, in C or in Python) read differently.
Dates stay text (a partial date such as ``2020-12`` is no YAML date).
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import yaml

from explainer.read import private, scalar_offsets, yaml_faults
from explainer.read.decoding import decode
from explainer.read.positions import Lines
from explainer.read.problems import Location, Problem
from explainer.read.rules import Rule

MAX_DEPTH = 24

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# Characters outside YAML's set (https://yaml.org/spec/1.2.2/#51-character-set).
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]"
)

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Where a value stands: line and column of its start, from 1; start and end offsets."""

    line: int
    column: int
    start: int
    end: int


@dataclass
class Document:
    """The values of one file and their spans, by path: ``("relations", 0, "target")``.

    ``keys`` holds the span of each mapping key, ``values`` that of each value. The text is parsed
    again when one is asked for, since few files have problems.
    """

    file: str
    text: str
    value: Any = None
    first_line: int = 1

    @cached_property
    def _places(self) -> tuple[dict[Path, Span], dict[Path, Span]]:
        composer = _Composer(self, None)
        with suppress(yaml.YAMLError, ValueError, _RejectedDocument):  # reported by `read`
            composer.compose()
        return composer.values, composer.keys

    @cached_property
    def values(self) -> dict[Path, Span]:
        """The places of the values."""
        return self._places[0]

    @cached_property
    def keys(self) -> dict[Path, Span]:
        """The places of the keys."""
        return self._places[1]

    def span(self, path: Path, *, key: bool = False) -> Span:
        """Return the span of the value (or the key) at ``path``, or of its nearest known parent."""
        table = self.keys if key else self.values
        for length in range(len(path), -1, -1):
            for places in (table, self.values, self.keys):
                if path[:length] in places:
                    return places[path[:length]]
        return Span(1, 1, 0, 0)

    def document_of(self, path: Path) -> Document:
        """Return the document of the file in which ``path`` was typed."""
        return self

    def locate(self, path: Path, *, key: bool = False) -> Location:
        """Return the location of the value (or the key) at ``path``."""
        place = self.span(path, key=key)
        return Location(self.document_of(path).file, place.line, place.column, format_path(path))

    def locate_offset(self, path: Path, text: str, offset: int) -> Location:
        """Return the location of ``text[offset]``, where ``text`` is the value at ``path``."""
        place, holder = self.span(path), self.document_of(path)
        at = scalar_offsets.file_offset(holder.text, place.start, place.end, text, offset)
        return Location(holder.file, *holder.lines.position(at), format_path(path))

    def problem(self, path: Path, rule: Rule, message: str, *, key: bool = False) -> Problem:
        """Return a problem with the value (or the key) at ``path``."""
        return self.locate(path, key=key).problem(rule, message)

    def missing_text(self, path: Path, language: str, message: str) -> Problem:
        """Return the problem of a text that is not written in ``language``."""
        return self.problem(path, "text-language", message)

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the files that the values come from."""
        return (self.file,)

    def language_path(self, path: Path, language: str) -> Path:
        """Return the path of a localized text in a language: ``path`` if all languages share it."""
        value = self.value
        for part in path:
            try:
                value = value[part]
            except (KeyError, IndexError, TypeError):
                return path
        return (*path, language) if isinstance(value, dict) and language in value else path

    @cached_property
    def lines(self) -> Lines:
        """The lines of the text, numbered as in the file."""
        return Lines(self.text, self.first_line)


def format_path(path: Path) -> str:
    """Return ``("relations", 0, "target")`` as ``relations[0].target``."""
    out = ""
    for part in path:
        out += f"[{part}]" if isinstance(part, int) else f".{part}" if out else str(part)
    return out


def read(file: str, raw: bytes, *, line_offset: int = 0) -> tuple[Document, list[Problem]]:
    """Read one YAML file.

    ``file`` is the name used in problems, ``line_offset`` the number of lines
    that precede ``raw`` in it (front matter). Nothing is raised: a file that
    cannot be read gives a document whose value is ``None``, and problems.
    """
    text, problems = decode(file, raw)
    document = Document(file, text, first_line=1 + line_offset)
    if problems:
        return document, problems
    if unwanted := _FORBIDDEN.search(text) or yaml_faults.ODD_INDENT.search(text):
        where = (file, *document.lines.position(unwanted.end() - 1), "")
        said = private.describe_unwanted(unwanted, unwanted.lastindex or 0)
        return document, [Problem(*where, "file-character", said)]
    try:
        document.value = _Composer(document, problems).compose()
    except yaml.MarkedYAMLError as error:
        line, column, message = yaml_faults.explain_syntax_error(text, error)
        problems.append(Problem(file, line + line_offset, column, "", "yaml-syntax", message))
    except (yaml.YAMLError, ValueError) as error:
        problems.append(Problem(file, 1 + line_offset, 1, "", "yaml-syntax", f"not YAML: {error}"))
    except _RejectedDocument as rejected:
        problems.append(rejected.problem)
    return document, problems


class _RejectedDocument(Exception):
    """The file holds something after which it is not read any further."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class _Composer:
    """Builds values from the parser's events, to a bounded depth and without aliases.

    ``yaml.compose`` would follow aliases and recurse in C without a limit. With ``problems``
    ``None``, for a file that was read already, it gathers spans instead of problems.
    """

    def __init__(self, document: Document, problems: list[Problem] | None) -> None:
        self.document = document
        self.problems = problems
        self.values: dict[Path, Span] = {}
        self.keys: dict[Path, Span] = {}
        self.offset = document.first_line - 1
        self.has_cut_comment = " #" in document.text and bool(
            yaml_faults.CUT_COMMENT.search(document.text)
        )
        self.flow_depth = 0  # how many { and [ are open
        self.resolver: Any = yaml.resolver.Resolver()
        self.events = yaml.parse(document.text, _Loader)

    def compose(self) -> Any:
        value: Any = None
        begun = False
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent) and begun:
                raise self._refuse(
                    event, "yaml-one-document", "a second YAML document; expected one a file"
                )
            if isinstance(event, yaml.NodeEvent):
                value, begun = self._read_node(event, ()), True
        return value

    def _refuse(self, event: Any, rule: Rule, message: str) -> _RejectedDocument:
        mark = event.start_mark
        line, column = mark.line + 1 + self.offset, mark.column + 1
        return _RejectedDocument(Problem(self.document.file, line, column, "", rule, message))

    def _read_node(self, event: Any, path: Path) -> Any:
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            message = "YAML anchors and aliases (&x, *x) are not used here; write the value out"
            raise self._refuse(event, "yaml-alias", message)
        if len(path) > MAX_DEPTH:
            raise self._refuse(event, "yaml-depth", f"nested deeper than {MAX_DEPTH} levels")
        if event.tag not in (None, "!"):
            raise self._refuse(event, "yaml-tag", f"the tag {event.tag} is not used here")
        if self.problems is None:
            self.values[path] = self._span(event)
        if isinstance(event, yaml.CollectionStartEvent):
            flow = int(bool(event.flow_style))
            self.flow_depth += flow
            sequence = isinstance(event, yaml.SequenceStartEvent)
            value: Any = self._read_sequence(path) if sequence else self._read_mapping(path)
            self.flow_depth -= flow
            return value
        return self._read_scalar(event, path)

    def _read_sequence(self, path: Path) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._read_node(event, (*path, len(items))))
        return items

    def _read_mapping(self, path: Path) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise self._refuse(event, "yaml-key", "a key is one word; expected `key: value`")
            key = str(event.value)
            here = (*path, key)
            if key in mapping:
                self._report_duplicate(event, here)
                self._read_node(next(self.events), (*here, "twice"))
                continue
            if self.problems is None:
                self.keys[here] = self._span(event)
            mapping[key] = self._read_node(next(self.events), here)
        return mapping

    def _report_duplicate(self, event: Any, path: Path) -> None:
        if self.problems is not None:
            place, first = self._span(event), self.document.keys[path].line
            message = f"the key «{path[-1]}» is there twice, first on line {first}; keep one"
            where = Location(self.document.file, place.line, place.column, format_path(path))
            self.problems.append(where.problem("yaml-duplicate-key", message))

    def _span(self, event: Any) -> Span:
        start, end = event.start_mark, event.end_mark
        return Span(start.line + 1 + self.offset, start.column + 1, start.index, end.index)

    def _read_scalar(self, event: Any, path: Path) -> Any:
        text = event.value
        if self.problems is None:
            return text
        if unwanted := private.UNWANTED.search(text):
            message = private.describe_unwanted(unwanted)
            where = self.document.locate_offset(path, text, unwanted.start())
            self.problems.append(where.problem("file-character", message))
        if not event.implicit[0]:  # quoted or folded: text, whatever it looks like
            return text
        if self.has_cut_comment and (
            lost := yaml_faults.CUT_COMMENT.match(self.document.text, event.end_mark.index)
        ):
            position = self.document.lines.position(lost.start(1))
            where = Location(self.document.file, *position, format_path(path))
            message = yaml_faults.CUT_MESSAGE.format(lost[1])
            self.problems.append(where.problem("text-quotes", message))
        if why := yaml_faults.explain_ambiguity(text, flow=self.flow_depth > 0):
            self.problems.append(self.document.problem(path, "yaml-ambiguous", why))
        tag = self.resolver.resolve(yaml.ScalarNode, text, event.implicit)
        try:
            match tag.rpartition(":")[2]:
                case "bool":
                    return text.lower() in {"true", "yes", "on"}
                case "null":
                    return None
                case "int":
                    return int(text.replace("_", ""), 10)
                case "float":
                    return float(text.replace("_", ""))
        except ValueError:  # 0x1f, 12:30:45, .inf …: text here
            return text
        return text
