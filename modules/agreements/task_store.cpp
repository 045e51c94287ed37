// SQL of tasks.
#include "modules/agreements/task_store.h"

#include "modules/agreements/agreement_store.h"

namespace mila::agreements {
namespace {

using db::Row;
using db::Sql;

#define TASK                                                                                          \
  "select id, version, body_id, meeting_id, agreement_id, what, organization_id, person_id, account_id, " \
  "due, state, given, told_at, reminded_at, overdue_told_at, ended_at, created_by, created_at, modified "  \
  "from task "
#define NOT_ENDED "state not in ('done', 'dropped')"
// A day that never comes sorts tasks without one after the others.
#define IN_ORDER                                                                                      \
  " order by case when " NOT_ENDED " then 0 else 1 end, case when ended_at is null then coalesce(due, '9999-12-31') end, " \
  "ended_at desc, created_at, id"

constexpr std::string_view kFind = TASK "where id in ";
constexpr Sql kOpenOf{"task.open_of", TASK "where body_id = $1 and " NOT_ENDED IN_ORDER " limit 500"};
constexpr Sql kOfMeeting{"task.of_meeting", TASK "where meeting_id = $1" IN_ORDER};
constexpr Sql kOfAgreement{"task.of_agreement", TASK "where agreement_id = $1" IN_ORDER};
constexpr Sql kUntold{"task.untold", TASK "where meeting_id = $1 and told_at is null and " NOT_ENDED IN_ORDER};
constexpr Sql kToRemind{
    "task.to_remind",
    TASK "where due >= $1 and due <= $2 and reminded_at is null and state in ('open', 'accepted') and "
         "coalesce(organization_id, person_id, account_id) is not null order by id limit $3"};
constexpr Sql kToTell{"task.to_tell",
                      TASK "where due <= $1 and overdue_told_at is null and " NOT_ENDED " order by body_id, due, id limit $2"};
constexpr Sql kOfPerson{"task.of_person", TASK "where person_id = $1 order by created_at, id"};
constexpr Sql kNamedEnded{
    "task.named_ended",
    TASK "where ended_at < $1 and (person_id is not null or account_id is not null) order by id limit $2"};
constexpr Sql kInsert{
    "task.insert",
    "insert into task(id, version, body_id, meeting_id, agreement_id, what, organization_id, person_id, "
    "account_id, due, state, given, told_at, reminded_at, overdue_told_at, ended_at, search, created_by, "
    "created_at, modified) values($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, "
    "$18, $18)"};
constexpr Sql kUpdate{
    "task.update",
    "update task set version = version + 1, agreement_id = $3, what = $4, organization_id = $5, person_id = $6, "
    "account_id = $7, due = $8, state = $9, given = $10, told_at = $11, reminded_at = $12, overdue_told_at = $13, "
    "ended_at = $14, search = $15, modified = $16 where id = $1 and version = $2"};
constexpr Sql kMarkTold{"task.mark_told",
                        "update task set told_at = $2, reminded_at = $3, overdue_told_at = $4 where id = $1"};

std::optional<std::string> some(std::string const& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

std::optional<std::string> iso(std::optional<Date> const& day) {
  return day ? std::optional(format_iso_date(*day)) : std::nullopt;
}

Task task_from(Row const& row) {
  Task task;
  std::optional<std::string> agreement, organization, person, account, due;
  std::string state;
  row.read(task.id, task.version, task.body_id, task.meeting_id, agreement, task.what, organization, person, account,
           due, state, task.given, task.told_at, task.reminded_at, task.overdue_told_at, task.ended_at,
           task.created_by, task.created_at, task.modified);
  task.agreement_id = agreement.value_or("");
  task.organization_id = organization.value_or("");
  task.person_id = person.value_or("");
  task.account_id = account.value_or("");
  if (due) task.due = parse_iso_date(*due);
  task.state = task_state_named(state).value_or(TaskState::Open);
  return task;
}

std::vector<Task> tasks_from(db::Reader& reader, Sql const& sql, std::vector<db::Value> const& values) {
  std::vector<Task> tasks;
  reader.each(sql, values, [&](Row const& row) { tasks.push_back(task_from(row)); });
  return tasks;
}

/// " where …" of a query with its values, which are borrowed from it.
struct Where {
  explicit Where(TaskQuery const& query) {
    patterns.reserve(kSearchWords);
    text += search_condition("search", query.search, patterns, values);
    if (!query.body_id.empty()) add("body_id = ", query.body_id);
    if (query.state) add("state = ", name_of(*query.state));
    if (query.open_only || query.overdue_only) text += " and " NOT_ENDED;
    if (query.overdue_only) {
      today = format_iso_date(query.today);
      add("due < ", today);
    }
    if (query.whose) text += " and (" + whose(*query.whose) + ")";
  }
  Where(Where const&) = delete;
  std::string whose(TaskQuery::Whose const& who) {
    std::string any;
    auto part = [&](std::string condition) { any += (any.empty() ? "" : " or ") + std::move(condition); };
    if (!who.account_id.empty()) part("account_id = " + next(who.account_id));
    if (!who.person_id.empty()) part("person_id = " + next(who.person_id));
    if (!who.organization_ids.empty()) part("organization_id in " + list(who.organization_ids));
    if (!who.body_ids.empty()) part("body_id in " + list(who.body_ids));
    return any.empty() ? "1 = 0" : any;
  }
  std::string list(std::vector<std::string> const& ids) {
    std::string text;
    for (auto const& id : ids) text += (text.empty() ? "(" : ", ") + next(id);
    return text + ")";
  }
  void add(std::string const& condition, db::Value value) { text += " and " + condition + next(value); }
  std::string next(db::Value value) {
    values.push_back(value);
    return "$" + std::to_string(values.size());
  }
  std::string text = "where 1 = 1", today;
  std::vector<std::string> patterns;
  std::vector<db::Value> values;
};

}  // namespace

std::vector<Task> find_tasks(db::Reader& reader, std::vector<std::string> const& ids) {
  std::vector<Task> tasks;
  if (ids.empty()) return tasks;
  reader.each_in("task.find", kFind, ids, IN_ORDER, [&](Row const& row) { tasks.push_back(task_from(row)); });
  return tasks;
}

std::optional<Task> find_task(db::Reader& reader, std::string_view id) {
  auto found = find_tasks(reader, {std::string(id)});
  return found.empty() ? std::nullopt : std::optional(found.front());
}

std::vector<Task> open_tasks_of(db::Reader& reader, std::string_view body_id) {
  return tasks_from(reader, kOpenOf, {body_id});
}

std::vector<Task> tasks_of_meeting(db::Reader& reader, std::string_view meeting_id) {
  return meeting_id.empty() ? std::vector<Task>{} : tasks_from(reader, kOfMeeting, {meeting_id});
}

std::vector<Task> tasks_of_agreement(db::Reader& reader, std::string_view agreement_id) {
  return tasks_from(reader, kOfAgreement, {agreement_id});
}

std::vector<Task> untold_tasks_of_meeting(db::Reader& reader, std::string_view meeting_id) {
  return meeting_id.empty() ? std::vector<Task>{} : tasks_from(reader, kUntold, {meeting_id});
}

std::vector<Task> tasks_to_remind_of(db::Reader& reader, Date from, Date until, int limit) {
  std::string first = format_iso_date(from), last = format_iso_date(until);
  return tasks_from(reader, kToRemind, {first, last, limit});
}

std::vector<Task> tasks_to_tell_of(db::Reader& reader, Date until, int limit) {
  std::string last = format_iso_date(until);
  return tasks_from(reader, kToTell, {last, limit});
}

std::vector<Task> tasks_of_person(db::Reader& reader, std::string_view person_id) {
  return tasks_from(reader, kOfPerson, {person_id});
}

std::vector<Task> named_tasks_ended_before(db::Reader& reader, Instant before, int limit) {
  return tasks_from(reader, kNamedEnded, {before, limit});
}

std::vector<Task> list_tasks(db::Reader& reader, TaskQuery const& query) {
  Where where(query);
  std::string text = TASK + where.text + IN_ORDER;
  text += " limit " + where.next(query.limit);
  text += " offset " + where.next(query.offset);
  return tasks_from(reader, {"task.list", text}, where.values);
}

std::int64_t count_tasks(db::Reader& reader, TaskQuery const& query) {
  Where where(query);
  std::string text = "select count(*) from task " + where.text;
  std::int64_t count = 0;
  reader.each({"task.count", text}, where.values, [&](Row const& row) { count = row.integer(0); });
  return count;
}

void insert_task(db::Writer& writer, Task const& task) {
  writer.run(kInsert, {task.id, task.body_id, task.meeting_id, some(task.agreement_id), task.what,
                       some(task.organization_id), some(task.person_id), some(task.account_id), iso(task.due),
                       name_of(task.state), task.given, task.told_at, task.reminded_at, task.overdue_told_at,
                       task.ended_at, search_text({task.what}), task.created_by, writer.now()});
  writer.changed("task", task.id);
}

void mark_told(db::Writer& writer, Task const& task) {
  writer.run(kMarkTold, {task.id, task.told_at, task.reminded_at, task.overdue_told_at});
  writer.changed("task", task.id);
}

bool update_task(db::Writer& writer, Task const& task) {
  bool done = writer.run(kUpdate, {task.id, task.version, some(task.agreement_id), task.what,
                                   some(task.organization_id), some(task.person_id), some(task.account_id),
                                   iso(task.due), name_of(task.state), task.given, task.told_at, task.reminded_at,
                                   task.overdue_told_at, task.ended_at, search_text({task.what}), writer.now()}) > 0;
  if (done) writer.changed("task", task.id);
  return done;
}

}  // namespace mila::agreements
