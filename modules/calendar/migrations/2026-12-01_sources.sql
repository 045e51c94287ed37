-- Calendars of partners, read by address or from a file. `code` is what the last reading came to.
create table calendar_source (
  id text primary key,
  version bigint not null,
  organization_id text not null,
  name text not null,
  url text not null,
  topic text not null,
  code text not null,
  failures bigint not null,
  etag text not null,
  last_modified text not null,
  due_at bigint,
  read_at bigint,
  created_by text not null,
  created_at bigint not null
);
create index calendar_source_due on calendar_source (due_at);
