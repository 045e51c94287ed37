-- A meeting that came out of an agenda item of another. The item may go; the meetings stay linked.
create table meeting_origin (
  meeting_id text primary key references meeting (id),
  from_meeting_id text not null references meeting (id),
  item_id text not null
);
create index meeting_origin_from on meeting_origin (from_meeting_id);
