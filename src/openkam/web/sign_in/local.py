"""Where to go next: only to a page of ours."""

from django.utils.http import url_has_allowed_host_and_scheme

from openkam.web.viewer import Request

_DOORS = ("/sign-in/", "/sign-out/", "/welcome/")


def local_address(request: Request, wanted: str, *, keeps_door: bool = False) -> str:
    """`wanted` where it is a path on this host, else the first page; `keeps_door` allows the sign-in page itself."""
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts=None, require_https=request.is_secure()
    )
    return wanted if is_ours and (keeps_door or not wanted.startswith(_DOORS)) else "/"
