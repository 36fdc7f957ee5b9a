"""Answers to programs are the same for everybody: what a browser knows of its reader is not looked at."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware

Answer = Callable[[HttpRequest], HttpResponse]
FILES = (".json", ".csv")


class NoCookies:
    """Under /api/, and where a record or a list is taken away as a file, a request has no cookies: no session, no account."""

    def __init__(self, get_response: Answer):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if path.startswith("/api/") or (path.endswith(FILES) and not path.startswith("/admin/")):
            request.META.pop("HTTP_COOKIE", None)
            request.COOKIES = {}
        return self.get_response(request)


class Languages(LocaleMiddleware):
    """Django's own; but what is not found under /api/ is not there, and is not sought under a language either."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path_info.startswith("/api/"):
            return response
        return super().process_response(request, response)
