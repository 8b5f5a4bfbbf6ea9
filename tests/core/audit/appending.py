"""A process of its own that appends lines to the trail of OPENKAM_DATA; run by test_concurrency."""

import sys
from datetime import UTC, datetime

from openkam.ledger.database import open_database
from openkam.ledger.folder import data_folder


def main(count: int) -> None:
    """So many acts, each in a transaction of its own; every fifth is taken back."""
    open_database(data_folder(), create=True)
    from django.db import transaction

    from openkam.core.audit.actions import record

    for n in range(count):
        with transaction.atomic():
            record(None, "test", kind="account", key=n, now=datetime.now(UTC))
            if n % 5 == 4:
                transaction.set_rollback(True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
