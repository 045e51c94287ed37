-- Work to be done after a commit. A job that is done is deleted.
create table job (
  id text primary key,
  kind text not null,
  payload text not null,
  key text unique,               -- at most one waiting job per key
  rank bigint not null,          -- 0 urgent, 1 normal, 2 bulk
  run_at bigint not null,        -- not before; parked jobs never
  lease_until bigint not null,   -- somebody works on it until then; 0 = nobody
  claims bigint not null,        -- counts claims: an outcome counts only for the last one
  attempts bigint not null,      -- since it was enqueued or tried anew by a person
  again bigint not null,         -- enqueued once more while it ran
  code text not null,            -- why the last run failed
  parked_at bigint
);
create index job_due on job (rank, run_at, id);
create index job_parked on job (parked_at);
