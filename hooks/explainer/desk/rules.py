"""The explanation of each rule: the command ``rules``.

In: ``contributing/rules.yml``. Out: on the terminal, every rule, or one with its example; with
``--write``, ``contributing/rules.<language>.md``, the reference of all rules.
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
RuleEntry = dict[str, Any]
# The ways in which an example breaks a project; each has words in rules.yml.
_CHANGE_KINDS = ("good", "write", "append", "bytes", "large", "rename", "delete", "folder", "link")


@dataclass(frozen=True)
class RuleTable:
    """The explanations: fixed words around them, and groups of rules by id; each text by language."""

    words: dict[str, dict[str, str]]
    groups: list[dict[str, Any]]

    @property
    def rules(self) -> dict[str, RuleEntry]:
        """Every rule by its id, in order."""
        return {id_: rule for group in self.groups for id_, rule in group["rules"].items()}

    def make_page(self, language: str) -> str:
        """Return the reference in a language, as Markdown."""
        parts = [f"# {self.words['title'][language]}", self.words["intro"][language]]
        for group in self.groups:
            parts.append(f"## {group[language]}")
            for id_, rule in group["rules"].items():
                parts += [f"### {id_}", rule[language], *self.rule_notes(id_, language)]
                parts += self.describe_example(rule, language)
        return "\n\n".join(parts) + "\n"

    def rule_notes(self, id_: str, language: str) -> list[str]:
        """Return notes on the rules that must hold first, and on a rule that only forbids publication."""
        required = ", ".join(f"`{one}`" for one in self.rules[id_].get("requires", ()))
        return [
            *([self.words["requires"][language].format(rules=required)] if required else []),
            *([self.words["held"][language]] if id_.partition("-")[0] in _DEPENDENT else []),
        ]

    def describe_example(self, change: RuleEntry, language: str) -> list[str]:
        """Return what a rule's example changes, as blocks of Markdown."""
        if not (verb := next((verb for verb in _CHANGE_KINDS if verb in change), "")):
            return []
        blocks = [self.words[verb][language].format(**change)]
        if verb == "good":
            bad, good = change["bad"].splitlines(), change["good"].splitlines()
            lines = list(unified_diff(bad, good, lineterm="", n=len(bad) + len(good)))[3:]
            blocks += [_code_block("\n".join(lines), "diff")]
        elif verb in ("write", "append"):
            blocks += [_code_block(change[verb])]
        elif verb == "bytes":
            blocks += [_code_block(bytes.fromhex(change[verb]).decode("ascii", "backslashreplace"))]
        return blocks + [
            block
            for other_change in change.get("also", ())
            for block in self.describe_example(other_change, language)
        ]


def _code_block(text: str, language: str = "") -> str:
    fence = "````" if "```" in text else "```"
    return "\n".join([fence + language, text.strip("\n"), fence])


def read_rules(root: Path) -> RuleTable:
    """Return the explanations of a project; raise ``CommandError`` if it has none."""
    path = root / FOLDER / "rules.yml"
    if not path.is_file():
        raise console.CommandError(f"there is no {FOLDER}/rules.yml")
    content = yaml.safe_load(path.read_text("utf-8"))
    return RuleTable(content["words"], content["groups"])


def print_rules(root: Path, id_: str) -> int:
    """Print a rule, or all rules without an ``id_``; raise ``CommandError`` for an unknown one."""
    table = read_rules(root)
    if not id_:
        for group in table.groups:
            console.print_line(f"\n{group['en']} · {group['fr']}\n")
            for rule_id, rule in group["rules"].items():
                console.print_line(f"  {rule_id:22}{rule['en']}")
        return 0
    if (rule := table.rules.get(id_)) is None:
        raise console.CommandError(f"no rule «{id_}»{did_you_mean(id_, get_args(Rule))}")
    notes, example = table.rule_notes(id_, "en"), table.describe_example(rule, "en")
    blocks = [id_, rule["en"], rule["fr"], *notes, *example]
    console.print_line("\n\n".join(blocks))
    return 0


def write_reference(root: Path) -> int:
    """Write the reference in each language; return 0."""
    table = read_rules(root)
    for language in table.words["title"]:
        path = root / FOLDER / f"rules.{language}.md"
        path.write_text(table.make_page(language), encoding="utf-8", newline="\n")
        console.print_line(f"{FOLDER}/{path.name}")
    return 0
