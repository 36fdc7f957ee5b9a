"""Addresses of reports: /es/reports/americas-2026/remittances/, and the secretariat's desk for them."""

from django.urls import path, re_path

from reports import office_number_views, office_shape_views, office_text_views, office_views, views

app_name = "reports"
_DESK = "reporting/office/reports/"
_ONE = f"{_DESK}<slug:slug>/v<int:version>/"
_CHAPTER = f"{_ONE}chapters/<slug:chapter>/"
_PART = f"{_CHAPTER}parts/<int:pk>/"
urlpatterns = [
    path("reports/", views.listing, name="list"),
    path("reports/<slug:slug>/", views.report, name="report"),
    re_path(r"^reports/(?P<slug>[-\w]+)/report\.(?P<format>pdf|docx)$", views.file, name="file"),
    path("reports/<slug:slug>/<slug:chapter>/", views.chapter, name="chapter"),
    re_path(
        r"^reports/(?P<slug>[-\w]+)/(?P<chapter>[-\w]+)/chart-(?P<number>\d{1,4})(?P<narrow>-narrow)?\.svg$",
        views.chart,
        name="chart",
    ),
    path(_DESK, office_views.listing, name="office"),
    path(f"{_DESK}new/", office_views.new, name="office-new"),
    path(f"{_DESK}files/<int:pk>/", office_views.file, name="office-file"),
    path(_ONE, office_views.report, name="office-report"),
    path(f"{_ONE}step/", office_views.step, name="office-step"),
    path(f"{_ONE}titles/", office_views.titles, name="office-titles"),
    path(f"{_ONE}files/", office_views.order, name="office-order"),
    path(f"{_ONE}publish/<str:language>/", office_views.publish, name="office-publish"),
    path(f"{_ONE}chapters/", office_shape_views.chapters, name="office-chapters"),
    path(_CHAPTER, office_shape_views.parts, name="office-parts"),
    path(f"{_CHAPTER}remove/", office_shape_views.chapter_remove, name="office-chapter-remove"),
    path(f"{_CHAPTER}<str:step>/", office_shape_views.chapter_step, name="office-chapter-step"),
    path(f"{_PART}remove/", office_shape_views.part_remove, name="office-part-remove"),
    path(f"{_PART}number/", office_number_views.number, name="office-number"),
    path(f"{_PART}<str:step>/", office_shape_views.part_step, name="office-part-step"),
    path(f"{_ONE}<slug:chapter>/<str:language>/", office_text_views.chapter, name="office-chapter"),
]
