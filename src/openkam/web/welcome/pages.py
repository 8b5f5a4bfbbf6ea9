"""The page of the first minute."""

from dataclasses import dataclass

from openkam.core.problem import Problem
from openkam.web.welcome.forms import FirstAdministrator


@dataclass(frozen=True)
class WelcomePage:
    """token  what the console printed, carried along; problem  why the form was refused."""

    token: str
    given: FirstAdministrator
    problem: Problem | None = None


@dataclass(frozen=True)
class TokenPage:
    """Somebody came without the code, or with a wrong one."""

    is_wrong: bool
