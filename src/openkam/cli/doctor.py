"""`openkam doctor`: what is installed and in use, and what to do about each problem."""

import typer

from openkam.analysis.words import Language, Text
from openkam.cli.answer import say_json, wants_json
from openkam.cli.checks_database import database
from openkam.cli.checks_machine import engine, extras, machine, place
from openkam.cli.finding import Finding
from openkam.cli.ledger_options import Data, Format, Lang, language_of
from openkam.ledger.folder import data_folder

_MARKS = {"OK": "✓", "WARNING": "!", "PROBLEM": "✗"}


def doctor(data: Data = None, answer_format: Format = "table", lang: Lang = None) -> None:
    """Say what is installed; exit code 1 where something must be mended. Nothing is written, no secret is shown."""
    language, as_json = language_of(lang), wants_json(answer_format)
    folder = data_folder(data)
    found = [*machine(language), *place(folder), *database(folder), *engine(), *extras()]
    problems = [finding for finding in found if finding.state == "PROBLEM"]
    if as_json:
        say_json({"is_well": not problems, "findings": [finding.as_object(language) for finding in found]})
    else:
        _say(found, language)
    if problems:
        raise typer.Exit(1)


def _say(found: list[Finding], language: Language) -> None:
    for finding in found:
        typer.echo(f"{_MARKS[finding.state]} {finding.what.to(language)}")
        if finding.remedy is not None:
            typer.echo(f"  → {finding.remedy.to(language)}")
    if all(finding.state == "OK" for finding in found):
        typer.echo(Text("All is well.", "一切正常。").to(language))
