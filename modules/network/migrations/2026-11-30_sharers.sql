-- How many people share a key (6 = many), so that entries for one person are found without counting all.
alter table person_match add column sharers bigint not null default 1;
update person_match set sharers = (select count(*) from person_match others
  where others.match_key = person_match.match_key);
update person_match set sharers = 6 where sharers > 6;
create index person_match_alike on person_match (match_key, person_id) where sharers between 2 and 4;
