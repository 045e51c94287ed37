-- What came out of a workshop and what is done next, by who runs the meeting or the account that led it.
alter table workshop add column result text not null default '';
alter table workshop add column next_step text not null default '';
alter table workshop add column lead_account_id text not null default '';
create index workshop_lead_account on workshop (lead_account_id) where lead_account_id <> '';
