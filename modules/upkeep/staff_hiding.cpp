// Hiding an entry and showing it again.
#include "modules/upkeep/hiding.h"
#include "modules/upkeep/staff_pages.h"

namespace mila::upkeep {

Form hiding_form(Visit& visit, Entry const& entry) {
  std::vector<Choice> choices;
  for (auto const& ground : grounds()) choices.push_back({ground.code, ground.label(visit.context.language)});
  Form form(visit, "/staff/offers/" + entry.service.id + "/hiding");
  form.radios("ground", N_("On what ground?"), std::move(choices)).required();
  form.long_text("text", N_("What exactly?")).required().longest(2000).rows(4)
      .hint(N_("This goes to the provider by mail, with the ground and how to object."));
  form.hidden("version", entry.state());
  form.submit(N_("Hide and tell the provider"));
  form.quiet();
  return form;
}

std::vector<std::string> hiding_lines(Words const& words, Context const& context,
                                      std::vector<Hiding> const& hidings) {
  std::vector<std::string> lines;
  for (auto const& hiding : hidings) {
    std::string line = words(N_("Hidden by the county on {date}: {ground}"),
                             {{"date", moment(context, hiding.hidden_at)},
                              {"ground", ground_label(hiding.ground, words.language())}});
    line += " " + hiding.text;
    if (hiding.ended_at)
      line += " " + words(N_("Shown again on {date}."), {{"date", moment(context, *hiding.ended_at)}});
    lines.push_back(std::move(line));
  }
  return lines;
}

namespace {

http::Response with_entry(Visit& visit,
                          std::function<std::optional<http::Response>(db::Writer&, Entry const&)> const& act) {
  std::optional<http::Response> answer;
  visit.context.county.database.write([&](db::Writer& writer) {
    auto found = entry_of(visit, writer, Permission::ReleaseOffers);
    answer = found.entry ? act(writer, *found.entry) : visit.site.error_page(visit, found.status);
  });
  if (answer) return *answer;
  return http::see_other("/staff/offers/" + visit.request.parameter("id") + "?done=saved");
}

std::optional<http::Response> answer_for(Visit& visit, Result<bool> const& done) {
  if (done) return std::nullopt;
  auto code = done.error().code;
  return visit.site.error_page(visit, code == ErrorCode::Conflict ? 409 : code == ErrorCode::Invalid ? 422 : 403);
}

}  // namespace

http::Response hide_offer(Visit& visit) {
  return with_entry(visit, [&](db::Writer& writer, Entry const& entry) -> std::optional<http::Response> {
    Form form = hiding_form(visit, entry);
    if (!form.read()) return hiding_page(visit, writer, entry, form, 422);
    if (form["version"] != entry.state()) {
      form.set("version", entry.state());
      form.error("", N_("This entry was changed meanwhile. Please look at it again."));
      return hiding_page(visit, writer, entry, form, 409);
    }
    return answer_for(visit, hide(writer, visit.context, entry, form["ground"], form["text"]));
  });
}

http::Response show_offer_again(Visit& visit) {
  return with_entry(visit, [&](db::Writer& writer, Entry const& entry) {
    return answer_for(visit, show_again(writer, visit.context, entry));
  });
}

std::vector<NewsItem> hiding_news(Context& context, db::Reader& reader) {
  auto own = context.actor.scope_ids(Permission::EditOffers, Scope::Organization);
  std::vector<NewsItem> items;
  if (!own || own->empty()) return items;
  Words words(context, context.language);
  std::shared_ptr<Overview const> all;
  for (auto const& hiding : hidings_since(reader, context.now() - std::chrono::hours{24 * 30})) {
    if (hiding.ended_at || std::find(own->begin(), own->end(), hiding.organization_id) == own->end()) continue;
    if (!all) all = overview(context.county, reader);
    if (auto const* row = all->find(hiding.service_id))
      items.push_back({words(N_("The county has hidden “{name}”"), {{"name", row->name}}),
                       ground_label(hiding.ground, words.language()), "/staff/offers/" + row->id, hiding.hidden_at});
  }
  return items;
}

}  // namespace mila::upkeep
