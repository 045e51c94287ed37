-- New offers and organisations on their way to the public. Nothing of them stands in the directory
-- before somebody has released it; the id becomes that of the record.
create table upkeep_draft (
  id text primary key,
  kind text not null,
  organization_id text not null,
  name text not null,
  state text not null,
  json text not null,
  version bigint not null,
  created_by text not null,
  created_at bigint not null,
  changed_at bigint not null,
  submitted_at bigint,
  due_on text not null,
  decided_by text not null,
  decided_at bigint,
  reason text not null,
  reminded_at bigint
);
create index upkeep_draft_state on upkeep_draft (state, due_on);
create index upkeep_draft_organization on upkeep_draft (organization_id);

-- Links people keep on their phone to say "closed today"; the token is signed and holds the id.
create table upkeep_today_link (
  id text primary key,
  organization_id text not null,
  service_id text not null,
  label text not null,
  made_by text not null,
  made_at bigint not null,
  used_at bigint,
  ended_at bigint
);
create index upkeep_today_link_organization on upkeep_today_link (organization_id);

-- "Are these still right?": one question to a provider about all its entries.
create table upkeep_asking (
  id text primary key,
  organization_id text not null,
  asked_by text not null,
  asked_at bigint not null,
  mail_sent bigint not null,
  reminded_at bigint,
  answered_at bigint,
  ended_at bigint
);
create index upkeep_asking_organization on upkeep_asking (organization_id, asked_at);

-- Websites of the entries and whether they answer.
create table upkeep_link_check (
  url text primary key,
  host text not null,
  due_at bigint not null,
  checked_at bigint,
  code text not null,
  failures bigint not null,
  failed_on text not null,
  left_until text not null
);
create index upkeep_link_check_due on upkeep_link_check (due_at);

-- Municipalities that would like a tour to stop there.
create table upkeep_stop_wish (
  id text primary key,
  service_id text not null,
  place_id text not null,
  note text not null,
  account_id text not null,
  made_at bigint not null,
  state text not null,
  answer text not null,
  answered_by text not null,
  answered_at bigint
);
create index upkeep_stop_wish_service on upkeep_stop_wish (service_id);

-- Entries of others that the county has hidden, and why.
create table upkeep_hiding (
  id text primary key,
  service_id text not null,
  organization_id text not null,
  ground text not null,
  text text not null,
  status_before text not null,
  hidden_by text not null,
  hidden_at bigint not null,
  ended_by text not null,
  ended_at bigint
);
create index upkeep_hiding_service on upkeep_hiding (service_id);
