-- The short mark in the numbers of a body's agreements, from its first one on.
create table agreement_mark (
  body_id text primary key references body (id),
  mark text not null unique
);

-- A meeting day of a body: its number in the year and the last number given on it.
create table agreement_day (
  body_id text not null references body (id),
  day text not null,
  year bigint not null,
  number bigint not null,
  last bigint not null,
  primary key (body_id, day),
  unique (body_id, year, number)
);

-- What a body agreed on. The meeting is an id of another module. `search` repeats number, text and reason
-- in the form in which words are compared.
create table agreement (
  id text primary key,
  version bigint not null,
  body_id text not null references body (id),
  meeting_id text not null,
  agreed_on text not null,
  mark text not null,
  year bigint not null,
  day_number bigint not null,
  item_number bigint not null,
  number text not null unique,
  wording text not null,
  reason text not null,
  review_on text,
  supersedes_id text unique references agreement (id),
  state text not null,
  end_reason text not null,
  ended_on text,
  topic text not null,
  place_id text not null,
  search text not null,
  created_by text not null,
  created_at bigint not null,
  modified bigint not null
);
create index agreement_by_day on agreement (agreed_on, id);
create index agreement_of_body on agreement (body_id, agreed_on);
create index agreement_of_meeting on agreement (meeting_id);
create index agreement_mark_used on agreement (mark, body_id);
create index agreement_review on agreement (review_on);

-- Who does what until when.
create table task (
  id text primary key,
  version bigint not null,
  body_id text not null references body (id),
  meeting_id text not null,
  agreement_id text references agreement (id),
  what text not null,
  organization_id text,
  person_id text,
  account_id text,
  due text,
  state text not null,
  given bigint not null,
  told_at bigint,
  reminded_at bigint,
  overdue_told_at bigint,
  ended_at bigint,
  search text not null,
  created_by text not null,
  created_at bigint not null,
  modified bigint not null
);
create index task_of_body on task (body_id, state);
create index task_of_meeting on task (meeting_id);
create index task_of_agreement on task (agreement_id);
create index task_of_person on task (person_id);
create index task_of_organization on task (organization_id);
create index task_of_account on task (account_id);
create index task_due on task (due, state);

-- What happened to an agreement or a task. `note` is sealed: a word why, or the wording before a change.
create table agreement_event (
  id text primary key,
  kind text not null,
  record_id text not null,
  at bigint not null,
  account_id text not null,
  act text not null,
  note text not null
);
create index agreement_event_of on agreement_event (kind, record_id, at);
