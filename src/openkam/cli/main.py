"""The `openkam` command: one way in, problems told in the reader's language, exit code 2 for what a user can mend."""

import logging
import os
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final, NoReturn

from openkam.analysis.words import Language, Text
from openkam.cli.language import reader_language, refuse_other_languages
from openkam.core.problem import InternalFault, Problem

FAULTY: Final = 1
MENDABLE: Final = 2
INTERRUPTED: Final = 130


def run() -> None:
    """The entry point: answers the arguments of this process and exits."""
    if sys.argv[1:3] == ["ledger", "load"] and not {"--help", "-h"} & set(sys.argv):
        from openkam.intake.child import start_early

        start_early()  # a third of a second, in which these words are understood
    _speak_utf8()
    _leave(answer(sys.argv[1:]))


def answer(words: Sequence[str]) -> int:
    """Run one command line; returns its exit code. Faults go to stderr in the reader's language."""
    import typer  # later than `run` begins to read files

    language = reader_language(words)
    try:
        refuse_other_languages(words)
        return _answered(words, language)
    except InternalFault as ours:
        _say(ours.to(language))
        return FAULTY
    except (KeyboardInterrupt, typer.Abort):
        _say(Text("Stopped.", "已中断。").to(language))
        return INTERRUPTED
    except BrokenPipeError:
        # The reader (head, less) has seen enough; Python would complain once more while closing stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (Problem, OSError) as fault:
        problem = fault if isinstance(fault, Problem) else _refused(fault)
        _say(problem.to(language))
        return MENDABLE
    except typer.TyperException as misuse:
        from openkam.cli.help import usage_fault

        _say(usage_fault(misuse, language))
        return MENDABLE


def _answered(words: Sequence[str], language: Language) -> int:
    import typer

    from openkam.cli.doors import app
    from openkam.cli.help import help_page

    before_rest = list(words[: words.index("--")] if "--" in words else words)
    if not words or "--help" in before_rest or "-h" in before_rest:
        typer.echo(help_page([word for word in before_rest if not word.startswith("-")], language))
        return 0
    result: Any = typer.main.get_command(app).main(args=list(words), prog_name="openkam", standalone_mode=False)
    sys.stdout.flush()
    return result if isinstance(result, int) else 0


def _leave(code: int) -> NoReturn:
    """End the process at once where nothing is at work any more: to take all of it apart takes a sixth of a second."""
    if threading.active_count() > 1:
        sys.exit(code)
    if "django.db" in sys.modules:
        from django.conf import settings
        from django.db import connections

        if settings.configured:
            connections.close_all()  # SQLite then leaves one file behind, not three
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):  # who cannot be told was told already
            stream.flush()
    os._exit(code)


def _speak_utf8() -> None:
    """A pipe or file gets UTF-8 on every system; a console keeps its own encoding but never fails on a character."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            if stream.isatty():
                reconfigure(errors="replace")
            else:
                reconfigure(encoding="utf-8", errors="replace")


def _refused(fault: OSError) -> Problem:
    from openkam.cli.system_faults import system_reason

    return Problem(
        Text("The system refused: {reason}.", "系统拒绝了操作：{reason}。").filled(reason=system_reason(fault)),
        remedy=Text("Check the name, the rights and the room on the disk.", "请检查名称、权限和磁盘空间。"),
        file=str(fault.filename) if fault.filename else None,
    )


def _say(message: str) -> None:
    import typer

    typer.echo(message, err=True)


if __name__ == "__main__":
    run()
