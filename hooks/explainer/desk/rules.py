"""What each rule is for, and how to mend what breaks it: the command ``rules``.

In: ``contributing/rules.yml``. Out: on the terminal, every rule, or one with its example; with
``--write``, ``contributing/rules.<language>.md``, where all of them are to be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import Any, get_args

import yaml

from explainer.desk import console
from explainer.read.problems import _DEPENDENT, did_you_mean
from explainer.read.rules import Rule

FOLDER = "contributing"
Explained = dict[str, Any]
# How an example breaks the story (see the table), each with its words there.
_VERBS = ("good", "write", "append", "bytes", "large", "rename", "delete", "folder", "link")


@dataclass(frozen=True)
class Table:
    """The explanations: words around them, and groups of rules by id; each text by language."""

    words: dict[str, dict[str, str]]
    groups: list[dict[str, Any]]

    @property
    def rules(self) -> dict[str, Explained]:
        """Every rule by its id, in order."""
        return {id_: rule for group in self.groups for id_, rule in group["rules"].items()}

    def page(self, language: str) -> str:
        """Return the reference in a language, as Markdown."""
        parts = [f"# {self.words['title'][language]}", self.words["intro"][language]]
        for group in self.groups:
            parts.append(f"## {group[language]}")
            for id_, rule in group["rules"].items():
                parts += [f"### {id_}", rule[language], *self.notes(id_, language)]
                parts += self.example(rule, language)
        return "\n\n".join(parts) + "\n"

    def notes(self, id_: str, language: str) -> list[str]:
        """Return what is to be mended before a rule is told."""
        required = ", ".join(f"`{one}`" for one in self.rules[id_].get("requires", ()))
        return [
            *([self.words["requires"][language].format(rules=required)] if required else []),
            *([self.words["held"][language]] if id_.partition("-")[0] in _DEPENDENT else []),
        ]

    def example(self, change: Explained, language: str) -> list[str]:
        """Return what a rule's example changes, as blocks of Markdown."""
        if not (verb := next((verb for verb in _VERBS if verb in change), "")):
            return []
        blocks = [self.words[verb][language].format(**change)]
        if verb == "good":
            bad, good = change["bad"].splitlines(), change["good"].splitlines()
            lines = list(unified_diff(bad, good, lineterm="", n=len(bad) + len(good)))[3:]
            blocks += [_code("\n".join(lines), "diff")]
        elif verb in ("write", "append"):
            blocks += [_code(change[verb])]
        elif verb == "bytes":
            blocks += [_code(bytes.fromhex(change[verb]).decode("ascii", "backslashreplace"))]
        return blocks + [
            block for more in change.get("also", ()) for block in self.example(more, language)
        ]


def _code(text: str, language: str = "") -> str:
    fence = "````" if "```" in text else "```"
    return "\n".join([fence + language, text.strip("\n"), fence])


def read(root: Path) -> Table:
    """Return the explanations of a project; raise ``Refused`` if it has none."""
    path = root / FOLDER / "rules.yml"
    if not path.is_file():
        raise console.Refused(f"there is no {FOLDER}/rules.yml")
    given = yaml.safe_load(path.read_text("utf-8"))
    return Table(given["words"], given["groups"])


def explain(root: Path, id_: str) -> int:
    """Print a rule, or the list of all without an ``id_``; raise ``Refused`` if there is no such rule."""
    table = read(root)
    if not id_:
        for group in table.groups:
            console.say(f"\n{group['en']} · {group['fr']}\n")
            for one, rule in group["rules"].items():
                console.say(f"  {one:22}{rule['en']}")
        return 0
    if (rule := table.rules.get(id_)) is None:
        raise console.Refused(f"no rule «{id_}»{did_you_mean(id_, get_args(Rule))}")
    blocks = [id_, rule["en"], rule["fr"], *table.notes(id_, "en"), *table.example(rule, "en")]
    console.say("\n\n".join(blocks))
    return 0


def write(root: Path) -> int:
    """Write the reference in each language; return 0."""
    table = read(root)
    for language in table.words["title"]:
        path = root / FOLDER / f"rules.{language}.md"
        path.write_text(table.page(language), encoding="utf-8", newline="\n")
        console.say(f"{FOLDER}/{path.name}")
    return 0
