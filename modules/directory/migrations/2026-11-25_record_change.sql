-- What each save of a record changed, who made it, and the record as it was before (none: it was
-- new). The record itself is the latest state, so nothing is held twice.
create table record_change (
  kind text not null,
  record_id text not null,
  version bigint not null,
  at bigint not null,
  actor_id text not null,
  organization_id text not null,
  fields text not null,
  previous text,
  primary key (kind, record_id, version)
);
create index record_change_at on record_change (at);
create index record_change_organization on record_change (organization_id, at);
