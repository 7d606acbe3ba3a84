"""What the fork server of ``warm`` has besides modules: every template, translated."""

import builds
import warm
from explainer.make.templates import Frame, Templates

warm.translate_templates_once()
for made in (Templates(builds.ROOT / "templates"), Frame(builds.ROOT / "overrides")):
    for name in made.environment.list_templates(extensions=["j2", "html"]):
        made.environment.get_template(name)
