-- Taxonomies and terms that came with imported feeds; our own are read from the taxonomy files.
create table hsds_term (
  id text primary key,
  kind text not null,
  source text not null,
  sort_key text not null,
  json text not null
);
create index hsds_term_kind on hsds_term (kind, sort_key, id);
-- Pages of the feed are found in this index alone: rows are large, and late pages skip many.
create index service_feed on service (sort_key, id);
create index organization_feed on organization (sort_key, id);
