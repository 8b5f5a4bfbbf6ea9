"""What the sign-in pages send."""

from dataclasses import dataclass

from openkam.web.viewer import Request

_LONGEST_LOGIN = 150
_LONGEST_PASSWORD = 1_000  # hashing a longer one would only keep the server busy


@dataclass(frozen=True)
class Credentials:
    """Login in lower case and password as sent; both cut to a sane length."""

    login: str
    password: str


def credentials_of(request: Request) -> Credentials:
    """What somebody typed; never refused here, so that nothing tells a known login from an unknown one."""
    login = request.POST.get("login", "").strip().lower().replace("\x00", "")
    return Credentials(login[:_LONGEST_LOGIN], request.POST.get("password", "")[:_LONGEST_PASSWORD])


def code_of(request: Request) -> str:
    """The code without the gaps people type into it."""
    return "".join(request.POST.get("code", "").split())[:40]
