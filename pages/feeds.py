"""What is new as an Atom feed, one a language."""

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, gettext

from pages import new as news
from records.texts import labelled
from records.visibility import declares

ENTRIES = 50


class New(Feed):
    """The last published records in the language of the address."""

    feed_type = Atom1Feed

    def title(self) -> str:
        return gettext("Migration in the Americas: what is new")

    def subtitle(self) -> str:
        return gettext(
            "Laws, treaties and policies that were added or changed, figures and reports. Information, not legal advice."
        )

    def link(self) -> str:
        return reverse("pages:new")

    def feed_url(self) -> str:
        return reverse("pages:feed")

    def items(self) -> list[news.Item]:
        return news.newest(get_language() or "en", ENTRIES)

    def item_title(self, item: news.Item) -> str:
        return labelled(item.owner, item.title.text)

    def item_description(self, item: news.Item) -> str:
        unchecked = f" [{gettext('unchecked')}]" if item.unchecked else ""
        return f"{item.summary.text}{unchecked}"

    def item_link(self, item: news.Item) -> str:
        return item.url

    def item_updateddate(self, item: news.Item) -> datetime:
        return item.day


_feed = New()


@declares("public records")
def new(request: HttpRequest) -> HttpResponse:
    """Atom."""
    return _feed(request)
