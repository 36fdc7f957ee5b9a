"""Addresses of correspondents and institutions."""

from django.urls import path

from rounds import desk_finding_views as found
from rounds import desk_sheet_views as sheets
from rounds import desk_sign_views as signing
from rounds import desk_table_views as tables
from rounds import desk_text_views as texts
from rounds import desk_views as desk

_DESK = "reporting/<slug:slug>/<slug:code>/"
urlpatterns = [
    path("reporting/", desk.work, name="desk"),
    path(_DESK, desk.submission, name="desk-submission"),
    path(f"{_DESK}begin/", desk.begin, name="desk-begin"),
    path(f"{_DESK}readiness/", desk.readiness, name="desk-readiness"),
    path(f"{_DESK}people/", desk.people, name="desk-people"),
    path(f"{_DESK}sign/", signing.sign, name="desk-sign"),
    path(f"{_DESK}revise/", signing.revise, name="desk-revise"),
    path(f"{_DESK}findings/", found.findings, name="desk-findings"),
    path(f"{_DESK}findings/reason/", found.explain, name="desk-explain"),
    path(f"{_DESK}findings/file/", found.findings_file, name="desk-findings-file"),
    path(f"{_DESK}sections/<slug:key>/", texts.section, name="desk-section"),
    path(f"{_DESK}sheets/workbook/", sheets.workbook, name="desk-workbook"),
    path(f"{_DESK}sheets/", sheets.bring, name="desk-bring"),
    path(f"{_DESK}sheets/<slug:token>/", sheets.preview, name="desk-preview"),
    path(f"{_DESK}tables/<slug:name>/workbook/", sheets.workbook, name="desk-workbook"),
    path(f"{_DESK}tables/<slug:name>/sheet/", sheets.bring, name="desk-bring"),
    path(f"{_DESK}tables/<slug:name>/", tables.table, name="desk-table"),
    path(f"{_DESK}tables/<slug:name>/institution/", tables.assign, name="desk-assign"),
    path(f"{_DESK}tables/<slug:name>/done/", tables.send_back, name="desk-send-back"),
]
