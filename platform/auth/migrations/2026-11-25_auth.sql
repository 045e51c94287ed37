-- Who may come in. Tokens are kept as hashes only; see accounts.h and sessions.h.
create table account (
  id text primary key,
  mail text not null,
  mail_key text not null unique,
  name text not null,
  language text not null,
  state text not null,
  password_hash text,
  totp text,
  totp_step bigint not null,
  person_id text,
  created_at bigint not null,
  invited_at bigint,
  signed_in_at bigint
);
create index account_person on account (person_id);

-- Rights are never deleted, they end: "who could see X on day D" is answered from here.
create table access_grant (
  id text primary key,
  account_id text not null references account (id),
  role text not null,
  scope_id text not null,
  from_at bigint not null,
  until_at bigint,
  granted_by text not null,
  deputy_for text,
  ended_at bigint,
  ended_by text
);
create index access_grant_account on access_grant (account_id);
create index access_grant_scope on access_grant (scope_id);

create table session (
  id text primary key,
  account_id text not null references account (id),
  created_at bigint not null,
  seen_at bigint not null,
  confirmed_at bigint not null,
  strong bigint not null,
  device text not null
);
create index session_account on session (account_id);

-- Links that grant something: invitation, sign-in, new password, reply.
create table access_link (
  id text primary key,
  kind text not null,
  account_id text,
  payload text not null,
  created_at bigint not null,
  expires_at bigint not null,
  used_at bigint
);
create index access_link_account on access_link (account_id);

create table recovery_code (
  hash text primary key,
  account_id text not null references account (id)
);
create index recovery_code_account on recovery_code (account_id);

create table throttle (
  id text primary key,
  failures bigint not null,
  blocked_until bigint not null,
  changed_at bigint not null
);

-- What somebody was writing when their session ended.
create table kept_form (
  id text primary key,
  account_id text not null references account (id),
  path text not null,
  body text not null,
  kept_at bigint not null
);

create table audit_entry (
  seq bigint primary key,
  at bigint not null,
  actor_id text not null,
  action text not null,
  object_kind text not null,
  object_id text not null,
  detail text not null,
  hash text not null
);
create index audit_entry_object on audit_entry (object_kind, object_id);
create index audit_entry_actor on audit_entry (actor_id);
create index audit_entry_at on audit_entry (at);
