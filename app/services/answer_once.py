"""The same request made twice is done once: the first answer to a key is kept and given again.

The answer is kept in the transaction of the change itself, so that there is never one without the
other. A refusal by data or state is an answer too; what the refused work had begun is undone.
"""

from collections.abc import Callable
from dataclasses import dataclass

from app.services.office import Act, Busy, NotFound, Refused
from app.store.people import IdempotentReply


@dataclass(frozen=True)
class Reply:
    """An answer as it goes out: HTTP status and body."""

    status: int
    body: str


class KeyUsed(Refused):
    """The key of a request was used by the same person for another request."""


def answer_once(
    act: Act,
    key: str,
    digest: str,
    work: Callable[[Act], Reply],
    refused: Callable[[Refused], Reply],
) -> Reply:
    """The answer to a request: the kept one for a key met before, else that of ``work``.

    Args:
        act: the change; its person owns the key.
        key: chosen by the caller, at most 200 characters.
        digest: SHA-256 (hex) of what is asked; another one under the same key is refused.
        work: does it.
        refused: the answer for a refusal by data or state.

    Raises:
        KeyUsed: the key came before with another request.
        NotFound, Busy: from ``work``; these are not kept.
    """
    before = act.uow.people.reply(act.person, key)
    if before is not None:
        if before.request_digest != digest:
            raise KeyUsed(
                "This Idempotency-Key was used before for another request. Nothing was changed; "
                "make a new key for a new request."
            )
        return Reply(before.status, before.body)
    try:
        with act.uow.session.begin_nested():
            reply = work(act)
    except (NotFound, Busy):
        raise
    except Refused as refusal:
        reply = refused(refusal)
    act.uow.people.add_reply(
        IdempotentReply(
            person=act.person, key=key, request_digest=digest, status=reply.status,
            body=reply.body, at=act.now,
        )
    )  # fmt: skip
    return reply
