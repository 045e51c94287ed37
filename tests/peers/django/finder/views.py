"""The result page."""

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import render

from .choices import Search
from .models import Hours, Place, ServiceLanguage

PAGE_SIZE = 10
WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
LANGUAGES = (("de", "Deutsch"), ("de-simple", "Leichte Sprache"), ("en", "English"),
             ("uk", "Українська"), ("ru", "Русский"), ("ar", "العربية"), ("fa", "فارسی"),
             ("tr", "Türkçe"), ("fr", "Français"), ("pl", "Polski"), ("ro", "Română"),
             ("bg", "Български"), ("lt", "Lietuvių"), ("sv", "Svenska"))
SWITCHES = (("free", "Kostenlos"), ("walkin", "Ohne Termin"), ("open", "Jetzt offen"),
            ("stepfree", "Ohne Stufen"))


class Links:
    """Addresses of this search with one choice changed."""

    def __init__(self, request):
        self.fields = request.GET.copy()
        self.fields.pop("page", None)

    def set(self, name, value):
        fields = self.fields.copy()
        fields[name] = value
        return "/de/search?" + fields.urlencode()

    def without(self, name):
        fields = self.fields.copy()
        fields.pop(name, None)
        return "/de/search?" + fields.urlencode()

    def toggled(self, name, value):
        fields = self.fields.copy()
        values = fields.getlist(name)
        fields.setlist(name, [v for v in values if v != value] if value in values else values + [value])
        return "/de/search?" + fields.urlencode()


def state_of(service, now):
    """What the badge says: open until, or when it opens next in the coming week."""
    spans = list(service.hours.all())
    if not spans:
        return {"kind": "info", "text": "Bitte vorher anrufen"}
    time = now.time()
    for ahead in range(8):
        weekday = (now.weekday() + ahead) % 7
        week = (now.day + ahead - 1) // 7 + 1
        today = sorted((span for span in spans if span.weekday == weekday and span.nth in (None, week)),
                       key=lambda span: span.opens)
        for span in today:
            if ahead == 0 and span.opens <= time < span.closes:
                return {"kind": "success", "text": f"offen bis {span.closes:%H:%M}"}
            if ahead > 0 or span.opens > time:
                day = ("heute", "morgen")[ahead] if ahead < 2 else WEEKDAYS[weekday]
                return {"kind": "info", "text": f"öffnet {day} {span.opens:%H:%M}"}
    return {"kind": "info", "text": "Öffnet nur an manchen Tagen"}


def hit(service, search):
    locations = list(service.locations.all())
    distances = [metres for metres in map(search.metres_to, locations) if metres is not None]
    access = [term.label for term in service.terms.all() if term.kind == "access"]
    return {
        "service": service,
        "towns": ", ".join(dict.fromkeys(location.town for location in locations)),
        "km": f"{min(distances) / 1000:.1f} km".replace(".", ",") if distances else "",
        "state": state_of(service, search.now),
        "languages": [spoken.language for spoken in service.servicelanguage_set.all()
                      if not spoken.on_request],
        "access": ", ".join(access),
    }


def facets(search, counts, links):
    def rows(entries, name, chosen, label):
        return [{"text": label(entry), "code": entry.code, "count": entry.count,
                 "selected": entry.code in chosen, "href": links.toggled(name, entry.code)}
                for entry in entries]

    def switch(name, text):
        on = name in search.switches
        return {"text": text, "count": counts[name], "selected": on,
                "href": links.without(name) if on else links.set(name, "1")}

    groups = [
        {"id": "f-topic", "title": "Thema",
         "rows": rows(counts["topic"], "topic", search.topics, lambda term: term.label)},
        {"id": "f-language", "title": "Sprache", "foreign": True,
         "rows": rows(counts["speaks"], "speaks", search.languages, lambda language: language.name)},
    ]
    if search.place:
        groups.append({
            "id": "f-distance", "title": f"Entfernung von {search.place.name}",
            "rows": [{"text": f"bis {km} km", "count": count, "selected": search.km == int(km),
                      "href": links.without("km") if search.km == int(km) else links.set("km", km)}
                     for km, count in counts["distances"]]})
    groups.append({"id": "f-good", "title": "Gut zu wissen",
                   "rows": [switch(name, text) for name, text in SWITCHES]})
    groups.append({"id": "f-for", "title": "Für wen",
                   "rows": rows(counts["for"], "for", search.audiences, lambda term: term.label)})
    return [group for group in groups if group["rows"]]


def search(request):
    asked = Search(request.GET)
    services, counts = asked.results()
    services = services.defer("vector", "description").select_related("organization").prefetch_related(
        "terms", "locations", Prefetch("hours", Hours.objects.all()),
        Prefetch("servicelanguage_set", ServiceLanguage.objects.select_related("language")))
    paginator = Paginator(services, PAGE_SIZE)
    page = paginator.get_page(request.GET.get("page"))
    links = Links(request)
    first = max(1, page.number - 2)
    numbers = range(first, min(paginator.num_pages, first + 4) + 1)
    groups = facets(asked, counts, links)
    hits = [hit(service, asked) for service in page]
    return render(request, "finder/results.html", {
        "asked": asked,
        "total": paginator.count,
        "hits": hits,
        "facets": groups,
        "chips": [row for group in groups for row in group["rows"] if row["selected"]],
        "pages": [{"number": number, "href": links.set("page", number)} for number in numbers],
        "page": page,
        "next_href": links.set("page", page.number + 1) if page.has_next() else "",
        "places": Place.objects.order_by("name"),
        "languages": [(code, name, f"/{code}/search?{request.GET.urlencode()}") for code, name in LANGUAGES],
        "kept": [(name, value) for name, values in request.GET.lists() for value in values
                 if name not in ("q", "place", "page")],
    })
