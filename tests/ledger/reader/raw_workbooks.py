"""Workbooks written part by part, so that a test can break any one of them."""

import io
import zipfile
from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

DATE_STYLES = (
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/>'
    '<numFmt numFmtId="165" formatCode="00000"/></numFmts>'
    '<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/>'
    '<xf numFmtId="165"/></cellXfs>'
)
"""Styles 1 and 2 are dates, 3 shows five digits."""


def sheet(rows: str, *, before: str = "", after: str = "") -> str:
    return (
        f'{DECLARATION}<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">{before}'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def texts(*strings: str) -> str:
    items = "".join(f"<si><t>{each}</t></si>" for each in strings)
    return f'{DECLARATION}<sst xmlns="{MAIN}">{items}</sst>'


def parts(
    sheets: Mapping[str, str],
    *,
    shared: str = "",
    date1904: bool = False,
    states: Mapping[str, str] | None = None,
    names: str = "",
) -> dict[str, str]:
    """The parts of a small valid workbook by name; ``sheets`` are sheet XML by title."""
    listed = "".join(
        f'<sheet name="{title}" sheetId="{n}" state="{(states or {}).get(title, "visible")}" r:id="rId{n}"/>'
        for n, title in enumerate(sheets, start=1)
    )
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    override = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{TYPE}.worksheet+xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    made = {
        "[Content_Types].xml": (
            f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types">'
            f'<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>{override}</Types>'
        ),
        "_rels/.rels": (
            f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
            f'<workbookPr date1904="{int(date1904)}"/><sheets>{listed}</sheets>'
            f"<definedNames>{names}</definedNames></workbook>"
        ),
        "xl/_rels/workbook.xml.rels": (
            f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{related}'
            f'<Relationship Id="s" Type="{OFFICE}/styles" Target="styles.xml"/>'
            f'<Relationship Id="t" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
        ),
        "xl/styles.xml": f'{DECLARATION}<styleSheet xmlns="{MAIN}">{DATE_STYLES}</styleSheet>',
    }
    if shared:
        made["xl/sharedStrings.xml"] = shared
    for number, xml in enumerate(sheets.values(), start=1):
        made[f"xl/worksheets/sheet{number}.xml"] = xml
    return made


def zipped(members: Mapping[str, str | bytes], *, stored: bool = False) -> bytes:
    out = io.BytesIO()
    method = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def workbook(
    rows: str, *, shared: str = "", date1904: bool = False, after: str = "", before: str = ""
) -> bytes:
    """A workbook with one sheet called Data."""
    xml = sheet(rows, before=before, after=after)
    return zipped(parts({"Data": xml}, shared=shared, date1904=date1904))
