-- What a meeting asks people for; kinds of needs, separated by commas.
create table meeting_needs (
  meeting_id text primary key references meeting (id),
  kinds text not null
);

-- What somebody needs to take part, sealed; two weeks after the meeting it is gone.
create table invitee_needs (
  invitee_id text primary key references invitee (id),
  meeting_id text not null references meeting (id),
  content text not null,
  saved_at bigint not null
);
create index invitee_needs_meeting on invitee_needs (meeting_id);

-- What somebody wanted to be remembered for the next meeting. The owner is "person:" and an id, or
-- "mail:" and the keyed hash of a guest's address.
create table remembered_needs (
  owner text primary key,
  content text not null,
  agreed_at bigint not null,
  used_at bigint not null
);
create index remembered_needs_used on remembered_needs (used_at);
