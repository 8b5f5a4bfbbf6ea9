"""The alarms of a ledger as a list, the most money at risk first."""

import numpy as np

from openkam.analysis.methods.rhythm.alarms import AlarmKind
from openkam.analysis.words import Text
from openkam.insight.report.answer import AlarmLine
from openkam.insight.report.evidence import Evidence
from openkam.insight.report.reason import by_account
from openkam.insight.report.sentences.reasons import alarm_reasons

KIND_WORDS = {
    AlarmKind.QUIET: Text("quiet", "沉默"),
    AlarmKind.SHRINKING: Text("shrinking", "缩量"),
}


def alarm_lines(evidence: Evidence) -> tuple[AlarmLine, ...]:
    """Every alarm with its sentence; accounts that lose money stand last, as nothing is at risk with them."""
    alarms = sorted((*evidence.quiet.alarms, *evidence.shrinking.alarms), key=lambda one: -one.money_at_risk)
    facts, rank, lines = evidence.facts, evidence.portfolio.rank, []
    said = dict(by_account(alarm_reasons(evidence, np.array([*evidence.alarms], np.int64))))
    for one in alarms:
        line = AlarmLine(
            account=str(facts.code[one.account]),
            name=str(facts.name[one.account]),
            rank=int(rank[one.account]),
            kind=one.kind.value,
            label=KIND_WORDS[one.kind],
            sentence=said[one.account],
            money_at_risk=one.money_at_risk,
        )
        lines.append(line)
    return tuple(lines)
