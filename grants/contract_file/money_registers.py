"""Registers of money moved or expected under a contract.

They are facts of the bank, the ledger or a decision and are never changed: a mistake is answered
by a correcting row.
"""

from dataclasses import replace
from typing import Final

from grants.contract import (
    CarryForward,
    Commitment,
    Forecast,
    Instalment,
    Profile,
    Receipt,
    Repayment,
    Virement,
)
from grants.contract_file.keys import Form, Key, Sign, Table

_PROJECT = Key("project", Form.CODE, required=True, refers="project")
_HEAD = Key("head", Form.CODE, required=True, refers="budget_head")
_PERIOD = Key("period", Form.CODE, required=True, refers="period")
_CORRECTING = "record a correcting fact"

MONEY_REGISTERS: Final = (
    Table(
        "virement",
        Virement,
        "virements",
        (
            Key("reference", Form.CODE, required=True),
            replace(_PROJECT, name="from_project"),
            replace(_HEAD, name="from_head"),
            replace(_PROJECT, name="to_project"),
            replace(_HEAD, name="to_head"),
            Key("amount", Form.MONEY, required=True, sign=Sign.POSITIVE),
            Key("requested_on", Form.DATE),
            Key("requested_by"),
            Key("approved_on", Form.DATE),
            Key("approved_by"),
            Key("effective_on", Form.DATE),
            Key("reason"),
        ),
        identity=("reference",),
        near=(
            ("from_project", "from_head", "to_project", "to_head", "amount", "requested_on"),
        ),
        completable=(
            "requested_on", "requested_by", "approved_on", "approved_by", "effective_on", "reason",
        ),
        correction="record a virement back",
    ),
    Table(
        "instalment",
        Instalment,
        "instalments",
        (
            Key("number", Form.WHOLE, required=True, sign=Sign.POSITIVE),
            Key("due_on", Form.DATE, required=True),
            Key("amount", Form.MONEY, required=True, sign=Sign.POSITIVE),
            Key("requires", Form.TEXTS),
        ),
        identity=("number",),
        near=(("due_on",),),
    ),
    Table(
        "receipt",
        Receipt,
        "receipts",
        (
            Key("received_on", Form.DATE, required=True),
            Key("amount", Form.MONEY, required=True),
            Key("reference"),
            Key("instalment", Form.WHOLE, refers="instalment"),
        ),
        identity=("received_on", "reference"),
        is_unique=False,
        near=(("received_on", "amount"),),
        completable=("instalment",),
        correction="record a correcting receipt",
    ),
    Table(
        "repayment",
        Repayment,
        "repayments",
        (
            Key("requested_on", Form.DATE),
            Key("paid_on", Form.DATE),
            Key("amount", Form.MONEY, required=True, sign=Sign.POSITIVE),
            Key("reason"),
        ),
        identity=("requested_on",),
        is_unique=False,
        near=(("amount", "paid_on", "reason"),),
        completable=("paid_on", "reason"),
        correction=_CORRECTING,
    ),
    Table(
        "carry_forward",
        CarryForward,
        "carry_forwards",
        (
            Key("from_contract", required=True),
            Key("amount", Form.MONEY, required=True, sign=Sign.NOT_NEGATIVE),
            Key("consent"),
        ),
        identity=("from_contract",),
        is_unique=False,
        completable=("consent",),
        correction=_CORRECTING,
    ),
    Table(
        "profile",
        Profile,
        "profiles",
        (_PROJECT, _HEAD, _PERIOD, Key("amount", Form.MONEY, required=True)),
        identity=("project", "head", "period"),
        correction="record a forecast",
    ),
    Table(
        "forecast",
        Forecast,
        "forecasts",
        (
            _PROJECT,
            _HEAD,
            Key("made_on", Form.DATE, required=True),
            Key("outturn", Form.MONEY, required=True),
        ),
        identity=("project", "head", "made_on"),
        correction="record a later forecast",
    ),
    Table(
        "commitment",
        Commitment,
        "commitments",
        (
            _PROJECT,
            _HEAD,
            Key("raised_on", Form.DATE, required=True),
            Key("amount", Form.MONEY, required=True, sign=Sign.NOT_NEGATIVE),
            Key("order_no"),
            Key("cleared_on", Form.DATE),
        ),
        identity=("project", "head", "raised_on", "order_no"),
        is_unique=False,
        near=(("project", "head", "raised_on", "amount"),),
        completable=("cleared_on",),
        spans=(("raised_on", "cleared_on"),),
        correction="clear it and record the right commitment",
    ),
)  # fmt: skip
