"""Supplier names and invoice references brought to one form, so that spelling does not part them.

``EXAMPLE PRINT LTD`` and ``Example Print`` are one supplier; ``IR-0201``, ``ir 201`` and
``Invoice IR201`` are one reference. A blank stays blank and never matches anything.
"""

from typing import Final

import polars as pl

_LEGAL_FORMS: Final = (
    r"\b(?:LIMITED|LTD|PLC|LLP|CIC|CIO|CO|COMPANY|INC|THE|T A|TRADING AS)\b"  # forms, not names
)
_CREDIT_SUFFIX: Final = r"(?:CREDIT|CRN|CR|CN|C)$"


def supplier_name(column: str) -> pl.Expr:
    """Upper case, ``&`` as AND, letters and digits only, legal forms left out, single spaces."""
    plain = (
        pl.col(column)
        .str.to_uppercase()
        .str.replace_all("&", " AND ", literal=True)
        .str.replace_all(r"['’.]", "")
        .str.replace_all(r"[^\p{L}\p{N}]+", " ")
    )
    short = plain.str.replace_all(_LEGAL_FORMS, " ").str.replace_all(" +", " ").str.strip_chars()
    whole = plain.str.replace_all(" +", " ").str.strip_chars()
    return pl.when(short == "").then(whole).otherwise(short)


def invoice_reference(column: str) -> pl.Expr:
    """Upper case letters and digits only, without a leading INV/INVOICE/NO and without padding."""
    return (
        pl.col(column)
        .str.to_uppercase()
        .str.replace_all(r"[^\p{L}\p{N}]+", "")
        .str.replace(r"^(?:INVOICE|INV)(?:NO)?([A-Z]*[0-9])", "${1}")
        .str.replace(r"^([A-Z]*)0+([0-9])", "${1}${2}")
    )


def credited_reference(reference: str) -> pl.Expr:
    """A normalised reference without the mark of a credit (``SP31CR`` → ``SP31``)."""
    return pl.col(reference).str.replace(_CREDIT_SUFFIX, "")
