// What this module tells the program about itself.
#include "modules/upkeep/upkeep.h"

#include "modules/upkeep/closure_list.h"
#include "modules/upkeep/confirmation_page.h"
#include "modules/upkeep/demo.h"
#include "modules/upkeep/draft_store.h"
#include "modules/upkeep/jobs.h"
#include "modules/upkeep/asking_store.h"
#include "modules/upkeep/staff_pages.h"
#include "modules/upkeep/today_link_store.h"
#include "modules/upkeep/wish_store.h"
#include "platform/base/ids.h"

namespace mila::upkeep {
namespace {

using http::Method;

/// An offer of the demo county, for the addresses the tests walk through.
std::string demo_offer() { return named_uuid("service", "demo:A001"); }
std::string demo_provider() { return named_uuid("organization", "demo:O007"); }
std::string demo_draft() { return named_uuid("upkeep_draft", "demo:1"); }

using namespace std::chrono_literals;
constexpr auto kYear = 24h * 365;

std::int64_t expire(Context& context) {
  return context.county.database.write([&](db::Writer& writer) {
    Instant now = writer.now();
    return expire_drafts(writer, now - kYear) + expire_today_links(writer, now - 24h * 90) +
           expire_askings(writer, now - 3 * kYear) + expire_wishes(writer, now - 2 * kYear) +
           expire_hidings(writer, now - 3 * kYear);
  });
}

}  // namespace

Module const& module() {
  static Module const upkeep = [] {
    Module m;
    m.name = "upkeep";
    m.summary = "Offers stay true: providers edit and confirm, the county releases, undoes and asks.";
    auto route = [&](Method method, std::string pattern, Permission permission, Handler handler,
                     std::string sample = "") {
      if (sample.empty()) sample = pattern;
      m.routes.push_back({method, std::move(pattern), permission, std::move(handler), std::move(sample)});
    };
    auto const edit = Permission::EditOffers;
    std::string offer = "/staff/offers/" + demo_offer();
    route(Method::Get, "/staff/offers", edit, list_offers);
    route(Method::Get, "/staff/offers/{id}", edit, show_offer, offer);
    route(Method::Post, "/staff/offers/{id}", edit, save_offer, offer);
    // Changes
    route(Method::Get, "/staff/changes", edit, list_changes);
    route(Method::Post, "/staff/changes/{kind}/{id}/{version}/undo", edit, undo,
          "/staff/changes/service/" + demo_offer() + "/1/undo");
    route(Method::Get, "/staff/offers/{id}/versions", edit, show_versions, offer + "/versions");
    route(Method::Post, "/staff/versions/{kind}/{id}/{version}/restore", edit, restore,
          "/staff/versions/service/" + demo_offer() + "/1/restore");

    // New entries
    std::string draft = "/staff/drafts/" + demo_draft();
    route(Method::Get, "/staff/drafts", edit, list_drafts_page);
    route(Method::Get, "/staff/drafts/new", edit, show_new);
    route(Method::Post, "/staff/drafts", edit, begin);
    route(Method::Get, "/staff/drafts/{id}", edit, show_draft, draft);
    route(Method::Post, "/staff/drafts/{id}", edit, save_draft_page, draft);
    route(Method::Post, "/staff/drafts/{id}/submission", edit, submit, draft + "/submission");
    route(Method::Post, "/staff/drafts/{id}/release", Permission::ReleaseOffers, release, draft + "/release");
    route(Method::Post, "/staff/drafts/{id}/refusal", Permission::ReleaseOffers, refuse, draft + "/refusal");
    route(Method::Post, "/staff/drafts/{id}/removal", edit, drop, draft + "/removal");
    // Closed today
    route(Method::Get, "/staff/closures", edit, show_staff_closures);
    route(Method::Post, "/staff/closures", edit, save_staff_closure);
    route(Method::Post, "/staff/closures/links", edit, make_today_link);
    route(Method::Post, "/staff/closures/links/{id}/end", edit, end_today_link_page,
          "/staff/closures/links/none/end");
    route(Method::Get, "/{lang}/closures/{token}", Permission::Public, show_closures,
          "/{lang}/closures/none");
    route(Method::Post, "/{lang}/closures/{token}", Permission::Public, save_closure,
          "/{lang}/closures/none");
    // Hints
    route(Method::Get, "/staff/hints", edit, list_hints);
    route(Method::Get, "/staff/hints/{id}", edit, show_hint, "/staff/hints/none");
    route(Method::Post, "/staff/hints/{id}/care", edit, take_hint, "/staff/hints/none/care");
    route(Method::Post, "/staff/hints/{id}/end", edit, end_hint, "/staff/hints/none/end");
    // Other languages
    auto const translate = Permission::Translate;
    route(Method::Get, "/staff/texts", translate, list_languages);
    route(Method::Get, "/staff/texts/{language}", translate, list_texts, "/staff/texts/uk");
    route(Method::Get, "/staff/texts/{language}/sheet", translate, show_sheet, "/staff/texts/uk/sheet");
    route(Method::Post, "/staff/texts/{language}/sheet", translate, upload_sheet, "/staff/texts/uk/sheet");
    route(Method::Get, "/staff/texts/{language}/sheet.csv", translate, download_sheet,
          "/staff/texts/uk/sheet.csv");
    route(Method::Get, "/staff/offers/{id}/texts/{language}", translate, show_texts, offer + "/texts/uk");
    route(Method::Post, "/staff/offers/{id}/texts/{language}", translate, save_texts_page,
          offer + "/texts/uk");
    // Are the offers still right?
    auto const county = Permission::ReleaseOffers;
    route(Method::Get, "/staff/confirmations", county, list_confirmations);
    route(Method::Post, "/staff/confirmations", county, ask_providers);
    route(Method::Post, "/staff/confirmations/settings", Permission::ManageCounty, save_confirmation_settings);
    route(Method::Get, "/staff/confirmations/{id}", edit, show_own_confirmation,
          "/staff/confirmations/" + demo_provider());
    route(Method::Post, "/staff/confirmations/{id}", edit, answer_own_confirmation,
          "/staff/confirmations/" + demo_provider());
    route(Method::Get, "/{lang}/confirmations/{token}", Permission::Public, show_confirmation,
          "/{lang}/confirmations/{confirmation}");
    route(Method::Post, "/{lang}/confirmations/{token}", Permission::Public, answer_confirmation,
          "/{lang}/confirmations/{confirmation}");
    // Links that do not work
    route(Method::Get, "/staff/links", edit, list_links);
    route(Method::Post, "/staff/links", edit, answer_link);
    // Tours
    std::string tour = "/staff/tours/" + named_uuid("service", "demo:A134");
    route(Method::Get, "/staff/tours", Permission::ReadNetwork, list_tours);
    route(Method::Get, "/staff/tours/{id}", Permission::ReadNetwork, show_tour, tour);
    route(Method::Post, "/staff/tours/{id}", Permission::ReadNetwork, ask_for_stop, tour);
    route(Method::Get, "/staff/wishes/{id}", edit, show_wish, "/staff/wishes/{wish}");
    route(Method::Post, "/staff/wishes/{id}", edit, answer_wish_page, "/staff/wishes/{wish}");
    // Hiding
    route(Method::Post, "/staff/offers/{id}/hiding", county, hide_offer, offer + "/hiding");
    route(Method::Post, "/staff/offers/{id}/hiding/end", county, show_offer_again, offer + "/hiding/end");
    // Organisations
    std::string provider = "/staff/providers/" + demo_provider();
    route(Method::Get, "/staff/providers", edit, list_providers);
    route(Method::Get, "/staff/providers/{id}", edit, show_provider, provider);
    route(Method::Post, "/staff/providers/{id}", edit, save_provider, provider);
    route(Method::Get, "/staff/providers/{id}/versions", edit, show_versions, provider + "/versions");

    m.personal_data = {
        {"upkeep_draft", "account id of who wrote and who released an entry that is not public yet",
         "the answer reaches whoever handed it in", "Art. 6 (1) e GDPR", "until it is released or dropped",
         "with the draft; the account id means nothing once the account is erased"},
        {"upkeep_today_link", "name of a link and account id of who made it; the link as a hash",
         "links that were passed on can be ended", "Art. 6 (1) e GDPR", "until it is ended", "by ending it"},
        {"upkeep_asking", "account id of who asked an organisation whether its entries are right, and when it answered",
         "entries stay true, and nobody is asked too often", "Art. 6 (1) e GDPR", "three years",
         "daily clean-up; the account id means nothing once the account is erased"},
        {"upkeep_stop_wish", "account id of who wished for a stop of a tour and who answered, with their words",
         "who drives and who wishes reach each other", "Art. 6 (1) e GDPR", "two years",
         "daily clean-up; the account id means nothing once the account is erased"},
        {"upkeep_hiding", "account ids of who hid an entry and who showed it again, with the ground",
         "it can be said why something was not public", "Art. 6 (1) e GDPR", "three years after it was shown again",
         "daily clean-up; the account id means nothing once the account is erased"}};
    m.staff_menu = staff_menu();
    m.quick_acts = quick_acts();
    m.jobs = job_kinds();
    m.waiting = waiting;
    m.news = news;
    m.organization_columns = {{"upkeep_draft", "id", "organization_id", true}, {"upkeep_today_link", "id", "organization_id"},
                              {"upkeep_asking", "id", "organization_id"}, {"upkeep_hiding", "id", "organization_id"}};
    m.expire = expire;
    m.demo = load_demo;
    m.sample_keys = sample_keys;
    m.templates = staff_templates();
    for (auto& use : public_templates()) m.templates.push_back(std::move(use));
    return m;
  }();
  return upkeep;
}

}  // namespace mila::upkeep
