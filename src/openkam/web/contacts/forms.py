"""What is sent from the pages of people."""

from collections.abc import Mapping

from openkam.records.contacts.details import PersonDetails, PostDetails
from openkam.records.contacts.kinds import Basis
from openkam.web.typed import day_of

Sent = Mapping[str, str]


def details_of(sent: Sent) -> PersonDetails:
    """The person as typed; the action checks it."""
    return PersonDetails(
        name=sent.get("name", ""),
        aliases=sent.get("aliases", ""),
        is_placeholder="is_placeholder" in sent,
        email=sent.get("email", ""),
        phone=sent.get("phone", ""),
        language=sent.get("language", ""),
        channel=sent.get("channel", ""),
        basis=sent.get("basis") or Basis.BUSINESS_CONTACT,
        purpose=sent.get("purpose", ""),
        source=sent.get("source", ""),
        noticed_date=day_of(sent.get("noticed", "")),
    )


def post_of(sent: Sent) -> PostDetails:
    """The post as typed; the action checks it."""
    return PostDetails(
        department=sent.get("department", ""),
        title=sent.get("title", ""),
        level=sent.get("level", ""),
        in_group="in_group" in sent,
        since_date=day_of(sent.get("since", "")),
    )
