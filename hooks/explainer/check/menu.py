"""The configured menu: that it names pages, and leaves none out.

In: the names of a menu, and the text that they stand in. Out: problems.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from explainer.derive import address
from explainer.model.story import Story
from explainer.read.places import Lines
from explainer.read.problems import Problem, nearest


def named(
    file: str, text: str, names: Iterable[str], known: address.Addresses
) -> Iterator[Problem]:
    """Yield the names of the configured menu that are no page; ``text`` is that of ``file``."""
    for name in names:
        if name not in known:
            at = max(text.find(name), 0)
            message = f"no page «{name}»{nearest(name, known.names)}"
            yield Problem(file, *Lines(text).spot(at), "nav", message)


def omitted(
    file: str, text: str, names: Iterable[str], story: Story, hidden: Callable[[str], bool]
) -> Iterator[Problem]:
    """Yield the hand-written pages that the configured menu leaves out; ``text`` is that of ``file``.

    ``hidden`` tells whether a page, ``fr/x.md``, was left out on purpose.
    """
    known = set(names)
    line = next((n for n, s in enumerate(text.splitlines(), 1) if s.startswith("nav:")), 1)
    for name in sorted({name for pages in story.pages.values() for name in pages} - known):
        if not all(hidden(f"{language}/{name}") for language in story.settings.languages):
            message = f"the menu has no «{name}»; expected it under nav:, or under not_in_nav:"
            yield Problem(file, line, 1, "nav", message)
