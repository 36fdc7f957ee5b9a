from django.http import HttpResponse


def law(request, jurisdiction, slug, provision=None):
    return HttpResponse("")
