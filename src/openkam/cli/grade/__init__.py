"""`openkam grade`: from files or the ledger to a graded report in five formats."""
