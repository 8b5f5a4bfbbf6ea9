"""An answer is drawn once from the same facts and forgotten with them."""

import gc
import weakref

from openkam.analysis.remembered import remembered
from tests.analysis.ledger_facts import facts_of


class Answer:
    """Something that can be seen to go."""


def test_the_same_facts_are_asked_once_and_others_anew():
    asked = []
    answers = remembered(lambda facts: asked.append(facts.until) or Answer())
    one, other = facts_of([]), facts_of([])
    assert answers(one) is answers(one)
    assert answers(other) is not answers(one)
    assert len(asked) == 2


def test_the_answer_goes_with_its_facts():
    answers = remembered(lambda _: Answer())
    facts = facts_of([])
    seen = weakref.ref(answers(facts))
    assert seen() is not None
    del facts
    gc.collect()
    assert seen() is None
