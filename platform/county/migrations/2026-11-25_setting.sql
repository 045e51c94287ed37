-- What a county sets for itself; see settings.h.
create table setting (
  name text primary key,
  value text not null
);
