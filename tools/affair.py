"""Start another affair: the generator and small examples, in a folder of its own.

In: the new folder's path, and its languages («fr,en», the first is the default one); or the name
of an example to lay out whole. Out: the folder, which builds at once; or one line, and exit 1, with nothing written.
Texts of the languages that are left out are taken out of the examples.
"""

from __future__ import annotations

import argparse
import datetime
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
STARTER = ROOT / "examples" / "affair"
# What every affair needs of the generator.
GENERATOR = (
    "hooks", "templates", "overrides", "schemas", "contributing", "Makefile", "pyproject.toml",
    "requirements.in", "requirements.lock", "requirements-dev.in", "requirements-dev.lock",
    "requirements-desk.in", "requirements-desk.lock",
    "requirements-links.in", "requirements-links.lock", ".gitignore", ".gitattributes",
    ".editorconfig", ".vscode", ".pre-commit-config.yaml", "ARCHITECTURE.md",
    "CONTRIBUTING.md", "PUBLISHING.md", "LICENSE", "tools/venv.sh",
    "tools/python.sh", "tools/lychee.toml", "tools/check_site.py", "tests/facts.py",
    "tests/axe.py", "tests/chromium.py", "tests/serving.py",
    ".github/problems.json", ".github/workflows/comment.yml",
)  # fmt: skip
# Targets of the Makefile that work on the generator itself, its tests and its own affair.
OURS = (
    "test", "test-other-python", "check", "test-forks", "test-engines", "affair", "bench", "bench-search", "audit",
    "format", "golden", "lock",
)  # fmt: skip
# The day in the examples on which a new affair is begun.
WRITTEN = "2024-07-01"
NOT_COPIED = shutil.ignore_patterns("__pycache__", "*.pyc")


def languages(example: Path = STARTER) -> list[str]:
    """Return the languages that an example is written in, the default one first."""
    found = re.findall(r"(?m)^        - locale: (\S+)", (example / "mkdocs.yml").read_text("utf-8"))
    return found if example != STARTER else sorted(found)


def start(folder: Path, chosen: list[str], example: Path = STARTER) -> None:
    """Write the affair in ``folder``, new, empty or a repository without a file, as ``example`` is.

    Raises ``SystemExit``, with one line, where that cannot be.
    """
    known = languages(example)
    if folder.exists() and (
        not folder.is_dir() or any(path.name != ".git" for path in folder.iterdir())
    ):
        raise SystemExit(f"{folder} is there already; expected the path of a new folder")
    if unknown := [code for code in chosen if code not in known]:
        raise SystemExit(
            f"LANGS: no «{unknown[0]}»; expected some of {','.join(known)}. To add a language "
            "afterwards: its texts in data/ and docs/, its strings in data/strings.yml"
        )
    if not chosen or len(set(chosen)) < len(chosen):
        raise SystemExit(f"LANGS: expected languages once each, such as {','.join(known)}")
    for name in GENERATOR:
        _copy(ROOT / name, folder / name)
    for name in (".github", "README.md"):
        _copy(STARTER / name, folder / name)
    shutil.copytree(example, folder, dirs_exist_ok=True, ignore=NOT_COPIED)
    for code in known:
        if code not in chosen:
            shutil.rmtree(folder / "docs" / code)
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    for path in sorted((folder / "data").rglob("*.yml")):
        text = path.read_text("utf-8")
        path.write_text(only(text, chosen, known).replace(WRITTEN, today), "utf-8")
    makefile = folder / "Makefile"
    makefile.write_text(targets(makefile.read_text("utf-8")), "utf-8")
    config = folder / "mkdocs.yml"
    config.write_text(configured(config.read_text("utf-8"), chosen), "utf-8")


def targets(text: str) -> str:
    """Return the Makefile without the targets that an affair has no use for."""
    for name in OURS:
        text = re.sub(rf"(?m)^\.PHONY: {name}\n(?:.+\n)+\n?", "", text)
    return text.replace(
        "`make test` to check everything", "`make check-site` to check it as its readers meet it"
    )


def _copy(here: Path, there: Path) -> None:
    there.parent.mkdir(parents=True, exist_ok=True)
    if here.is_dir():
        shutil.copytree(here, there, dirs_exist_ok=True, ignore=NOT_COPIED)
    elif here.exists():
        shutil.copy(here, there)


def only(text: str, chosen: list[str], known: list[str]) -> str:
    """Return a file of YAML without the texts of the languages that are not chosen."""
    root = yaml.compose(text)
    cuts = sorted(_cuts(root, chosen, known, text), reverse=True)
    for start_, end in cuts:
        text = text[:start_] + text[end:]
    return text


def _cuts(
    node: yaml.Node | None, chosen: list[str], known: list[str], text: str
) -> Iterator[tuple[int, int]]:
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _cuts(item, chosen, known, text)
    if not isinstance(node, yaml.MappingNode):
        return
    keys = [key.value for key, _ in node.value]
    if not keys or not set(keys) <= set(known):
        for _, value in node.value:
            yield from _cuts(value, chosen, known, text)
        return
    # A localized text: from the key to the next one; the last, from what is before it.
    spans = [(key.start_mark.index, value.end_mark.index) for key, value in node.value]
    kept = [n for n, key in enumerate(keys) if key in chosen]
    for n, key in enumerate(keys):
        if key in chosen:
            continue
        if n + 1 < len(spans):
            yield spans[n][0], spans[n + 1][0]
        elif node.flow_style:
            after = spans[kept[-1]][1] if kept else spans[n][0]
            yield after, spans[n][1]
        else:
            line = text.rfind("\n", 0, spans[n][0]) + 1
            end = text.find("\n", len(text[: spans[n][1]].rstrip()))
            yield line, end + 1


def configured(text: str, chosen: list[str]) -> str:
    """Return ``mkdocs.yml`` with the chosen languages alone, the first as the default one."""
    blocks = {
        match[1]: match[0]
        for match in re.finditer(r"(?m)^        - locale: (\w+)\n(?:          .*\n)+", text)
    }
    names = {code: re.search(r"site_name: (.*)", block)[1] for code, block in blocks.items()}  # type: ignore[index]
    plain = {code: block.replace("          default: true\n", "") for code, block in blocks.items()}
    first = plain[chosen[0]].replace(
        "          site_name", "          default: true\n          site_name"
    )
    start_ = text.index("        - locale:")
    for block in blocks.values():
        text = text.replace(block, "")
    text = text[:start_] + first + "".join(plain[code] for code in chosen[1:]) + text[start_:]
    text = re.sub(r"(?m)^site_name: .*", f"site_name: {names[chosen[0]]}", text)
    return re.sub(r"(?m)^  language: .*", f"  language: {chosen[0]}", text)


def main(arguments: list[str] | None = None) -> int:
    """Start an affair; return the command's exit status."""
    parser = argparse.ArgumentParser(prog="make affair", description="Start another affair.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("languages", nargs="?", default="")
    examples = sorted(path.name for path in STARTER.parent.iterdir() if path.is_dir())
    parser.add_argument("--example", choices=examples, default=STARTER.name)
    given = parser.parse_args(arguments)
    example = STARTER.parent / given.example
    chosen = re.findall(r"[^\s,]+", given.languages) or languages(example)
    folder = given.folder.expanduser().resolve()
    try:
        start(folder, chosen, example)
    except OSError as error:
        raise SystemExit(f"{folder} cannot be written: {error.strerror}") from None
    # Examples are confirmed as they stand; what replaces them is confirmed by whoever writes it.
    variables = {**os.environ, "PYTHONPATH": str(folder / "hooks")}
    for words in (["schemas"], ["reviewed", "--all"]):
        command = [sys.executable, "-m", "explainer", "-C", str(folder), *words]
        said = subprocess.run(command, capture_output=True, text=True, check=False, env=variables)
        if said.returncode:
            raise SystemExit(said.stderr or said.stdout)
    print(
        f"{folder} holds another affair. Next: cd {shlex.quote(str(folder))} && git init && make serve"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
