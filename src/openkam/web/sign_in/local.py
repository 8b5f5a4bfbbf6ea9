"""Where to go after signing in: only to a page of ours."""

from django.utils.http import url_has_allowed_host_and_scheme

from openkam.web.viewer import Request


def local_address(request: Request, wanted: str) -> str:
    """`wanted` where it is a path on this host, else the first page."""
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts=None, require_https=request.is_secure()
    )
    return wanted if is_ours and not wanted.startswith(("/sign-in/", "/sign-out/")) else "/"
