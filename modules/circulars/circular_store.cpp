// SQL of circulars, groups, deliveries and leaves.
#include "modules/circulars/circular_store.h"

#include "platform/base/text.h"
#include "platform/crypto/sealed.h"

namespace mila::circulars {
namespace {

using db::Row;
using db::Sql;

constexpr Sql kGroups{"circular_group.all",
                      "select id, name, filter, created_by from circular_group order by name, id"};
constexpr Sql kInsertGroup{"circular_group.insert",
                           "insert into circular_group(id, name, filter, created_by, created_at) "
                           "values($1, $2, $3, $4, $5)"};
constexpr Sql kDeleteGroup{"circular_group.delete", "delete from circular_group where id = $1"};

constexpr Sql kFind{"circular.find",
                    "select id, version, state, subject, body, language, filter, group_ids, file_id, "
                    "created_by, created_at, sent_at, receivers from circular where id = $1"};
constexpr Sql kList{"circular.list",
                    "select id, version, state, subject, body, language, filter, group_ids, file_id, "
                    "created_by, created_at, sent_at, receivers from circular "
                    "where $1 = '' or created_by = $1 "
                    "order by case when state = 'draft' then 0 else 1 end, created_at desc, id "
                    "limit $2 offset $3"};
constexpr Sql kCount{"circular.count",
                     "select count(*) from circular where $1 = '' or created_by = $1"};
constexpr Sql kInsert{"circular.insert",
                      "insert into circular(id, version, state, subject, body, language, filter, "
                      "group_ids, file_id, created_by, created_at, sent_at, receivers) "
                      "values($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"};
constexpr Sql kUpdate{"circular.update",
                      "update circular set version = version + 1, subject = $3, body = $4, "
                      "language = $5, filter = $6, group_ids = $7, file_id = $8 "
                      "where id = $1 and version = $2 and state = 'draft'"};
constexpr Sql kBegin{"circular.begin",
                     "update circular set version = version + 1, state = 'sending', sent_at = $3, "
                     "receivers = $4 where id = $1 and version = $2 and state = 'draft'"};
constexpr Sql kEnd{"circular.end", "update circular set state = 'sent' where id = $1"};
constexpr Sql kDeleteDraft{"circular.delete_draft",
                           "delete from circular where id = $1 and state = 'draft'"};
constexpr Sql kSentSince{"circular.sent_since",
                         "select count(*) from circular where created_by = $1 and sent_at >= $2"};

constexpr Sql kWaiting{"circular_delivery.waiting",
                       "select circular_id, position, address, address_hash, label, ref_kind, ref_id, "
                       "group_id, reason, mail_id, result from circular_delivery "
                       "where circular_id = $1 and mail_id is null and result = '' "
                       "order by position limit $2"};
constexpr Sql kDeliveries{"circular_delivery.all",
                          "select circular_id, position, address, address_hash, label, ref_kind, "
                          "ref_id, group_id, reason, mail_id, result from circular_delivery "
                          "where circular_id = $1 order by position"};
constexpr Sql kMark{"circular_delivery.mark",
                    "update circular_delivery set mail_id = $3, result = $4 "
                    "where circular_id = $1 and position = $2"};
constexpr Sql kToAddress{"circular_delivery.to_address",
                         "select mail_id from circular_delivery where address_hash = $1 and "
                         "mail_id is not null"};
constexpr Sql kToAddressOfGroup{"circular_delivery.to_address_of_group",
                                "select mail_id from circular_delivery where address_hash = $1 and "
                                "mail_id is not null and group_id = $2"};
constexpr Sql kOfRef{"circular_delivery.of_ref",
                     "select d.circular_id, d.mail_id, c.subject, d.reason, c.sent_at "
                     "from circular_delivery d join circular c on c.id = d.circular_id "
                     "where d.ref_kind = $1 and d.ref_id = $2 order by c.sent_at desc"};
constexpr Sql kDropOfRef{"circular_delivery.drop_of_ref",
                         "delete from circular_delivery where ref_kind = $1 and ref_id = $2"};

constexpr Sql kLeaves{"circular_leave.all", "select address_hash, group_id from circular_leave"};
constexpr Sql kLeavesOf{"circular_leave.of",
                        "select group_id from circular_leave where address_hash = $1 order by group_id"};
constexpr Sql kLeave{"circular_leave.insert",
                     "insert into circular_leave(address_hash, group_id, left_at) values($1, $2, $3) "
                     "on conflict (address_hash, group_id) do nothing"};
constexpr Sql kComeBack{"circular_leave.delete",
                        "delete from circular_leave where address_hash = $1 and group_id = $2"};

constexpr Sql kDropDraftsOf{"circular.drop_drafts_of",
                            "delete from circular where created_by = $1 and state = 'draft'"};
constexpr Sql kForgetAuthor{"circular.forget_author",
                            "update circular set created_by = '' where created_by = $1"};
constexpr Sql kForgetGroupAuthor{"circular_group.forget_author",
                                 "update circular_group set created_by = '' where created_by = $1"};
constexpr Sql kExpired{"circular.expired",
                       "select id from circular where sent_at < $1 or "
                       "(state = 'draft' and created_at < $1)"};
constexpr Sql kExpireDeliveries{"circular_delivery.expire",
                                "delete from circular_delivery where circular_id in "
                                "(select id from circular where sent_at < $1)"};
constexpr Sql kDelete{"circular.delete", "delete from circular where id = $1"};

constexpr std::string_view kStates[] = {"draft", "sending", "sent"};

std::string_view word_of(State state) { return kStates[static_cast<int>(state)]; }

State state_of(std::string_view word) {
  for (int i = 0; i < 3; ++i)
    if (kStates[i] == word) return static_cast<State>(i);
  throw db::DbError("circular: unknown state");
}

Circular circular_from(Row const& row) {
  Circular circular;
  std::string state, filter, groups;
  row.read(circular.id, circular.version, state, circular.subject, circular.body,
           circular.language, filter, groups, circular.file_id, circular.created_by,
           circular.created_at, circular.sent_at, circular.receivers);
  circular.state = state_of(state);
  circular.filter = filter_from_json(filter);
  circular.groups = split_list(groups, ' ');
  return circular;
}

crypto::Sealer sealer_of(County& county) { return {county.keys(), "circulars.delivery"}; }

std::string row_of(std::string_view circular_id, std::int64_t position) {
  return std::string(circular_id) + "/" + std::to_string(position);
}

Delivery delivery_from(Row const& row, crypto::Sealer const& sealer) {
  Delivery one;
  std::string circular_id;
  std::optional<std::string> mail_id;
  row.read(circular_id, one.position, one.address, one.address_hash, one.label, one.ref.kind, one.ref.id,
           one.group_id, one.reason, mail_id, one.result);
  one.mail_id = mail_id.value_or("");
  one.address = sealer.open({"circular_delivery", "address", row_of(circular_id, one.position)}, one.address)
                    .value_or("");
  return one;
}

}  // namespace

std::vector<Group> all_groups(db::Reader& reader) {
  std::vector<Group> groups;
  reader.each(kGroups, {}, [&](Row const& row) {
    Group& group = groups.emplace_back();
    std::string filter;
    row.read(group.id, group.name, filter, group.created_by);
    group.filter = filter_from_json(filter);
  });
  return groups;
}

void insert_group(db::Writer& writer, Group const& group) {
  writer.run(kInsertGroup,
             {group.id, group.name, to_json(group.filter), group.created_by, writer.now()});
  writer.changed("circular_group", group.id);
}

void delete_group(db::Writer& writer, std::string_view id) {
  writer.run(kDeleteGroup, {id});
  writer.changed("circular_group", id);
}

std::optional<Circular> find_circular(db::Reader& reader, std::string_view id) {
  std::optional<Circular> circular;
  reader.one(kFind, {id}, [&](Row const& row) { circular = circular_from(row); });
  return circular;
}

std::vector<Circular> circulars_by(db::Reader& reader, std::string_view author, int limit, int offset) {
  std::vector<Circular> circulars;
  reader.each(kList, {author, limit, offset},
              [&](Row const& row) { circulars.push_back(circular_from(row)); });
  return circulars;
}

std::int64_t count_circulars(db::Reader& reader, std::string_view author) {
  return reader.value<std::int64_t>(kCount, {author}).value_or(0);
}

void insert_circular(db::Writer& writer, Circular const& circular) {
  writer.run(kInsert, {circular.id, word_of(circular.state), circular.subject, circular.body,
                       circular.language, to_json(circular.filter), join(circular.groups, " "),
                       circular.file_id, circular.created_by, writer.now(), circular.sent_at,
                       circular.receivers});
  writer.changed("circular", circular.id);
}

bool update_draft(db::Writer& writer, Circular const& circular) {
  bool done = writer.run(kUpdate, {circular.id, circular.version, circular.subject, circular.body,
                                   circular.language, to_json(circular.filter),
                                   join(circular.groups, " "), circular.file_id}) > 0;
  if (done) writer.changed("circular", circular.id);
  return done;
}

bool begin_sending(db::Writer& writer, std::string_view id, std::int64_t version, std::int64_t receivers) {
  bool done = writer.run(kBegin, {id, version, writer.now(), receivers}) > 0;
  if (done) writer.changed("circular", id);
  return done;
}

void end_sending(db::Writer& writer, std::string_view id) {
  writer.run(kEnd, {id});
  writer.changed("circular", id);
}

bool delete_draft(db::Writer& writer, std::string_view id) {
  bool done = writer.run(kDeleteDraft, {id}) > 0;
  if (done) writer.changed("circular", id);
  return done;
}

std::int64_t count_sent_since(db::Reader& reader, std::string_view author, Instant since) {
  return reader.value<std::int64_t>(kSentSince, {author, since}).value_or(0);
}

void insert_deliveries(db::Writer& writer, Context& context, std::string_view circular_id,
                       std::vector<Receiver> const& receivers) {
  auto sealer = sealer_of(context.county);
  auto rows = writer.bulk_insert("circular_delivery",
                                 {"circular_id", "position", "address", "address_hash", "label", "ref_kind",
                                  "ref_id", "group_id", "reason", "mail_id", "result"});
  std::int64_t position = 0;
  for (auto const& one : receivers) {
    ++position;
    auto sealed = sealer.seal({"circular_delivery", "address", row_of(circular_id, position)}, one.address,
                              context.random);
    db::Value const row[]{circular_id, position, sealed.text(), one.address_hash, one.label, one.ref.kind,
                          one.ref.id, one.group_id, one.reason, std::nullopt, ""};
    rows->add(row);
  }
  rows->finish();
}

std::vector<Delivery> waiting_deliveries(db::Reader& reader, Context& context,
                                         std::string_view circular_id, int limit) {
  auto sealer = sealer_of(context.county);
  std::vector<Delivery> found;
  reader.each(kWaiting, {circular_id, limit},
              [&](Row const& row) { found.push_back(delivery_from(row, sealer)); });
  return found;
}

std::vector<Delivery> deliveries(db::Reader& reader, Context& context, std::string_view circular_id) {
  auto sealer = sealer_of(context.county);
  std::vector<Delivery> found;
  reader.each(kDeliveries, {circular_id},
              [&](Row const& row) { found.push_back(delivery_from(row, sealer)); });
  return found;
}

void mark_delivery(db::Writer& writer, std::string_view circular_id, std::int64_t position,
                   std::string_view mail_id, std::string_view result) {
  std::optional<std::string_view> mail;
  if (!mail_id.empty()) mail = mail_id;
  writer.run(kMark, {circular_id, position, mail, result});
}

std::vector<std::string> mails_to_address(db::Reader& reader, std::string_view address_hash,
                                          std::optional<std::string> const& group_id) {
  if (!group_id) return reader.column<std::string>(kToAddress, {address_hash});
  return reader.column<std::string>(kToAddressOfGroup, {address_hash, *group_id});
}

std::vector<OwnDelivery> deliveries_of(db::Reader& reader, mail::RecipientRef const& ref) {
  std::vector<OwnDelivery> found;
  reader.each(kOfRef, {ref.kind, ref.id}, [&](Row const& row) {
    auto& one = found.emplace_back();
    std::optional<std::string> mail_id;
    row.read(one.circular_id, mail_id, one.subject, one.reason, one.sent_at);
    one.mail_id = mail_id.value_or("");
  });
  return found;
}

void delete_deliveries_of(db::Writer& writer, mail::RecipientRef const& ref) {
  writer.run(kDropOfRef, {ref.kind, ref.id});
}

std::set<std::pair<std::string, std::string>> all_leaves(db::Reader& reader) {
  std::set<std::pair<std::string, std::string>> leaves;
  reader.each(kLeaves, {}, [&](Row const& row) { leaves.emplace(row.text(0), row.text(1)); });
  return leaves;
}

std::vector<std::string> leaves_of(db::Reader& reader, std::string_view address_hash) {
  return reader.column<std::string>(kLeavesOf, {address_hash});
}

void insert_leave(db::Writer& writer, std::string_view address_hash, std::string_view group_id) {
  writer.run(kLeave, {address_hash, group_id, writer.now()});
}

void delete_leave(db::Writer& writer, std::string_view address_hash, std::string_view group_id) {
  writer.run(kComeBack, {address_hash, group_id});
}

void forget_author(db::Writer& writer, std::string_view account_id) {
  writer.run(kDropDraftsOf, {account_id});
  writer.run(kForgetAuthor, {account_id});
  writer.run(kForgetGroupAuthor, {account_id});
}

std::int64_t expire_deliveries(db::Writer& writer, Instant before) {
  return writer.run(kExpireDeliveries, {before});
}

std::vector<std::string> expired_circulars(db::Reader& reader, Instant before) {
  return reader.column<std::string>(kExpired, {before});
}

void delete_circular(db::Writer& writer, std::string_view id) { writer.run(kDelete, {id}); }

}  // namespace mila::circulars
