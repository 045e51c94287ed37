-- Minutes from before that were taken out again: that there were some, and why they went; not what they said.
create table minutes_removal (
  id text primary key,
  body_id text not null references body (id),
  day text not null,
  ground text not null,
  reason text not null,
  made_by text not null,
  made_at bigint not null
);
