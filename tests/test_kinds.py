"""One more kind of record is its model, its row and its template."""

from __future__ import annotations

from pathlib import Path

import builds
import pytest
from explainer.build import compile_site
from explainer.model import kinds
from explainer.model.fields import CitationText
from explainer.model.records import Record, Text


class Bridge(Record):
    """Something that one walks over."""

    name: Text
    summary: Text
    sources: list[CitationText] = []


ROW = kinds.Kind("bridges", Bridge, "bridge", kinds.OWN_PAGE, "name", "summary")


def test_a_kind_is_a_model_a_row_and_a_template(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(kinds.KINDS, "bridges", ROW)
    project = builds.tiny_project(tmp_path / "project")
    (project / "templates").unlink()
    builds.shutil.copytree(builds.ROOT / "templates", project / "templates")
    (project / "templates/bridge.html.j2").write_text(
        "{{ text(bridge.summary) }}\n<p>{{ cite(bridge.sources) }}</p>\n", "utf-8"
    )
    (project / "data/bridges").mkdir()
    (project / "data/bridges/old.yml").write_text(
        "id: old\nname: {en: The old bridge, fr: Le vieux pont}\n"
        "summary: {en: 'It has 3 arches.', fr: 'Il a 3 arches.'}\nsources: [marlow-report]\n",
        "utf-8",
    )
    builds.confirm(project)
    site, problems = compile_site(builds.settings(project))
    assert not problems
    assert site is not None
    page = site.pages["fr"]["bridges/old.md"]
    assert page.title == "Le vieux pont"
    assert "Il a 3 arches." in page.html
    assert site.addresses.url("en", "bridges/old.md") == "bridges/old/"
    assert [at.name for at in site.index.cited_by["marlow-report"] if "bridge" in at.name]
    # It is held to what all records are held to.
    (project / "data/bridges/old.yml").write_text(
        "id: old\nname: {en: The old bridge, fr: Le vieux pont}\n"
        "summary: {en: 'It has 3 arches.', fr: 'Il a 4 arches [@marlow].'}\n",
        "utf-8",
    )
    _, problems = compile_site(builds.settings(project))
    told = "\n".join(map(str, problems))
    assert "data/bridges/old.yml:3:" in told
    assert "no source «marlow»" in told
