"""Whether a port is free, and under which addresses the pages will be reached."""

import errno
import socket
from typing import Final

from openkam.analysis.words import Text
from openkam.core.problem import Problem

_LOOPBACK: Final = {"127.0.0.1", "localhost", "::1"}
_ANYWHERE: Final = {"0.0.0.0", "::"}  # noqa: S104 - only compared with what the user asked for
_LARGEST: Final = 65_535


def refuse_taken_port(host: str, port: int) -> None:
    """The web server shares its port with whoever asks in the same way, so it would not notice an older one.

    Raises Problem where somebody listens there, or where the address is not one of this machine.
    """
    if not 0 < port <= _LARGEST:
        raise Problem(
            Text("{port} is not a port.", "{port} 不是有效的端口。").filled(port=port),
            remedy=Text("Choose a number from 1 to 65535.", "请使用 1 到 65535 之间的数字。"),
        )
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except socket.gaierror:
        raise _no_such_address(host) from None
    except OSError as fault:
        if fault.errno == errno.EADDRNOTAVAIL:
            raise _no_such_address(host) from None
        raise _taken(port) from None


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach it."""
    return host in _LOOPBACK


def names_of(host: str) -> list[str]:
    """The names a browser may use; where the server listens everywhere, this machine's name and addresses."""
    if host not in _ANYWHERE:
        return [f"[{host}]" if ":" in host else host]
    name = socket.gethostname()
    try:
        addresses = socket.gethostbyname_ex(name)[2]
    except OSError:
        addresses = []
    return [name, *(one for one in addresses if one not in _LOOPBACK)]


def reachable(host: str) -> str:
    """The host as this machine itself reaches it, for a URL."""
    if host in _ANYWHERE:
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _taken(port: int) -> Problem:
    return Problem(
        Text("Port {port} is taken by another program.", "端口 {port} 已被其他程序占用。").filled(port=port),
        remedy=Text(
            "Stop that program (perhaps another `openkam serve`), or choose another port: --port {other}.",
            "请先停止该程序（也可能是另一个 `openkam serve`），或改用其他端口：--port {other}。",
        ).filled(other=port + 1 if port < _LARGEST else 8000),
    )


def _no_such_address(host: str) -> Problem:
    return Problem(
        Text("{host} is not an address of this machine.", "{host} 不是本机的地址。").filled(host=host),
        remedy=Text(
            "Use 127.0.0.1 for this machine only, or 0.0.0.0 for everybody in the network.",
            "仅本机访问请用 127.0.0.1；允许局域网访问请用 0.0.0.0。",
        ),
    )
