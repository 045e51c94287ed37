-- Two organisations that were asked whether they want to get to know each other. Who answered what stays
-- between each of them and the program; the ids are in the order of the alphabet, so a pair is one pair.
create table introduction (
  id text primary key,
  version bigint not null,
  first_id text not null,
  second_id text not null,
  place text not null,
  other_field bigint not null,
  common bigint not null,
  first_answer text not null,
  second_answer text not null,
  created_by text not null,
  created_at bigint not null,
  ends_at bigint not null,
  introduced_at bigint
);
create index introduction_pair on introduction (first_id, second_id, created_at);
create index introduction_created on introduction (created_at);
