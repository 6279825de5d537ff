"""Every term of a contract with the version in force, its parameters in words and its counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from app.services.fund import Fund
from app.services.office import Act
from app.services.queries.overview import current_period
from app.services.run_checks import shown_run
from grants.contract import ParamValue, TermVersion
from grants.terms.registry import kinds
from ledger.money import MoneyUnreadable, format_pounds, parse_pounds

MONEY_WORDS = ("amount", "threshold", "from", "de_minimis", "tolerance", "unit_max")


@dataclass(frozen=True)
class VersionShown:
    """One version: its parameters in words, when it ends, and counts of the latest run."""

    version: TermVersion
    in_words: list[str]
    ends_on: date | None
    counts: Mapping[str, int]


@dataclass(frozen=True)
class TermShown:
    """A term: the version in force today and the other ones."""

    code: str
    title: str
    in_force: VersionShown
    others: list[VersionShown]


def terms_of(act: Act, fund: Fund) -> list[TermShown]:
    """Every term, in the order the contract has them."""
    run = shown_run(act, fund, current_period(fund))
    counts = dict(run.by_term) if run else {}
    return [
        _shown(fund, code, act.today, counts.get(code, {})) for code in fund.signed.term_codes()
    ]


def _shown(fund: Fund, code: str, today: date, counts: Mapping[str, int]) -> TermShown:
    versions = fund.signed.term_versions(code)
    starts = [v.effective_from or date.min for v in versions]
    place = max((i for i, s in enumerate(starts) if s <= today), default=0)
    shown = [
        VersionShown(
            v,
            parameter_words(v.params),
            v.effective_to or (starts[i + 1] - timedelta(days=1) if i + 1 < len(starts) else None),
            counts if i == place else {},
        )
        for i, v in enumerate(versions)
    ]
    kind = kinds().get(code)
    title = kind.title if kind else code.replace("-", " ")
    return TermShown(
        code, title[:1].upper() + title[1:], shown[place],
        [s for i, s in enumerate(shown) if i != place],
    )  # fmt: skip


def parameter_words(params: Mapping[str, ParamValue]) -> list[str]:
    """Parameters said in words: ``Threshold: £100.00``."""
    return [f"{_name(key)}: {_value(key, value)}" for key, value in params.items()]


def _name(key: str) -> str:
    words = key.replace("_", " ")
    return words[:1].upper() + words[1:]


def _value(key: str, value: ParamValue) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{k.replace('_', ' ')} {_value(k, v)}" for k, v in value.items())
    if isinstance(value, tuple):
        return "; ".join(_value(key, v) for v in value)
    return _single(key, value)


def _single(key: str, value: str | float | date | Decimal) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if "percent" in key:
        return f"{value} %"
    if isinstance(value, str | Decimal) and any(word in key for word in MONEY_WORDS):
        return _pounds(str(value))
    return str(value)


def _pounds(text: str) -> str:
    try:
        return format_pounds(parse_pounds(text), thousands=True, symbol=True)
    except MoneyUnreadable:
        return text
