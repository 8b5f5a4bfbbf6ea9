"""What `openkam doctor` finds: each finding says how things are, and what to do where they are not well."""

from dataclasses import dataclass
from typing import Any, Literal

from openkam.analysis.words import Language, Text

State = Literal["OK", "WARNING", "PROBLEM"]


@dataclass(frozen=True)
class Finding:
    """One thing looked at: WARNING may wait, PROBLEM must be mended; both come with a remedy."""

    code: str
    state: State
    what: Text
    remedy: Text | None = None

    def as_object(self, language: Language) -> dict[str, Any]:
        """The finding as JSON has it."""
        return {
            "code": self.code,
            "state": self.state,
            "what": self.what.to(language),
            "remedy": self.remedy.to(language) if self.remedy else None,
        }


def well(code: str, what: Text) -> Finding:
    """Nothing to do."""
    return Finding(code, "OK", what)


def warning(code: str, what: Text, remedy: Text) -> Finding:
    """It works, but should be mended."""
    return Finding(code, "WARNING", what, remedy)


def problem(code: str, what: Text, remedy: Text) -> Finding:
    """It does not work, or is not safe."""
    return Finding(code, "PROBLEM", what, remedy)
