"""The scales of opinions: which values each kind has, what they are called, and what they count.

Stance: ten steps from −5 to +5 without 0. The source names only the coach at the upper end; the names of the other
steps are those usual in the trade (methods, 3.1). Source: R203.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from openkam.analysis.words import Text
from openkam.core.problem import Problem
from openkam.records.accounts.naming import name_key
from openkam.records.contacts.kinds import Degree, Mode, OpinionKind, Profile

STANCES: Final[dict[int, Text]] = {
    5: Text("Enthusiastic advocate", "全力支持"),
    4: Text("Strongly supportive", "坚定支持"),
    3: Text("Supportive", "支持"),
    2: Text("Interested", "有兴趣"),
    1: Text("Goes along", "不反对"),
    -1: Text("Probably will not resist", "略有保留"),
    -2: Text("Uninterested", "不感兴趣"),
    -3: Text("Mildly negative", "不太认可"),
    -4: Text("Strongly negative", "明确反对"),
    -5: Text("Opponent", "坚决反对"),
}
STANCE_HELP: Final = Text(
    "Ten steps from −5 to +5 without 0: nobody is neutral, what is unknown stays empty. "
    "Choose the step by what was said or done, and write that down as the reason.",
    "从 −5 到 +5 共十级，没有 0：没有人真正中立，不了解就留空。按对方说过的话、做过的事来选，并写明依据。",
)
MODES: Final[dict[str, Text]] = {
    Mode.GROWTH: Text("Growth: wants more than today gives", "求发展：现状满足不了想要的"),
    Mode.TROUBLE: Text("Trouble: today has fallen below what is needed", "遇困难：现状达不到基本要求"),
    Mode.EVEN_KEEL: Text("Even keel: sees no gap", "四平八稳：看不到差距"),
    Mode.OVERCONFIDENT: Text("Overconfident: sees today as better than it is", "过度自信：自认现状很好"),
}
RECEPTIVE: Final = frozenset({Mode.GROWTH.value, Mode.TROUBLE.value})
"""Who sees a gap listens. Source: methods, 3.1."""
DEGREES: Final[dict[str, Text]] = {
    Degree.HIGH: Text("High", "高"),
    Degree.MEDIUM: Text("Medium", "中"),
    Degree.LOW: Text("Low", "低"),
}
PROFILES: Final[dict[str, Text]] = {
    Profile.GO_GETTER: Text("Go-getter: makes good ideas happen", "实干者：认准了就推动落地"),
    Profile.TEACHER: Text("Teacher: shares ideas, is asked for advice", "布道者：乐于分享，别人爱请教"),
    Profile.SKEPTIC: Text("Sceptic: wary of large projects, tests everything", "质疑者：凡事求证，谨慎推进"),
    Profile.GUIDE: Text("Guide: tells what others do not", "引路人：爱透露内部消息"),
    Profile.FRIEND: Text("Friend: easy to reach, opens doors", "朋友：好接近，肯引见"),
    Profile.CLIMBER: Text("Climber: looks for personal gain", "进取者：先看对自己有没有好处"),
    Profile.BLOCKER: Text("Blocker: for what is", "守成者：维持现状，排斥外来"),
}
MOBILISERS: Final = frozenset({Profile.GO_GETTER.value, Profile.TEACHER.value, Profile.SKEPTIC.value})
"""Who builds consensus; the talkers are pleasant and move nobody. Source: methods, 3.7."""
TALKERS: Final = frozenset({Profile.GUIDE.value, Profile.FRIEND.value, Profile.CLIMBER.value})
TRUST_HELP: Final = Text(
    "0 to 10. A change needs something that happened: what was promised and kept, what we were told.",
    "0 到 10 分。每次变化都要有事实：答应的事做到了，对方透露了什么。",
)
HIGHEST_TRUST: Final = 10
LONGEST_WORDS: Final = 100

SCALES: Final[dict[str, Mapping[str, Text]]] = {
    OpinionKind.STANCE: {str(step): label for step, label in STANCES.items()},
    OpinionKind.MODE: MODES,
    OpinionKind.INFLUENCE: DEGREES,
    OpinionKind.KNOWLEDGE: DEGREES,
    OpinionKind.PROFILE: PROFILES,
    OpinionKind.TRUST: {str(step): Text(str(step), str(step)) for step in range(HIGHEST_TRUST + 1)},
}
"""The values of each kind; BACKS and CHARACTER are a few words."""


def checked_value(kind: str, value: str) -> str:
    """The value as it is stored.

    Raises Problem where the kind does not exist or has no such value.
    """
    if kind not in set(OpinionKind):
        raise _no_choice(kind, OpinionKind.values)
    text = value.strip()
    if kind not in SCALES:
        if not 0 < len(text) <= LONGEST_WORDS:
            raise Problem(
                Text("A few words are needed here.", "请写几个字。"),
                remedy=Text("At most {most} characters.", "最多{most}个字符。").filled(most=LONGEST_WORDS),
            )
        if kind == OpinionKind.BACKS and not name_key(text):
            raise Problem(
                Text("This names no rival.", "这不是竞争对手的名称。"),
                remedy=Text("Write the name of the other supplier.", "请写明另一家供应商的名称。"),
                value=text,
            )
        return text
    if kind == OpinionKind.STANCE and text.startswith("+"):
        text = text[1:]
    if text not in SCALES[kind]:
        raise _no_choice(text, SCALES[kind])
    return text


def value_label(kind: str, value: str) -> Text:
    """What a value is called; a stance and a degree of trust with their figure."""
    if kind not in SCALES:
        return Text(value, value)
    label = SCALES[kind].get(value, Text(value, value))
    if kind == OpinionKind.STANCE and value in SCALES[kind]:
        return Text(f"{_signed(int(value))} {label.en}", f"{_signed(int(value))} {label.zh}")
    return label


def _signed(step: int) -> str:
    return f"+{step}" if step > 0 else f"−{-step}"


def _no_choice(value: str, known: Iterable[str]) -> Problem:
    choices = ", ".join(known)
    return Problem(
        Text("There is no such choice.", "没有这个选项。"),
        remedy=Text("Choose one of: {known}", "请从以下选项中选择：{known}").filled(known=choices),
        value=value,
    )
