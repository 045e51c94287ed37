-- A hint is a task: who takes care of it, and what was done.
alter table report add column state text not null default 'open';
alter table report add column account_id text not null default '';
alter table report add column note text not null default '';
alter table report add column changed_at bigint;
