"""The scheme a run was graded by, read once."""

from functools import lru_cache

from openkam.analysis.methods.grading.scheme import Scheme
from openkam.insight.grading.models import Run
from openkam.insight.grading.scheme_file.reader import read_scheme


def scheme_of(run: Run) -> Scheme:
    """The scheme with the cuts that were used."""
    return scheme_of_text(run.used_scheme, str(run.scheme))


@lru_cache(maxsize=16)
def scheme_of_text(text: str, name: str) -> Scheme:
    """The scheme of a text that was checked when it was saved.

    Raises the first finding as a Problem where it is not a scheme after all.
    """
    scheme, findings = read_scheme(text, name)
    if scheme is None:
        raise findings[0].problem()
    return scheme
