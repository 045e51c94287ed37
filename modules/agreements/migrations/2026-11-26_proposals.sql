-- What a body proposes to a committee of the county's council, and what became of it.
create table proposal (
  id text primary key,
  version bigint not null,
  body_id text not null references body (id),
  agreement_id text not null references agreement (id),
  title text not null,
  wording text not null,
  committee text not null,
  state text not null,
  file_number text not null,
  submitted_on text,
  session_on text,
  outcome text not null,
  decided_on text,
  decision text not null,
  link text not null,
  answered_on text,
  answer text not null,
  search text not null,
  created_by text not null,
  created_at bigint not null,
  modified bigint not null
);
create index proposal_of_agreement on proposal (agreement_id);
create index proposal_of_body on proposal (body_id, state);
create index proposal_by_time on proposal (created_at, id);
