"""The addresses of the data screen."""

from django.urls import path

from openkam.web.data.loads import grading, grading_progress, load, rollback
from openkam.web.data.matches import decision, matches, pairs, refusals
from openkam.web.data.views import (
    attempts,
    begin,
    cancellation,
    data,
    file,
    progress,
    publication,
    reading,
    sample,
    set_aside,
    upload,
)

app_name = "data"
_UPLOAD = "data/uploads/<slug:token>/"
urlpatterns = [
    path("data/", data, name="data"),
    path("data/sample/", sample, name="sample"),
    path("data/uploads/", begin, name="begin"),
    path(_UPLOAD, upload, name="upload"),
    path(f"{_UPLOAD}progress/", progress, name="progress"),
    path(f"{_UPLOAD}files/<int:position>/", file, name="file"),
    path(f"{_UPLOAD}reading/", reading, name="reading"),
    path(f"{_UPLOAD}publication/", publication, name="publication"),
    path(f"{_UPLOAD}cancellation/", cancellation, name="cancellation"),
    path(f"{_UPLOAD}attempts/", attempts, name="attempts"),
    path(f"{_UPLOAD}set-aside/<slug:table>/", set_aside, name="set_aside"),
    path("data/grading/", grading, name="grading"),
    path("data/grading/progress/", grading_progress, name="grading_progress"),
    path("data/loads/<int:number>/", load, name="load"),
    path("data/loads/<int:number>/rollback/", rollback, name="rollback"),
    path("data/matches/", matches, name="matches"),
    path("data/matches/pairs/", pairs, name="pairs"),
    path("data/matches/refusals/", refusals, name="refusals"),
    path("data/matches/<int:pk>/decision/", decision, name="decision"),
]
