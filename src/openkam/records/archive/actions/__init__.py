"""Everything that changes an archive: one verb a function, by whom, when, and one line in the audit trail."""
