-- What an event that is public is to say from now on, until the county has looked at it.
alter table event add column proposed bigint not null default 0;
alter table event add column proposed_title text not null default '';
alter table event add column proposed_about text not null default '';
alter table event add column proposed_language text not null default '';
alter table event add column proposed_link text not null default '';
