"""A supplier known only from a sensitive project is named to the council, to nobody else."""

from builders import CONTRACT, FINANCE, FUNDER, FUNDER_AUDITOR, Q1, REFERENCE, World, line
from pytest import mark  # noqa: PT013 - marks read as words

from app.services.fund import fund_of
from app.services.office import Act
from app.services.queries.api import finding_rows
from app.services.queries.findings import MASK, MASKED, FindingShown, finding_cards
from grants.policy import Actor
from grants.verdict import Scope

QUOTES = """
[[term]]
code = "procurement-quotes"
clause = "8.3"
effective_from = 2019-04-01
agreed_on = 2019-03-20
[term.params]
includes_vat = false
bands = [{ from = "100.00", quotes = 3 }]
"""
SENSITIVE = CONTRACT.replace('code = "KNIFE"', 'code = "KNIFE"\nsensitive = true', 1) + QUOTES


def supplier_findings(world: World, actor: Actor) -> list[FindingShown]:
    def work(act: Act) -> list[FindingShown]:
        cards = finding_cards(act, fund_of(act, REFERENCE), period=Q1)
        return [card for card in cards if card.scope == Scope.SUPPLIER]

    return world.look(actor, work)


@mark.stage("empty")
def test_a_supplier_of_sensitive_lines_alone_is_masked_for_the_funder(small_world: World) -> None:
    small_world.load(SENSITIVE)
    small_world.submit(
        "KNIFE", Q1, line("K-1", supplier="Safe House Ltd"), line("K-2", supplier="Both & Co")
    )
    small_world.submit("WELL", Q1, line("W-1", project="WELL", supplier="both & co."))

    council = supplier_findings(small_world, FINANCE)
    assert sorted((f.subject, f.masked) for f in council) == [
        ("Both & Co", False), ("Safe House Ltd", False),
    ]  # fmt: skip
    for actor in (FUNDER, FUNDER_AUDITOR):
        shown = {f.subject: f for f in supplier_findings(small_world, actor)}
        assert shown.keys() == {"Both & Co", MASK}
        assert (shown[MASK].where, shown[MASK].what) == (f"Supplier, {Q1}", MASKED)
        assert shown[MASK].at_risk == 200_00
        assert (shown["Both & Co"].masked, shown["Both & Co"].at_risk) == (False, 400_00)
        rows = finding_rows(list(shown.values()))
        assert "Safe House" not in str(rows)
