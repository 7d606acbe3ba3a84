"""A random sample of citations to be checked by a reader: the command ``audit-citations``.

In: a project, a sample size, a seed. Out: ``data/audits/<day>.yml``, a sheet to fill in. It shows no
status and no earlier verdict, so that the reader judges the source alone. The same commit and seed give
the same sample; nothing is ever overwritten.
"""

from __future__ import annotations

import datetime
import json
import random

from explainer.derive import record_citations
from explainer.desk import console
from explainer.desk.console import CommandError
from explainer.desk.loading import load_readable
from explainer.model.schemas import schema_comment
from explainer.settings import Settings

_HEAD = """\
# Citations drawn by lot, to be read again. For each: open the source at its place, look for the statement, fill in
# `verdict:` supports, in-part (only in part), does-not, or not-opened (it could not be);
# [*] is where the statement cites it. `by:` who read it, `on:` the day, and a `note:` if need be. Look at no status on the site and at no earlier sheet.
# Des citations tirées au sort, à relire. Pour chacune : ouvrir la source à l'endroit dit, y chercher l'énoncé, remplir
# `verdict:` supports (confirme), in-part (en partie), does-not (ne confirme pas) ou not-opened (impossible à ouvrir) ;
# [*] est là où l'énoncé la cite. `by:` qui a lu, `on:` le jour, au besoin une `note:`. Sans regarder ni le statut sur le site, ni les feuilles passées.
"""


def draw_sample(settings: Settings, size: int, seed: int | None = None) -> int:
    """Write the sheet and print its path; raise ``CommandError`` if a sheet of that name exists."""
    if size < 1 or (seed or 0) < 0:
        raise CommandError("expected a sample of at least 1, and a seed of at least 0")
    story = load_readable(settings)
    day = datetime.datetime.now(datetime.UTC).date()  # the day of the reading, not of the commit
    seed = int(f"{day:%Y%m%d}") if seed is None else seed
    citations = list(record_citations.all_citations(story, story.settings.default))
    sample = sorted(random.Random(seed).sample(range(len(citations)), min(size, len(citations))))  # noqa: S311
    if not sample:
        raise CommandError("there is no citation to read again")
    path = story.settings.root / "data" / "audits" / f"{day}.yml"
    file = path.relative_to(story.settings.root).as_posix()
    lines = [
        schema_comment("audits"), _HEAD.rstrip(), f"id: {day}", f"drawn: {day}", f"seed: {seed}",
        f"population: {len(citations)}", "readings:",
    ]  # fmt: skip
    for citation in (citations[n] for n in sample):
        for key, value in (
            ("- cites", str(citation.citation)), ("  where", citation.place), ("  statement", citation.statement),
        ):  # fmt: skip
            # A JSON string is a YAML double-quoted string.
            lines.append(f"  {key}: {json.dumps(value, ensure_ascii=False)}")
        lines += ["    verdict:", "    by:", "    on:"]
    path.parent.mkdir(exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as sheet:
            sheet.write("\n".join(lines) + "\n")
    except FileExistsError:
        raise CommandError(f"{file} is there already; nothing was written") from None
    drawn = f"{len(sample)} of {len(citations)} citations, seed {seed}"
    console.print_line(f"{file}: {drawn}; fill in each verdict")
    return 0
