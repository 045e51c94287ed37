-- Refused sign-ins of an hour (since 1970, UTC), until they stand in the audit log as one number.
create table refused_sign_in (
  hour bigint primary key,
  number bigint not null
);
