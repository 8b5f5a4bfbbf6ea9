"""Whoever asks the server to stop is heard, whatever it does at that moment."""

import os
import signal

import pytest

from openkam.cli.serve.stopping import stop_signals


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_is_heard_also_where_anything_raised_would_be_lost(kind: signal.Signals) -> None:
    class Ended:
        def __del__(self) -> None:
            os.kill(os.getpid(), kind)  # an exception of a handler is only printed here

    before = signal.getsignal(kind)
    with stop_signals() as stop:
        assert not stop.is_asked
        Ended()
        assert stop.is_asked
        os.kill(os.getpid(), kind)  # a second one changes nothing
    assert signal.getsignal(kind) is before
