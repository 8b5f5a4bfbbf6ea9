"""Questions worth asking; an open one cannot be answered by yes or no. Source: R085."""

from dataclasses import dataclass
from typing import Final

from openkam.analysis.words import Text


@dataclass(frozen=True)
class Question:
    """A question of the bank; `is_open` where it lets the customer tell."""

    code: str
    text: Text
    is_open: bool


QUESTIONS: Final = (
    Question("EXPECTATION", Text("What do you expect of the product?", "您对产品有什么期望？"), is_open=True),
    Question(
        "UNMET_NEED",
        Text("Which of your needs does the market not meet today?", "您有哪些需求是目前市场还不能满足的？"),
        is_open=True,
    ),
    Question(
        "DECISION",
        Text("How is this decided at your company, and by whom?", "贵公司这件事如何决策，由谁来定？"),
        is_open=True,
    ),
    Question(
        "SUCCESS",
        Text("How will you know in a year that it was right?", "一年后，您会用什么来判断这个选择是对的？"),
        is_open=True,
    ),
    Question("BUDGET", Text("Is there a budget for it this year?", "今年有这笔预算吗？"), is_open=False),
    Question("OTHERS", Text("Have other suppliers already been here?", "其他供应商来过了吗？"), is_open=False),
)
