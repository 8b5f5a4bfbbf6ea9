"""Locks what is written of a coach: AES-256-GCM, a key for each account, made from one file beside the database.

A copy of the database tells nobody who helps us; a copy of the whole data folder does (decision 19).
"""

import secrets
from functools import lru_cache
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from openkam.core.kept_secret import kept_secret

_FORM: Final = b"\x01"
_ACCOUNT: Final = 8
_NONCE: Final = 12
_BLOCK: Final = 512  # what is sealed is filled up to whole blocks: its length tells little


class SealBroken(Exception):
    """The record was sealed with another key, or was changed by somebody who had none."""


def sealed(text: bytes, account: int) -> bytes:
    """The text locked with the key of an account; the account's number stands in front in clear, and is proved."""
    head = _FORM + account.to_bytes(_ACCOUNT, "big")
    nonce = secrets.token_bytes(_NONCE)
    return head + nonce + _cipher(_secret(), account).encrypt(nonce, _filled(text), head)


def unsealed(locked: bytes) -> bytes:
    """The text again, whatever account the record belongs to now: merged accounts hand their rows over.

    Raises SealBroken.
    """
    head, nonce = locked[: 1 + _ACCOUNT], locked[1 + _ACCOUNT : 1 + _ACCOUNT + _NONCE]
    if head[:1] != _FORM or len(nonce) < _NONCE:
        raise SealBroken
    cipher = _cipher(_secret(), int.from_bytes(head[1:], "big"))
    try:
        return cipher.decrypt(nonce, locked[1 + _ACCOUNT + _NONCE :], head).rstrip(b"\0")
    except InvalidTag as broken:
        raise SealBroken from broken


def _filled(text: bytes) -> bytes:
    return text.ljust(-(-len(text) // _BLOCK) * _BLOCK, b"\0")


@lru_cache(maxsize=1024)
def _cipher(secret: str, account: int) -> AESGCM:
    purpose = b"openkam coach " + str(account).encode("ascii")
    return AESGCM(HKDF(SHA256(), length=32, salt=None, info=purpose).derive(secret.encode("ascii")))


def _secret() -> str:
    return kept_secret(Path(str(settings.COACH_KEY_FILE)))
