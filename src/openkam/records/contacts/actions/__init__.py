"""Everything that changes what is known of people: one verb a function, one line in the audit trail each."""
