"""The stories whose outputs are read back."""

from __future__ import annotations

import builds
import pytest
from explainer.make.site import Site
from reading import compiled, tiny_site


@pytest.fixture(scope="session")
def stories(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Site]:
    """The real story (French first) and the tiny one (English first)."""
    tiny = tiny_site(tmp_path_factory.mktemp("tiny") / "project")
    return {"real": compiled(builds.ROOT), "tiny": tiny}


@pytest.fixture(params=["real", "tiny"])
def story(request: pytest.FixtureRequest, stories: dict[str, Site]) -> Site:
    return stories[request.param]


@pytest.fixture
def tiny_story(stories: dict[str, Site]) -> Site:
    return stories["tiny"]
