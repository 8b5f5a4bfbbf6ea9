"""The pages of the way in."""

from dataclasses import dataclass

from openkam.analysis.words import Text


@dataclass(frozen=True)
class SignInPage:
    """login  what was typed before; error  why it did not work; notice  what just happened."""

    next: str
    login: str = ""
    error: Text | None = None
    notice: Text | None = None


@dataclass(frozen=True)
class CodePage:
    """The second step."""

    next: str
    error: Text | None = None


WRONG = Text("Login or password is wrong.", "登录名或密码不正确。")
WRONG_CODE = Text("This code does not fit, or it was used before.", "验证码不正确，或已使用过。")
TOO_LATE = Text("That took too long. Please sign in again.", "操作超时，请重新登录。")
SIGNED_OUT = Text("You are signed out.", "您已退出登录。")
ENDED = Text(
    "You were signed out, because the password was changed or the session ended elsewhere.",
    "您已被退出登录：密码已更改，或该会话已在别处结束。",
)
