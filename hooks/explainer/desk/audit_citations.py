"""Citations to be read again, drawn by lot: the command ``audit-citations``.

In: a project, how many citations, a seed. Out: ``data/audits/<day>.yml``, a sheet to fill in. It
shows no status and no earlier verdict, so that who reads judges the source alone. The same commit
and seed draw the same citations; nothing is ever overwritten.
"""

from __future__ import annotations

import datetime
import json
import random

from explainer.derive import record_citations
from explainer.desk import console
from explainer.desk.console import Refused
from explainer.desk.loading import readable
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


def draw(chosen: Settings, size: int, seed: int | None = None) -> int:
    """Write the sheet and say where it is; raise ``Refused`` if there is one of that name."""
    if size < 1 or (seed or 0) < 0:
        raise Refused("expected a sample of at least 1, and a seed of at least 0")
    story = readable(chosen)
    day = datetime.datetime.now(datetime.UTC).date()  # somebody reads today, whatever the commit
    seed = int(f"{day:%Y%m%d}") if seed is None else seed
    found = list(record_citations.all_citations(story, story.settings.default))
    drawn = sorted(random.Random(seed).sample(range(len(found)), min(size, len(found))))  # noqa: S311
    if not drawn:
        raise Refused("there is no citation to read again")
    path = story.settings.root / "data" / "audits" / f"{day}.yml"
    file = path.relative_to(story.settings.root).as_posix()
    lines = [
        schema_comment("audits"), _HEAD.rstrip(), f"id: {day}", f"drawn: {day}", f"seed: {seed}",
        f"population: {len(found)}", "readings:",
    ]  # fmt: skip
    for one in (found[n] for n in drawn):
        for key, value in (
            ("- cites", str(one.citation)), ("  where", one.place), ("  statement", one.statement),
        ):  # fmt: skip
            # JSON's quotes are YAML's double quotes.
            lines.append(f"  {key}: {json.dumps(value, ensure_ascii=False)}")
        lines += ["    verdict:", "    by:", "    on:"]
    path.parent.mkdir(exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as sheet:
            sheet.write("\n".join(lines) + "\n")
    except FileExistsError:
        raise Refused(f"{file} is there already; nothing was written") from None
    console.say(
        f"{file}: {len(drawn)} of {len(found)} citations, seed {seed}; fill in each verdict"
    )
    return 0
