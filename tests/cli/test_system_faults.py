"""Refusals of the system are told in both languages."""

import errno

import pytest

from openkam.cli.system_faults import system_reason


@pytest.mark.parametrize("number", [errno.ENOENT, errno.EACCES, errno.ENOSPC, errno.EISDIR, errno.EROFS])
def test_a_usual_refusal_is_said_in_chinese(number: int) -> None:
    assert system_reason(OSError(number, "Some English")).zh.isascii() is False
    assert "Some English" not in system_reason(OSError(number, "Some English")).zh


def test_a_rare_refusal_keeps_the_words_of_the_system() -> None:
    assert system_reason(OSError(errno.EXDEV, "Invalid cross-device link")).zh.startswith("系统错误")
