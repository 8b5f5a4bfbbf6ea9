"""The addresses of the grading screen."""

from django.urls import path

from openkam.web.grading.card.views import card
from openkam.web.grading.editor import views as editor
from openkam.web.grading.methods.views import methods
from openkam.web.grading.overview import views as overview
from openkam.web.grading.people.views import people, ratings
from openkam.web.grading.runs import views as runs
from openkam.web.grading.schemes import views as schemes

app_name = "grading"
_SCHEME = "grading/schemes/<slug:which>/"
urlpatterns = [
    path("grading/", overview.overview, name="grading"),
    path("grading/now/", overview.now, name="now"),
    path("grading/progress/", overview.progress, name="progress"),
    path("grading/schemes/", schemes.schemes, name="schemes"),
    path("grading/schemes/text/", editor.text, name="text"),
    path(_SCHEME, schemes.scheme, name="scheme"),
    path(f"{_SCHEME}scheme.toml", schemes.file, name="file"),
    path(f"{_SCHEME}grading/", schemes.grading, name="grade_by"),
    path(f"{_SCHEME}retirement/", schemes.retirement, name="retirement"),
    path(f"{_SCHEME}discard/", schemes.discard, name="discard"),
    path(f"{_SCHEME}editor/", editor.editor, name="editor"),
    path(f"{_SCHEME}effect/", editor.effect, name="effect"),
    path("grading/methods/", methods, name="methods"),
    path("grading/criteria/", card, name="criteria"),
    path("grading/people/", people, name="people"),
    path("grading/people/ratings/", ratings, name="ratings"),
    path("grading/runs/", runs.runs, name="runs"),
    path("grading/runs/<int:number>/", runs.run, name="run"),
    path("grading/runs/<int:number>/publication/", runs.publication, name="publication"),
]
