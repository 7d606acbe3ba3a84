"""The ids of the rules whose breach stops a build.

In: nothing. Out: ``Rule``, the type of an id. An id never changes its meaning; its first word is
its group. ``contributing/rules.yml`` explains each one, with an example that the tests break.
"""

from __future__ import annotations

from typing import Literal

Rule = Literal[
    # Files
    "file-character", "file-conflict", "file-encoding", "file-leftover", "file-link",
    "file-missing", "file-size", "file-unreadable",
    "page-front-matter", "page-home-slug", "page-name", "page-place", "page-twin",
    "record-id", "record-place",
    # YAML, and the shapes of records
    "yaml-alias", "yaml-ambiguous", "yaml-depth", "yaml-duplicate-key", "yaml-key",
    "yaml-mapping", "yaml-one-document", "yaml-syntax", "yaml-tag",
    "key-missing", "key-unknown",
    "value-choice", "value-empty", "value-form", "value-range", "value-type",
    "text-language", "text-quotes",
    "language-code", "language-empty", "language-unknown",
    "date-form", "date-future", "date-order",
    "slug-form", "web-address", "word-unknown",
    # What refers to something else
    "ref-article", "ref-self", "ref-unknown", "paragraph-unknown", "address-taken",
    "id-form", "id-taken", "id-twice",
    "link-absolute", "link-address", "link-anchor", "link-bare", "link-file", "link-language",
    "link-page", "link-reference", "link-scheme", "link-words",
    # Markdown
    "attribute-list", "block-deep", "block-form", "block-long", "code-fence", "empty-line",
    "heading-form", "heading-id", "heading-level", "list-indent", "list-item",
    "markdown-footnote", "markdown-html", "markdown-other", "picture-words",
    "table-cells", "table-head",
    # Sources
    "cite-brackets", "cite-form", "cite-paragraph", "cite-unknown", "statement-uncited",
    "source-archive-date", "source-archive-none", "source-author",
    # Claims, events, relations
    "claim-about", "claim-beyond-articles", "claim-echo", "claim-found-or-not",
    "claim-needs-accused", "claim-needs-answer", "claim-needs-outcome", "claim-needs-record",
    "claim-search-day", "claim-speaker", "claim-told", "claim-uncited", "claim-vanished",
    "event-order", "event-past", "relation-twice",
    # What was published, and what was confirmed
    "status-as-of", "status-old", "status-recorded", "status-twice",
    "published-address", "published-edited", "published-gone", "published-name", "digest-line", "digest-twice",
    "audit-unsigned", "review-merged", "review-one-language", "review-unconfirmed",
    # Both languages say the same
    "same-blanks", "same-blocks", "same-citations", "same-code", "same-facts", "same-headings",
    "same-links", "same-no-fact", "same-order",
    # The menu, the strings, the configuration, what serves pages and editors
    "menu-omits", "menu-page", "menu-title",
    "string-blank", "string-missing", "string-unused",
    "config-address", "config-inherit", "config-languages", "config-value",
    "build-mark", "card-letters", "schema-line", "schema-stale", "template-error", "theme-file",
]  # fmt: skip
