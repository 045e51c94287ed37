-- When somebody was seen to be there or not, so that of two marks the later one counts; and whether they
-- came themselves.
alter table invitee add column attended_at bigint;
alter table invitee add column came_instead bigint not null default 0;
create index meeting_day on meeting (day);
