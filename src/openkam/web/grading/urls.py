"""The addresses of the grading screen."""

from django.urls import path

from openkam.web.grading.editor import views as editor
from openkam.web.grading.overview import views as overview
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
    path(f"{_SCHEME}editor/", editor.editor, name="editor"),
    path(f"{_SCHEME}effect/", editor.effect, name="effect"),
]
