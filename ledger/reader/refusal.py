"""The one exception for a file that is not read, whatever the reason."""

from typing import Final


class Unreadable(Exception):  # noqa: N818 - the name states the fact
    """A file is refused. ``code`` names the reason; the message has four parts.

    Args:
        code: one of ``CODES``.
        where: file, and sheet, cell or line when known.
        what: what is wrong.
        why: why it matters.
        remedy: what to do.
    """

    def __init__(self, code: str, where: str, what: str, why: str, remedy: str) -> None:
        super().__init__(f"{where}: {what} {why} {remedy}")
        self.code = code
        self.where = where
        self.what = what
        self.why = why
        self.remedy = remedy

    def as_dict(self) -> dict[str, str]:
        """The five parts by name, for JSON."""
        return {
            "code": self.code,
            "where": self.where,
            "what": self.what,
            "why": self.why,
            "remedy": self.remedy,
        }


CODES: Final = {
    "empty": "the file has no bytes or no rows",
    "too-large": "larger than the limit in bytes, rows, columns, cells or memory",
    "too-slow": "reading took longer than the limit",
    "busy": "too many files are being read at this moment",
    "pdf": "a PDF, whatever its name says",
    "old-excel": "the Excel format of before 2007",
    "encrypted": "protected by a password",
    "macros": "carries macros or ActiveX controls",
    "binary-excel": "the binary .xlsb format",
    "opendocument": "an OpenDocument spreadsheet",
    "other-office": "a Word or PowerPoint document",
    "template": "an Excel template instead of a workbook",
    "web-page": "a web page saved under a spreadsheet's name",
    "xml-spreadsheet": "an XML spreadsheet of 2003",
    "archive": "an archive of another kind",
    "picture": "a picture",
    "other-type": "some other kind of file",
    "broken-zip": "the container is cut off or damaged",
    "zip-bomb": "expands beyond the limits",
    "zip-names": "the container's member names are unsafe",
    "zip-nested": "a container inside the container",
    "doctype": "declares a document type, which no workbook needs",
    "broken-xml": "a part of the workbook is not well-formed",
    "broken-workbook": "a part that the workbook names is missing or contradicts itself",
    "broken-shared-string": "a cell points to a text that is not there",
    "broken-style": "a cell points to a format that is not there",
    "repeated-cell": "one cell is given twice",
    "text-too-long": "a text longer than a cell can hold",
    "nul": "a NUL character in a text file",
    "encoding": "bytes that are no text in any known encoding",
    "open-quote": "a quotation mark that is never closed",
    "broken-csv": "the text file cannot be cut into cells",
    "no-header": "no header row of a ledger extract was found",
    "no-amount": "no column of amounts was found",
    "unknown-format": "no ledger format of that name",
    "reader-failed": "the reader stopped for a reason nobody foresaw",
}
"""Every code and what it stands for."""
