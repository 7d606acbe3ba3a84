"""Addresses that were published: those that pages have no more, and where each leads now.

In: a story, its addresses, and the lines of ``data/published.yml`` (``digests``). What has an
address is named as in ``reviews.yml``: ``claims/x``, ``case.md``. Out: what is not kept yet, what
has gone, and each former address with what stands for it. An address that changes leads on by
itself, since both are kept under one name; a name that goes says where it ``leads-to``, and is
never used again.
"""

from __future__ import annotations

from collections.abc import Iterator

from explainer.derive.address import Addresses
from explainer.model.kinds import KINDS, page_and_anchor
from explainer.model.story import Story
from explainer.read.digests import LEADS_TO

_HOME = "index.md"


def locate_owner(owner: str) -> tuple[str, str]:
    """Return the name of the page that shows a record or is one by hand, and the anchor there.

    ``""`` for a record that only other pages embed.
    """
    folder, _, id_ = owner.partition("/")
    if owner.endswith(".md") or folder not in KINDS:
        return owner, ""
    return page_and_anchor(folder, id_)


def lasting_names(story: Story) -> set[str]:
    """Return all that has an address for good, readable or not.

    Records of change are kept by their digests, and home pages stand where they stand.
    """
    names = {name for pages in story.pages.values() for name in pages} - {_HOME}
    for kind in KINDS.values():
        if kind.page and kind.folder != "changes":
            names |= {f"{kind.folder}/{id_}" for id_ in story.ids(kind.folder)}
    return names


def current_addresses(story: Story, addresses: Addresses) -> dict[str, dict[str, str]]:
    """Return the address of each name, by language; those of filters too."""
    addresses_by_owner: dict[str, dict[str, str]] = {}
    for owner in (*lasting_names(story), *(facet.first for facet in addresses.facets)):
        name, anchor = locate_owner(owner)
        if all(name in table for table in addresses.table.values()):
            mark = f"#{anchor}" if anchor else ""
            addresses_by_owner[owner] = {
                code: addresses.url(code, name) + mark for code in addresses.languages
            }
    return addresses_by_owner


def find_unrecorded(story: Story, addresses: Addresses) -> list[str]:
    """Return the names whose address, as it stands, is not kept yet; filters may wait."""
    recorded = story.reviews.addresses
    return sorted(
        owner
        for owner, current in current_addresses(story, addresses).items()
        if current not in recorded.get(owner, ()) and not is_filter(owner)
    )


def record_addresses(story: Story, addresses: Addresses) -> list[str]:
    """Keep every address as it stands; return the names whose address was not kept."""
    added = find_unrecorded(story, addresses)
    for owner, current in current_addresses(story, addresses).items():
        lines = story.reviews.addresses.setdefault(owner, [])
        if current not in lines:
            lines.append(current)
    return added


def resolve(story: Story, owner: str, known: set[str]) -> str:
    """Return which of the names ``known`` another leads to in the end; ``""`` if there is none.

    A filter that shows nothing any more leads to the whole list, and on with it; to the home page,
    where there never was a page for that.
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
    """Return where the file of what was published says that a name leads; ``""`` if nowhere."""
    lines = story.reviews.addresses.get(owner, ())
    return next((line[LEADS_TO] for line in lines if LEADS_TO in line), "")


def suggest_rename(story: Story, owner: str) -> str:
    """Return, for whoever still names what has gone, what it is called now; ``""`` if unknown."""
    end = resolve(story, owner, lasting_names(story)) if redirect_target(story, owner) else ""
    folder, _, id_ = end.partition("/")
    if owner.partition("/")[0] != folder or end.endswith(".md"):
        return ""
    old = owner.partition("/")[2]
    command = f"make rename KIND={KINDS[folder].singular} ID={old} NEW={id_}"
    return f"; it is «{id_}» now, and «{command}» says so everywhere"


def find_gone(story: Story) -> Iterator[str]:
    """Return the names that were published and are there no more, nor lead anywhere."""
    known = {*lasting_names(story), _HOME}
    return (owner for owner in story.reviews.addresses if not resolve(story, owner, known))


def find_redirects(story: Story, addresses: Addresses) -> dict[str, tuple[str, str]]:
    """Return each former address, from the site's root: (language, address) where it leads.

    Anchors are no addresses of files: those of what has gone lead to their page, as before.
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
    """Tell whether a name is that of a list by a value."""
    return "/by/" in owner
