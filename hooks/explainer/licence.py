"""The licences that a site's texts and data may have, by SPDX identifier.

In: the identifier in ``mkdocs.yml``, ``extra: explainer: licence:``. Out: the titles and the URL
that the footer, the exports, the feeds and the pages' metadata give.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Licence:
    """A licence: ``name`` is its SPDX identifier (https://spdx.org/licenses/), ``short`` its short title."""

    name: str
    title: str
    address: str
    short: str

    @property
    def data_package_entry(self) -> dict[str, str]:
        """The licence as a Data Package has it (https://datapackage.org/standard/data-package/#licenses)."""
        return {"name": self.name, "title": self.title, "path": self.address}


def _creative_commons(kind: str, title: str) -> Licence:
    return Licence(
        f"CC-{kind}-4.0",
        f"Creative Commons {title} 4.0 International",
        f"https://creativecommons.org/licenses/{kind.lower()}/4.0/",
        f"CC {kind} 4.0",
    )


_KNOWN = (
    _creative_commons("BY", "Attribution"),
    _creative_commons("BY-SA", "Attribution-ShareAlike"),
    _creative_commons("BY-NC", "Attribution-NonCommercial"),
    _creative_commons("BY-NC-SA", "Attribution-NonCommercial-ShareAlike"),
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
