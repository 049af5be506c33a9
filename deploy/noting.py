"""Notes in the audit trail that a backup was put back, with the program's packages.

``python -m deploy.noting`` prints the last hash of the trail; with ``--file`` it adds the entry.
"""

import argparse
import sys

from data.store import StoreError, audit, store

_ACT = "backup-restored"


def main() -> int:
    """The exit status; whatever is wrong is told in a sentence."""
    parser = argparse.ArgumentParser(prog="deploy/restore")
    parser.add_argument("--file", help="the backup")
    parser.add_argument("--who", default="", help="who put it back")
    parser.add_argument("--before", help="the last hash of the trail that it replaced")
    options = parser.parse_args()
    try:
        if options.file is None:
            with store().transaction() as connection:
                sys.stdout.write(f"{audit.head(connection)}\n")
        else:
            with store().transaction(writing=True) as connection:
                file, before = options.file, options.before
                audit.note(connection, options.who, _ACT, file=file, before=before)
    except StoreError as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
