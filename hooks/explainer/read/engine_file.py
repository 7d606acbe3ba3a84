"""Reader of ``mkdocs.yml`` that keeps the line and column of each key.

In: the path of the file. Out: its values merged with those it inherits, and ``KeyLocations``.
Raises ``ConfigurationError``, with the problems, if the file cannot be used.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import mergedeep
import yaml
import yaml_env_tag

from explainer.read import merge_conflicts, yaml_faults
from explainer.read.problems import Problem
from explainer.read.rules import Rule


class ConfigurationError(Exception):
    """The configuration cannot be used; ``problems`` say why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = list(problems)


@dataclass(frozen=True)
class MenuEntry:
    """A page named under ``nav:``, with line and column, from 1.

    ``group`` is the title of the section that holds it, as written there, or ``""``.
    """

    name: str
    line: int
    column: int
    group: str = ""


class _Loader(yaml.SafeLoader):
    """Reads the engine's file; YAML tags other than ``!ENV`` are ignored."""


_Loader.add_constructor("!ENV", yaml_env_tag.construct_env_tag)
_Loader.add_multi_constructor("!", lambda loader, suffix, node: None)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: None)


_Nodes = list[tuple[str, yaml.Node | None]]


def load(path: Path, heirs: tuple[Path, ...] = ()) -> tuple[_Nodes, dict[str, Any]]:
    """Return [(file name, root node)] of the file and of its ancestors, and their merged values.

    ``heirs`` are the files that inherit from this one, to detect a circle.
    """
    text = _read_text(path, heirs)
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        config = loader.construct_document(node) if node else {}
    except yaml.MarkedYAMLError as error:
        line, column, message = yaml_faults.explain_syntax_error(text, error)
        raise _error("yaml-syntax", message, path, line, column) from None
    except yaml.YAMLError:  # a character outside YAML's set
        raise _error("file-unreadable", f"«{path.name}» cannot be read", path) from None
    except ValueError as error:  # an invalid date or number
        message = f"not YAML: {error}; put the value between quotes"
        raise _error("yaml-syntax", message, path) from None
    if not isinstance(config, dict):
        raise _error("yaml-mapping", "expected `key: value` lines", path)
    nodes: _Nodes = [(path.name, node)]
    if parent := config.pop("INHERIT", None):
        parent_path = (path.parent / str(parent)).resolve()
        if parent_path in (*heirs, path):
            message = f"«{parent}» inherits from this file in turn"
            problem = KeyLocations(path.name, nodes).problem("INHERIT", "config-inherit", message)
            raise ConfigurationError(problem)
        more, inherited = load(parent_path, (*heirs, path))
        return nodes + more, dict(mergedeep.merge(inherited, config))  # as the engine does
    return nodes, config


def _error(
    rule: Rule, message: str, path: Path, line: int = 1, column: int = 1, field: str = ""
) -> ConfigurationError:
    return ConfigurationError(Problem(path.name, line, column, field, rule, message))


def _read_text(path: Path, heirs: tuple[Path, ...]) -> str:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        message = f"«{path.name}» is no UTF-8 text; save it as UTF-8"
        raise _error("file-unreadable", message, path) from None
    except OSError:
        message = f"«{path.name}» cannot be read"
        heir, field = (heirs[-1], "INHERIT") if heirs else (path, "")
        raise _error("file-unreadable", message, heir, field=field) from None
    if conflict := merge_conflicts.find_conflict(path.name, text.encode()):
        raise ConfigurationError(conflict)
    return text


class KeyLocations:
    """Locations of the keys of the configuration."""

    def __init__(self, file: str, nodes: _Nodes) -> None:
        self.file, self.nodes = file, nodes

    def find_key(self, name: str) -> tuple[str, yaml.Node | None, yaml.Node | None]:
        """Return the file of a top-level key, its node and the node of its value."""
        for file, node in self.nodes:
            for key, value in node.value if node else ():
                if key.value == name:
                    return file, key, value
        return self.file, None, None

    def _key_location(self, name: str) -> tuple[str, int, int]:
        file, key, _ = self.find_key(name)
        return (file, key.start_mark.line + 1, key.start_mark.column + 1) if key else (file, 1, 1)

    def problem(self, name: str, rule: Rule, message: str) -> Problem:
        """Return a problem with a top-level key, or with its absence."""
        return Problem(*self._key_location(name), name, rule, message)

    def locate_language(self, code: str) -> tuple[str, int, int]:
        """Return file, line and column of the last ``locale:`` of that code."""
        stack = [(file, node) for file, node in self.nodes if node is not None]
        seen: set[int] = set()  # aliases lead to the same node
        while stack:
            file, node = stack.pop()
            if id(node) in seen:
                continue
            seen.add(id(node))
            if isinstance(node, yaml.MappingNode):
                for key, value in node.value:
                    if key.value == "locale" and value.value == code:
                        return file, value.start_mark.line + 1, value.start_mark.column + 1
                    stack.append((file, value))
            elif isinstance(node, yaml.SequenceNode):
                stack += [(file, child) for child in reversed(node.value)]
        return self._key_location("plugins")

    def language_problem(self, code: str, message: str) -> Problem:
        """Return a problem with a language."""
        return Problem(*self.locate_language(code), "locale", "config-languages", message)

    def read_menu(self) -> tuple[tuple[MenuEntry, ...], int]:
        """Return the entries of ``nav:``, and its line."""
        _, key, value = self.find_key("nav")
        entries: list[MenuEntry] = []

        def visit(node: yaml.Node, group: str = "") -> None:
            if isinstance(node, yaml.ScalarNode):
                mark = node.start_mark
                entries.append(MenuEntry(str(node.value), mark.line + 1, mark.column + 1, group))
            elif isinstance(node, yaml.MappingNode):
                for title, child in node.value:
                    is_group = isinstance(child, yaml.SequenceNode)
                    visit(child, group or str(title.value) if is_group else group)
            else:
                for child in node.value:
                    visit(child, group)

        if value is not None and value.tag != "tag:yaml.org,2002:null":
            visit(value)
        return tuple(entries), key.start_mark.line + 1 if key else 1
