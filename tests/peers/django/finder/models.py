"""Offers, who makes them, where and when: the part of HSDS the result page shows or filters by."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class Place(models.Model):
    name = models.CharField(max_length=200)
    postcode = models.CharField(max_length=5, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    slug = models.SlugField(db_index=True)

    @property
    def label(self):
        return f"{self.postcode} {self.name}".strip()


class Term(models.Model):
    """A topic or another controlled value."""

    kind = models.CharField(max_length=20, db_index=True)
    code = models.CharField(max_length=60, db_index=True)
    label = models.CharField(max_length=200)
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE)


class Language(models.Model):
    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=60)


class Organization(models.Model):
    id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=300)


class Location(models.Model):
    id = models.UUIDField(primary_key=True)
    street = models.CharField(max_length=200, blank=True)
    town = models.CharField(max_length=200, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    step_free = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["latitude", "longitude"])]


class Service(models.Model):
    id = models.UUIDField(primary_key=True)
    organization = models.ForeignKey(Organization, null=True, on_delete=models.CASCADE)
    name = models.CharField(max_length=300)
    slug = models.SlugField(max_length=80)
    summary = models.TextField(blank=True)
    description = models.TextField(blank=True)
    terms = models.ManyToManyField(Term)
    languages = models.ManyToManyField(Language, through="ServiceLanguage")
    locations = models.ManyToManyField(Location)
    cost = models.CharField(max_length=200, blank=True)
    free = models.BooleanField(default=False, db_index=True)
    without_appointment = models.BooleanField(default=False, db_index=True)
    vector = SearchVectorField(null=True)

    class Meta:
        indexes = [GinIndex(fields=["vector"])]


class ServiceLanguage(models.Model):
    service = models.ForeignKey(Service, on_delete=models.CASCADE)
    language = models.ForeignKey(Language, on_delete=models.CASCADE)
    on_request = models.BooleanField(default=False)


class Hours(models.Model):
    """Open each week on one day; nth is set where it is one week of the month only."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField()
    nth = models.SmallIntegerField(null=True)
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        indexes = [models.Index(fields=["weekday", "opens", "closes"])]


class Word(models.Model):
    """The words of all offers, to repair what was typed wrongly."""

    text = models.CharField(max_length=100, unique=True)
    uses = models.IntegerField()

    class Meta:
        indexes = [GinIndex(name="word_trigrams", fields=["text"], opclasses=["gin_trgm_ops"])]
