-- Lists of receivers by what they have in common; who is on one is found out when a mail is sent.
create table circular_group (
  id text primary key,
  name text not null,
  filter text not null,
  created_by text not null,
  created_at bigint not null
);

-- Short mails to many: draft, sending, sent.
create table circular (
  id text primary key,
  version bigint not null,
  state text not null,
  subject text not null,
  body text not null,
  language text not null,
  filter text not null,
  group_ids text not null,
  file_id text not null,
  created_by text not null,
  created_at bigint not null,
  sent_at bigint,
  receivers bigint not null
);
create index circular_created_by on circular (created_by, sent_at);
create index circular_state on circular (state, sent_at);

-- One row an address. `result` says what became of it before it was a mail: "", "left", "refused".
create table circular_delivery (
  circular_id text not null references circular (id),
  position bigint not null,
  address text not null,
  address_hash text not null,
  label text not null,
  ref_kind text not null,
  ref_id text not null,
  group_id text not null,
  reason text not null,
  mail_id text,
  result text not null,
  primary key (circular_id, position)
);
create index circular_delivery_address on circular_delivery (address_hash);
create index circular_delivery_ref on circular_delivery (ref_kind, ref_id);

-- Addresses that want no more of a group, or of all ("").
create table circular_leave (
  address_hash text not null,
  group_id text not null,
  left_at bigint not null,
  primary key (address_hash, group_id)
);

-- The notice board, and who gets its new notices by mail once a day.
create table notice (
  id text primary key,
  title text not null,
  body text not null,
  until_day text not null,
  created_by text not null,
  created_at bigint not null
);
create index notice_until on notice (until_day, created_at);
create index notice_created_by on notice (created_by);
create table notice_reader (
  account_id text primary key,
  since bigint not null
);
