"""``python -m ledger read|reconcile``: no server, no database."""

import importlib
import sys

USAGE = "usage: python -m ledger read EXTRACT … | python -m ledger reconcile LINES LEDGER …"
COMMANDS = {"read": "ledger.gl.command", "reconcile": "ledger.reconciliation.command"}


def main(arguments: list[str]) -> int:
    """Hand over to the named command; exit code 2 when there is none of that name.

    Only the named command is loaded, so that each stands alone.
    """
    if not arguments or arguments[0] not in COMMANDS:
        print(USAGE, file=sys.stderr)
        return 2
    command = importlib.import_module(COMMANDS[arguments[0]])
    code: int = command.main(arguments[1:])
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
