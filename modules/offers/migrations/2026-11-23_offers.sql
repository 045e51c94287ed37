-- Hints that something is wrong with an entry; deleted after 90 days.
create table report (
  id text primary key,
  service_id text not null,
  text text not null,
  language text not null,
  created_at bigint not null
);
create index report_created on report (created_at);

-- Searches without a hit, per day, without any trace of who searched.
create table search_miss (
  day text not null,
  query text not null,
  count bigint not null,
  primary key (day, query)
);
