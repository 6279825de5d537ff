"""Builders for both sides of a reconciliation, in the words a finance officer would use."""

import pandas as pd

from ledger.gl.line import LEDGER_COLUMNS, LEDGER_DATES, LEDGER_INTEGERS, LEDGER_MONEY
from ledger.money import parse_pounds
from ledger.reconciliation.claims import claims_frame
from ledger.reconciliation.engine import Reconciliation, reconcile
from ledger.reconciliation.scope import LedgerScope

QUARTERS = {
    "2017-Q1": ("201701", "201702", "201703"),
    "2017-Q2": ("201704", "201705", "201706"),
    "2017-Q3": ("201707", "201708", "201709"),
    "2017-Q4": ("201710", "201711", "201712", "201713"),
}
FUND = LedgerScope(cost_centres=("04410", "04411"), periods=QUARTERS)


def claim(line_id, claimed, **known):
    """One spend line as text; net is what is claimed unless told otherwise."""
    line = {
        "line_id": line_id,
        "project": "KNIFE",
        "head": "DELIVERY",
        "period": "2017-Q1",
        "net": claimed,
        "claimed": claimed,
        "claim_percent": "100",
        "posted_on": "2017-05-10",
        "accounting_period": "201702",
    }
    return {**line, **known}


def posted(ledger_key, amount, **known):
    """One canonical ledger line as text; ``amount`` in pounds."""
    line = {
        "ledger_key": ledger_key,
        "occurrence": "1",
        "cost_centre": "04410",
        "subjective": "4321",
        "accounting_period": "201702",
        "journal_class": "invoice",
        "posted_on": "2017-05-10",
        "net": amount,
        "amount": amount,
        "source_row": "1",
    }
    return {**line, **known}


def claims_of(*lines):
    return claims_frame(pd.DataFrame(list(lines), dtype=str)) if lines else claims_frame([])


def ledger_of(*lines):
    """The canonical frame of ledger lines."""
    columns = {}
    for name in LEDGER_COLUMNS:
        texts = [line.get(name, "") for line in lines]
        if name in LEDGER_MONEY:
            pence = [parse_pounds(text) if text else None for text in texts]
            columns[name] = pd.Series(pence, dtype="Int64")
        elif name in LEDGER_DATES:
            columns[name] = pd.to_datetime(pd.Series([t or None for t in texts])).astype(
                "datetime64[us]"
            )
        elif name in LEDGER_INTEGERS:
            columns[name] = pd.Series([int(text or 0) for text in texts], dtype="int64")
        else:
            columns[name] = pd.Series(texts, dtype="str")
    return pd.DataFrame(columns)


def reconciled(claims, ledger, *, scope=FUND, **decisions) -> Reconciliation:
    return reconcile(claims_of(*claims), ledger_of(*ledger), scope=scope, **decisions)


def told(result):
    """The matches as (pass, status, line, ledger key), in order."""
    columns = ["pass", "status", "line_id", "ledger_key"]
    return [tuple(row) for row in result.matches[columns].to_numpy()]


def steps(result, period="2017-Q1"):
    """The bridge of a period as kind → pence, between ledger and return."""
    bridge = result.bridge(period)
    return {
        "ledger": bridge.ledger_total,
        **{step.kind.value: step.amount for step in bridge.steps},
        "return": bridge.return_total,
        "unexplained": bridge.difference,
    }
