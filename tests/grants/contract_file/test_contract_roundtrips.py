"""Properties: any contract survives its facts and its TOML text; any text is read or refused."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from functools import cache

from contract_file_builders import COMPLETE, KINDS, a_contract, a_period, a_term
from hypothesis import given, settings
from hypothesis import strategies as st

from grants.contract import (
    Allocation,
    BudgetHead,
    Contract,
    DeliveryGroup,
    Instalment,
    Priority,
    Project,
    TermVersion,
    Variation,
)
from grants.contract_file import ContractRefused, read_contract, write_contract
from grants.contract_file.keys import Form, Key, Sign, Table
from grants.contract_file.registers import REGISTERS
from grants.contract_file.tables import ALLOCATION, BUDGET_HEAD, CONSENT, PROJECT, TERM
from grants.facts import compare, contract_from, facts_of

COUNT = settings(max_examples=50, deadline=None)
CODES = {
    "project": ["MENTOR", "BOXING", "É/2"],
    "budget_head": ["STAFF", "ROOMS", "MANAGE"],
    "period": ["2019-H1", "2019-H2"],
    "priority": ["YOUTH"],
    "delivery_group": ["YOT"],
    "instalment": [1, 2],
}
MONEY_MAX = 10**9

texts = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"), include_characters="\n\t"),
    max_size=12,
)
codes = st.text("ABCxyz019-_./ é", min_size=1, max_size=8).filter(lambda t: t == t.strip())
dates = st.dates(date(1990, 1, 1), date(2099, 12, 31))
offsets = st.sampled_from([UTC, timezone(timedelta(hours=1)), timezone(-timedelta(hours=3.5))])
times = st.builds(datetime.combine, dates, st.times(), offsets)
numbers = st.decimals(-(10**9), 10**9, places=4)
positive_texts = texts.filter(lambda text: not text.startswith("-"))
params = st.recursive(
    positive_texts
    | st.booleans()
    | st.integers(0, 10**9)
    | dates
    | st.decimals(0, 10**6, places=3),
    lambda inner: (
        st.lists(inner, max_size=3).map(tuple) | st.dictionaries(texts, inner, max_size=3)
    ),
    max_leaves=5,
).filter(lambda value: _depth(value) <= 4)


def _depth(value: object) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else ()
    return 1 + max((_depth(item) for item in inner), default=0)


@cache
def values_for(key: Key) -> st.SearchStrategy:
    low = {Sign.ANY: -MONEY_MAX, Sign.NOT_NEGATIVE: 0, Sign.POSITIVE: 1}[key.sign]
    if key.choices:
        return st.sampled_from(key.choices)
    if key.refers and key.form in (Form.CODE, Form.WHOLE):
        return st.sampled_from(CODES[key.refers])
    by = st.sampled_from(CODES.get(key.refers, ["A"]))
    return {
        Form.TEXT: texts.filter(str.strip) if key.required else texts,
        Form.CODE: codes,
        Form.FLAG: st.booleans(),
        Form.DATE: dates,
        Form.TIME: times,
        Form.MONEY: st.integers(low, MONEY_MAX),
        Form.WHOLE: st.integers(low, 10**6),
        Form.NUMBER: st.decimals(max(low, -(10**9)), 10**9, places=4),
        Form.PERCENT: st.decimals(0, 100, places=2),
        Form.YEAR: st.sampled_from(["2018-19", "2019-20", "2099-00"]),
        Form.TEXTS: st.lists(texts.filter(str.strip), max_size=3).map(tuple),
        Form.MONEY_BY: st.dictionaries(by, st.integers(-MONEY_MAX, MONEY_MAX), max_size=2),
        Form.TEXT_BY: st.dictionaries(by, texts, max_size=2),
        Form.NUMBER_BY: st.dictionaries(by, numbers, max_size=2),
        Form.PARAMS: st.dictionaries(codes.map(lambda code: f"p {code}"), params, max_size=3),
    }[key.form]


BEFORE = st.dates(date(1990, 1, 1), date(2019, 3, 31))
VIREMENT = st.just("virement")
SOME_MONEY = st.integers(1, MONEY_MAX)


@cache
def rows_of(table: Table, **fixed: st.SearchStrategy) -> st.SearchStrategy:
    """Rows of a table: required keys always, others now and then; dates in order; no twins."""
    required = {k.name: values_for(k) for k in table.keys if k.required}
    optional = {k.name: values_for(k) for k in table.keys if not k.required and k.name not in fixed}
    rows = st.fixed_dictionaries({**required, **fixed}, optional=optional).map(
        lambda values: table.build(_in_order(table, values))
    )
    by = (lambda row: tuple(getattr(row, n) for n in table.identity)) if table.is_unique else None
    return st.lists(rows, max_size=2, unique_by=by).map(tuple)


def _in_order(table: Table, values: dict) -> dict:
    for first, second in table.spans:
        if values.get(first) and values.get(second) and values[second] < values[first]:
            values = {**values, first: values[second], second: values[first]}
    return values


@st.composite
def contracts(draw: st.DrawFn) -> Contract:
    tables = {
        table.holds: draw(rows_of(table)) for table in REGISTERS if table.name != "instalment"
    }
    tables["virements"] = tuple(
        v for v in tables["virements"] if (v.from_project, v.from_head) != (v.to_project, v.to_head)
    )
    heads = draw(rows_of(BUDGET_HEAD))
    projects = draw(rows_of(PROJECT))
    months = [f"2019{n:02d}" for n in range(1, 14)]
    return a_contract(
        award=10**12,
        cost_centres=draw(st.lists(texts.filter(str.strip), max_size=2).map(tuple)),
        periods=(
            a_period(
                code="2019-H1", ends_on=date(2019, 9, 30), accounting_periods=tuple(months[:6]),
                lead_due_on=draw(st.none() | dates),
            ),
            a_period(
                code="2019-H2", starts_on=date(2019, 10, 1), accounting_periods=tuple(months[6:])
            ),
        ),
        priorities=(Priority("YOUTH", "Young people"),),
        delivery_groups=(DeliveryGroup("YOT", "Board", "YOUTH"),),
        budget_heads=(
            *(BudgetHead(code, code) for code in CODES["budget_head"]),
            *(head for head in heads if head.code not in CODES["budget_head"]),
        ),
        projects=(
            *(Project(code, code) for code in CODES["project"]),
            *(project for project in projects if project.code not in CODES["project"]),
        ),
        allocations=(Allocation("MENTOR", "STAFF", 10**9), *draw(rows_of(ALLOCATION))),
        terms=draw(signed_terms()),
        variations=draw(variations()),
        consents=draw(rows_of(CONSENT, term=VIREMENT, amount=SOME_MONEY)),
        instalments=(
            Instalment(1, date(2019, 5, 15), 100, ("signed", "bank-details", "return:2019-H2")),
            Instalment(2, draw(dates), draw(st.integers(1, MONEY_MAX))),
        ),
        **tables,
    )  # fmt: skip


def signed_terms() -> st.SearchStrategy:
    others = rows_of(TERM, effective_from=BEFORE).map(
        lambda terms: tuple(t for t in terms if t.code != "virement")
    )
    return others.map(lambda terms: (a_term(), *terms))


@st.composite
def variations(draw: st.DrawFn) -> tuple[Variation, ...]:
    days = draw(st.lists(st.dates(date(2019, 4, 2), date(2020, 3, 1)), max_size=2, unique=True))
    found = []
    for number, day in enumerate(days, 1):
        agreed_on = draw(dates)
        term = TermVersion(
            "virement", "4.4a", draw(texts), effective_from=day, agreed_on=agreed_on,
            params=draw(values_for(TERM.key("params"))), variation=number,
        )  # fmt: skip
        allocation = Allocation(
            "MENTOR", "STAFF", draw(st.integers(-100, 100)), draw(st.none() | dates), draw(texts),
            number, day,
        )  # fmt: skip
        found.append(
            Variation(
                number, agreed_on, day, draw(texts), draw(st.none() | st.just(10**12 + number)),
                draw(st.sampled_from([(), (term,)])), draw(st.sampled_from([(), (allocation,)])),
            )
        )  # fmt: skip
    return tuple(found)


@COUNT
@given(contracts())
def test_a_contract_survives_its_facts(contract):
    facts = facts_of(contract)
    assert contract_from(facts) == contract
    assert facts_of(contract_from(facts)) == facts
    assert len({(fact.table, fact.key) for fact in facts}) == len(facts)


@COUNT
@given(contracts())
def test_a_contract_survives_its_toml_text_and_keeps_its_digests(contract):
    read = read_contract(write_contract(contract), "written.toml")
    assert read == contract
    assert facts_of(read) == facts_of(contract)


@COUNT
@given(contracts(), st.data())
def test_a_file_grown_by_rows_at_the_end_of_its_registers_adds_exactly_those(contract, data):
    kept = {
        table.holds: rows[: data.draw(st.integers(0, len(rows)), label=table.holds)]
        for table in REGISTERS
        if (rows := getattr(contract, table.holds))
    }
    earlier = replace(contract, **kept)
    change = compare(facts_of(earlier), facts_of(contract))
    stored = facts_of(earlier)
    assert change.changed == ()
    assert change.completed == ()
    assert change.new == tuple(f for f in facts_of(contract) if f not in set(stored))
    assert contract_from((*stored, *change.to_record)) == contract


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_mangled_file_is_read_or_refused_and_nothing_else(data):
    text = COMPLETE.read_text(encoding="utf-8")
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        length = data.draw(st.integers(0, 40))
        junk = data.draw(
            st.sampled_from(
                ["", "[", "]", "{", '"', "=", "[[", "\n", "-", "0", "9e9", "nan", "\x00"]
            )
            | st.text(max_size=6)
        )
        text = text[:start] + junk + text[start + length :]
    try:
        contract = read_contract(text, "mangled.toml", KINDS)
    except ContractRefused as refused:
        problems = refused.problems
    else:
        problems = ()
        assert contract_from(facts_of(contract)) == contract
        assert read_contract(write_contract(contract), "again.toml", KINDS) == contract
    assert all(problem.what and problem.why and problem.fix for problem in problems)


@settings(max_examples=60, deadline=None)
@given(st.decimals(0, 10**9, places=6))
def test_numbers_never_pass_through_binary_floating_point(number):
    text = COMPLETE.read_text(encoding="utf-8").replace("baseline = 0", f"baseline = {number:f}")
    (output,) = read_contract(text, "c.toml", KINDS).outputs
    assert output.baseline == number
    assert isinstance(output.baseline, Decimal)
