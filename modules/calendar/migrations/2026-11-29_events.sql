-- A row of events under one name with its own page and feed: "Interkulturelle Woche".
create table event_programme (
  id text primary key,
  version bigint not null,
  name text not null,
  about text not null,
  language text not null,
  from_day text not null,
  until_day text not null,
  created_at bigint not null,
  modified bigint not null
);

-- What an organisation invites everybody to. Day and time are local, in the county's zone. Topics and
-- languages are codes with a blank before and after each; `words` is what a search compares.
create table event (
  id text primary key,
  version bigint not null,
  organization_id text not null,
  programme_id text references event_programme (id),
  source_id text not null,
  uid text not null,
  state text not null,
  title text not null,
  about text not null,
  language text not null,
  day text not null,
  start_minutes bigint not null,
  length_minutes bigint not null,
  all_day bigint not null,
  rule text not null,
  last_day text not null,
  place text not null,
  place_id text not null,
  topics text not null,
  languages text not null,
  cost text not null,
  link text not null,
  reason text not null,
  due_on text not null,
  sequence bigint not null,
  words text not null,
  created_by text not null,
  created_at bigint not null,
  modified bigint not null
);
create index event_organization on event (organization_id, created_at);
create index event_state on event (state, due_on);
create index event_of_programme on event (programme_id);
create index event_source on event (source_id, uid);
create index event_uid on event (uid);

-- Each day an event takes place, worked out from its rule. `regular` is the day by the rule; a date that
-- was moved has another `day`.
create table event_date (
  event_id text not null references event (id),
  regular text not null,
  day text not null,
  start_minutes bigint not null,
  length_minutes bigint not null,
  starts_at bigint not null,
  state text not null,
  primary key (event_id, regular)
);
create index event_date_day on event_date (day, event_id);
