"""The addresses of archives."""

from django.urls import path

from openkam.web.archive import acts, views

app_name = "archive"
_ONE = "accounts/<int:pk>/archive/"
urlpatterns = [
    path(_ONE, views.overview, name="overview"),
    path(f"{_ONE}identity/", views.identity, name="identity"),
    path(f"{_ONE}identity/codes/", views.codes, name="codes"),
    path(f"{_ONE}group/", views.group, name="group"),
    path(f"{_ONE}relation/", views.relation, name="relation"),
    path(f"{_ONE}finances/", views.finances, name="finances"),
    path(f"{_ONE}documents/", views.documents, name="documents"),
    path(f"{_ONE}documents/<int:document>/", views.download, name="download"),
    path(f"{_ONE}export.xlsx", views.as_workbook, name="workbook"),
    path(f"{_ONE}print/", views.as_print, name="print"),
    path(f"{_ONE}facts/", acts.fact, name="fact"),
    path(f"{_ONE}facts/<int:fact>/confirmation/", acts.confirmation, name="confirmation"),
    path(f"{_ONE}buying/", acts.purchasing, name="purchasing"),
    path(f"{_ONE}buying/<int:purchasing>/removal/", acts.purchasing_removal, name="purchasing_removal"),
    path(f"{_ONE}own-fields/<int:field>/", acts.custom_value, name="custom_value"),
    path(f"{_ONE}identity/names/", acts.alias, name="alias"),
    path(f"{_ONE}identity/names/<int:alias>/removal/", acts.alias_removal, name="alias_removal"),
    path(f"{_ONE}identity/numbers/", acts.tax_number, name="tax_number"),
    path(f"{_ONE}identity/numbers/<int:number>/removal/", acts.tax_number_removal, name="tax_number_removal"),
    path(f"{_ONE}identity/lists/", acts.classification, name="classification"),
    path(f"{_ONE}identity/organisation/", acts.organisation, name="organisation"),
    path(f"{_ONE}group/link/", acts.link, name="link"),
    path(f"{_ONE}group/link/end/", acts.link_end, name="link_end"),
    path(f"{_ONE}group/partnership/", acts.partnership, name="partnership"),
    path(f"{_ONE}group/partnership/end/", acts.partnership_end, name="partnership_end"),
    path(f"{_ONE}relation/states/", acts.state, name="state"),
    path(f"{_ONE}finances/statements/", acts.statement, name="statement"),
    path(f"{_ONE}finances/statements/<int:year>/removal/", acts.statement_removal, name="statement_removal"),
    path(f"{_ONE}documents/new/", acts.document, name="document"),
    path(f"{_ONE}documents/<int:document>/removal/", acts.document_removal, name="document_removal"),
    path(f"{_ONE}documents/<int:document>/return/", acts.document_return, name="document_return"),
    path("relations/", views.gaps, name="gaps"),
    path("fields/", views.fields, name="fields"),
    path("fields/new/", acts.new_field, name="new_field"),
    path("fields/<int:pk>/retirement/", acts.field_retirement, name="field_retirement"),
    path("fields/<int:pk>/return/", acts.field_return, name="field_return"),
]
