"""A home page of any content: what stands under a heading stays there, and nothing is squeezed.

Pages are made by the generator from the example's home and shown in the example's frame.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import builds
import facts
import pytest
from serving import at

WIDTHS = (320, 768, 1024, 1280, 1600)
P = "The port wants a wider quay and its neighbors want their tree, which is older than the quay [@harbour-survey, p. 5].\n\n"
LONG = P.replace("The port", "The port, as it has said since the first day of the quarrel,") * 2
CLAIM = '!!! claim "no-base"\n\n'
STATUS = "!!! status\n\n"


def section(n: int, *blocks: str) -> str:
    return f"## Question {n}, of some length {{#q{n}}}\n\n" + "".join(blocks)


SHAPES = {
    "one paragraph": P,
    "a status alone": STATUS,
    "no paragraph before": section(1, P) + section(2, P),
    "one section": P + section(1, P),
    "four sections": P + "".join(section(n, P) for n in range(4)),
    "sections of two": P + "".join(section(n, P, P) for n in range(5)),
    "one and two by turns": P + "".join(section(n, *[P] * (n % 2 + 1)) for n in range(8)),
    "two, then one each": P + section(0, P, P) + "".join(section(n, P) for n in range(1, 6)),
    "claims under headings": P + "".join(section(n, CLAIM) for n in range(2)),
    "paragraphs, claims": P + section(1, P) + section(2, P, CLAIM) + section(3, P) + section(4, CLAIM, P),
    "all sorts": STATUS
    + P
    + section(1, '!!! listing "landmarks"\n\n')
    + section(2, P)
    + section(3, "- An item [@harbour-survey].\n- Another [@harbour-survey].\n\n")
    + section(4, LONG)
    + section(5, "| a | b |\n| --- | --- |\n| one [@harbour-survey] | two [@harbour-survey] |\n\n")
    + section(6, P)
    + "### A part {#part}\n\n"
    + P
    + section(7, '!!! figure "age"\n\n')
    + section(8, '!!! listing "parties"\n\n')
    + section(9, P),
}  # fmt: skip

# What is wrong with the layout: blocks of one page, in order, with the heading that each stands under.
LOOK = """() => {
  const box = (e) => e.getBoundingClientRect(), seen = (e) => box(e).width > 1 && box(e).height > 1;
  const prose = document.querySelector('.prose'), wrong = [];
  const all = [...prose.children].filter((e) => seen(e) && getComputedStyle(e).position !== 'absolute');
  const name = (e) => `${e.tagName} ${e.id || e.className} ${e.textContent.trim().slice(0, 20)}`;
  let heading = null;
  for (const [i, e] of all.entries()) {
    const a = box(e);
    if (e.tagName === 'H2') heading = e;
    else if (heading) {
      const h = box(heading);
      if (a.top < h.bottom - 1) wrong.push(`${name(e)} is beside or over its heading`);
      const under = all.filter((o) => o.tagName === 'H2' && o !== heading
        && box(o).top > h.top + 1 && box(o).bottom <= a.top + 1
        && box(o).left < a.right - 1 && a.left < box(o).right - 1);
      if (under.length) wrong.push(`${name(e)} stands under ${name(under[0])}`);
    }
    if (a.width < Math.min(225, innerWidth * .6)) wrong.push(`${name(e)} has ${a.width} pixels`);
    for (const o of all.slice(i + 1)) {
      const b = box(o);
      if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)
        wrong.push(`${name(e)} and ${name(o)} overlap`);
      if (b.top < a.top - 1 && a.left < b.right - 1 && b.left < a.right - 1)
        wrong.push(`${name(o)} stands above ${name(e)}, which comes first`);
    }
  }
  if (document.documentElement.scrollWidth > innerWidth) wrong.push('the page scrolls sideways');
  return wrong;
}"""


@pytest.fixture(scope="module")
def homes(
    example: facts.Site, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """Yield the address of each home page, in the example's site as built."""
    site = builds.copy_of_built(example.folder, tmp_path_factory.mktemp("homes") / "site")
    frame = (site / "index.html").read_text("utf-8")
    start = frame.index('<div class="prose">') + len('<div class="prose">')
    end = frame.rindex("</div>", 0, frame.index("</article>"))
    project = builds.example_project(tmp_path_factory.mktemp("homes") / "project")
    names = {shape: re.sub("[^a-z]+", "-", shape) for shape in SHAPES}
    config = project / "mkdocs.yml"
    menu = "".join(f"      - {name}.md\n" for name in names.values())
    text = config.read_text("utf-8").replace("      - tree.md\n", f"      - tree.md\n{menu}")
    config.write_text(text, "utf-8")
    for shape, name in names.items():
        front = f"---\ntitle: {shape}\nslug: {name}\ndescription: {shape}.\n---\n\n"
        for language in ("en", "fr", "ar"):
            path = project / f"docs/{language}/{name}.md"
            path.write_text(front + SHAPES[shape], "utf-8")
    builds.confirm(project)
    with at(site) as address, pytest.MonkeyPatch.context() as patch:
        # One language: what is asked is where blocks stand, whatever they say.
        patch.setattr("explainer.check.parity.check", lambda *_: iter(()))
        pages = builds.compiled(project).pages["en"]
        for name in names.values():
            shown = frame[:start] + pages[f"{name}.md"].html + frame[end:]
            (site / f"{name}.html").write_text(shown, "utf-8")
        yield {shape: f"{address}{name}.html" for shape, name in names.items()}


@pytest.mark.parametrize("shape", SHAPES)
def test_each_block_stands_under_its_heading_at_every_width(
    homes: dict[str, str], kept_tab: Any, shape: str
) -> None:
    kept_tab.goto(homes[shape])
    wrong = {}
    for width in WIDTHS:
        kept_tab.set_viewport_size({"width": width, "height": 900})
        if found := kept_tab.evaluate(LOOK):
            wrong[width] = found
    assert wrong == {}
