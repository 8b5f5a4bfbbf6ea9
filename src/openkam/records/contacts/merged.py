"""Who somebody is after people were found to be one, and who he was before: over any number of merges."""

from collections.abc import Iterable

from openkam.records.contacts.models import Person


def standing_ones(people: Iterable[int]) -> dict[int, int]:
    """By key, the person who stands for each of them today; one query, and one more for each merge in a row."""
    now = {person: person for person in people}
    while now:
        merged = Person.objects.filter(pk__in=set(now.values())).exclude(merged_into=None)
        further = dict(merged.values_list("pk", "merged_into_id"))
        if not further:
            break
        now = {person: further.get(last, last) for person, last in now.items()}
    return now


def all_of(person: Person) -> list[Person]:
    """He himself, and everybody who was merged into him or into one of those."""
    found, latest = [person], [person]
    while latest:
        latest = list(Person.objects.filter(merged_into__in=latest).order_by("pk"))
        found += latest
    return found
