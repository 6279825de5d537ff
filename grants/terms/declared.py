"""Kinds of term that contracts may use and whose checks are not built yet: now none.

A kind listed here gives one row NOT RUN for the contract, so that a named person has to look. It
leaves this list by getting a file of its own; where both stand, the file counts.
"""

from typing import Final

from grants.terms.base import Kind

DECLARED: Final[tuple[Kind, ...]] = ()
"""Figures that are typical for each kind are in the contract, never here."""
