"""What a pack is: a name, a title, and a function from PackData to a workbook or a document."""

from collections.abc import Callable
from dataclasses import dataclass

from exports import xlsx
from exports.pack_data import PackData
from exports.sheet import Workbook

XLSX_MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Document:
    """The bytes of an export, with the ending of its file's name and its media type."""

    content: bytes
    suffix: str
    media_type: str


Builder = Callable[[PackData], Workbook | Document]


@dataclass(frozen=True, slots=True)
class Pack:
    """One export of the registry."""

    name: str
    title: str
    build: Builder

    def render(self, data: PackData) -> Document:
        """The pack as a file: workbooks are written as XLSX."""
        built = self.build(data)
        if isinstance(built, Document):
            return built
        return Document(xlsx.write(built), ".xlsx", XLSX_MEDIA)


@dataclass(frozen=True, slots=True)
class _Declared:
    """A builder that says which pack it is; the registry looks for these."""

    pack: Pack

    def __call__(self, data: PackData) -> Workbook | Document:
        return self.pack.build(data)


def pack(*, name: str, title: str) -> Callable[[Builder], _Declared]:
    """Declare a pack: put above the one function of a file in ``exports/packs``."""

    def declare(build: Builder) -> _Declared:
        return _Declared(Pack(name, title, build))

    return declare


def declared(value: object) -> Pack | None:
    """The pack that a module's value declares, or None."""
    return value.pack if isinstance(value, _Declared) else None
