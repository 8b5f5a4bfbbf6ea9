"""What a user sends about himself."""

from dataclasses import dataclass

from openkam.analysis.words import Text
from openkam.core.problem import Problem
from openkam.web.viewer import Request

_LONGEST = 1_000


@dataclass(frozen=True)
class NewPassword:
    """The password in force and the one that follows."""

    current: str
    new: str


def new_password_of(request: Request) -> NewPassword:
    """The form as sent.

    Raises Problem where the new one was not typed twice the same.
    """
    sent = request.POST
    if sent.get("new", "") != sent.get("again", ""):
        raise Problem(
            Text("The two new passwords differ.", "两次输入的新密码不一致。"),
            remedy=Text("Type the same password twice.", "请两次输入相同的密码。"),
            column="again",
        )
    return NewPassword(sent.get("current", "")[:_LONGEST], sent.get("new", "")[:_LONGEST])
