"""Which pages show a claim: those whose Markdown embeds it, lists it or points to it.

In: a compiled site and the ids of claims. Out: the names of pages, by claim.
Runs once a build, and reads nothing while no claim has changed.
"""

from __future__ import annotations

import posixpath
import re

from explainer.make.site import Site

# Whatever shows a claim links to its page: embeds, lists and tables all do.
_TARGETS = re.compile(r"\]\(\s*<?([^\s()#<>]+\.md)")


def showing(site: Site, claims: set[str]) -> dict[str, list[str]]:
    """Return the names of the pages that show each of ``claims``."""
    wanted = {f"claims/{id_}.md": id_ for id_ in claims}
    found: dict[str, list[str]] = {}
    for name, page in site.pages[site.story.settings.default].items():
        folder = posixpath.dirname(name)
        targets = set(_TARGETS.findall(page.markdown))
        for target in {posixpath.normpath(posixpath.join(folder, target)) for target in targets}:
            if target in wanted:
                found.setdefault(wanted[target], []).append(name)
    return found
