-- People who offered help. All they wrote is sealed; the hash finds the second of two clicks.
create table helper (
  id text primary key,
  version bigint not null,
  state text not null,
  body_id text not null,
  place_id text not null,
  language text not null,
  content text not null,
  content_hash text not null,
  answered_by text not null,
  answered_at bigint,
  created_at bigint not null
);
create index helper_body on helper (body_id, state);
create index helper_created on helper (created_at);
create index helper_hash on helper (content_hash);

-- What a circle of helpers is looking for, for the public page.
create table helper_wanted (
  id text primary key,
  version bigint not null,
  body_id text not null,
  title text not null,
  body text not null,
  place_id text not null,
  languages text not null,
  until_day text not null,
  created_at bigint not null
);
create index helper_wanted_until on helper_wanted (until_day);
