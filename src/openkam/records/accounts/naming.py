"""What makes a company's name its own: legal form, case, width, accents, marks and blanks put aside."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

NEAR: Final = 0.9
"""Likeness (0 to 1, rapidfuzz ratio of the keys) from which two names are proposed as one company."""
NEAR_CHARACTERS: Final = 5
"""Shorter names are compared for equality only: 宝钢 and 宝冶 differ by one character and are two companies."""
SHORT_WORD: Final = 3

_LEGAL_CHINESE: Final = re.compile(
    r"(股份有限公司|有限责任公司|有限責任公司|集团有限公司|集團有限公司|控股有限公司|有限公司|股份公司|集团公司|集團公司"
    r"|总公司|總公司|公司|集团|集團|株式会社|有限会社|合同会社|\(中国\)|\(中國\)|\(集团\)|\(集團\)|\(控股\)|\(株\)|\(有\))"
)
_LEGAL_FORMS: Final = (
    "co company companies corp corporation inc incorporated limited ltd ltda llc llp lp plc pty pte pvt private "
    "gmbh mbh ag kg kgaa ohg ug ek eg ev se sa sas sasu sarl eurl snc sl slu sau scs srl srls spa sapa sagl cv sab "
    "nv bv ab oy oyj as aps asa kk gk bhd sdn sro spzoo pt ooo oao zao group holding holdings gruppe groupe gruppo "
    "grupo the"
)
_NOT_OWN: Final = frozenset({*_LEGAL_FORMS.split(), "and", "und", "et", "e", "y"})
_DOTTED: Final = re.compile(r"\b(?:[a-z]\.){2,}[a-z]?|\bsp\.? ?z ?o\.? ?o\b")
_SINGLES: Final = re.compile(r"\b[a-z](?:[ /][a-z])+\b")
_BREAKS: Final = re.compile(r"[^\w]+|_")
_PLAIN: Final = re.compile(r"[\x00-\x7f\u4e00-\u9fff]*")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_ONLY_HAN: Final = re.compile(r"[\u4e00-\u9fff]+")
_DIGITS: Final = re.compile(r"\d+|[一二三四五六七八九十百东南西北]+")
_REGIONS: Final = re.compile(
    "北京|上海|天津|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南"
    "|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门|广州|深圳|杭州|南京|苏州|无锡|常州|徐州|扬州|镇江|泰州|盐城"
    "|宁波|温州|嘉兴|湖州|绍兴|金华|台州|合肥|芜湖|福州|厦门|泉州|漳州|南昌|九江|济南|青岛|烟台|潍坊|郑州|洛阳|开封|武汉"
    "|宜昌|长沙|株洲|湘潭|佛山|东莞|珠海|惠州|中山|南宁|桂林|柳州|海口|三亚|成都|绵阳|贵阳|昆明|西安|咸阳|兰州|西宁|银川"
    "|乌鲁木齐|沈阳|大连|鞍山|长春|哈尔滨|大庆|石家庄|唐山|保定|太原|大同|呼和浩特|包头"
)


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """The name without legal form, case, width, accents, punctuation and blanks; equal keys may be one company.

    Words of place and branch stay: 上海宝钢 and 武汉宝钢 are two companies. A name that is nothing but legal form
    keeps it.

    >>> name_key("Ｈａｒｂｏｕｒ Steel Co., Ltd.") == name_key("HARBOUR STEEL")
    True
    """
    return "".join(name_words(name))


def name_words(name: str) -> list[str]:
    """The words the key is made of."""
    text = plain_text(name)
    if not text.isascii() and _ONLY_HAN.fullmatch(text):
        return _LEGAL_CHINESE.sub(" ", text).split() or [text]
    kept = _LEGAL_CHINESE.sub(" ", text) if not text.isascii() and _HAN.search(text) else text
    if "." in kept or "sp" in kept:
        kept = _DOTTED.sub(lambda match: match.group().replace(".", "").replace(" ", ""), kept)
    kept = _SINGLES.sub(lambda match: match.group().replace(" ", "").replace("/", ""), kept)
    words = _parted(kept.replace("&", " and ").replace("'", ""))
    own = [word for word in words if word not in _NOT_OWN]
    return own or words or _parted(text)


def _parted(text: str) -> list[str]:
    if text.replace(" ", "").isalnum():
        return text.split()
    return [word for word in _BREAKS.split(text) if word]


def plain_text(text: str) -> str:
    """Lower case, half width, without accents; what the key and the search compare."""
    folded = text.casefold()
    if folded.isascii() or _PLAIN.fullmatch(folded):
        return folded
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", folded).casefold())
    # Composed again, because NFKD also takes Korean syllables and the marks of kana apart.
    return unicodedata.normalize("NFC", "".join(c for c in spread if not _is_accent(c)))


def likeness(one: str, other: str) -> float:
    """How much two names look like one company, 0 to 1; 1 where their keys are equal.

    0 where digits, directions, regions or a short word differ: `Store 12` and `Store 13` are two shops.
    """
    from rapidfuzz import fuzz

    first, second = name_words(one), name_words(other)
    a, b = "".join(first), "".join(second)
    if a == b:
        return 1.0 if a else 0.0
    return fuzz.ratio(a, b) / 100 if could_be_one(first, second) else 0.0


def could_be_one(one: list[str], other: list[str]) -> bool:
    """Whether two differing names, given as words, may be a slip of the pen and not two companies."""
    a, b = "".join(one), "".join(other)
    if min(len(a), len(b)) < NEAR_CHARACTERS:
        return False
    if _DIGITS.findall(a) != _DIGITS.findall(b) or _REGIONS.findall(a) != _REGIONS.findall(b):
        return False
    return any(len(word) > SHORT_WORD for word in set(one) ^ set(other))


def is_han(text: str) -> bool:
    """Whether the text holds a Chinese character."""
    return _HAN.search(text) is not None


def _is_accent(character: str) -> bool:
    # U+3099 and U+309A voice a kana: か and が are two sounds, not one with an accent.
    return bool(unicodedata.combining(character)) and character not in "\u3099\u309a"
