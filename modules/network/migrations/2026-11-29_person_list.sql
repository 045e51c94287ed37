-- Lists of people page through this index alone, however many there are. The index over merged entries
-- holds only those: that nearly everybody is not merged must not look like a good way to find people.
create index person_list on person (sort_key, id, name_level, state, class) where merged_into is null;
drop index person_merged;
create index person_merged on person (merged_into) where merged_into is not null;
