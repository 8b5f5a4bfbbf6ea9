"""Every address of the browser door.

A screen's `urls.py` states its addresses from the root (`accounts/<int:pk>/`); a new screen is one word here.
The search stands in front: it is asked with every letter that is typed.
"""

from typing import Final

from django.urls import include, path

SCREENS: Final = (
    "home",
    "search",
    "sign_in",
    "welcome",
    "me",
    "users",
    "audit",
    "accounts",
    "archive",
    "data",
    "portfolio",
    "grading",
    "gallery",
    "explain",
    "contacts_import",
    "people_matches",
    "log",
    "visit",
    "flags",
    "rivals",
    "people",
    "opportunities",
    "contacts",
    "privacy",
)

urlpatterns = [path("", include(f"openkam.web.{screen}.urls")) for screen in SCREENS]

handler400 = "openkam.web.home.faults.bad_request"
handler403 = "openkam.web.home.faults.forbidden"
handler404 = "openkam.web.home.faults.not_found"
handler500 = "openkam.web.home.faults.broken"
