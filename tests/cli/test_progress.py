"""The words beside the progress bar."""

import re
from pathlib import Path

import openkam.intake.child
from openkam.cli.progress import STAGES


def test_every_stage_the_reader_says_has_a_word() -> None:
    sources = Path(openkam.intake.child.__file__).parent.glob("*.py")
    said = {stage for source in sources for stage in re.findall(r"\bsay\(\"(\w+)\"", source.read_text("utf-8"))}
    assert said == set(STAGES)
    assert all(words.en and words.zh for words in STAGES.values())
