"""Prepare a visit: one page that says who decides, who blocks, whom nobody met, what changed and what to ask."""
