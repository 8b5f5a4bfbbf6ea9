"""The names people give to a currency, and the one code of each."""

from typing import Final

NAMES: Final = {
    "CNY": ("RMB", "CNH", "CN¥", "￥", "¥", "元", "人民币", "人民币元", "YUAN", "RENMINBI"),
    "USD": ("$", "US$", "＄", "美元", "美金", "DOLLAR", "US DOLLAR"),
    "EUR": ("€", "EURO", "EUROS", "欧元"),
    "HKD": ("HK$", "港币", "港元"),
    "JPY": ("YEN", "日元", "日圆", "JP¥"),
    "GBP": ("£", "英镑", "STERLING", "POUND STERLING"),
}
"""ISO code -> what else people write, in capitals. A bare ¥ is the yuan, as nearly always in China."""

_CODES: Final = {name: code for code, names in NAMES.items() for name in names}


def currency_code(name: str) -> str:
    """The code of a currency by whatever name; a name nobody knows stays as it is, in capitals."""
    plain = name.strip().upper()
    return _CODES.get(plain, plain)
