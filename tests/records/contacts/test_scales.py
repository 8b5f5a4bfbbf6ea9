"""What an opinion may say."""

import pytest

from openkam.core.problem import Problem
from openkam.records.contacts.kinds import OpinionKind
from openkam.records.contacts.scales import checked_value


@pytest.mark.parametrize("nobody", ["!!!", "-"])
def test_a_rival_has_a_name(nobody: str) -> None:
    with pytest.raises(Problem):
        checked_value(OpinionKind.BACKS, nobody)
    assert checked_value(OpinionKind.BACKS, " 华锐有限公司 ") == "华锐有限公司"


def test_a_stance_is_one_of_its_scale() -> None:
    assert checked_value(OpinionKind.STANCE, "+3") == "3"
    for none in ("0", "6", "much"):
        with pytest.raises(Problem):
            checked_value(OpinionKind.STANCE, none)
