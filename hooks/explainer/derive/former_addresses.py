"""Published addresses that pages no longer have, and where each redirects.

In: a story, its addresses, and the lines of ``data/published.yml`` (``digests``), by owner: a
record, ``claims/x``, or a page, ``case.md``. Out: owners not recorded yet, owners that are gone,
and redirects. Both addresses of an owner whose address changes are recorded under its name, so
that the old one redirects without further notice; an owner that is removed needs a ``leads-to``,
and its name is never used again.
"""

from __future__ import annotations

from collections.abc import Iterator

from explainer.derive.address import Addresses
from explainer.model.kinds import KINDS, page_and_anchor
from explainer.model.story import Story
from explainer.read.digests import LEADS_TO

_HOME = "index.md"


def locate_owner(owner: str) -> tuple[str, str]:
    """Return the name of the page that shows an owner, and the anchor there.

    ``""`` for a record that is only embedded in other pages.
    """
    folder, _, id_ = owner.partition("/")
    if owner.endswith(".md") or folder not in KINDS:
        return owner, ""
    return page_and_anchor(folder, id_)


def lasting_names(story: Story) -> set[str]:
    """Return every owner whose address must last, readable or not.

    Not records of change, which have digests instead, nor home pages, which never move.
    """
    names = {name for pages in story.pages.values() for name in pages} - {_HOME}
    for kind in KINDS.values():
        if kind.page and kind.folder != "changes":
            names |= {f"{kind.folder}/{id_}" for id_ in story.ids(kind.folder)}
    return names


def current_addresses(story: Story, addresses: Addresses) -> dict[str, dict[str, str]]:
    """Return owner → language → current address; facet pages included."""
    current: dict[str, dict[str, str]] = {}
    for owner in (*lasting_names(story), *(facet.first for facet in addresses.facets)):
        name, anchor = locate_owner(owner)
        if all(name in table for table in addresses.table.values()):
            mark = f"#{anchor}" if anchor else ""
            current[owner] = {
                code: addresses.url(code, name) + mark for code in addresses.languages
            }
    return current


def find_unrecorded(story: Story, addresses: Addresses) -> list[str]:
    """Return the owners whose current address is not recorded yet; facet pages may wait."""
    recorded = story.reviews.addresses
    return sorted(
        owner
        for owner, current in current_addresses(story, addresses).items()
        if current not in recorded.get(owner, ()) and not is_filter(owner)
    )


def record_addresses(story: Story, addresses: Addresses) -> list[str]:
    """Record every current address in ``story.reviews``; return the owners that had none or another."""
    added = find_unrecorded(story, addresses)
    for owner, current in current_addresses(story, addresses).items():
        lines = story.reviews.addresses.setdefault(owner, [])
        if current not in lines:
            lines.append(current)
    return added


def resolve(story: Story, owner: str, known: set[str]) -> str:
    """Return the owner among ``known`` that ``owner`` finally redirects to; ``""`` if there is none.

    A facet page that lists nothing any more redirects to the whole list; without a page for that,
    to the home page.
    """
    seen = set[str]()
    while owner not in known and owner not in seen:
        seen.add(owner)
        end = redirect_target(story, owner)
        if not end and is_filter(owner):
            folder = owner.partition("/")[0]
            lists = (f"{folder}/index.md", f"{folder}.md")
            recorded = story.reviews.addresses
            end = next((name for name in lists if name in known or name in recorded), _HOME)
        owner = end
    return owner if owner in known else ""


def redirect_target(story: Story, owner: str) -> str:
    """Return the ``leads-to`` of an owner in ``data/published.yml``, or ``""``."""
    lines = story.reviews.addresses.get(owner, ())
    return next((line[LEADS_TO] for line in lines if LEADS_TO in line), "")


def suggest_rename(story: Story, owner: str) -> str:
    """Return a hint for messages: the new id of a record that was renamed; ``""`` if unknown."""
    end = resolve(story, owner, lasting_names(story)) if redirect_target(story, owner) else ""
    folder, _, id_ = end.partition("/")
    if owner.partition("/")[0] != folder or end.endswith(".md"):
        return ""
    old = owner.partition("/")[2]
    command = f"make rename KIND={KINDS[folder].singular} ID={old} NEW={id_}"
    return f"; it is «{id_}» now, and «{command}» says so everywhere"


def find_gone(story: Story) -> Iterator[str]:
    """Return the published owners that are gone and redirect nowhere."""
    known = {*lasting_names(story), _HOME}
    return (owner for owner in story.reviews.addresses if not resolve(story, owner, known))


def find_redirects(story: Story, addresses: Addresses) -> dict[str, tuple[str, str]]:
    """Return former address → (language, current address), both from the site's root.

    Addresses with an anchor need no redirect: their page still exists.
    """
    taken = {url for table in addresses.table.values() for url in table.values()}
    current = current_addresses(story, addresses)
    if _HOME in addresses:
        current[_HOME] = {code: addresses.url(code, _HOME) for code in addresses.languages}
    known = set(current)
    redirects: dict[str, tuple[str, str]] = {}
    for owner, lines in sorted(story.reviews.addresses.items()):
        target = current.get(owner) or current.get(resolve(story, owner, known), {})
        for code, old in (pair for line in lines for pair in line.items()):
            language = code if code in target else addresses.languages[0]
            if code != LEADS_TO and target and old not in taken and "#" not in old:
                redirects[old] = language, target[language]
    return redirects


def is_filter(owner: str) -> bool:
    """Tell whether an owner is a facet page."""
    return "/by/" in owner
