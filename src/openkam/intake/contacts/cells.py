"""What a cell of a sheet says: days, words for codes, addresses; each answers None for what it cannot be."""

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from openkam.records.contacts.kinds import Channel, Level, Progress, RoleCode, TieKind

_DAY: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ].*)?")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})月?")
_EUROPEAN: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_SERIAL: Final = re.compile(r"\d{5}(?:\.\d+)?")
_EPOCH: Final = date(1899, 12, 30)
_EMAIL: Final = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]{2,}")
_WHOLLY_HIDDEN: Final = 2
"""Of a text no longer than this the first sign alone is shown."""
_PHONE: Final = re.compile(r"[+\d(（][\d\s().\-（）/]{4,30}(?:\s*(?:ext\.?|转|x)\s*\d{1,6})?")

WORDS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "level": {
        Level.DECISION: ("decision", "decision level", "top", "c-level", "决策层", "决策", "高层", "高管"),
        Level.MANAGEMENT: ("management", "management level", "middle", "manager", "管理层", "管理", "中层"),
        Level.EXECUTION: ("execution", "execution level", "staff", "operational", "执行层", "执行", "基层"),
    },
    "role": {
        RoleCode.DECIDER: ("decider", "decision maker", "economic buyer", "决策人", "决策者", "拍板人"),
        RoleCode.TECH_GATE: (
            "tech_gate",
            "technical gatekeeper",
            "technical buyer",
            "gatekeeper",
            "技术把关人",
            "技术把关者",
        ),
        RoleCode.BUYER: ("buyer", "purchaser", "purchasing", "采购执行", "采购人", "采购者", "采购"),
        RoleCode.USER: ("user", "user buyer", "使用者", "使用人", "用户"),
        RoleCode.INFLUENCER: ("influencer", "影响者", "影响人"),
    },
    "channel": {
        Channel.PHONE: ("phone", "call", "电话"),
        Channel.MAIL: ("mail", "e-mail", "email", "邮件", "邮箱"),
        Channel.CHAT: ("chat", "wechat", "whatsapp", "微信", "即时通讯"),
        Channel.VISIT: ("visit", "in person", "拜访", "面谈"),
    },
    "language": {
        "zh": ("zh", "chinese", "中文", "汉语", "普通话"),
        "en": ("en", "english", "英文", "英语"),
        "de": ("de", "german", "deutsch", "德语", "德文"),
        "fr": ("fr", "french", "法语", "法文"),
        "es": ("es", "spanish", "西班牙语"),
        "ja": ("ja", "japanese", "日语", "日文"),
        "ko": ("ko", "korean", "韩语", "韩文"),
    },
    "relation": {
        str(Progress.OUTSIDER.value): ("0", "outsider", "局外人", "外人", "陌生", "不认识"),
        str(Progress.BUSINESS.value): ("1", "business", "business contact", "商务", "业务关系", "业务往来", "熟人"),
        str(Progress.FRIEND.value): ("2", "friend", "朋友", "朋友关系"),
        str(Progress.PARTNER.value): ("3", "partner", "伙伴", "合作伙伴", "战略伙伴"),
    },
    "tie": {
        TieKind.INFLUENCES: ("influences", "influence", "influences whom", "影响", "有影响", "影响力"),
        TieKind.CONFLICT: ("conflict", "in conflict with", "conflict with", "有矛盾", "矛盾", "冲突"),
    },
}


@lru_cache(maxsize=10_000)
def day_of(text: str) -> date | None:
    """A day as sheets write it: 2024-05-01, 2024/5/1, 2024年5月1日, 20240501, 1.5.2024, a month, a serial of Excel.

    >>> day_of("2024年5月1日")
    datetime.date(2024, 5, 1)
    """
    parts: tuple[str, ...] | None = None
    if (found := _DAY.fullmatch(text)) or (found := _COMPACT.fullmatch(text)):
        parts = found.groups()
    elif found := _EUROPEAN.fullmatch(text):
        parts = found.groups()[::-1]
    elif found := _MONTH.fullmatch(text):
        parts = (*found.groups(), "1")
    elif _SERIAL.fullmatch(text):
        return _EPOCH + timedelta(days=int(float(text)))
    if parts is None:
        return None
    try:
        return date(*map(int, parts))
    except ValueError:
        return None


@lru_cache(maxsize=10_000)
def code_of(kind: str, text: str) -> str | None:
    """The code of a word, in either language or the code itself."""
    word = " ".join(text.split()).casefold()
    for code, words in WORDS[kind].items():
        if word == code.casefold() or word in words:
            return str(code)
    return None


def email_of(text: str) -> str | None:
    """An address in small letters."""
    found = _EMAIL.fullmatch(text)
    return found.group().lower() if found else None


def phone_of(text: str) -> str | None:
    """A number as it is written; Excel's whole numbers are numbers, too."""
    return text if _PHONE.fullmatch(text) else None


def masked(text: str) -> str:
    """A value that shows what it is without saying it: 张＊, 1＊＊＊＊＊＊＊＊＊8.

    >>> masked("13800138000")
    '1*********0'
    """
    if len(text) <= _WHOLLY_HIDDEN:
        return text[:1] + "*" * (len(text) - 1)
    return f"{text[0]}{'*' * (len(text) - 2)}{text[-1]}"
