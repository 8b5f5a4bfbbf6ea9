"""The addresses of the log."""

from django.urls import path

from openkam.web.log.comparison.views import comparison
from openkam.web.log.entry import views as entry
from openkam.web.log.replay.views import replay
from openkam.web.log.review.views import review
from openkam.web.log.timeline.views import log

app_name = "log"
urlpatterns = [
    path("accounts/compare/", comparison, name="comparison"),
    path("accounts/<int:pk>/log/", log, name="log"),
    path("accounts/<int:pk>/log/replay/", replay, name="replay"),
    path("accounts/<int:pk>/log/new/", entry.new, name="new"),
    path("accounts/<int:pk>/log/<int:entry>/", entry.entry, name="entry"),
    path("accounts/<int:pk>/log/<int:entry>/removal/", entry.removal, name="removal"),
    path("accounts/<int:pk>/log/<int:entry>/restoration/", entry.restoration, name="restoration"),
    path("accounts/<int:pk>/log/<int:entry>/step/", entry.step, name="step"),
    path("accounts/<int:pk>/log/aims/<int:aim>/", entry.aim, name="aim"),
    path("accounts/<int:pk>/log/objections/", entry.objections, name="objections"),
    path("accounts/<int:pk>/log/objections/<int:objection>/", entry.answer, name="answer"),
    path("accounts/<int:pk>/log/deals/<int:deal>/review/", review, name="review"),
]
