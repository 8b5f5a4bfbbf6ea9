"""What the first administrator fills in."""

from dataclasses import dataclass

from openkam.analysis.words import Language
from openkam.web.viewer import Request


@dataclass(frozen=True)
class FirstAdministrator:
    """As typed; the action checks it."""

    login: str = ""
    name: str = ""
    password: str = ""
    again: str = ""
    language: Language = "zh"
    works_with_data: bool = True


def first_administrator_of(request: Request) -> FirstAdministrator:
    """The form as sent."""
    sent = request.POST
    return FirstAdministrator(
        sent.get("login", "").strip(),
        sent.get("name", "").strip(),
        sent.get("password", "")[:1000],
        sent.get("again", "")[:1000],
        "en" if sent.get("language") == "en" else "zh",
        "works_with_data" in sent,
    )
