"""The real records: each is a case, read by the models and by the schemas that editors use."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import builds
import jsonschema
import pytest
import yaml
from explainer import __main__ as command
from explainer.check import schemas as schemas_check
from explainer.make.site import Site as Compiled
from explainer.model import records as model
from explainer.model import schemas, story
from explainer.model.kinds import KINDS
from explainer.model.records import SLUG
from explainer.read import yamlio

DATA = builds.ROOT / "data"
SCHEMAS = builds.ROOT / "schemas"
SCHEMA_NAMES = sorted(path.name for path in SCHEMAS.glob("*.json") if path.name != "ids.json")
SHAPES: dict[str, type[model.Strict]] = {
    **{folder: kind.shape for folder, kind in KINDS.items()},
    "status": model.Status,
}
TEMPLATES = builds.ROOT / "contributing" / "records"
FILES = sorted(path for folder in KINDS for path in (DATA / folder).glob("*.yml"))
FILES += [DATA / "status.yml"]
NAMES = [path.relative_to(DATA).as_posix() for path in FILES]
each_record = pytest.mark.parametrize("path", FILES, ids=NAMES)


def kind_of(path: Path) -> type[model.Strict]:
    return SHAPES[path.stem if path.parent == DATA else path.parent.name]


def read(path: Path) -> Any:
    document, problems = yamlio.read(path.name, path.read_bytes())
    assert problems == []
    return document.value


@each_record
def test_a_record_is_what_its_model_says(path: Path) -> None:
    kind_of(path).model_validate(read(path), context={"languages": ("fr", "en")})


@each_record
def test_a_record_is_what_its_schema_says(path: Path) -> None:
    schema = json.loads((SCHEMAS / f"{kind_of(path).__name__.lower()}.json").read_text("utf-8"))
    errors = jsonschema.Draft7Validator(schema).iter_errors(read(path))
    assert [f"{error.json_path}: {error.message}" for error in errors] == []


@each_record
def test_a_record_tells_editors_its_schema(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    match = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert match
    assert (path.parent / match[1]).resolve() == SCHEMAS / f"{kind_of(path).__name__.lower()}.json"


@each_record
def test_a_record_reads_the_same_to_every_reader_of_yaml(path: Path) -> None:
    """No word that YAML 1.1 takes for something else, but for dates, which we keep as text."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {str(key): plain(item) for key, item in value.items()}
        if isinstance(value, list):
            return [plain(item) for item in value]
        return value if isinstance(value, (bool, int, float, type(None))) else str(value)

    assert plain(yaml.safe_load(path.read_text(encoding="utf-8"))) == read(path)


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.yml")), ids=str)
def test_the_template_of_a_record_is_a_record(path: Path) -> None:
    shape = next(s for s in SHAPES.values() if s.__name__.lower() == path.stem)
    shape.model_validate(read(path), context={"languages": ("fr", "en")})


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.yml")), ids=lambda path: path.name)
def test_a_template_copied_to_its_folder_names_its_schema(path: Path) -> None:
    """The same line is right in both places: an editor completes the copy as one types."""
    match = re.match(r"# yaml-language-server: \$schema=(\S+)\n", path.read_text("utf-8"))
    assert match
    folder = next(name for name, shape in SHAPES.items() if shape.__name__.lower() == path.stem)
    for place in (path.parent, builds.ROOT / "data" / folder):
        assert (place / match[1]).resolve() == SCHEMAS / f"{path.stem}.json"


def test_every_kind_has_its_template() -> None:
    stems = {path.stem for path in TEMPLATES.glob("*.yml")}
    assert stems >= {kind.singular for kind in KINDS.values()}


def test_old_schemas_and_records_without_one_are_told_with_the_command(tmp_path: Path) -> None:
    project = builds.copy_of_project(tmp_path / "project")
    shutil.copytree(SCHEMAS, project / "schemas", ignore=shutil.ignore_patterns("ids.json"))
    words = project / "data/vocabularies.yml"
    more = "\nactor_kinds:\n  ship: {label: {fr: Navire, en: Ship}}\n"
    words.write_text(words.read_text("utf-8") + more, "utf-8")
    record = project / "data/claims/apple-absent.yml"
    line, _, rest = record.read_text("utf-8").partition("\n")
    record.write_text(rest, "utf-8")
    assert [str(problem) for problem in schemas_check.check(loaded(project))] == [
        "schemas/actor.json:1:1: not what the models and the vocabularies make; run: make schemas [schema-stale]",
        f"data/claims/apple-absent.yml:1:1: the first line names no schema for editors; expected "
        f"«{line}»; run: make schemas [schema-line]",
    ]
    assert command.main(["-C", str(project), "schemas"]) == 0
    assert list(schemas_check.check(loaded(project))) == []
    assert '"ship"' in (project / "schemas/actor.json").read_text("utf-8")


def loaded(project: Path) -> story.Story:
    return story.load(builds.settings(project))[0]


def test_a_schema_completes_the_ids_of_records_with_their_names(tmp_path: Path) -> None:
    project = builds.copy_of_project(tmp_path / "project")
    shutil.copytree(SCHEMAS, project / "schemas", ignore=shutil.ignore_patterns("ids.json"))
    schemas.write_ids(loaded(project))
    ids = json.loads((project / "schemas/ids.json").read_text("utf-8"))["$defs"]
    actors = dict(zip(ids["actors"]["enum"], ids["actors"]["enumDescriptions"], strict=True))
    assert actors["cisco"] == "Cisco"
    assert set(ids) == set(KINDS)
    claim = json.loads((SCHEMAS / "claim.json").read_text("utf-8"))["properties"]
    assert "/" in actors["case-ca9-2020"]  # in each language
    for key, folder in (("accuses", "actors"), ("stated_in", "sources")):
        assert {"$ref": f"ids.json#/$defs/{folder}"} in claim[key]["items"]["anyOf"]


def test_every_key_that_holds_an_id_completes_it() -> None:
    """Whatever a model calls an id of another record, the schemas know of which kind."""
    for file in SCHEMA_NAMES:
        schema = json.loads((SCHEMAS / file).read_text("utf-8"))
        for name, part in [(file, schema), *schema["$defs"].items()]:
            for key, field in part.get("properties", {}).items():
                field = field.get("items", field)
                plain = field.get("pattern") == SLUG.pattern
                assert not plain or key in ("id", "slug"), f"{name}.{key}"


@pytest.mark.parametrize("name", SCHEMA_NAMES)
def test_a_schema_is_one_and_says_what_each_key_is(name: str) -> None:
    schema = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    assert '"x-' not in json.dumps(schema)
    assert schema["additionalProperties"] is False
    assert schema["description"]


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("actor", {"kind": "towne"}),
        ("actor", {"name": {"fr": "Seul"}}),
        ("actor", {"name": ""}),
        ("actor", {"id": "No Id"}),
        ("actor", {"nmae": "x"}),
        ("actor", {"website": "ftp://x.example"}),
        ("actor", {"relations": [{"kind": "owner-of"}]}),
        ("actor", {"relations": [{"kind": "order", "target": "x"}]}),
    ],
)
def test_a_schema_refuses_what_the_model_refuses(name: str, change: dict[str, Any]) -> None:
    schema = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    record = read(next((DATA / f"{name}s").glob("*.yml")))
    assert jsonschema.Draft7Validator(schema).is_valid(record)
    assert not jsonschema.Draft7Validator(schema).is_valid({**record, **change})


def test_editors_explain_every_key_in_both_languages_and_no_other() -> None:
    table = schemas.key_descriptions()
    used = set()
    for file in SCHEMA_NAMES:
        schema = json.loads((SCHEMAS / file).read_text("utf-8"))
        for name, part in [(schema["title"], schema), *schema["$defs"].items()]:
            for key, field in part.get("properties", {}).items() if name != "Text" else ():
                path = f"{name}.{key}" if f"{name}.{key}" in table else key
                assert field["description"] == " / ".join(table[path][x] for x in ("fr", "en"))
                used.add(path)
    assert used == set(table)


# --- what issue and design promise of the real story

# Actors of the affair that code also names for what they are to any site: a host, an index.
TOOLS = {"GitHub", "Google"}


def test_the_story_compiles_without_a_problem(compiled: Compiled) -> None:
    assert compiled.pages


@pytest.mark.parametrize(
    ("folder", "least"),
    [("actors", 28), ("sources", 40), ("claims", 30), ("events", 20), ("terms", 10)],
)
def test_there_are_enough_records(folder: str, least: int) -> None:
    assert len(list((DATA / folder).glob("*.yml"))) >= least


@pytest.mark.parametrize("folder", ["hooks", "templates", "overrides"])
def test_the_generator_names_no_affair(folder: str) -> None:
    names = {
        str(name)
        for path in (DATA / "actors").glob("*.yml")
        for value in [read(path)]
        for name in ([value["name"]] if isinstance(value["name"], str) else value["name"].values())
    }
    words = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in names if name not in TOOLS))
    found = [
        f"{path.relative_to(builds.ROOT)}: {match[0]}"
        for path in (builds.ROOT / folder).rglob("*")
        if path.suffix in {".py", ".j2", ".html", ".csl"}
        for match in words.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []
