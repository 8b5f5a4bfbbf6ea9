"""What a state of the relation is called. Sources: R036, R248, R249."""

from typing import Final

from openkam.analysis.words import Text
from openkam.records.archive.kinds import Phase, Quality, StateOf
from openkam.records.contacts.kinds import Progress
from openkam.records.contacts.labels import PROGRESS

_WORDS: Final[dict[str, dict[str, Text]]] = {
    StateOf.PHASE: {
        Phase.BUILD: Text("build the relation", "建立关系"),
        Phase.STABILISE: Text("stabilise the relation", "稳定关系"),
        Phase.STRENGTHEN: Text("strengthen the relation", "加强关系"),
    },
    StateOf.QUALITY: {
        Quality.MASTER_SERVANT: Text("master and servant", "主仆型"),
        Quality.LOOSE: Text("loose", "松散型"),
        Quality.CONFLICT: Text("in conflict", "冲突型"),
        Quality.WIN_WIN: Text("win-win", "双赢型"),
    },
    StateOf.PROGRESS: {step.name: PROGRESS[step] for step in Progress},
}
_KINDS: Final[dict[str, Text]] = {
    StateOf.PHASE: Text("Phase: {value}", "关系阶段：{value}"),
    StateOf.QUALITY: Text("The relation is {value}", "关系性质：{value}"),
    StateOf.PROGRESS: Text("Progress: {value}", "关系进展：{value}"),
}


def state_words(kind: str, value: str) -> Text:
    """A state as a sentence."""
    return _KINDS[kind].filled(value=_WORDS[kind].get(value, Text(value, value)))
