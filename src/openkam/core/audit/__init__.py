"""Who did what, when and with which outcome: one line an act, chained so that no line can be changed unseen."""
