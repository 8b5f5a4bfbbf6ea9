"""Pure arithmetic: columns in, columns out; no framework, no clock, no file of ours."""
