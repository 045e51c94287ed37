-- Bodies: round tables, the coordination staff, working groups, councils, volunteer groups.
create table body (
  id text primary key,
  version bigint not null,
  kind text not null,
  name text not null,
  sort_key text not null,
  purpose text not null,
  looking_for text not null,
  place_id text,
  topics text not null,
  parent_id text references body (id),
  office_organization_id text references organization (id),
  office_person_id text references person (id),
  is_public bigint not null,
  from_day text not null,
  until_day text,
  modified bigint not null
);
create index body_sort on body (sort_key, id);
create index body_parent on body (parent_id);
create index body_place on body (place_id);
create index body_office on body (office_organization_id);
create index body_office_person on body (office_person_id);

-- All names a body ever had, today's included; `slug` is what is searched.
create table body_name (
  id text primary key,
  body_id text not null references body (id),
  name text not null,
  slug text not null,
  from_day text not null,
  until_day text
);
create index body_name_body on body_name (body_id);

-- A seat belongs to an organisation (who comes may change) or to a person.
create table seat (
  id text primary key,
  body_id text not null references body (id),
  organization_id text references organization (id),
  person_id text references person (id),
  deputy_id text references person (id),
  role text not null,
  from_day text not null,
  until_day text,
  check (organization_id is not null or person_id is not null)
);
create index seat_body on seat (body_id);
create index seat_organization on seat (organization_id);
create index seat_person on seat (person_id);
create index seat_deputy on seat (deputy_id);
