-- Lists of what is public, in their order, and its number: without these each page of the feed reads
-- every record to see its status.
create index organization_public on organization (sort_key, id) where status <> 'inactive';
create index service_public on service (sort_key, id) where status <> 'inactive';
