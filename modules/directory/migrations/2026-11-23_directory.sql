-- Each record is one row: `json` is the whole HSDS record, the other columns repeat what is joined,
-- filtered or sorted on.
create table organization (
  id text primary key,
  short_id text not null,
  name text not null,
  sort_key text not null,
  source text not null,
  external_id text not null,
  version bigint not null,
  modified bigint not null,
  json text not null
);
create index organization_short on organization (short_id);
create index organization_source on organization (source, external_id);
create index organization_sort on organization (sort_key);

create table service (
  id text primary key,
  short_id text not null,
  name text not null,
  sort_key text not null,
  source text not null,
  external_id text not null,
  version bigint not null,
  modified bigint not null,
  json text not null,
  organization_id text references organization (id),
  status text not null,
  assured_date text,
  mobile bigint not null
);
create index service_short on service (short_id);
create index service_source on service (source, external_id);
create index service_sort on service (sort_key);
create index service_organization on service (organization_id);
create index service_mobile on service (mobile);
create index service_modified on service (modified);

create table location (
  id text primary key,
  short_id text not null,
  name text not null,
  sort_key text not null,
  source text not null,
  external_id text not null,
  version bigint not null,
  modified bigint not null,
  json text not null,
  organization_id text
);
create index location_source on location (source, external_id);

create table function (
  id text primary key,
  short_id text not null,
  name text not null,
  sort_key text not null,
  source text not null,
  external_id text not null,
  version bigint not null,
  modified bigint not null,
  json text not null,
  organization_id text references organization (id)
);
create index function_organization on function (organization_id);
