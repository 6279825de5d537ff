"""Invariants that stay on under ``python -O``: a false condition is a programming fault."""


class InvariantBroken(AssertionError):  # noqa: N818 - the name states the fact
    """A statement that must always hold did not. The program is wrong, not the data."""


def require(condition: object, sentence: str) -> None:
    """Raise :class:`InvariantBroken` with ``sentence`` unless ``condition`` is true."""
    if not condition:
        raise InvariantBroken(sentence)
