"""A page that asks nothing that could be the fault: no database, no template, no session."""

from html import escape
from typing import Any

from django.http import HttpResponse
from django.templatetags.static import static

from openkam.analysis.words import Language, Text
from openkam.web.viewer import wanted_language

HOME = Text("To the first page", "返回首页")
AGAIN = Text("Try again", "重试")
_STYLES = ("tokens", "page", "shell", "parts")
_OURS = 500
"""From here on the fault is ours, and may be gone the next time."""
_PAGE = """<!doctype html>
<html lang="{lang}" data-theme="{theme}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title} · OpenKAM</title>
{styles}
</head>
<body>
<header class="bar"><a class="brand" href="/" translate="no">OpenKAM</a></header>
<div class="frame"><main id="main">
<header class="head"><div class="head-line"><h1>{title}</h1></div><p class="lead" data-problem>{words}</p></header>
<p><a class="button primary" href="/">{home}</a>{again}</p>
<p class="quiet">{status}</p>
</main></div>
</body>
</html>
"""


def plain_page(request: Any, status: int, title: Text, words: Text) -> HttpResponse:
    """What went wrong and what to do, with the header of every page, a way home, and again where nothing was sent."""
    language: Language = getattr(request, "language", None) or wanted_language(request)
    again = ""
    if status >= _OURS and request.method == "GET":
        again = f' <a class="button" href="{escape(request.get_full_path())}">{AGAIN.to(language)}</a>'
    page = _PAGE.format(
        lang="zh-Hans" if language == "zh" else "en",
        theme=_theme(request),
        title=escape(title.to(language)),
        styles="\n".join(f'<link rel="stylesheet" href="{escape(_address(name))}">' for name in _STYLES),
        words=escape(words.to(language)),
        home=HOME.to(language),
        again=again,
        status=status,
    )
    return HttpResponse(page, status=status)


def _theme(request: Any) -> str:
    """The reader's, where he is known already: asking for him would ask the database."""
    return str(getattr(getattr(request, "_cached_user", None), "theme", "AUTOMATIC"))


def _address(name: str) -> str:
    """Of a stylesheet; by its plain name where the list of compressed ones is missing."""
    path = f"openkam/css/{name}.css"
    try:
        return static(path)
    except ValueError:
        return f"/static/{path}"
