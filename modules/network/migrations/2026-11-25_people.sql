-- People of the network; network.h says what each class means and who sees what.
-- `name_level` says who finds the person: 0 everybody, 1 members of the network, 2 its editors.
create table person (
  id text primary key,
  version bigint not null,
  class text not null,
  state text not null,
  name text not null,
  sort_key text not null,
  salutation text not null,
  organization_id text references organization (id),
  languages text not null,
  letter_language text not null,
  work_mail text not null,
  work_phone text not null,
  private_mail text,
  private_phone text,
  shown_to text not null,
  objected_at bigint,
  confirmed_at bigint not null,
  expires_on text not null,
  account_id text,
  relay_key text not null unique,
  name_level bigint not null,
  merged_into text references person (id),
  created_at bigint not null,
  modified bigint not null
);
create index person_sort on person (sort_key, id);
create index person_organization on person (organization_id);
create index person_account on person (account_id);
create index person_expiry on person (state, expires_on);
create index person_merged on person (merged_into);

-- What somebody does in their organisation, from when until when; ended ones stay as history.
create table person_position (
  id text primary key,
  person_id text not null references person (id),
  title text not null,
  topics text not null,
  places text not null,
  function_id text,
  from_day text not null,
  until_day text,
  deputy_id text references person (id),
  successor_id text references person (id),
  own_line bigint not null
);
create index person_position_person on person_position (person_id);
create index person_position_function on person_position (function_id);
create index person_position_deputy on person_position (deputy_id);
create index person_position_successor on person_position (successor_id);

-- Consent is never overwritten: given anew it is a new row.
create table person_consent (
  id text primary key,
  person_id text not null references person (id),
  item text not null,
  wording text not null,
  language text not null,
  given_at bigint not null,
  given_by text not null,
  revoked_at bigint,
  revoked_by text
);
create index person_consent_person on person_consent (person_id);

-- Prepared words of the contact search: "t:housing-search", "p:<place>", "l:uk", "n:vollstedt".
create table person_word (
  word text not null,
  person_id text not null references person (id)
);
create index person_word_word on person_word (word, person_id);
create index person_word_person on person_word (person_id);

-- Keyed hashes of what two entries for one person share: name and mail, name and number …
create table person_match (
  match_key text not null,
  person_id text not null references person (id)
);
create index person_match_key on person_match (match_key, person_id);
create index person_match_person on person_match (person_id);
