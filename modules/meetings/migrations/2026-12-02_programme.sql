-- What a large meeting has beside its agenda: languages, time zones of who comes from far, what comes next.
create table meeting_programme (
  meeting_id text primary key references meeting (id),
  version bigint not null,
  languages text not null,
  zones text not null,
  next_meeting text not null
);

-- A line of the programme. day_number counts from the meeting's day. `code` names it in the short address
-- under which the hall asks questions; '' when none are taken.
create table programme_entry (
  id text primary key,
  version bigint not null,
  meeting_id text not null references meeting (id),
  day_number bigint not null,
  start_minutes bigint not null,
  length_minutes bigint not null,
  kind text not null,
  title text not null,
  who text not null,
  place text not null,
  code text not null
);
create index programme_entry_meeting on programme_entry (meeting_id, day_number, start_minutes);
create index programme_entry_code on programme_entry (code);

-- Questions of the hall, without a name; position: as the chair sorts them.
create table programme_question (
  id text primary key,
  entry_id text not null references programme_entry (id),
  position bigint not null,
  state text not null,
  text text not null,
  asked_at bigint not null
);
create index programme_question_entry on programme_question (entry_id, position);
