-- Lists being taken over: the rows as they came and were mended, what was made from them, and what
-- headings were taken for.
create table list_import (
  id text primary key,
  kind text not null,
  name text not null,
  state text not null,
  header text not null,
  columns text not null,
  otherwise text not null,
  created_by text not null,
  created_at bigint not null,
  changed_at bigint not null,
  version bigint not null
);
create index list_import_created on list_import (created_at);

create table list_import_row (
  import_id text not null references list_import (id),
  position bigint not null,
  line bigint not null,
  cells text not null,
  state text not null,
  primary key (import_id, position)
);

create table list_import_record (
  import_id text not null references list_import (id),
  kind text not null,
  record_id text not null,
  version bigint not null,
  before bigint not null,
  primary key (import_id, kind, record_id)
);

create table list_heading (
  kind text not null,
  heading text not null,
  ours text not null,
  primary key (kind, heading)
);
