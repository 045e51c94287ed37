create table place (
  id text primary key,
  name text not null,
  kind text not null check (kind in ('county', 'municipality', 'part')),
  parent_id text references place (id),
  ags text not null,
  latitude double precision,
  longitude double precision,
  residents bigint,
  boundary text not null
);
create index place_parent on place (parent_id);

create table place_postcode (
  place_id text not null references place (id) on delete cascade,
  postcode text not null,
  position bigint not null,
  primary key (place_id, postcode)
);

create table area (
  id text primary key,
  name text not null,
  kind text not null
);

create table area_place (
  area_id text not null references area (id) on delete cascade,
  place_id text not null references place (id) on delete cascade,
  primary key (area_id, place_id)
);
create index area_place_place on area_place (place_id);
