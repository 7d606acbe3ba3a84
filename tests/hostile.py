"""Records that mean harm: shapes that are allowed, text that must stay text.

In: the tiny story. Out: the same, with an attack wherever people write words.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import builds
from explainer.read import digests, yamlio

ATTACK = (
    '<script>window.hacked=1</script></script><img src=x onerror="window.hacked=1">'
    '<style>*{display:none}</style><svg onload=window.hacked=1><a href="javascript:hacked=1">x</a>'
    '<iframe src="https://evil.example"></iframe>"><b onclick="hacked=1">'
)
MARKS = "{onclick=hacked=1 style=display:none} {: onload=hacked=1 } *x*{onmouseover=hacked=1}"


# Plain texts of records that pages print, besides those in two languages.
PRINTED = {"title", "container-title", "authority", "publisher", "genre", "family", "where"}
ADDRESSES = {"slug", "variants"}


def attack(value: Any, key: str = "") -> Any:
    """Return a record's value with the attack wherever people write words."""
    if isinstance(value, list):
        return [attack(item, key) for item in value]
    if isinstance(value, dict) and key not in ADDRESSES:
        return {name: attack(item, name) for name, item in value.items()}
    if isinstance(value, str) and (key in {"en", "fr"} or key in PRINTED):
        return f"{value} {ATTACK} {MARKS}"
    return value


def arm(project: Path) -> None:
    """Put the attack into every record of the tiny story, vocabularies included."""
    for name in (digests.REVIEWS_FILE, digests.PUBLISHED_FILE):
        (project / name).unlink()
    for path in sorted((project / "data").rglob("*.yml")):
        document, problems = yamlio.read(path.name, path.read_bytes())
        assert not problems
        armed = attack(document.value)
        if "article" in armed:  # whose flaws are told by paragraph: no words
            places = [flaw.get("where") for flaw in document.value["flaws"]]
            armed["flaws"] = [
                {**flaw, "where": place} for flaw, place in zip(armed["flaws"], places, strict=True)
            ]
        # JSON is YAML, and escapes what must be.
        path.write_text(json.dumps(armed, ensure_ascii=False), encoding="utf-8")
    builds.confirm(project)
