"""Red flags, one file a subject: each rule is a plain function from facts to a finding."""
