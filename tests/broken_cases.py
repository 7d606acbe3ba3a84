"""The table of small mistakes, ``tests/broken/cases.yml``, and how each is made.

In: a copy of the tiny story and a case. Out: the story, broken; what the
compiler says of it.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import builds
import yaml
from explainer import settings as settings_
from explainer.build import compile_site
from explainer.check import freshness
from explainer.desk import rules
from explainer.read import digests, problems
from explainer.settings import Settings

TABLE = builds.ROOT / "tests" / "broken" / "cases.yml"


def cases() -> list[dict[str, Any]]:
    """Return the table; a case of a rule's own example has what the rule says of it."""
    loaded: list[dict[str, Any]] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    known = rules.read_rules(builds.ROOT).rules
    return [{"name": case["rule"], **known[case["rule"]], **case} if "rule" in case else case
            for case in loaded]  # fmt: skip


def break_(project: Path, case: dict[str, Any]) -> None:
    """Make the mistake of ``case`` in ``project``."""
    path: Path = project / case["file"]
    if (shared := project / Path(case["file"]).parts[0]).is_symlink():  # the generator's own
        own = shared.resolve()
        shared.unlink()
        shutil.copytree(own, shared)
    path.parent.mkdir(parents=True, exist_ok=True)
    if "replace" in case or "good" in case:
        old, new = case.get("replace") or (case["good"], case["bad"])
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"«{old}» stands {text.count(old)} times in {case['file']}"
        path.write_text(text.replace(old, new), encoding="utf-8")
    elif "write" in case:
        path.write_bytes(case["write"].encode())
    elif "bytes" in case:
        path.write_bytes(bytes.fromhex(case["bytes"]))
    elif "append" in case:
        with path.open("a", encoding="utf-8") as file:
            file.write(case["append"] * case.get("times", 1))
    elif "large" in case:
        path.write_text("#" * case["large"], encoding="utf-8")
    elif "rename" in case:
        (project / case["rename"]).parent.mkdir(parents=True, exist_ok=True)
        path.rename(project / case["rename"])
    elif "folder" in case:
        path.mkdir()
    elif "link" in case:
        path.symlink_to(case["link"])
    else:
        assert case["delete"]
        path.unlink()
    for more in case.get("also", []):
        break_(project, more)


def expected(project: Path, case: dict[str, Any]) -> list[str]:
    """Return the lines that ``case`` should give, ``{line}`` and ``{today}`` filled in."""
    new = case.get("append") or case.get("bad") or (case.get("replace") or ["", ""])[1]
    text = (project / case["file"]).read_text(encoding="utf-8") if new else ""
    line = text.count("\n", 0, text.find(new)) + 1 if new else 0
    day = freshness.today().isoformat()
    return [said.replace("{line}", str(line)).replace("{today}", day) for said in case["says"]]


def settings(project: Path) -> Settings:
    """Return the settings that the tiny story's configuration gives."""
    return builds.settings(project)


def compile_report(project: Path) -> list[str]:
    """Compile, and return the lines that a contributor would read.

    But for the one that asks to confirm what the test itself changed: ``test_review`` watches it.
    """
    lines = whole_report(project)
    return [
        line for line in lines if not line.startswith(f"{digests.REVIEWS_FILE}:1:1: new or changed")
    ]


def whole_report(project: Path) -> list[str]:
    """Compile, and return every line that a contributor would read."""
    try:
        site, found = compile_site(settings(project))
    except settings_.ConfigurationError as wrong:
        return problems.format_report(wrong.problems).splitlines()
    assert (site is None) == bool(found)
    return problems.format_report(found).splitlines()
