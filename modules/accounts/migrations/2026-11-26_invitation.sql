-- When somebody was invited and when they came. Names and addresses stay with the account.
create table invitation (
  account_id text primary key,
  invited_by text not null,
  first_at bigint not null,
  last_at bigint not null,
  times bigint not null,
  mail_id text not null,
  came_at bigint
);
create index invitation_last on invitation (last_at);

insert into invitation(account_id, invited_by, first_at, last_at, times, mail_id, came_at)
select id, '', invited_at, invited_at, 1, '', signed_in_at from account where invited_at is not null;
