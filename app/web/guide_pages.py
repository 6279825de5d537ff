"""The guide's pages: the Markdown files of ``docs/guide``, rendered with the site's own classes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "guide"
CLASSES = {
    "h1": "govuk-heading-xl", "h2": "govuk-heading-m", "h3": "govuk-heading-s",
    "p": "govuk-body", "ul": "govuk-list govuk-list--bullet",
    "ol": "govuk-list govuk-list--number", "a": "govuk-link", "table": "govuk-table",
    "thead": "govuk-table__head", "tbody": "govuk-table__body", "tr": "govuk-table__row",
    "th": "govuk-table__header", "td": "govuk-table__cell",
}  # fmt: skip
SCROLLS = '<div class="council-scroll" role="region" aria-label="Table {}" tabindex="0">'
"""A wide table scrolls inside its own region, which a keyboard reaches."""


@dataclass(frozen=True)
class GuidePage:
    """One page: its name in the address, its title, its content."""

    name: str
    title: str
    html: Markup


class _Renderer(RendererHTML):
    """Writes the site's classes on every element; pictures and raw markup are left out."""

    def renderToken(  # noqa: N802 - the library's name
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        """One token, with its class."""
        token = tokens[idx]
        if token.nesting != -1 and token.tag in CLASSES:
            token.attrSet("class", CLASSES[token.tag])
        token.attrs.pop("style", None)
        href = token.attrs.get("href")
        if isinstance(href, str) and href.endswith(".md") and "/" not in href:
            token.attrSet("href", f"/guide/{href.removesuffix('.md')}")
        written: str = super().renderToken(tokens, idx, options, env)
        if token.type == "table_open":
            env["tables"] = env.get("tables", 0) + 1
            return f"{SCROLLS.format(env['tables'])}{written}"
        return f"{written}</div>" if token.type == "table_close" else written


@cache
def guide_pages() -> dict[str, GuidePage]:
    """Every page of the guide by name, in order of name."""
    markdown = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer).enable("table")
    pages = {}
    for path in sorted(FOLDER.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        first = text.lstrip().partition("\n")[0]
        title = first.removeprefix("# ").strip() or path.stem
        html = Markup(markdown.render(text))  # noqa: S704 - our own files, raw markup refused
        pages[path.stem] = GuidePage(path.stem, title, html)
    return pages
