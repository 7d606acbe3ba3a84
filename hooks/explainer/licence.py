"""The licence of the texts and the data, by its SPDX name, in one place.

In: the name that ``mkdocs.yml`` gives under ``extra: explainer: licence:``. Out: what the
footer, the exports, the feeds and the metadata of pages say of it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Licence:
    """A licence: its name (https://spdx.org/licenses/), its title, its address, its name in short."""

    name: str
    title: str
    address: str
    short: str

    @property
    def told(self) -> dict[str, str]:
        """What a Data Package says of it (https://datapackage.org/standard/data-package/#licenses)."""
        return {"name": self.name, "title": self.title, "path": self.address}


def _creative(kind: str, title: str) -> Licence:
    return Licence(
        f"CC-{kind}-4.0",
        f"Creative Commons {title} 4.0 International",
        f"https://creativecommons.org/licenses/{kind.lower()}/4.0/",
        f"CC {kind} 4.0",
    )


_KNOWN = (
    _creative("BY", "Attribution"),
    _creative("BY-SA", "Attribution-ShareAlike"),
    _creative("BY-NC", "Attribution-NonCommercial"),
    _creative("BY-NC-SA", "Attribution-NonCommercial-ShareAlike"),
    Licence(
        "CC0-1.0",
        "Creative Commons Zero v1.0 Universal",
        "https://creativecommons.org/publicdomain/zero/1.0/",
        "CC0 1.0",
    ),
    Licence(
        "etalab-2.0",
        "Etalab Open License 2.0",
        "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
        "Etalab 2.0",
    ),
)
LICENCES = {one.name: one for one in _KNOWN}
DEFAULT = "CC-BY-4.0"
