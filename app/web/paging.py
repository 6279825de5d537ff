"""Which page of a long list is shown, and the links to the others; filters stay in the address."""

from typing import Any
from urllib.parse import urlencode

from flask import request

AROUND = 2


def page_of(count: int, per_page: int) -> int:
    """The page asked for, within what there is."""
    last = max(1, -(-count // per_page))
    return min(max(1, request.args.get("page", 1, type=int)), last)


def page_links(address: str, number: int, count: int, per_page: int) -> dict[str, Any]:
    """Links for the pagination component."""
    last = max(1, -(-count // per_page))

    def href(page: int) -> str:
        kept = {k: v for k, v in request.args.items() if k != "page" and v}
        return f"{address}?{urlencode({**kept, 'page': page})}"

    items: list[dict[str, Any]] = []
    for page in range(1, last + 1):
        near = abs(page - number) <= AROUND or page in (1, last)
        if near:
            items.append({"number": page, "href": href(page), "current": page == number})
        elif items and "ellipsis" not in items[-1]:
            items.append({"ellipsis": True})
    return {
        "previous": href(number - 1) if number > 1 else None,
        "next": href(number + 1) if number < last else None,
        "items": items,
    }
