// What the pages of this module share: words, dates, frames.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "modules/upkeep/entries.h"
#include "platform/html/view.h"
#include "platform/i18n/catalogue.h"
#include "platform/i18n/format.h"
#include "platform/site/form.h"
#include "platform/site/site.h"
#include "platform/site/table.h"

namespace mila::upkeep {

using i18n::N_;

/// Texts in one language, {key} filled in.
class Words {
 public:
  using Values = std::initializer_list<std::pair<std::string_view, std::string_view>>;
  explicit Words(Visit const& visit)
      : texts_(visit.site.catalogue()), language_(visit.context.language) {}
  /// Outside a page: for mails and what waits on the start page.
  Words(Context const& context, std::string language)
      : texts_(*context.county.texts), language_(std::move(language)) {}
  std::string operator()(char const* text, Values values = {}) const {
    std::string filled = texts_.translate(language_, text);
    for (auto const& [key, value] : values) filled = i18n::fill(std::move(filled), key, value);
    return filled;
  }
  std::string count(char const* one, char const* many, std::int64_t n, Values values = {}) const {
    std::string filled = texts_.plural(language_, one, many, n);
    for (auto const& [key, value] : values) filled = i18n::fill(std::move(filled), key, value);
    return filled;
  }
  std::string const& language() const { return language_; }

 private:
  i18n::Catalogue const& texts_;
  std::string language_;
};

/// "12. November 2026"; "" for no date.
std::string long_date(std::string_view iso, std::string_view language);
std::string long_date(Date date, std::string_view language);
/// "12. November 2026, 9:05" in the county's zone.
std::string moment(Context const& context, Instant at);

/// A link or button of a page.
struct ActView {
  std::string href, text;
  template <class V>
  void fields(V& v) { v("href", href)("text", text); }
};

/// A page with a heading, a sentence and a form.
struct FormPageView {
  std::string title, lead;
  FormView form;
  template <class V>
  void fields(V& v) { v("title", title)("lead", lead)("form", form); }
};

/// A page with a heading, a sentence, links and a list.
struct ListPageView {
  std::string title, lead, new_href, new_text;
  std::vector<ActView> more;
  TableView table;
  template <class V>
  void fields(V& v) {
    v("title", title)("lead", lead)("new_href", new_href)("new_text", new_text)("more", more)(
        "table", table);
  }
};

/// Frame with "Offers" before the page itself.
Page offers_frame(Visit& visit, std::string title, std::vector<Page::Crumb> between = {});
http::Response list_page(Visit& visit, ListPageView& view, std::string const& active);
http::Response form_page(Visit& visit, FormPageView& view, int status, std::string const& active,
                         std::vector<Page::Crumb> between = {});

/// The public page of an offer.
std::string public_href(directory::Service const& service, std::string_view language);
/// Organisations an actor may do something for, by name, as choices.
std::vector<Choice> organization_choices(Context const& context, db::Reader& reader,
                                         Permission permission);

}  // namespace mila::upkeep
