"""Is this the workbook we expect? Asked before any line is read, one named refusal for each no."""

from dataclasses import dataclass
from typing import Final

from grants.contract import Contract
from grants.intake.messages import cited, shown
from grants.intake.names import Area, area_cells, named_area
from grants.intake.problem import Refused, ReturnRefused
from grants.intake.seal import column_key, field_key, head_key, seal_digest, sealed_text
from grants.intake.templates.base import Template
from grants.intake.templates.quarterly import TEMPLATE as QUARTERLY
from grants.intake.templates.registry import all_templates, newest
from ledger.reader.cells import Cell, WorkbookCells

_TEMPLATE_FIELD: Final = QUARTERLY.field("template_code")
_ONLY_OURS: Final = (
    "Cells are found by the names the council's workbook carries, so figures in any other "
    "workbook could be taken for something else."
)


@dataclass(frozen=True, slots=True)
class Identity:
    """A workbook that is ours, whole, and the one expected."""

    template: Template
    project: str
    period: str
    made_on: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the workbook is held against; a project or period of None is whatever it says."""

    contract: Contract
    project: str | None
    period: str | None

    @property
    def wanted(self) -> str:
        """The workbook to use instead, in words."""
        parts = [f"contract {self.contract.reference}"]
        parts += [f"project {self.project}"] if self.project else []
        parts += [f"quarter {self.period}"] if self.period else []
        return ", ".join(parts)


def identify(cells: WorkbookCells, asked: Asked) -> Identity:
    """Recognise the workbook.

    Raises:
        ReturnRefused: not our template, another contract, project or quarter, an older or newer
            version, or locked content that was changed; the first of these that is true.
    """
    template = _template(cells, asked)
    _refuse_other(cells, asked, template)
    version = _said(cells, "Template_Version", asked).text
    if version != str(template.version):
        _refuse_version(cells, asked, template)
    _refuse_tampered(cells, asked, template)
    says = {f.code: _said(cells, f.name, asked).text for f in template.identity}
    return Identity(template, says["project"], says["period"], says["made_on"])


def _template(cells: WorkbookCells, asked: Asked) -> Template:
    cell = _said(cells, _TEMPLATE_FIELD.name, asked)
    if cell.text not in {t.code for t in all_templates()}:
        raise _not_ours(
            asked, f"It says it is made from {shown(cell.text)}, which is not known here."
        )
    return newest(cell.text)


def _refuse_other(cells: WorkbookCells, asked: Asked, template: Template) -> None:
    contract = asked.contract
    for code, refused, word, wanted, known in (
        (
            "contract_reference",
            Refused.OTHER_CONTRACT,
            "contract",
            contract.reference,
            {contract.reference},
        ),
        (
            "project",
            Refused.OTHER_PROJECT,
            "project",
            asked.project,
            {p.code for p in contract.projects},
        ),
        (
            "period",
            Refused.OTHER_PERIOD,
            "quarter",
            asked.period,
            {p.code for p in contract.periods},
        ),
    ):
        cell = _said(cells, template.field(code).name, asked)
        if cell.text == wanted or (wanted is None and cell.text in known):
            continue
        against = f"{word} {wanted}" if wanted else f"any {word} of contract {contract.reference}"
        raise ReturnRefused(
            refused,
            where=f"{cell.sheet}!{cell.ref}",
            what=f"The workbook was made for {word} {shown(cell.text)}, not for {against}.",
            why=(
                "A return counts once, under its own contract, project and quarter"
                f"{cited(contract, 'return-complete')}."
            ),
            fix=f"Download the workbook for {asked.wanted}, and enter your lines there.",
        )


def _refuse_version(cells: WorkbookCells, asked: Asked, template: Template) -> None:
    cell = _said(cells, "Template_Version", asked)
    is_newer = cell.text.isdecimal() and int(cell.text) > template.version
    raise ReturnRefused(
        Refused.TEMPLATE_NEWER if is_newer else Refused.TEMPLATE_OLDER,
        where=f"{cell.sheet}!{cell.ref}",
        what=(
            f"The workbook is version {shown(cell.text)} of the {template.title.lower()}; "
            f"version {template.version} is read here."
        ),
        why="Columns and questions may differ between versions, so figures could be misplaced.",
        fix=(
            "Ask the council which system to send it to."
            if is_newer
            else f"Download the workbook for {asked.wanted} again, and copy your lines into it."
        ),
    )


def _refuse_tampered(cells: WorkbookCells, asked: Asked, template: Template) -> None:
    keys = _area(cells, template.seal_keys_name, asked)
    values = _area(cells, template.seal_values_name, asked)
    sealed = {
        k.text: v.text
        for k, v in zip(area_cells(cells, keys), area_cells(cells, values), strict=False)
    }
    present = _present(cells, asked, template)
    for key, cell in present.items():
        if sealed.get(key) != sealed_text(cell):
            was = (
                f"it said {shown(sealed[key])} when the council made it"
                if key in sealed
                else "it was not there when the council made it"
            )
            raise _tampered(asked, cell, f"The locked cell says {shown(sealed_text(cell))}; {was}.")
    digest = _said(cells, template.digest_name, asked)
    if set(sealed) != set(present) or digest.text != seal_digest(template, sealed):
        raise _tampered(asked, digest, "The workbook's seal does not agree with its locked cells.")


def _tampered(asked: Asked, cell: Cell, what: str) -> ReturnRefused:
    return ReturnRefused(
        Refused.TAMPERED,
        where=f"{cell.sheet}!{cell.ref}",
        what=what,
        why=(
            "Budgets and headings come from the contract; a copy that says otherwise cannot be "
            f"relied on{cited(asked.contract, 'roll-forward')}."
        ),
        fix=f"Download the workbook for {asked.wanted} again, and copy your lines into it.",
    )


def _present(cells: WorkbookCells, asked: Asked, template: Template) -> dict[str, Cell]:
    """Every sealed cell as it stands now, by key."""
    present = {field_key(f.code): _said(cells, f.name, asked) for f in template.identity}
    for column in template.head_columns:
        if column.is_sealed:
            area = _area(cells, column.name, asked)
            for number, cell in enumerate(area_cells(cells, area), start=1):
                present[head_key(column.code, number)] = cell
    for part, name in (("code", template.codes_name), ("heading", template.headings_name)):
        for number, cell in enumerate(area_cells(cells, _area(cells, name, asked)), start=1):
            present[column_key(part, number)] = cell
    return present


def _said(cells: WorkbookCells, name: str, asked: Asked) -> Cell:
    return area_cells(cells, _area(cells, name, asked))[0]


def _area(cells: WorkbookCells, name: str, asked: Asked) -> Area:
    area = named_area(cells, name)
    if area is None:
        raise _not_ours(asked, f"It has no cell named {name}.")
    return area


def _not_ours(asked: Asked, detail: str) -> ReturnRefused:
    return ReturnRefused(
        Refused.NOT_OUR_TEMPLATE,
        where="This workbook",
        what=f"It is not the council's return workbook. {detail}",
        why=_ONLY_OURS,
        fix=f"Download the workbook for {asked.wanted}, and enter your lines there.",
    )
