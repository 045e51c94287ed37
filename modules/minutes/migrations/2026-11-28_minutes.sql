-- Minutes: of a meeting (then `id` is the meeting's, so there is one) or taken over from before (a file).
-- `plain` is what members may find, `search_text` the same folded for searching. `present` are organisations
-- and functions of those who were there, one a line, since they went round; names stay with the meeting.
create table minutes (
  id text primary key,
  version bigint not null,
  meeting_id text references meeting (id),
  body_id text not null references body (id),
  state text not null,
  title text not null,
  day text not null,
  place text not null,
  plain text not null,
  search_text text not null,
  kept text not null,
  present text not null,
  present_count bigint not null,
  objections_until text,
  circulated_at bigint,
  approved_at bigint,
  approved_by text not null,
  content_hash text not null,
  released_at bigint,
  file_id text not null,
  created_by text not null,
  created_at bigint not null,
  modified bigint not null
);
create index minutes_day on minutes (day, id);
create index minutes_body on minutes (body_id, day);

-- A text for an item of the agenda, or beyond it. Each saves on its own.
create table minutes_part (
  id text primary key,
  version bigint not null,
  minutes_id text not null references minutes (id),
  agenda_item_id text not null,
  position bigint not null,
  number text not null,
  title text not null,
  text text not null,
  visibility text not null,
  modified_by text not null,
  modified bigint not null
);
create index minutes_part_of on minutes_part (minutes_id, position);

-- Accounts who write beside who runs the body.
create table minutes_writer (
  minutes_id text not null references minutes (id),
  account_id text not null,
  primary key (minutes_id, account_id)
);

-- Approved minutes are corrected by adding, never by changing.
create table minutes_addendum (
  id text primary key,
  minutes_id text not null references minutes (id),
  text text not null,
  made_by text not null,
  made_at bigint not null
);
create index minutes_addendum_of on minutes_addendum (minutes_id, made_at);

-- A passage that was blacked out: who, when, why; the passage itself is gone.
create table minutes_redaction (
  id text primary key,
  minutes_id text not null references minutes (id),
  part_id text not null,
  reason text not null,
  made_by text not null,
  made_at bigint not null,
  hash_before text not null,
  hash_after text not null
);
create index minutes_redaction_of on minutes_redaction (minutes_id, made_at);

-- What somebody who was there sees otherwise; name and words are sealed in `content`.
create table minutes_objection (
  id text primary key,
  version bigint not null,
  minutes_id text not null references minutes (id),
  invitee_id text not null,
  person_id text,
  content text not null,
  state text not null,
  answer text not null,
  made_at bigint not null,
  answered_at bigint
);
create index minutes_objection_of on minutes_objection (minutes_id, made_at);
create index minutes_objection_person on minutes_objection (person_id);
