-- Last day of somebody who says that they leave; from the day after they are out of all lists.
alter table person add column leaves_on text;
create index person_leaving on person (leaves_on);

-- One mail that asks whether entries are still right. Of its link only a keyed hash is kept.
create table confirmation (
  id text primary key,
  token_hash text not null unique,
  created_at bigint not null,
  expires_at bigint not null,
  reminded_at bigint
);
create table confirmation_item (
  confirmation_id text not null references confirmation (id),
  person_id text not null references person (id),
  position bigint not null,
  answered_at bigint,
  answer text,
  primary key (confirmation_id, person_id)
);
create index confirmation_item_person on confirmation_item (person_id);

-- Whom somebody who leaves named as successor; sealed, since nobody asked that person yet.
create table successor (
  id text primary key,
  person_id text not null references person (id),
  contact text not null,
  created_at bigint not null
);
create index successor_person on successor (person_id);
