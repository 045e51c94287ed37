-- Checksum of an addendum; '' for those added before there was one.
alter table minutes_addendum add column content_hash text not null default '';
-- Which of the usual grounds for blacking out; `reason` says more. `part_id` may be an addendum's.
alter table minutes_redaction add column ground text not null default 'other';
