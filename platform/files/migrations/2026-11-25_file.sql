-- Files people uploaded. The bytes lie in <data_folder>/files under their hash; see files.h.
create table stored_file (
  id text primary key,
  hash text not null,
  type text not null,
  name text not null,
  size bigint not null,
  owner_kind text not null,
  owner_id text not null,
  permission text not null,
  added_at bigint not null
);
create index stored_file_hash on stored_file (hash);
create index stored_file_owner on stored_file (owner_kind, owner_id);
