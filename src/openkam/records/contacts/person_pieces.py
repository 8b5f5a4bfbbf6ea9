"""What a person is found by, and what his name sounds like; no database here."""

import re
from typing import Final

from openkam.records.accounts.naming import plain_text
from openkam.records.accounts.pieces import PIECE, joined, name_pieces, runs_of
from openkam.records.accounts.pinyin import syllables

DIGITS: Final = 4
"""Fewer digits of a phone tell nothing."""
SURNAMES: Final = dict(
    pair.split("=")
    for pair in re.split(
        r"\s",
        "单=shan 曾=zeng 仇=qiu 区=ou 查=zha 解=xie 朴=piao 盖=ge 冼=xian 覃=qin 乐=yue 折=she 翟=zhai 种=chong "
        "任=ren 华=hua 宁=ning 燕=yan 员=yun 繁=po 缪=miao 逄=pang 隗=wei 尉迟=yu-chi 万俟=mo-qi 长孙=zhang-sun",
    )
)
"""Characters that are read otherwise as a surname."""
_SOUND: Final = 150
_UMLAUTS: Final = (("lv", "lu"), ("nv", "nu"))


def person_text(name: str, aliases: str = "", phone: str = "", email: str = "") -> str:
    """What a person is found by; aliases one a line, of a phone its digits."""
    wholes: list[str] = []
    pieces: list[str] = []
    for one in (name, *filter(None, (line.strip() for line in aliases.splitlines()))):
        its_wholes, its_pieces = name_pieces(one)
        wholes += its_wholes
        pieces += its_pieces
    if email:
        local, _, _ = email.partition("@")
        parts = runs_of(email)
        wholes.append("".join(parts))
        pieces += ["".join(runs_of(local))[:PIECE], *(part[:PIECE] for part in parts)]
    if spoken := _surname_read(name):
        tails = ["".join(spoken[place:])[:PIECE] for place in range(len(spoken))]
        initials = "".join(unit[0] for unit in spoken)
        wholes += ["".join(spoken), initials]
        pieces += [*tails, initials]
    digits = phone if phone.isdigit() else "".join(sign for sign in phone if sign.isdigit())
    pieces += [digits[start : start + PIECE] for start in range(len(digits) - DIGITS + 1)]
    return joined(wholes, pieces)


def sound_of(name: str) -> str:
    """Equal for one name in Chinese, in pinyin and in English order: its letters, sorted; blank without letters.

    >>> sound_of("王伟明") == sound_of("Weiming Wang")
    True
    """
    units = _surname_read(name) or [unit for run in runs_of(name) for unit in syllables(run)]
    spoken = plain_text("".join(units))
    for written, usual in _UMLAUTS:
        spoken = spoken.replace(written, usual)
    return "".join(sorted(spoken))[:_SOUND]


def _surname_read(name: str) -> list[str]:
    """The syllables of a Chinese name whose surname is read otherwise than the character alone; else none."""
    for length in (2, 1):
        reading = SURNAMES.get(name[:length])
        if reading and len(name) > length:
            return [*reading.split("-"), *(unit for run in runs_of(name[length:]) for unit in syllables(run))]
    return []
