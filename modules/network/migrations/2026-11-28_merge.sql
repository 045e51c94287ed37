-- Two entries for one person or organisation, made one; can be undone for 30 days. `moved` holds ids
-- and names of columns only: what was in the entry that went is still in that entry.
create table merge (
  id text primary key,
  kind text not null,
  kept_id text not null,
  dropped_id text not null,
  moved text not null,
  merged_at bigint not null,
  merged_by text not null
);
create index merge_at on merge (merged_at);
create index merge_kept on merge (kept_id);
create index merge_dropped on merge (dropped_id);

-- Somebody looked and said that these are two.
create table not_duplicate (
  kind text not null,
  first_id text not null,
  second_id text not null,
  primary key (kind, first_id, second_id)
);
create index not_duplicate_second on not_duplicate (second_id);
