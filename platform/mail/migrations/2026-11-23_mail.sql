-- Mails to send and, for a while, sent. Address, subject, body, headers and attachments are sealed,
-- and wiped some days after the mail was sent or withdrawn.
create table outbox (
  id text primary key,
  message_id text not null,
  purpose text not null,
  recipient_kind text,            -- whom it is about, in the words of the sending module
  recipient_id text,
  address_hash text not null,     -- keyed, of the normalised address
  language text not null,
  address text not null,
  subject text not null,
  body text not null,             -- the letter as JSON
  headers text not null,          -- JSON
  state text not null,            -- queued, sent, parked, withdrawn
  code text not null,             -- why the last attempt failed
  attempts bigint not null,
  created_at bigint not null,
  ended_at bigint                 -- sent, parked or withdrawn
);
create index outbox_recipient on outbox (recipient_kind, recipient_id);
create index outbox_address on outbox (address_hash);
create index outbox_state on outbox (state, ended_at);

create table outbox_attachment (
  mail_id text not null references outbox (id),
  position bigint not null,
  name text not null,
  type text not null,
  content text not null,
  primary key (mail_id, position)
);

-- Addresses that never get mail, without the addresses.
create table suppressed (
  address_hash text primary key,
  reason text not null,           -- bouncing, revoked, erased, complaint
  since bigint not null
);
