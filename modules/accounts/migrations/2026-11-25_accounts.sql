-- Who asked for an evaluation of the audit log, why, and who agreed.
create table audit_evaluation (
  id text primary key,
  asked_by text not null,
  reason text not null,
  actor_id text not null,
  object_kind text not null,
  object_id text not null,
  from_day text not null,
  until_day text not null,
  asked_at bigint not null,
  agreed_by text,
  agreed_at bigint
);
