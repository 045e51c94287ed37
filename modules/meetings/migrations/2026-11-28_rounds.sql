-- One agenda held in many places: each part is a meeting of its own and may be moved alone.
create table meeting_round (
  id text primary key,
  version bigint not null,
  body_id text not null references body (id),
  title text not null,
  created_by text not null,
  created_at bigint not null
);
create index meeting_round_body on meeting_round (body_id);

create table meeting_round_part (
  meeting_id text primary key references meeting (id),
  round_id text not null references meeting_round (id),
  place_id text not null
);
create index meeting_round_part_round on meeting_round_part (round_id);

-- Municipality whose accounts run the meeting beside its body; '' for none.
alter table meeting add column run_by_place text not null default '';
