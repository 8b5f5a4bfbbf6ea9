"""The second factor: codes of an authenticator app (TOTP, RFC 6238), and recovery codes for the day it is lost."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from typing import Final

import pyotp
from django.conf import settings
from django.db import transaction

from openkam.core.audit.actions import record
from openkam.core.audit.chain import plain
from openkam.records.users.models import RecoveryCode, User

RECOVERY_CODES: Final = 10
_STEP_SECONDS: Final = 30
_DRIFT: Final = 1  # one step either way, for clocks that differ
_LETTERS: Final = "23456789abcdefghjkmnpqrstuvwxyz"  # none that is taken for another
_NONCE: Final = 16
_TAG: Final = 32


def new_secret() -> str:
    """A secret for an authenticator app: 160 random bits in base 32."""
    return pyotp.random_base32()


def setup_address(user: User) -> str:
    """What the QR code says: `otpauth://totp/OpenKAM:lin?secret=…`; blank where nothing was begun."""
    if not user.second_factor:
        return ""
    return pyotp.TOTP(opened_secret(user.second_factor)).provisioning_uri(name=user.login, issuer_name="OpenKAM")


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The 30-second step whose code this is, one step either way; None where it is none of them."""
    given = "".join(code.split())
    step = int(now.timestamp()) // _STEP_SECONDS
    near = (step, *(step + sign * n for n in range(1, _DRIFT + 1) for sign in (-1, 1)))
    totp = pyotp.TOTP(secret)
    return next(
        (one for one in near if hmac.compare_digest(totp.at(one * _STEP_SECONDS).encode(), given.encode())), None
    )


@transaction.atomic
def accept_code(*, user: User, code: str, now: datetime) -> bool:
    """Whether the code opens; a step and a recovery code open once, however many try at the same time."""
    fresh = User.objects.filter(pk=user.pk, is_active=True).exclude(second_factor_at=None)
    current = fresh.first()
    if current is None:
        return False
    step = step_of(opened_secret(current.second_factor), code, now)
    if step is not None:
        return bool(fresh.filter(second_factor_step__lt=step).update(second_factor_step=step))
    unused = RecoveryCode.objects.filter(user=user, digest=recovery_digest(user, code), used_at=None)
    if not unused.update(used_at=now):
        return False
    record(None, "use_recovery_code", kind="user", key=user.pk, now=now)
    return True


def new_recovery_codes() -> list[str]:
    """Ten codes like `k7wq-3nfe-x2mb`, each with 59 random bits; shown once, kept as hashes."""
    groups = ["".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3 * RECOVERY_CODES)]
    return ["-".join(groups[n : n + 3]) for n in range(0, len(groups), 3)]


def recovery_digest(user: User, code: str) -> str:
    """What is kept of a recovery code. Keyed and without salt a dictionary is no use: the code itself is random."""
    letters = "".join(letter for letter in plain(code).lower() if letter.isalnum())
    return hmac.new(_key(b"recovery"), f"{user.pk}:{letters}".encode(), hashlib.sha256).hexdigest()


def sealed_secret(secret: str) -> str:
    """The secret as it is stored: encrypted and signed with keys made from the installation's own."""
    nonce = secrets.token_bytes(_NONCE)
    hidden = _mask(secret.encode("ascii"), nonce)
    return base64.urlsafe_b64encode(nonce + hidden + _tag(nonce + hidden)).decode("ascii")


def opened_secret(stored: str) -> str:
    """The secret again; where another installation sealed it, one that no code fits."""
    whole = base64.urlsafe_b64decode(stored.encode("ascii"))
    body, tag = whole[:-_TAG], whole[-_TAG:]
    if not hmac.compare_digest(_tag(body), tag):
        return new_secret()
    return _mask(body[_NONCE:], body[:_NONCE]).decode("ascii")


def _mask(text: bytes, nonce: bytes) -> bytes:
    """One use of a key stream a nonce (SHAKE-256 as a stream cipher); masking twice gives the text back."""
    stream = hashlib.shake_256(_key(b"encrypt") + nonce).digest(len(text))
    return bytes(one ^ other for one, other in zip(text, stream, strict=True))


def _tag(text: bytes) -> bytes:
    return hmac.new(_key(b"sign"), text, hashlib.sha256).digest()


def _key(purpose: bytes) -> bytes:
    secret = str(settings.SECRET_KEY).encode("utf-8")
    return hmac.new(secret, b"openkam second factor " + purpose, hashlib.sha256).digest()
