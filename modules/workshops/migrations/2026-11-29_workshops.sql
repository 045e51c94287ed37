-- A workshop of a meeting. Those that begin at the same minute of its day run beside each other.
create table workshop (
  id text primary key,
  version bigint not null,
  meeting_id text not null references meeting (id),
  start_minutes bigint not null,
  length_minutes bigint not null,
  title text not null,
  description text not null,
  lead text not null,
  room text not null,
  seats bigint not null,
  follow_up_id text not null,
  wished bigint,
  seated bigint,
  created_at bigint not null
);
create index workshop_meeting on workshop (meeting_id, start_minutes);

-- Until when people say what they want, and how far the seats are.
create table workshop_plan (
  meeting_id text primary key references meeting (id),
  version bigint not null,
  closes_on text not null,
  assigned_at bigint,
  announced_at bigint
);

-- Wishes of one who is invited: rank 1 is the dearest.
create table workshop_wish (
  invitee_id text not null references invitee (id),
  workshop_id text not null references workshop (id),
  rank bigint not null,
  primary key (invitee_id, workshop_id)
);
create index workshop_wish_workshop on workshop_wish (workshop_id);

-- Who sits where and why; pinned: placed by hand. told: they know of it.
create table workshop_seat (
  invitee_id text not null references invitee (id),
  workshop_id text not null references workshop (id),
  why text not null,
  mixed bigint not null,
  pinned bigint not null,
  told bigint not null,
  primary key (invitee_id, workshop_id)
);
create index workshop_seat_workshop on workshop_seat (workshop_id);
