-- What a meeting is about: a tree of two levels. Proposals of members lie here, too, with what became of
-- them.
create table agenda_item (
  id text primary key,
  version bigint not null,
  meeting_id text not null references meeting (id),
  parent_id text references agenda_item (id),
  position bigint not null,
  title text not null,
  presenter text not null,
  minutes bigint not null,
  visibility text not null,
  state text not null,
  proposed_by text not null,
  answer text not null,
  created_at bigint not null
);
create index agenda_item_meeting on agenda_item (meeting_id, position);
create index agenda_item_parent on agenda_item (parent_id);
