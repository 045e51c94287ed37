// What most pages of the workplace are made of: texts with values, a list under a heading, a form under
// a heading. A module writes a template of its own only for a page that is neither.
//
//   ListPageView view{.title = words(N_("Meetings")), .new_href = "/staff/meetings/new", …};
//   view.table = table.view();
//   return list_page(visit, view, staff_frame(visit, view.title, kPath));
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/i18n/catalogue.h"
#include "platform/site/form.h"
#include "platform/site/site.h"
#include "platform/site/table.h"

namespace mila {

/// Texts in one language, {key} filled in.
class Words {
 public:
  using Values = std::initializer_list<std::pair<std::string_view, std::string_view>>;
  explicit Words(Visit const& visit)
      : texts_(visit.site.catalogue()), language_(visit.context.language) {}
  /// Outside a page: for mails and what waits on the start page.
  Words(Context const& context, std::string language)
      : texts_(*context.county.texts), language_(std::move(language)) {}
  std::string operator()(char const* text, Values values = {}) const;
  std::string count(char const* one, char const* many, std::int64_t n, Values values = {}) const;
  std::string const& language() const { return language_; }

 private:
  i18n::Catalogue const& texts_;
  std::string language_;
};

struct LinkView {
  std::string href, text;
  template <class V>
  void fields(V& v) { v("href", href)("text", text); }
};

/// Links and buttons to what other modules have about a record.
struct RelatedView {
  struct Entry {
    std::string href, text, detail;
    template <class V>
    void fields(V& v) { v("href", href)("text", text)("detail", detail); }
  };
  struct Group {
    std::string heading;  ///< "" for none
    std::vector<Entry> links;
    template <class V>
    void fields(V& v) { v("heading", heading)("links", links); }
  };
  bool has_acts = false, has_links = false;
  std::vector<Entry> acts;
  std::vector<Group> groups;  ///< in the order in which they came, those without a heading first
  template <class V>
  void fields(V& v) {
    v("has_acts", has_acts)("has_links", has_links)("acts", acts)("groups", groups);
  }
};
/// From all modules, in their order; for `{{#related}}{{>site/related}}{{/related}}`.
RelatedView related_view(Visit& visit, db::Reader& reader, std::string_view kind, std::string_view id);

/// Label and value of a description list.
struct LineView {
  std::string label, value;
  template <class V>
  void fields(V& v) { v("label", label)("value", value); }
};

/// A value that somebody else changed while the form was being filled.
struct ClashView {
  std::string label, now, yours;
  template <class V>
  void fields(V& v) { v("label", label)("now", now)("yours", yours); }
};

/// A heading, a sentence and a form; above it what clashed.
struct FormPageView {
  std::string title, lead;
  bool has_clashes = false;
  std::vector<ClashView> clashes;
  FormView form;
  template <class V>
  void fields(V& v) {
    v("title", title)("lead", lead)("has_clashes", has_clashes)("clashes", clashes)("form", form);
  }
};

struct LostLinkView {
  std::string title, why, office_phone, office_tel;
  template <class V>
  void fields(V& v) {
    v("title", title)("why", why)("office_phone", office_phone)("office_tel", office_tel);
  }
};

/// A heading, a sentence, links and a list.
struct ListPageView {
  std::string title, lead, new_href, new_text;
  std::vector<LinkView> more;
  TableView table;
  template <class V>
  void fields(V& v) {
    v("title", title)("lead", lead)("new_href", new_href)("new_text", new_text)("more", more)(
        "table", table);
  }
};

/// Frame of a workplace page below `path`, the module's entry in the menu; `above` (msgid) names that
/// entry before the title, nullptr when the page is the entry itself.
Page staff_frame(Visit& visit, std::string title, std::string const& path, char const* above);
http::Response list_page(Visit& visit, ListPageView& view, Page frame);
/// The status is the form's unless another one is given.
http::Response form_page(Visit& visit, FormPageView& view, Form const& form, Page frame,
                         int status = 0);
/// Of a page that shows this error beside a form.
int status_of(Error const& error);
/// A page behind a link that names its reader: no robot lists it, nothing on the way keeps it.
template <class View>
http::Response personal_page(Visit& visit, std::string const& name, View& view, std::string title,
                             int status = 200) {
  Page frame;
  frame.title = std::move(title);
  frame.indexed = false;
  auto response = visit.site.page(visit, name, view, frame, status);
  response.header("Cache-Control", "no-store");
  return response;
}
/// Says whom to call; the same whether the link is too old or was never right. `why` (msgid) where there
/// is more to say.
http::Response lost_link_page(Visit& visit, char const* why = nullptr);
/// For Site::check_templates.
std::vector<TemplateUse> page_templates();

/// "12. November 2026" of an instant in the county's zone.
std::string long_day(Context const& context, Instant at);
/// "12. November 2026, 9:05" in the county's zone.
std::string moment(Context const& context, Instant at);

}  // namespace mila
