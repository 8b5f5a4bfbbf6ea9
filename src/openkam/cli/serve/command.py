"""The serve command: database ready, port free, server and job worker up, address printed, all stopped in the end."""

import os
import time
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Annotated, Final

import typer

from openkam.analysis.words import Language, Text
from openkam.cli.language import both
from openkam.cli.ledger_options import Data, Lang, language_of
from openkam.cli.serve.children import Child, environment, python, stop_all
from openkam.cli.serve.housekeeping import Housekeeping
from openkam.cli.serve.port import is_loopback, names_of, reachable, refuse_taken_port
from openkam.cli.serve.stopping import Stop, stop_signals
from openkam.core.environment import DATA, HOSTS, PROCESSES
from openkam.core.problem import Problem
from openkam.ledger.folder import DataFolder, data_folder

_HOST: Final = both(
    "Who can reach it: 127.0.0.1 (this machine only) or 0.0.0.0 (everybody in the network).",
    "监听地址：127.0.0.1（仅本机）或 0.0.0.0（局域网可访问）",
)
_PORT: Final = both("The port.", "端口")
_OPEN: Final = both("Open the page in the browser.", "启动后在浏览器中打开")
_THREADS: Final = 8
_JOBS: Final = ("--queue-name", "*", "--no-reload", "--skip-checks")
"""The checks look at every address, so a worker would load every screen."""
_UP_WITHIN_SECONDS: Final = 90.0
_PAUSE_SECONDS: Final = 0.25
_LOOK_SECONDS: Final = 0.05
_FIRST_FAULT: Final = 500


@dataclass(frozen=True)
class _Place:
    """Where the server listens, and the path its first visitor should open."""

    host: str
    port: int
    first: str

    @property
    def address(self) -> str:
        """As this machine's browser reaches it."""
        return f"http://{reachable(self.host)}:{self.port}/"


def serve(
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help=_HOST)] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", metavar="N", help=_PORT)] = 8000,
    data: Data = None,
    opens: Annotated[bool, typer.Option("--open", help=_OPEN)] = False,
    lang: Lang = None,
) -> int:
    """Serve until somebody stops it; exit code 1 where the web server ended by itself."""
    language, folder = language_of(lang), data_folder(data)
    refuse_taken_port(host, port)
    folder.make()
    with _alone(folder):
        first = _prepare(folder)
        children = _children(folder, host, port)
        with stop_signals() as stop:
            try:
                return _serve(children, _Place(host, port, first), opens, language, Housekeeping(folder), stop=stop)
            finally:
                stop_all(children)


@contextmanager
def _alone(folder: DataFolder) -> Iterator[None]:
    """One server a data folder: two would share its jobs."""
    from openkam.ledger.lock import held, is_held

    lock = folder.path / "serve.lock"
    if is_held(lock):
        raise Problem(
            Text("OpenKAM is already serving this data folder.", "该数据文件夹已有 OpenKAM 在运行。"),
            remedy=Text(
                "Use the one that runs, stop it first, or name another folder with --data.",
                "请使用正在运行的实例、先停止它，或用 --data 指定另一个文件夹。",
            ),
            file=str(folder.path),
        )
    with held(lock, at_work=Text("OpenKAM runs (process {process}).", "OpenKAM 正在运行（进程 {process}）。")):
        yield


def _prepare(folder: DataFolder) -> str:
    """Tables up to date, static files laid out; returns where the first visitor should go."""
    from openkam.core.kept_secret import kept_secret
    from openkam.ledger.database import open_database

    # Two processes write: the web server and the job worker. A smaller number was written for the command line.
    os.environ[PROCESSES.name] = (
        str(max(2, int(PROCESSES.value()))) if PROCESSES.value().isdigit() else PROCESSES.value()
    )
    open_database(folder, create=True)
    from django.db import connections

    from openkam.cli.serve.static_files import lay_out
    from openkam.records.users.first_run import has_users

    lay_out(folder)
    first = "/" if has_users() else f"/welcome/?token={kept_secret(folder.setup_token)}"
    connections.close_all()
    return first


def _children(folder: DataFolder, host: str, port: int) -> list[Child]:
    hosts = " ".join([HOSTS.value(), *([] if HOSTS.value() and not is_loopback(host) else names_of(host))])
    common = environment(
        **{DATA.name: str(folder.path), HOSTS.name: hosts.strip(), "DJANGO_SETTINGS_MODULE": "openkam.config.settings"}
    )
    server = ["--interface", "wsgi", "--host", host, "--port", str(port), "--workers", "1", "--no-ws"]
    server += ["--blocking-threads", str(_THREADS), "--backpressure", "64", "--log-level", "error"]
    server += ["--workers-kill-timeout", "8", "--respawn-failed-workers"]
    return [
        Child("web", python("-m", "granian", *server, "openkam.config.wsgi:application"), common),
        Child("jobs", python("-m", "django", "db_worker", *_JOBS), common, _free_jobs),
    ]


def _free_jobs() -> None:
    from django.db import connections
    from django.utils import timezone

    from openkam.core.jobs import take_back_orphans

    take_back_orphans(timezone.now())
    connections.close_all()


def _serve(
    children: list[Child], place: _Place, opens: bool, language: Language, housekeeping: Housekeeping, *, stop: Stop
) -> int:
    web, jobs = children
    web.begin()
    if _is_up(web, place, stop):
        _say_where(place, language)
        jobs.begin()  # a small machine has the first page a second earlier
        if opens:
            webbrowser.open(place.address + place.first.lstrip("/"))
    while web.is_alive and not stop.is_asked:
        if jobs.keep_alive():
            typer.echo(
                Text("The job worker ended and was started again.", "后台任务进程已退出，现已重新启动。").to(language),
                err=True,
            )
        housekeeping.when_due()
        time.sleep(_PAUSE_SECONDS)
    if stop.is_asked:
        typer.echo(Text("Stopping …", "正在停止…").to(language), err=True)
        return 0
    typer.echo(
        Text("The web server ended by itself; see above.", "网页服务意外退出，原因见上。").to(language), err=True
    )
    return 1


def _is_up(web: Child, place: _Place, stop: Stop) -> bool:
    """Once it answers; False where somebody asks to stop before. Raises Problem where it does not start."""
    end = time.monotonic() + _UP_WITHIN_SECONDS
    while time.monotonic() < end and web.is_alive:
        if _answers(place):
            return True
        if stop.is_asked:
            return False
        time.sleep(_LOOK_SECONDS)
    raise Problem(
        Text("The web server did not start.", "网页服务未能启动。"),
        remedy=Text(
            "Its own message stands above; `openkam doctor` checks the installation.",
            "具体原因见上方信息；可运行 `openkam doctor` 检查安装情况。",
        ),
    )


def _answers(place: _Place) -> bool:
    connection = HTTPConnection(reachable(place.host).strip("[]"), place.port, timeout=5)
    path = "/sign-in/" if place.first == "/" else "/welcome/"
    try:
        connection.request("GET", path, headers={"Host": "localhost"})
        return connection.getresponse().status < _FIRST_FAULT
    except OSError:
        return False
    finally:
        connection.close()


def _say_where(place: _Place, language: Language) -> None:
    lines = [Text("OpenKAM is running: {address}", "OpenKAM 已启动：{address}").filled(address=place.address)]
    if place.first != "/":
        lines.append(
            Text(
                "Nobody works here yet. Create the first administrator (the address works until that is done; "
                "keep it to yourself):\n  {address}",
                "尚无用户。请打开以下地址创建首位管理员（创建完成即失效，请勿外传）：\n  {address}",
            ).filled(address=place.address + place.first.lstrip("/"))
        )
    if not is_loopback(place.host):
        lines.append(
            Text(
                "Others reach it under {names}. Plain HTTP shows passwords to the network: put a proxy with HTTPS in "
                "front (OPENKAM_HTTPS=1).",
                "其他人可通过 {names} 访问。HTTP 明文会在网络中暴露密码，请在前面配置 HTTPS 代理（OPENKAM_HTTPS=1）。",
            ).filled(names=", ".join(names_of(place.host)))
        )
    lines.append(Text("Ctrl-C stops it.", "按 Ctrl-C 停止。"))
    for line in lines:
        typer.echo(line.to(language))
