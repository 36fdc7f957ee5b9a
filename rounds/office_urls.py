"""Addresses of the secretariat, of the network, and of what readers see of SICREMI. They stand before those of the desks:
"office", "rounds" and "training" are no rounds."""

from django.urls import path

from rounds import method_views as method
from rounds import network_views as network
from rounds import (
    office_countries,
    office_deadlines,
    office_mailings,
    office_people,
    office_review,
    office_rounds,
    office_table,
    office_training,
    public_views,
)
from rounds import office_views as office

_ROUND = "reporting/office/rounds/<slug:slug>/"
_COUNTRY = f"{_ROUND}countries/<slug:iso3>/"
_PEOPLE = "reporting/office/people/"
_METHOD = "reporting/office/method/"
_TRAINING = "reporting/office/training/"
urlpatterns = [
    path("reporting/office/", office.listing, name="office"),
    path("reporting/office/rounds/new/", office_rounds.new, name="office-new"),
    path(_ROUND, office.round_page, name="office-round"),
    path(f"{_ROUND}progress/csv/", office.progress_file, name="office-csv"),
    path(f"{_ROUND}edit/", office_rounds.edit, name="office-edit"),
    path(f"{_ROUND}tables/", office_rounds.tables, name="office-tables"),
    path(f"{_ROUND}tables/<slug:name>/", office_rounds.table, name="office-table"),
    path(f"{_ROUND}sections/new/", office_rounds.section, name="office-section-new"),
    path(f"{_ROUND}sections/<int:pk>/", office_rounds.section, name="office-section"),
    path(f"{_ROUND}countries/", office_countries.countries, name="office-countries"),
    path(f"{_ROUND}open/", office_rounds.open_round, name="office-open"),
    path(f"{_ROUND}close/", office_rounds.close_round, name="office-close"),
    path(f"{_ROUND}deadline/", office_deadlines.page, name="office-deadline"),
    path(f"{_ROUND}delete/", office_rounds.delete, name="office-delete"),
    path(f"{_ROUND}reminders/", office_mailings.page, name="office-reminders"),
    path(f"{_ROUND}observers/", office_people.observers, name="office-observers"),
    path(_COUNTRY, office_review.country, name="office-country"),
    path(f"{_COUNTRY}start/", office_review.start, name="office-start"),
    path(f"{_COUNTRY}publish/", office_review.publish, name="office-publish"),
    path(f"{_COUNTRY}steps/<slug:name>/", office_review.step, name="office-step"),
    path(f"{_COUNTRY}tables/<slug:name>/", office_table.table, name="office-country-table"),
    path(_PEOPLE, office_people.everybody, name="office-people"),
    path(f"{_PEOPLE}<slug:iso3>/", office_people.country, name="office-country-people"),
    path(f"{_PEOPLE}<slug:iso3>/institutions/<int:pk>/", office_people.institution, name="office-institution"),
    path(f"{_PEOPLE}<slug:iso3>/<slug:what>/<int:pk>/", office_people.change, name="office-people-change"),
    path(_TRAINING, office_training.listing, name="office-training"),
    path(f"{_TRAINING}new/", office_training.edit, name="office-training-new"),
    path(f"{_TRAINING}<int:pk>/", office_training.edit, name="office-training-edit"),
    path(f"{_TRAINING}<int:pk>/<slug:name>/", office_training.step, name="office-training-step"),
    path(_METHOD, method.versions, name="method-versions"),
    path(f"{_METHOD}new/", method.edit, name="method-new"),
    path(f"{_METHOD}<int:number>/", method.edit, name="method-edit"),
    path(f"{_METHOD}<int:number>/<slug:name>/", method.step, name="method-step"),
    path(f"{_METHOD}comments/<int:pk>/answer/", method.answer, name="method-answer"),
    path("reporting/rounds/", network.rounds, name="network"),
    path("reporting/rounds/<slug:slug>/", network.progress, name="progress"),
    path("reporting/rounds/<slug:slug>/questions/", network.questions, name="questions"),
    path("reporting/training/", network.training, name="training"),
    path("reporting/training/<slug:slug>/file/", network.training_file, name="training-file"),
    path("sicremi/", public_views.sicremi, name="sicremi"),
    path("sicremi/method/", method.page, name="method"),
    path("sicremi/method/<int:number>/", method.version, name="method-version"),
    path("sicremi/rounds/<slug:slug>/", public_views.round_page, name="sicremi-round"),
]
