"""What every model of purchase counts offers, so that one fit and one score serve all of them."""

from typing import Protocol

from openkam.analysis.column import Array
from openkam.analysis.methods.forecast.lifetime.summary import Counts


class Model(Protocol):
    """Parameters are positive and in the order of `names`; those at `times` are measured in weeks.

    Given that an account is alive, what it will do depends on repeats and age alone: that is what makes scoring cheap.
    """

    @property
    def code(self) -> str:
        """Short name, stable."""

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the parameters."""

    @property
    def times(self) -> tuple[int, ...]:
        """Which parameters are measured in time."""

    def start(self, counts: Counts) -> Array:
        """Logs of the parameters a fit begins with."""

    def log_likelihood(self, logs: Array, counts: Counts) -> tuple[float, Array]:
        """Log-likelihood at the logs of the parameters, and its gradient by those logs."""

    def alive(self, parameters: Array, repeats: Array, recency: Array, age: Array) -> Array:
        """P(the account still buys)."""

    def expected_if_alive(self, parameters: Array, repeats: Array, age: Array, horizon: float) -> Array:
        """Purchases expected in the next `horizon` weeks of an account that is alive."""

    def active_if_alive(self, parameters: Array, repeats: Array, age: Array, horizon: float) -> Array:
        """P(at least one purchase in the next `horizon` weeks) of an account that is alive."""

    def finds_no_drop_out(self, parameters: Array, longest_age: float) -> bool:
        """Whether the fit says that nobody ever stops: then it knows no more than a rate."""
