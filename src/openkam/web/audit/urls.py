"""The addresses of the audit trail."""

from django.urls import path

from openkam.web.audit.views import audit, export, verification

app_name = "audit"
urlpatterns = [
    path("audit/", audit, name="audit"),
    path("audit/export/", export, name="export"),
    path("audit/verification/", verification, name="verification"),
]
