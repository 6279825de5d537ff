"""Packs that were made, for lists and for fetching again."""

from dataclasses import dataclass
from datetime import datetime

from app.services.fund import Fund, fund_of
from app.services.office import Act, NotFound
from grants.policy import EXPORT_ACTIONS, may


@dataclass(frozen=True)
class MadePack:
    """A pack that was made, for a list."""

    id: int
    name: str
    period: str
    profile: str
    made_at: datetime
    made_by: str
    sha256: str
    size: int


def made_packs(act: Act, fund: Fund) -> list[MadePack]:
    """Packs made of a contract that the actor may take, newest first."""
    rows = []
    for p in act.uow.packs.of(fund.row.id):
        if may(act.actor, EXPORT_ACTIONS[p.profile], contract=fund.reference):
            file = act.uow.files.get(p.file_sha256)
            rows.append(
                MadePack(
                    p.id,
                    p.name,
                    p.period,
                    p.profile,
                    p.made_at,
                    p.made_by,
                    p.file_sha256,
                    file.size if file else 0,
                )
            )
    return rows


def made_pack(act: Act, contract: str, pack_id: int) -> tuple[str, str, bytes]:
    """File name, media type and bytes of a pack exactly as it was made.

    Raises:
        NotFound: no such pack of that contract, or of a profile the actor may not take.
    """
    fund = fund_of(act, contract)
    row = act.uow.packs.get(pack_id)
    if (
        row is None
        or row.contract_id != fund.row.id
        or not may(act.actor, EXPORT_ACTIONS[row.profile], contract=contract)
    ):
        raise NotFound("There is no such pack.")
    file = act.uow.files.get(row.file_sha256)
    if file is None:
        raise NotFound("There is no such pack.")
    return file.name, file.media_type, file.data
