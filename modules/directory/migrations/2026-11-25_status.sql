-- Organisations and functions may be drafts, as services may: then only the workplace sees them.
alter table organization add column status text not null default 'active';
alter table function add column status text not null default 'active';
