-- Dates of one rule. Each meeting stands for itself and may be moved alone.
create table meeting_series (
  id text primary key,
  body_id text not null references body (id),
  rule text not null,
  created_at bigint not null
);

-- A meeting of a body. Day and time are local, in the county's zone; starts_at repeats them for sorting.
create table meeting (
  id text primary key,
  version bigint not null,
  body_id text not null references body (id),
  series_id text references meeting_series (id),
  kind text not null,
  state text not null,
  title text not null,
  purpose text not null,
  day text not null,
  start_minutes bigint not null,
  length_minutes bigint not null,
  starts_at bigint not null,
  place text not null,
  place_id text not null,
  online_url text not null,
  answer_until text,
  places_max bigint,
  is_public bigint not null,
  sequence bigint not null,
  cancel_reason text not null,
  created_by text not null,
  created_at bigint not null,
  modified bigint not null
);
create index meeting_starts on meeting (starts_at, id);
create index meeting_body on meeting (body_id, starts_at);
create index meeting_series_of on meeting (series_id);

-- Who is asked to a meeting, and what they answered. A seat's organisation or person is known by its id;
-- name and mail of a guest, of who comes instead and what was noted are sealed in `content`.
create table invitee (
  id text primary key,
  version bigint not null,
  meeting_id text not null references meeting (id),
  seat_id text not null,
  organization_id text,
  person_id text,
  language text not null,
  answer text not null,
  content text not null,
  address_hash text not null,
  invited_at bigint,
  invited_sequence bigint not null,
  answered_at bigint,
  reminded_at bigint,
  attended bigint
);
create index invitee_meeting on invitee (meeting_id);
create index invitee_person on invitee (person_id);
create index invitee_organization on invitee (organization_id);
