"""What a search asks for, as filters on services. Each can be left out, to count its own choices."""

import math
import re

from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramSimilarity
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone

from .models import Hours, Language, Location, Place, Service, Term, Word

DISTANCES_KM = (2, 5, 10, 20)
METRES_PER_DEGREE = 111_320


def repaired(text):
    """The text with words nobody uses replaced by the most similar known one."""
    words = re.findall(r"\w+", text.lower())
    known = set(Word.objects.filter(text__in=words).values_list("text", flat=True))
    result = []
    for word in words:
        if word not in known:
            similar = (Word.objects.filter(text__trigram_similar=word)
                       .annotate(similarity=TrigramSimilarity("text", word))
                       .order_by("-similarity", "-uses").first())
            word = similar.text if similar else word
        result.append(word)
    return " ".join(result)


class Search:
    """The parameters of the address, read."""

    def __init__(self, fields):
        self.text = fields.get("q", "").strip()[:200]
        self.topics = fields.getlist("topic")
        self.languages = fields.getlist("speaks")
        self.audiences = fields.getlist("for")
        self.certain = fields.get("sure") == "1"
        self.switches = {name for name in ("free", "walkin", "open", "stepfree")
                         if fields.get(name) == "1"}
        self.place = self.find_place(fields.get("place", "").strip())
        km = fields.get("km", "")
        self.km = int(km) if km.isdigit() and self.place else None
        self.now = timezone.localtime()
        self.query = SearchQuery(self.text, config="german", search_type="websearch") if self.text else None
        self.repaired_text = ""

    @staticmethod
    def find_place(text):
        if not text:
            return None
        return Place.objects.filter(Q(slug=text.lower()) | Q(name__iexact=text) | Q(postcode=text)).first()

    def matching(self):
        """Services with the words, whatever else is chosen; repairs the words when there are none."""
        services = Service.objects.all()
        if not self.query:
            return services
        found = services.filter(vector=self.query)
        if not found.exists():
            better = repaired(self.text)
            query = SearchQuery(better, config="german", search_type="websearch")
            if better != self.text.lower() and services.filter(vector=query).exists():
                self.repaired_text, self.query = better, query
                found = services.filter(vector=query)
        return found

    def filters(self):
        """Name of the choice: condition."""
        conditions = {}
        if self.topics:
            terms = Term.objects.filter(kind="topic").filter(
                Q(code__in=self.topics) | Q(parent__code__in=self.topics))
            conditions["topic"] = self.has_term(terms)
        if self.audiences:
            conditions["for"] = self.has_term(
                Term.objects.filter(kind="audience", code__in=self.audiences))
        if self.languages:
            through = Service.languages.through.objects.filter(
                service=OuterRef("pk"), language__code__in=self.languages)
            if self.certain:
                through = through.filter(on_request=False)
            conditions["speaks"] = Exists(through)
        if self.km:
            conditions["km"] = self.within(self.km)
        for name in self.switches:
            conditions[name] = self.switch(name)
        return conditions

    @staticmethod
    def has_term(terms):
        return Exists(Service.terms.through.objects.filter(service=OuterRef("pk"), term__in=terms))

    def switch(self, name):
        if name == "free":
            return Q(free=True)
        if name == "walkin":
            return Q(without_appointment=True)
        if name == "stepfree":
            return Exists(Service.locations.through.objects.filter(
                service=OuterRef("pk"), location__step_free=True))
        time = self.now.time()
        nth = (self.now.day - 1) // 7 + 1
        return Exists(Hours.objects.filter(
            Q(nth=None) | Q(nth=nth), service=OuterRef("pk"), weekday=self.now.weekday(),
            opens__lte=time, closes__gt=time))

    def within(self, km):
        """A box by the index on coordinates, then the circle."""
        north = km * 1000 / METRES_PER_DEGREE
        shrink = math.cos(math.radians(self.place.latitude))
        east = north / shrink
        latitude, longitude = self.place.latitude, self.place.longitude
        near = Location.objects.filter(
            latitude__range=(latitude - north, latitude + north),
            longitude__range=(longitude - east, longitude + east),
        ).annotate(
            dy=F("latitude") - latitude, dx=(F("longitude") - longitude) * shrink,
        ).annotate(square=F("dx") * F("dx") + F("dy") * F("dy")).filter(square__lte=north * north)
        return Exists(Service.locations.through.objects.filter(
            service=OuterRef("pk"), location__in=near.values("pk")))

    def metres_to(self, location):
        if not self.place or location.latitude is None:
            return None
        shrink = math.cos(math.radians(self.place.latitude))
        return METRES_PER_DEGREE * math.hypot(
            location.latitude - self.place.latitude,
            (location.longitude - self.place.longitude) * shrink)

    def results(self):
        """The services, best first, and the counts of every further choice."""
        matching = self.matching()
        conditions = self.filters()

        def without(*names):
            """Ids only: the counts need no columns."""
            chosen = matching
            for name, condition in conditions.items():
                if name not in names:
                    chosen = chosen.filter(condition)
            return chosen

        services = without()
        if self.query:
            services = services.annotate(rank=SearchRank(F("vector"), self.query)).order_by("-rank", "id")
        else:
            services = services.order_by("id")
        return services, self.counts(without)

    def counts(self, without):
        def of_terms(kind, name):
            return list(
                Term.objects.filter(kind=kind, service__in=without(name).values("pk"))
                .annotate(count=Count("service")).order_by("-count", "code")[:10])

        languages = Language.objects.filter(
            servicelanguage__service__in=without("speaks").values("pk"))
        if self.certain:
            languages = languages.filter(servicelanguage__on_request=False)
        counts = {
            "topic": of_terms("topic", "topic"),
            "for": of_terms("audience", "for"),
            "speaks": list(languages.annotate(count=Count("servicelanguage"))
                           .order_by("-count", "code")[:10]),
            "distances": [],
        }
        if self.place:
            near = without("km")
            counts["distances"] = list(near.aggregate(**{
                str(km): Count("pk", filter=Q(self.within(km))) for km in DISTANCES_KM}).items())
        switches = ("free", "walkin", "open", "stepfree")
        if self.switches:
            counts.update({name: without(name).filter(self.switch(name)).count() for name in switches})
        else:
            counts.update(without().aggregate(**{
                name: Count("pk", filter=Q(self.switch(name))) for name in switches}))
        return counts
