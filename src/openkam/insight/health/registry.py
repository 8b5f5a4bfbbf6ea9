"""Every red flag there is, the most important subject first. A new one is a function and a line in its file's tuple."""

from typing import Final

from openkam.insight.health.flag import DealRule, Rule
from openkam.insight.health.rules import changes, coaches, deals, modes, roles, stances, threads

RULES: Final[tuple[Rule, ...]] = (
    *threads.RULES,
    *roles.RULES,
    *changes.RULES,
    *deals.RULES,
    *stances.RULES,
    *coaches.RULES,
)
DEAL_RULES: Final[tuple[DealRule, ...]] = (*roles.DEAL_RULES, *deals.DEAL_RULES, *modes.DEAL_RULES)
EVERY_RULE: Final[tuple[Rule | DealRule, ...]] = (*RULES, *DEAL_RULES)
RULES_BY_CODE: Final = {one.code: one for one in EVERY_RULE}
