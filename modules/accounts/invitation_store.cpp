// All SQL of invitations.
#include "modules/accounts/invitation_store.h"

namespace mila::accounts {
namespace {

using db::Sql;

#define INVITATION_COLUMNS \
  "i.account_id, i.invited_by, i.first_at, i.last_at, i.times, i.mail_id, i.came_at"
#define OF_OPEN_ACCOUNTS \
  " from invitation i join account a on a.id = i.account_id where i.came_at is null and a.state = 'invited'"

constexpr Sql kNote{"invitation.note",
                    "insert into invitation(account_id, invited_by, first_at, last_at, times, mail_id) "
                    "values($1, $2, $3, $3, 1, $4) on conflict (account_id) do update set invited_by = "
                    "excluded.invited_by, last_at = excluded.last_at, times = invitation.times + 1, "
                    "mail_id = excluded.mail_id"};
constexpr Sql kArrival{"invitation.arrival",
                       "update invitation set came_at = $2 where account_id = $1 and came_at is null"};
constexpr Sql kFind{"invitation.find",
                    "select " INVITATION_COLUMNS " from invitation i where i.account_id = $1"};
constexpr Sql kAll{"invitation.all",
                   "select " INVITATION_COLUMNS " from invitation i join account a on a.id = i.account_id "
                   "order by i.last_at desc, i.account_id limit $1 offset $2"};
constexpr Sql kOpen{"invitation.open", "select " INVITATION_COLUMNS OF_OPEN_ACCOUNTS
                                       " order by i.last_at desc, i.account_id limit $1 offset $2"};
constexpr Sql kBefore{"invitation.before", "select " INVITATION_COLUMNS OF_OPEN_ACCOUNTS
                                           " and i.last_at <= $1 order by i.last_at, i.account_id limit $2"};
constexpr Sql kCountAll{"invitation.count",
                        "select count(*), count(i.came_at) from invitation i join account a on a.id = "
                        "i.account_id"};
constexpr Sql kCountOpen{"invitation.count_open", "select count(*)" OF_OPEN_ACCOUNTS};
constexpr Sql kExpire{"invitation.expire",
                      "delete from invitation where account_id not in (select id from account)"};

}  // namespace

void note_invitation(db::Writer& writer, std::string_view account_id, std::string_view invited_by,
                     std::string_view mail_id) {
  writer.run(kNote, {account_id, invited_by, writer.now(), mail_id});
}

void note_arrival(db::Writer& writer, std::string_view account_id) {
  writer.run(kArrival, {account_id, writer.now()});
}

namespace {

Invitation read_invitation(db::Row const& row) {
  Invitation one;
  row.read(one.account_id, one.invited_by, one.first_at, one.last_at, one.times, one.mail_id, one.came_at);
  return one;
}

}  // namespace

std::optional<Invitation> find_invitation(db::Reader& reader, std::string_view account_id) {
  std::optional<Invitation> found;
  reader.one(kFind, {account_id}, [&](db::Row const& row) { found = read_invitation(row); });
  return found;
}

std::vector<Invitation> invitations(db::Reader& reader, bool open, int limit, int offset) {
  std::vector<Invitation> found;
  reader.each(open ? kOpen : kAll, {limit, offset},
              [&](db::Row const& row) { found.push_back(read_invitation(row)); });
  return found;
}

std::vector<Invitation> invitations_before(db::Reader& reader, Instant before, std::size_t limit) {
  std::vector<Invitation> found;
  reader.each(kBefore, {before, limit}, [&](db::Row const& row) { found.push_back(read_invitation(row)); });
  return found;
}

std::map<std::string, std::string> accounts_with_mails(db::Reader& reader, std::vector<std::string> const& mail_keys) {
  std::map<std::string, std::string> ids;
  reader.each_in("invitation.accounts", "select mail_key, id from account where mail_key in ", mail_keys, "",
                 [&](db::Row const& row) {
                   std::string key, id;
                   row.read(key, id);
                   ids[key] = id;
                 });
  return ids;
}

InvitationCounts count_invitations(db::Reader& reader) {
  InvitationCounts counts;
  reader.one(kCountAll, {}, [&](db::Row const& row) { row.read(counts.all, counts.came); });
  counts.open = reader.value<std::int64_t>(kCountOpen).value_or(0);
  return counts;
}

std::int64_t expire_invitations(db::Writer& writer) { return writer.run(kExpire); }

}  // namespace mila::accounts
