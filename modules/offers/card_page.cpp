// The two-language card: German beside the reader's language, to show at a desk, print or send.
#include <fmt/format.h>

#include "modules/offers/offer_view.h"
#include "modules/offers/pages.h"
#include "platform/site/qr.h"
#include "platform/base/text.h"

namespace mila::offers {
namespace {

/// One row of the card: the same content made twice, once per language.
template <typename Content>
void add_pair(CardView& view, Words const& german, Words const& own, char const* title,
              Content content, bool say = false) {
  PairView pair;
  pair.german = content(german);
  if (pair.german.empty()) return;
  pair.german_title = german(title);
  pair.title = own(title);
  pair.own = content(own);
  pair.say = say;
  view.pairs.push_back(std::move(pair));
}

std::vector<std::string> where_lines(Words const& words, Offer const& offer) {
  std::vector<std::string> lines;
  if (offer.organization) lines.push_back(offer.organization->name);
  for (auto const& place : offer.places) {
    auto const& location = place.location;
    if (location.x_protected) {
      lines.push_back(words("{town}. The address stays secret for protection, please call.",
                            {{"town", place.town}}));
    } else if (!location.addresses.empty()) {
      auto const& address = location.addresses.front();
      lines.push_back(address.address_1 + (address.address_1.empty() ? "" : ", ") +
                      address.postal_code + " " + address.city);
    } else if (!place.town.empty()) {
      lines.push_back(place.town);
    }
    for (auto const& item : location.accessibility)
      if (item.x_code == "step-free" || item.x_code == "lift")
        lines.push_back(words.value("accessibility", *item.x_code));
    if (lines.size() > 6) break;
  }
  return lines;
}

std::vector<std::string> when_lines(Words const& words, Offer const& offer, Date today) {
  hours::Timetable const& timetable =
      offer.places.size() == 1 ? offer.places.front().timetable : offer.timetable;
  auto lines = hours_lines(words, timetable, today);
  if (lines.size() > 7) {
    lines.resize(7);
    lines.push_back("…");
  }
  if (lines.empty()) lines.push_back(words("Please call and ask for the hours."));
  return lines;
}

std::vector<std::string> document_lines(Words const& words, directory::Service const& service) {
  constexpr std::size_t kMost = 8;
  std::vector<std::string> lines;
  for (auto const& document : service.required_documents)
    lines.push_back(document.x_code ? words.value("document", *document.x_code)
                                    : document.document.value_or(""));
  if (lines.size() > kMost) lines.resize(kMost);
  return lines;
}

std::vector<std::string> trust_lines(Words const& words, directory::Service const& service) {
  std::vector<std::string> lines;
  if (auto costs = cost_text(words, service); !costs.empty()) lines.push_back(costs);
  for (auto const& code : directory::codes(service.x_terms, "assurance"))
    lines.push_back(words.value("assurance", code));
  return lines;
}

void fill_pairs(CardView& view, Words const& german, Words const& own, Offer const& offer, Date day) {
  auto hello = [&](Words const& words) {
    bool is_german = words.language() == "de";
    std::vector<std::string> lines{
        words("Hello, I need help with this: {offer}.", {{"offer", is_german ? view.german_title : view.title}})};
    if (i18n::find_language(own.language())->stemmer != "de")
      lines.push_back(words("I speak {language} and a little German.",
                            {{"language", i18n::language_name(own.language(), words.language())}}));
    return lines;
  };
  add_pair(view, german, own, N_("Please show this card at the desk"), hello, true);
  add_pair(view, german, own, N_("Where"), [&](Words const& words) { return where_lines(words, offer); });
  add_pair(view, german, own, N_("When"), [&](Words const& words) { return when_lines(words, offer, day); });
  add_pair(view, german, own, N_("Please bring with you"),
           [&](Words const& words) { return document_lines(words, offer.service); });
  add_pair(view, german, own, N_("Costs and trust"),
           [&](Words const& words) { return trust_lines(words, offer.service); });
}

/// Number and address to call or write to, and a message to send there.
void fill_contact(CardView& view, Words const& german, Words const& own, Offer const& offer) {
  view.phone = phone_of(offer);
  view.tel = tel_href(view.phone);
  view.phone_title = own("Phone");
  view.german_phone_title = german("Phone");
  view.message_title = german("Message to copy");
  view.meaning_title = own("What this message means");
  auto message = [&](Words const& words) {
    return words("Hello, I need an appointment. I speak {language}. Please answer me by SMS or "
                 "email. Thank you.",
                 {{"language", i18n::language_name(own.language(), words.language())}});
  };
  view.message = message(german);
  view.message_meaning = message(own);
  std::string body = "body=" + percent_encode(view.message);
  if (auto mail = mail_of(offer); !mail.empty())
    view.mail_href = "mailto:" + mail + "?subject=" + percent_encode("Termin: " + view.german_title) + "&" + body;
  if (view.tel.size() > 12) view.sms_href = "sms:" + view.tel.substr(4) + "?" + body;
}

}  // namespace

http::Response show_card(Visit& visit) {
  auto& county = visit.context.county;
  MyPlace mine = my_place(county, visit.request.query);
  auto offer = county.database.read(
      [&](db::Reader& reader) { return find_offer(visit, reader, *mine.gazetteer); });
  if (!offer) return visit.site.error_page(visit, 404);
  std::string const& language = visit.context.language;
  if (auto moved = renamed(visit, offer_href(offer->service, language), "/card")) return *moved;
  // A German reader's card shows Leichte Sprache on the other side.
  std::string other = language == "de" ? "de-simple" : language;
  Words german(visit.site, "de"), own(visit.site, other), page(visit.site, language);
  Instant now = visit.context.now();
  auto const& service = offer->service;
  CardView view;
  ShownText title = shown_text(service, "name", other);
  view.german_title = shown_text(service, "name", "de").text;
  view.title = title.text;
  view.title_language = title.language;
  view.title_dir = title.dir;
  view.language = other;
  view.dir = i18n::find_language(other)->right_to_left ? "rtl" : "ltr";
  fill_pairs(view, german, own, *offer, today(county, now));
  fill_contact(view, german, own, *offer);
  view.offer_href = offer_href(service, language);
  view.county = county.config().name;
  if (service.assured_date)
    if (auto date = parse_iso_date(service.assured_date->substr(0, 10)))
      view.confirmed = i18n::format_date(*date, language, i18n::DateStyle::Long);
  view.qr_label = page("QR code of this offer's address");
  view.qr = qr_svg(visit.site.absolute(visit, view.offer_href), view.qr_label);
  std::string offer_title = shown_text(service, "name", language).text;
  Page frame;
  frame.title = page("Card in two languages") + ": " + offer_title;
  frame.indexed = false;
  frame.leave_quickly = is_about_violence(service);
  frame.crumbs = {{page("Find help"), "/" + language + "/search"},
                  {offer_title, view.offer_href},
                  {page("Card in two languages"), ""}};
  auto response = visit.site.page(visit, "offers/card.html", view, frame);
  response.fresh_until = next_midnight(county, now);
  return response;
}

}  // namespace mila::offers
