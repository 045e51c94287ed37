// Minutes of the demo county: data/demo/minutes.csv.
#include <filesystem>
#include <map>
#include <stdexcept>

#include "modules/meetings/invitations.h"
#include "modules/minutes/docx.h"
#include "modules/minutes/life.h"
#include "modules/minutes/minutes_store.h"
#include "modules/minutes/pages.h"
#include "modules/minutes/rules.h"
#include "modules/network/network.h"
#include "platform/base/text.h"
#include "platform/data/csv.h"
#include "platform/files/files.h"

namespace mila::minutes {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

/// What the file has about one meeting. A row numbered "+" is an addendum.
struct Written {
  std::string state;
  std::vector<Part> parts;
  std::vector<Addendum> addenda;
};

std::map<std::string, Written> written_in(data::Table const& table) {
  std::map<std::string, Written> all;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    auto cell = [&](char const* heading) -> std::string const& { return table.cell(row, table.column(heading)); };
    auto& written = all[cell("Treffen")];
    std::string id = named_uuid("meeting", "demo:" + cell("Treffen")), of_row = "demo:" + cell("Treffen") + ":" + cell("Nr");
    std::string text = replace_all(replace_all(cell("Text"), " / / ", "\n\n"), " / ", "\n");
    if (!cell("Stand").empty()) written.state = cell("Stand");
    if (cell("Nr") == "+") {
      Addendum addendum;
      addendum.id = named_uuid("minutes_addendum", of_row);
      addendum.minutes_id = id;
      addendum.text = std::move(text);
      written.addenda.push_back(std::move(addendum));
      continue;
    }
    Part part;
    part.id = named_uuid("minutes_part", of_row);
    part.minutes_id = id;
    part.agenda_item_id = named_uuid("agenda_item", of_row);
    part.position = static_cast<int>(written.parts.size()) + 1;
    part.number = cell("Nr");
    part.title = cell("Thema");
    part.text = std::move(text);
    part.visibility = meetings::visibility_named(cell("Wer liest es")).value_or(Visibility::Internal);
    written.parts.push_back(std::move(part));
  }
  return all;
}

void object_in_demo(db::Writer& writer, Context& context, Minutes const& minutes) {
  for (auto const& invitee : meetings::invitees_of(writer, context, minutes.id)) {
    if (invitee.person_id.empty() && invitee.organization_id.empty()) continue;
    Objection objection;
    objection.id = named_uuid("minutes_objection", minutes.id);
    objection.minutes_id = minutes.id;
    objection.invitee_id = invitee.id;
    objection.person_id = invitee.person_id;
    objection.name = meetings::labels_of(writer, context, {invitee}).front();
    objection.text = "Zu TOP 2: Die Zusage galt für das laufende Jahr, nicht darüber hinaus.";
    insert_objection(writer, context, objection);
    return;
  }
}

bool has_body(db::Reader& reader, Context& context) {
  return network::find_body(reader, context, named_uuid("body", "demo:G001")).has_value();
}

/// Minutes of the time before the program, as a file for Word.
void file_demo(db::Writer& writer, Context& context, files::Stored const& stored, std::string const& bytes) {
  constexpr std::string_view kName = "Protokoll Runder Tisch Ukraine-Hilfe.docx";
  Minutes minutes;
  minutes.id = named_uuid("minutes", "demo:old");
  if (load_minutes(writer, minutes.id)) return;
  minutes.body_id = named_uuid("body", "demo:G001");
  minutes.title = "Runder Tisch Ukraine-Hilfe, Auftakt";
  minutes.state = State::Filed;
  minutes.day = Date{sys_days{meetings::today_of(context)} - days{1300}};
  minutes.plain = text_of_docx(bytes).value_or("");
  minutes.file_id = files::add(writer, context, stored,
                               {.type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                                .name = std::string(kName), .owner = {"minutes", minutes.id}, .permission = Permission::ReadNetwork});
  insert_minutes(writer, minutes);
}

std::string old_file() {
  DocxDocument document;
  document.title = "Runder Tisch Ukraine-Hilfe, Auftakt";
  document.add(DocxBlock::Kind::Title, document.title);
  document.add(DocxBlock::Kind::Heading, "Ankunft und Unterbringung");
  document.add_markdown("Rund 2.000 Menschen in drei Monaten registriert.\n\n- Turnhallen werden **bis Pfingsten** freigezogen.\n- Helferkreise übernehmen den Fahrdienst.");
  return write_docx(document);
}

/// As they would stand there after their way through the program.
void insert_demo(db::Writer& writer, Context& context, meetings::Meeting const& meeting, Written& written) {
  Minutes minutes;
  minutes.id = minutes.meeting_id = meeting.id;
  minutes.body_id = meeting.body_id;
  minutes.title = meeting.title;
  minutes.day = meeting.day;
  minutes.place = meeting.place;
  minutes.state = state_named(written.state == "public" ? "approved" : written.state).value_or(State::Draft);
  if (minutes.state == State::Draft || minutes.state == State::Check)
    for (auto& part : written.parts) part.agenda_item_id.clear();  // its agenda was not kept
  minutes.plain = plain_of(written.parts, written.addenda);
  Date today = meetings::today_of(context);
  if (minutes.state == State::Circulated) {
    minutes.circulated_at = writer.now() - days{3};
    minutes.objections_until = Date{sys_days{today} + days{11}};
  } else if (minutes.state == State::Approved) {
    auto since = sys_days{today} - sys_days{meeting.day};
    minutes.circulated_at = writer.now() - since + days{5};
    minutes.objections_until = Date{sys_days{meeting.day} + days{19}};
    minutes.approved_at = writer.now() - since + days{20};
    if (written.state == "public") minutes.released_at = minutes.approved_at;
    minutes.content_hash = sha256(canonical(minutes, written.parts));
  }
  insert_minutes(writer, minutes);
  for (auto const& part : written.parts) insert_part(writer, part);
  for (auto& addendum : written.addenda) {  // of approved ones only
    addendum.made_at = *minutes.approved_at + days{10};
    addendum.content_hash = sha256(canonical(addendum));
    insert_addendum(writer, addendum);
  }
  if (minutes.state == State::Circulated) object_in_demo(writer, context, minutes);
}

}  // namespace

void load_demo(Context& context, std::string const& folder) {
  std::string path = folder + "/minutes.csv";
  if (!std::filesystem::exists(path)) return;
  auto table = data::read_csv_file(path);
  if (!table) throw std::runtime_error("minutes.csv: " + table.error().message);
  auto all = written_in(*table);
  std::string old = old_file();
  auto stored = files::put(context.county, old);
  context.county.database.write([&](db::Writer& writer) {
    if (has_body(writer, context)) file_demo(writer, context, stored, old);
    for (auto& [number, written] : all) {
      auto meeting = meetings::find_meeting(writer, named_uuid("meeting", "demo:" + number));
      if (meeting && !load_minutes(writer, meeting->id)) insert_demo(writer, context, *meeting, written);
    }
  });
}

}  // namespace mila::minutes
