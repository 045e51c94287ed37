// What this module tells the program about itself.
#include "modules/minutes/life.h"
#include "modules/minutes/minutes_store.h"
#include "modules/minutes/pages.h"

namespace mila::minutes {
namespace {

using http::Method;

void add_routes(Module& m) {
  auto route = [&](Method method, std::string pattern, Handler handler, std::string sample, Permission permission = Permission::ReadNetwork) {
    m.routes.push_back({method, std::move(pattern), permission, std::move(handler), std::move(sample)});
  };
  auto const get = Method::Get, post = Method::Post;
  std::string const all = "/staff/minutes", one = all + "/{id}", none = all + "/none", part = "/parts/{part}";
  route(get, all, show_register, all);
  route(get, all + "/new", show_new_old, all + "/new", Permission::RunMeetings);
  route(post, all + "/new", add_old, all + "/new", Permission::RunMeetings);
  route(get, one, show_minutes, all + "/{minutes}");
  route(get, one + "/file.docx", send_docx, all + "/{minutes}/file.docx");
  route(get, one + "/file", give_file, all + "/{minutes_filed}/file");
  route(get, one + "/removal", show_removal, all + "/{minutes_filed}/removal", Permission::RunMeetings);
  route(post, one + "/removal", take_out_now, none + "/removal", Permission::RunMeetings);
  route(get, all + "/removals", show_removals, all + "/removals");
  route(get, one + "/compiled", show_compiled, all + "/{minutes}/compiled");
  route(get, one + "/compiled.docx", send_compiled, all + "/{minutes}/compiled.docx");
  route(get, one + "/writing", show_writing, all + "/{meeting}/writing");
  route(post, one + "/parts", add_part_now, none + "/parts");
  route(post, one + part, save_part_now, none + "/parts/none");
  route(post, one + part + "/removal", remove_part_now, none + "/parts/none/removal");
  route(post, one + "/agreements", note_agreement_now, none + "/agreements");
  route(post, one + "/tasks", note_task_now, none + "/tasks");
  route(get, one + "/writers", show_writers, all + "/{meeting}/writers");
  route(post, one + "/writers", name_writer_now, none + "/writers");
  route(get, one + "/check", show_check, all + "/{minutes_check}/check");
  route(post, one + "/hints", decide_now, none + "/hints");
  route(post, one + "/state", change_state_now, none + "/state");
  route(post, one + "/circulation", circulate_now, none + "/circulation");
  route(get, one + "/objections/{objection}", show_objection, all + "/{minutes_circulated}/objections/{minutes_objection}");
  route(post, one + "/objections/{objection}", answer_objection_now, none + "/objections/none");
  route(get, one + "/addenda/new", show_addendum, all + "/{minutes}/addenda/new");
  route(post, one + "/addenda/new", add_addendum_now, none + "/addenda/new");
  route(get, one + "/addenda/{addendum}/blackening", show_blackening, all + "/{minutes}/addenda/{minutes_addendum}/blackening");
  route(post, one + "/addenda/{addendum}/blackening", black_out_now, none + "/addenda/none/blackening");
  route(get, one + part + "/blackening", show_blackening, all + "/{minutes}/parts/{minutes_part}/blackening");
  route(post, one + part + "/blackening", black_out_now, none + "/parts/none/blackening");
  std::string const open = "/{lang}/minutes";
  route(get, open + "/read/{key}", show_open, open + "/read/{minutes_key}", Permission::Public);
  route(post, open + "/read/{key}", object_now, open + "/read/none", Permission::Public);
  route(get, open + "/{id}", show_public, open + "/{minutes}", Permission::Public);
}

/// Of the demo county, which has minutes of every kind.
std::map<std::string, std::string> sample_keys(Context& context, db::Reader& reader) {
  std::map<std::string, std::string> keys;
  for (auto const& minutes : list_minutes(reader, context, MinutesQuery{.search = "", .body_id = "", .year = {}, .limit = 200})) {
    if (minutes.state == State::Filed) keys.emplace("minutes_filed", minutes.id);
    if (minutes.state == State::Check) keys.emplace("minutes_check", minutes.id);
    if (minutes.state == State::Approved && minutes.released_at && keys.emplace("minutes", minutes.id).second) {
      for (auto const& part : load_parts(reader, minutes.id))
        if (!part.text.empty()) keys.emplace("minutes_part", part.id);
      for (auto const& addendum : addenda_of(reader, minutes.id)) keys.emplace("minutes_addendum", addendum.id);
    }
    if (minutes.state != State::Circulated) continue;
    for (auto const& objection : objections_of(reader, context, minutes.id)) {
      keys.emplace("minutes_circulated", minutes.id);
      keys.emplace("minutes_objection", objection.id);
      keys.emplace("minutes_key", reading_key(context, minutes, objection.invitee_id));
    }
  }
  return keys;
}

/// Who objected is needed until nobody asks any more why the text is as it is.
constexpr std::chrono::days kObjectionsKept{90};

}  // namespace

Module const& module() {
  static Module const minutes = [] {
    Module m;
    m.name = "minutes";
    m.summary = "minutes: written in the meeting, checked, sent round, approved and frozen";
    add_routes(m);
    m.templates = templates();
    m.related = related;
    m.staff_menu = staff_menu();
    m.waiting = waiting;
    m.demo = load_demo;
    m.sample_keys = sample_keys;
    m.expire = [](Context& context) {
      return context.county.database.write([&](db::Writer& writer) {
        return wipe_objections_before(writer, writer.now() - kObjectionsKept) + wipe_objections_without_name(writer);
      });
    };
    // Modules erase from the last to the first: who came as a guest lost the name before.
    m.erase_person = [](db::Writer& writer, Context&, std::string_view person_id) {
      wipe_objections_of_person(writer, person_id);
      wipe_objections_without_name(writer);
    };
    m.person_columns = {{"minutes_objection", "id", "person_id", true}};
    m.disclose_person = disclose;
    m.personal_data = {
        {"minutes", "account ids of who began and approved them; what was said, functions instead of names", "it is known what was talked about and agreed on",
         "Art. 6 (1) e GDPR", "as long as the body's files", "a person's name goes with the person, other names are blacked out on request; account ids mean nothing once the account is erased"},
        {"minutes_part", "account id of who wrote last; what was said", "as minutes", "Art. 6 (1) e GDPR", "as minutes", "as minutes"},
        {"minutes_writer", "account ids of who writes", "who may write is known", "Art. 6 (1) e GDPR", "as minutes", "the account id means nothing once the account is erased"},
        {"minutes_addendum", "account id of who added it", "approved minutes are corrected in the open", "Art. 6 (1) e GDPR", "as minutes", "as minutes"},
        {"minutes_redaction", "account id of who blacked a passage out, and why (from a short list, with words that do not repeat it); not the passage", "that a frozen text was changed can be accounted for",
         "Art. 5 (2), 17 GDPR", "as minutes", "the account id means nothing once the account is erased"},
        {"minutes_objection", "name and words of who sees something otherwise, sealed", "minutes say what was said", "Art. 6 (1) e GDPR",
         "as long as the invitation's name, at most 90 days after approval; that there was one stays", "daily clean-up; with the person, guests too"},
        {"minutes_removal", "account id of who took minutes from before out again, and why; not what they said", "that they are gone can be accounted for",
         "Art. 5 (2), 17 GDPR", "as long as the body's files", "the account id means nothing once the account is erased"}};
    return m;
  }();
  return minutes;
}

}  // namespace mila::minutes
