-- Whether a place runs its meeting is asked of the round when it matters; a copy would outlive the right.
alter table meeting drop column run_by_place;
