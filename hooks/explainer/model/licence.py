"""The licence of the texts and the data, in one place.

In: nothing. Out: its SPDX name, its title and its address, for the exports,
the feeds and the metadata of pages. What readers see of it is in strings.yml.
"""

from __future__ import annotations

NAME = "CC-BY-4.0"  # https://spdx.org/licenses/
TITLE = "Creative Commons Attribution 4.0 International"
ADDRESS = "https://creativecommons.org/licenses/by/4.0/"
