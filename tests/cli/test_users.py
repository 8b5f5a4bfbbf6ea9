"""`openkam users` and `openkam audit`: the way back in, and the trail of it."""

import io
import json
from typing import Any

import pytest
from tests.installation import installation

from openkam.cli.main import answer
from openkam.core.audit.models import AuditLine
from openkam.ledger.folder import DataFolder
from openkam.records.users.models import User

__all__ = ["installation"]
PASSWORD = "a bridge over the Huangpu"


@pytest.fixture
def _typed(monkeypatch: pytest.MonkeyPatch, installation: DataFolder) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n" * 3))


def asked(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> Any:
    """The JSON answer."""
    assert answer([*words, "--format", "json"]) == code
    return json.loads(capsys.readouterr().out)


def rescued(login: str) -> int:
    """The exit code of creating an administrator."""
    return answer(["users", "create-administrator", login, "--name", "Root Wang", "--password-stdin", "--lang", "en"])


@pytest.mark.usefixtures("_typed")
def test_an_administrator_is_made_where_there_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert rescued("Root") == 0
    assert rescued("other") == 2
    assert "administrator already" in capsys.readouterr().err
    User.objects.update(is_active=False)
    assert rescued("other") == 0
    capsys.readouterr()
    assert [(one["login"], one["roles"]) for one in asked(capsys, "users", "list")["users"]] == [
        ("other", ["ADMINISTRATOR"]),
        ("root", ["ADMINISTRATOR"]),
    ]
    assert set(AuditLine.objects.values_list("channel", flat=True)) == {"cli"}


@pytest.mark.usefixtures("_typed")
def test_a_forgotten_password_is_replaced(capsys: pytest.CaptureFixture[str]) -> None:
    rescued("root")
    User.objects.update(password="!", must_change_password=False)
    assert answer(["users", "set-password", "ROOT", "--password-stdin"]) == 0
    user = User.objects.get()
    assert (user.check_password(PASSWORD), user.must_change_password) == (True, True)
    assert answer(["users", "remove-second-factor", "root"]) == 0
    assert answer(["users", "set-password", "nobody", "--password-stdin", "--lang", "en"]) == 2
    assert "no user of this login" in capsys.readouterr().err
    assert answer(["users", "list", "--lang", "en"]) == 0
    assert "Administrator" in capsys.readouterr().out


@pytest.mark.usefixtures("_typed")
def test_the_trail_is_verified_against_what_was_noted_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(capsys, "audit", "head") == {"seq": 0, "seal": None}
    rescued("root")
    capsys.readouterr()
    assert answer(["audit", "head"]) == 0
    head = capsys.readouterr().out.strip()
    assert head.startswith("1:")
    assert asked(capsys, "audit", "rotate-key")["key"]
    assert asked(capsys, "audit", "verify", "--head", head) == {"lines": 2, "faults": []}
    faults = asked(capsys, "audit", "verify", "--head", f"9:{'0' * 64}", code=1)["faults"]
    assert faults == [{"seq": 9, "fault": "TRUNCATED"}]
    assert answer(["audit", "verify", "--head", "nonsense"]) == 2


def test_the_pages_of_help_are_shown(installation: DataFolder, capsys: pytest.CaptureFixture[str]) -> None:
    for group in ("users", "audit"):
        assert answer([group]) == 0
        assert "openkam" in capsys.readouterr().out
