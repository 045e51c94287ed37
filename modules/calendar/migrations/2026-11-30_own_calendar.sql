-- The secret address under which an account's own meetings are read by a calendar program. Only a hash
-- of it is kept: whoever lost the address makes a new one.
create table calendar_address (
  account_id text primary key,
  token_hash text not null,
  made_at bigint not null
);
create unique index calendar_address_token on calendar_address (token_hash);
