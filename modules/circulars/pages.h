// Pages of this module, and what they share.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "platform/i18n/format.h"
#include "platform/site/form.h"
#include "platform/site/site.h"
#include "platform/site/table.h"

namespace mila::circulars {

using i18n::N_;

/// Texts in the visitor's language, {key} filled in.
class Words {
 public:
  using Values = std::initializer_list<std::pair<std::string_view, std::string_view>>;
  explicit Words(Visit const& visit) : site_(visit.site), language_(visit.context.language) {}
  std::string operator()(char const* text, Values values = {}) const {
    return filled(site_.translate(language_, text), values);
  }
  std::string count(char const* one, char const* many, std::int64_t n, Values values = {}) const {
    return filled(site_.catalogue().plural(language_, one, many, n), values);
  }
  std::string const& language() const { return language_; }

 private:
  static std::string filled(std::string text, Values values) {
    for (auto const& [key, value] : values) text = i18n::fill(std::move(text), key, value);
    return text;
  }
  Site const& site_;
  std::string language_;
};

struct LinkView {
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
  std::vector<LinkView> more;
  TableView table;
  template <class V>
  void fields(V& v) {
    v("title", title)("lead", lead)("new_href", new_href)("new_text", new_text)("more", more)("table", table);
  }
};

struct ReasonView {
  std::string reason, count;
  template <class V>
  void fields(V& v) { v("reason", reason)("count", count); }
};

struct PreviewView {
  std::string title, lead, subject, language, dir, reply_to, file, warning, receivers_href, text_href;
  html::Safe text;
  bool has_reasons = false;
  std::vector<ReasonView> reasons;
  FormView form, removal;
  template <class V>
  void fields(V& v) {
    v("title", title)("lead", lead)("subject", subject)("language", language)("dir", dir)("reply_to", reply_to)(
        "file", file)("warning", warning)("receivers_href", receivers_href)("text_href", text_href)("text", text)(
        "has_reasons", has_reasons)("reasons", reasons)("form", form)("removal", removal);
  }
};

struct CircularView {
  std::string title, lead, language, dir, figures;
  html::Safe text;
  TableView table;
  template <class V>
  void fields(V& v) {
    v("title", title)("lead", lead)("language", language)("dir", dir)("figures", figures)("text", text)("table",
                                                                                                       table);
  }
};

struct NoticeView {
  std::string id, title, note, removal_href, remove_label;
  html::Safe text;
  template <class V>
  void fields(V& v) {
    v("id", id)("title", title)("note", note)("removal_href", removal_href)("remove_label", remove_label)("text",
                                                                                                      text);
  }
};

struct NoticesView {
  std::string new_href, digest_action, digest_text, digest_button;
  bool has_notices = false;
  std::vector<NoticeView> notices;
  template <class V>
  void fields(V& v) {
    v("new_href", new_href)("digest_action", digest_action)("digest_text", digest_text)(
        "digest_button", digest_button)("has_notices", has_notices)("notices", notices);
  }
};

struct LeaveView {
  std::string title, lead, action, error;
  bool in = false, out = false, has_group = false;
  template <class V>
  void fields(V& v) {
    v("title", title)("lead", lead)("action", action)("error", error)("in", in)("out", out)("has_group", has_group);
  }
};

std::vector<TemplateUse> templates();
/// Frame of a workplace page below `path`.
Page staff_page(Visit& visit, std::string title, std::string const& path, char const* above);

// Workplace.
http::Response list_circulars(Visit& visit);
http::Response show_circular(Visit& visit);
http::Response show_new_circular(Visit& visit);
http::Response add_circular(Visit& visit);
http::Response show_receivers(Visit& visit);
http::Response save_receivers(Visit& visit);
http::Response show_text(Visit& visit);
http::Response save_text(Visit& visit);
http::Response show_preview(Visit& visit);
http::Response send_now(Visit& visit);
http::Response remove_draft(Visit& visit);
http::Response list_groups(Visit& visit);
http::Response show_group(Visit& visit);
http::Response remove_group(Visit& visit);
http::Response list_notices(Visit& visit);
http::Response show_new_notice(Visit& visit);
http::Response add_notice(Visit& visit);
http::Response remove_notice(Visit& visit);
http::Response change_digest(Visit& visit);

// Without account, by a link in a mail.
http::Response show_leave(Visit& visit);
http::Response leave_now(Visit& visit);

}  // namespace mila::circulars
