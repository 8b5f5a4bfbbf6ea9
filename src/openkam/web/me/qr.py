"""The address of a secret as a picture for the phone, and as groups of letters for who types it."""

from urllib.parse import parse_qs, urlsplit

from markupsafe import Markup


def qr_svg(address: str) -> Markup:
    """The QR code as SVG to stand in the page; nothing is fetched, nothing is kept."""
    import segno

    drawn = segno.make_qr(address, error="m")
    return Markup(drawn.svg_inline(scale=4, border=0, omitsize=True, svgclass=None, lineclass=None))  # noqa: S704 - segno's own marks


def grouped_secret(address: str) -> str:
    """`ABCD EFGH …`"""
    secret = parse_qs(urlsplit(address).query).get("secret", [""])[0]
    return " ".join(secret[n : n + 4] for n in range(0, len(secret), 4))
