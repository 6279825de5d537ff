"""The ``flask`` commands: thin, scriptable, with exit codes that mean something.

0 done · 1 refused (the data or the state does not allow it) · 2 usage · 3 the program failed.
"""

from flask import Flask

from app.cli import (
    audit,
    check,
    contract,
    demo,
    export,
    finding,
    ledger,
    quarter,
    returns,
    user,
)  # fmt: skip


def attach_commands(app: Flask) -> None:
    """Add every command group to the application."""
    for module in (audit, check, contract, demo, export, finding, ledger, quarter, returns, user):
        app.cli.add_command(module.group)
