"""How far each kind of record may be read in this company."""


def is_open_to_company(kind: str) -> bool:
    """Whether everybody with the right to see records of this kind sees all of them."""
    from openkam.records.users.models import ReadLevel

    return ReadLevel.objects.filter(kind=kind, level=ReadLevel.Level.COMPANY).exists()
