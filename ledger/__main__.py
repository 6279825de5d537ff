"""``python -m ledger read|reconcile``: no server, no database."""

import sys

from ledger.gl import command as read_command
from ledger.reconciliation import command as reconcile_command

USAGE = "usage: python -m ledger read EXTRACT … | python -m ledger reconcile LINES LEDGER …"


def main(arguments: list[str]) -> int:
    """Hand over to the named command; exit code 2 when there is none of that name."""
    commands = {"read": read_command.main, "reconcile": reconcile_command.main}
    if not arguments or arguments[0] not in commands:
        print(USAGE, file=sys.stderr)
        return 2
    return commands[arguments[0]](arguments[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
