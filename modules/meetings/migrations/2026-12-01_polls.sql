-- When does it suit you? Two to ten dates, the people asked, and what each of them said. All of it goes
-- ninety days after the poll closed.
create table date_poll (
  id text primary key,
  version bigint not null,
  body_id text not null references body (id),
  title text not null,
  purpose text not null,
  place text not null,
  length_minutes bigint not null,
  closes_on text not null,
  state text not null,
  meeting_id text references meeting (id),
  created_by text not null,
  created_at bigint not null
);
create index date_poll_body on date_poll (body_id);
create index date_poll_closes on date_poll (closes_on);
create index date_poll_meeting on date_poll (meeting_id);

create table date_poll_date (
  id text primary key,
  poll_id text not null references date_poll (id),
  day text not null,
  start_minutes bigint not null
);
create index date_poll_date_poll on date_poll_date (poll_id);

-- Name and mail of guests are sealed in `content`.
create table date_poll_voter (
  id text primary key,
  poll_id text not null references date_poll (id),
  seat_id text not null,
  organization_id text,
  person_id text,
  language text not null,
  content text not null,
  answered_at bigint,
  reminded_at bigint
);
create index date_poll_voter_poll on date_poll_voter (poll_id);
create index date_poll_voter_person on date_poll_voter (person_id);

create table date_poll_vote (
  voter_id text not null references date_poll_voter (id),
  date_id text not null references date_poll_date (id),
  suits text not null,
  primary key (voter_id, date_id)
);
create index date_poll_vote_date on date_poll_vote (date_id);
