"""Which pages show a claim: those that embed it, list it or point to it.

In: a compiled site and the ids of claims. Out: the names of pages, by claim.
"""

from __future__ import annotations

from explainer.make.site import Site


def showing(site: Site, claims: set[str]) -> dict[str, list[str]]:
    """Return the names of the pages that show each of ``claims``: whatever does links to its page."""
    wanted = {f"claims/{id_}.md": id_ for id_ in claims}
    found: dict[str, list[str]] = {}
    made = next(iter(site.pages.values()))  # every language shows the same
    for name, page in made.items():
        for target in sorted(page.links & wanted.keys()):
            found.setdefault(wanted[target], []).append(name)
    return found
