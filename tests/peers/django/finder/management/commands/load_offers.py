"""Reads `mila export hsds` and the places into the tables, once."""

import csv
import json
import re

from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.utils.text import slugify

from finder.models import (Hours, Language, Location, Organization, Place, Service,
                           ServiceLanguage, Term, Word)

WEEKDAYS = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
NATIVE = {"de": "Deutsch", "en": "English", "uk": "Українська", "ru": "Русский", "ar": "العربية",
          "fa": "فارسی", "tr": "Türkçe", "fr": "Français", "pl": "Polski", "ro": "Română",
          "bg": "Български", "lt": "Lietuvių", "sv": "Svenska", "ti": "ትግርኛ", "ku": "Kurdî",
          "vi": "Tiếng Việt", "so": "Soomaali"}
FREE = {"free"}
WITHOUT_APPOINTMENT = {"open-door"}


class Command(BaseCommand):
    help = __doc__
    parents = {}  # term id: id of the term above

    def add_arguments(self, parser):
        parser.add_argument("offers")
        parser.add_argument("places")

    def handle(self, offers, places, **options):
        with transaction.atomic():
            self.read_places(places)
            self.read_offers(offers)
            self.index()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        self.stdout.write(f"{Service.objects.count()} offers, {Word.objects.count()} words")

    def read_places(self, path):
        with open(path, encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file, delimiter=";"):
                number = lambda cell: float(cell.replace(",", ".")) if cell else None
                if row["Art"] == "Landkreis":
                    continue
                Place.objects.create(
                    name=row["Name"], postcode=row["PLZ"].split(" | ")[0], slug=slugify(row["Name"]),
                    latitude=number(row["Breite"]), longitude=number(row["Länge"]))

    def read_offers(self, path):
        organizations, locations, services = {}, {}, []
        terms, languages = {}, {}
        of_terms, of_languages, of_locations, hours = [], [], [], []
        with open(path, encoding="utf-8") as file:
            for line in file:
                record = json.loads(line)
                if organization := record.get("organization"):
                    organizations[organization["id"]] = Organization(
                        id=organization["id"], name=organization["name"])
                terms_of = [item["taxonomy_term"] for item in record.get("attributes", [])]
                access = {term["code"] for term in terms_of if term.get("taxonomy") == "mila-access"}
                service = Service(
                    id=record["id"], organization_id=(organization or {}).get("id"),
                    name=record["name"], summary=record.get("x_summary", ""),
                    slug=slugify(record["name"])[:60] + "-" + record["id"][-8:],
                    description=record.get("description", ""),
                    cost=", ".join(cost.get("option", "") for cost in record.get("cost_options", []))[:200],
                    free=any(cost.get("x_code") in FREE for cost in record.get("cost_options", [])))
                services.append(service)
                for each in terms_of:
                    term = self.term(each, terms)
                    of_terms.append(Service.terms.through(service_id=service.id, term=term))
                for spoken in record.get("languages", []):
                    code = spoken["code"]
                    language = languages.get(code) or languages.setdefault(
                        code, Language.objects.create(code=code, name=NATIVE.get(code, code)))
                    of_languages.append(ServiceLanguage(
                        service=service, language=language,
                        on_request=spoken.get("x_on_request", False)))
                seen = set()
                for at in record.get("service_at_locations", []):
                    for schedule in at.get("schedules", []):
                        hours += self.hours(service, schedule)
                    place = at.get("location")
                    if place and place["id"] not in seen:
                        seen.add(place["id"])
                        locations[place["id"]] = self.location(place)
                        of_locations.append(Service.locations.through(
                            service_id=service.id, location_id=place["id"]))
                service.without_appointment = bool(access & WITHOUT_APPOINTMENT)
        Organization.objects.bulk_create(organizations.values(), batch_size=1000)
        Location.objects.bulk_create(locations.values(), batch_size=1000)
        Service.objects.bulk_create(services, batch_size=1000)
        Service.terms.through.objects.bulk_create(of_terms, batch_size=1000, ignore_conflicts=True)
        ServiceLanguage.objects.bulk_create(of_languages, batch_size=1000)
        Service.locations.through.objects.bulk_create(of_locations, batch_size=1000)
        Hours.objects.bulk_create(hours, batch_size=1000)
        for term, parent in self.parents.items():
            if parent in terms:
                Term.objects.filter(pk=terms[term].pk).update(parent=terms[parent])

    def term(self, record, terms):
        if record["id"] not in terms:
            kind = record.get("taxonomy", "mila-topics").replace("mila-", "")
            terms[record["id"]] = Term.objects.create(
                kind="topic" if kind == "topics" else kind, code=record["code"], label=record["name"])
            if record.get("parent_id"):
                self.parents[record["id"]] = record["parent_id"]
        return terms[record["id"]]

    @staticmethod
    def location(record):
        address = (record.get("addresses") or [{}])[0]
        return Location(
            id=record["id"], street=address.get("address_1", ""), town=address.get("city", ""),
            latitude=record.get("latitude"), longitude=record.get("longitude"),
            step_free=any(item.get("x_code") == "step-free" for item in record.get("accessibility", [])))

    @staticmethod
    def hours(service, schedule):
        opens, closes = schedule.get("opens_at"), schedule.get("closes_at")
        if not opens or not closes:
            return
        for day in (schedule.get("byday") or "").split(","):
            if match := re.fullmatch(r"(-?\d)?(MO|TU|WE|TH|FR|SA|SU)", day):
                nth = int(match[1]) if match[1] else None
                yield Hours(service=service, weekday=WEEKDAYS[match[2]], nth=nth,
                            opens=opens, closes=closes)

    @staticmethod
    def index():
        with connection.cursor() as cursor:
            cursor.execute("""
                UPDATE finder_service s SET vector =
                  setweight(to_tsvector('german', s.name), 'A') ||
                  setweight(to_tsvector('german', coalesce((
                    SELECT string_agg(t.label, ' ') FROM finder_term t
                    JOIN finder_service_terms st ON st.term_id = t.id
                    WHERE st.service_id = s.id AND t.kind = 'topic'), '')), 'B') ||
                  setweight(to_tsvector('german', s.summary || ' ' || coalesce(
                    (SELECT o.name FROM finder_organization o WHERE o.id = s.organization_id),
                    '')), 'C') ||
                  setweight(to_tsvector('german', s.description), 'D')""")
            cursor.execute("""
                INSERT INTO finder_word (text, uses)
                SELECT left(word, 100), ndoc FROM ts_stat($$
                  SELECT to_tsvector('simple', s.name || ' ' || s.summary || ' ' || s.description)
                  || to_tsvector('simple', coalesce((SELECT string_agg(t.label, ' ')
                    FROM finder_term t JOIN finder_service_terms st ON st.term_id = t.id
                    WHERE st.service_id = s.id AND t.kind = 'topic'), ''))
                  FROM finder_service s$$)
                WHERE length(word) BETWEEN 3 AND 100""")
