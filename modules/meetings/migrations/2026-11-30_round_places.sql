-- Where a round is held; a place gets its meeting once it has a date. by_place: accounts of the place set
-- it and run it, too.
alter table meeting_round add column by_place bigint not null default 0;
alter table meeting_round add column purpose text not null default '';

create table meeting_round_place (
  round_id text not null references meeting_round (id),
  place_id text not null,
  primary key (round_id, place_id)
);

-- The agenda all meetings of a round start with.
create table meeting_round_item (
  id text primary key,
  round_id text not null references meeting_round (id),
  position bigint not null,
  title text not null
);
create index meeting_round_item_round on meeting_round_item (round_id, position);

-- What came out of an item in one place, in a few sentences.
create table meeting_round_result (
  item_id text not null references meeting_round_item (id),
  place_id text not null,
  version bigint not null,
  text text not null,
  changed_at bigint not null,
  primary key (item_id, place_id)
);
