"""Loading the story that a command works on, and reading the names that it is given."""

from __future__ import annotations

from explainer.desk.console import CommandError
from explainer.model.fields import is_slug
from explainer.model.kinds import KINDS, Kind
from explainer.model.story import Story, load
from explainer.read import digests, problems
from explainer.settings import Settings


def load_readable(settings: Settings) -> Story:
    """Return the story; raise ``CommandError`` with its problems if it cannot be read in full.

    Texts that await review do not count, nor do problems in the two files of digests, which commands
    rewrite; but a record of change kept twice does, since a person has to decide.
    """
    story, found = load(settings)
    if blocking := [
        problem
        for problem in found
        if problem.file not in (digests.REVIEWS_FILE, digests.PUBLISHED_FILE)
        or digests.TWICE in problem.message
    ]:
        raise CommandError(problems.format_report(blocking))
    return story


def find_kind(name: str) -> Kind | None:
    """Return the kind of record with that name, in the singular or as a folder, or ``None``."""
    return next((kind for kind in KINDS.values() if name in (kind.singular, kind.folder)), None)


def parse_record_name(kind_name: str, id_: str, others: tuple[str, ...] = ()) -> Kind:
    """Return the kind of a record to be named ``id_``; raise ``CommandError`` if either is wrong.

    ``others``: what else the command accepts in place of a kind.
    """
    if (kind := find_kind(kind_name)) is None:
        names = [*others, *(kind.singular for kind in KINDS.values())]
        hint = problems.did_you_mean(kind_name, names) or problems.expected_one_of(names)
        raise CommandError(f"no kind «{kind_name}»{hint}")
    if not is_slug(id_):
        raise CommandError(f"«{id_}» is no id; expected lower-case ASCII words joined by hyphens")
    return kind
