-- What the start page and the public feeds ask each time: the newest entries, and how many were confirmed
-- since a day.
create index service_recent on service (modified desc, id) where status = 'active';
create index service_assured on service (assured_date);
