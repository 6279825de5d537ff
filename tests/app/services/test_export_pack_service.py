"""A pack is made from the facts as they stand, kept word for word, and the same twice."""

import hashlib
from io import BytesIO

import pytest
from builders import (
    AUDITOR,
    FINANCE,
    FUNDER,
    LEAD,
    MEMBER,
    Q1,
    REFERENCE,
    World,
    other_contract,
)  # fmt: skip
from openpyxl import load_workbook

from app.services.export_pack import Exported, export_pack, list_packs
from app.services.fund import fund_of
from app.services.office import NotFound
from app.services.queries.packs import made_pack, made_packs
from exports.registry import PackUnknown
from grants.policy import Actor, NotAllowed

WITNESS = ("B17", "B18", "B19")
"""The cover's cells for size and root of the trail and for the pack's digest."""


def export(world: World, name: str, profile: str = "internal", actor: Actor = AUDITOR) -> Exported:
    return world.change(
        actor, lambda act: export_pack(act, name, REFERENCE, period=Q1, profile=profile)
    )


def cells(data: bytes) -> dict[tuple[str, str], object]:
    """Sheet and cell → formula or value."""
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in load_workbook(BytesIO(data)).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


@pytest.mark.stage("certified")
def test_every_pack_is_made_kept_and_given_again(world: World) -> None:
    for number, pack in enumerate(list_packs(), start=1):
        done = export(world, pack.name)
        assert done.sha256 == hashlib.sha256(done.data).hexdigest()
        kept = world.look(AUDITOR, lambda act, n=number: made_pack(act, REFERENCE, n))
        assert kept == (done.file_name, done.media_type, done.data)
    assert world.counts()["pack"] == len(list_packs()) >= 4
    actions = [a for (a,) in world.sql("SELECT action FROM audit_entry ORDER BY seq")]
    assert actions.count("pack-exported") == len(list_packs())


@pytest.mark.stage("certified")
@pytest.mark.parametrize("profile", ["internal", "funder", "public"])
def test_a_pack_made_twice_differs_only_by_the_trail_it_witnesses(
    small_world: World, profile: str
) -> None:
    """Between two exports the trail grew by one entry, the first export's own: that row, the
    trail's size and its root differ, and the digests of pack and sheet over them; nothing else.
    """
    actor = {"internal": AUDITOR, "funder": FUNDER, "public": MEMBER}[profile]
    for pack in list_packs():
        first = cells(export(small_world, pack.name, profile, actor).data)
        second = cells(export(small_world, pack.name, profile, actor).data)
        differs = {at for at in first.keys() | second.keys() if first.get(at) != second.get(at)}
        assert {sheet for sheet, _cell in differs} <= {"Cover", "Audit trail"}
        assert {cell for sheet, cell in differs if sheet == "Cover"} <= set(WITNESS) | {
            cell for (sheet, cell) in first if sheet == "Cover" and cell.startswith("E")
        }


@pytest.mark.stage("certified")
def test_a_pack_of_an_unchanged_trail_is_the_same_bytes(small_world: World) -> None:
    """Made and not kept, nothing changes in between: the bytes are equal."""
    made = [
        small_world.look(
            AUDITOR, lambda act: export_pack(act, "audit-pack", REFERENCE, period=Q1).data
        )
        for _ in range(2)
    ]
    assert made[0] == made[1]
    assert small_world.counts()["pack"] == 0


@pytest.mark.stage("certified")
def test_each_takes_the_packs_of_their_own_profile(small_world: World) -> None:
    small_world.load(other_contract())
    before = small_world.contents()
    for actor, profile in ((LEAD, "internal"), (FUNDER, "internal"), (FUNDER, "public"),
                           (MEMBER, "internal"), (MEMBER, "funder")):  # fmt: skip
        with pytest.raises(NotAllowed):
            export(small_world, "audit-pack", profile, actor)
    with pytest.raises(PackUnknown):
        export(small_world, "no-such-pack")
    assert small_world.contents() == before
    export(small_world, "trial-balance", "internal")
    export(small_world, "trial-balance", "public", MEMBER)
    seen = {
        actor.person: [
            p.profile
            for p in small_world.look(actor, lambda act: made_packs(act, fund_of(act, REFERENCE)))
        ]
        for actor in (AUDITOR, FUNDER, MEMBER, LEAD)
    }
    assert seen == {
        AUDITOR.person: ["public", "internal"], FUNDER.person: [], MEMBER.person: ["public"],
        LEAD.person: [],
    }  # fmt: skip
    for actor, contract, number in (
        (MEMBER, REFERENCE, 1), (AUDITOR, "OTHER-2019-20", 1), (AUDITOR, REFERENCE, 99),
    ):  # fmt: skip
        with pytest.raises(NotFound, match="no such pack"):
            small_world.look(actor, lambda act, c=contract, n=number: made_pack(act, c, n))
    with pytest.raises(NotFound):
        small_world.change(FINANCE, lambda act: export_pack(act, "audit-pack", "NONE"))
