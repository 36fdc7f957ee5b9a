"""Addresses of the data rounds: for correspondents, institutions, observers and the secretariat."""

from rounds import desk_urls, office_urls

app_name = "rounds"
urlpatterns = [
    *office_urls.urlpatterns,
    *desk_urls.urlpatterns,
]
