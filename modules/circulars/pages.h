// Pages of this module, and what they share.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "platform/i18n/format.h"
#include "platform/site/pages.h"

namespace mila::circulars {

using i18n::N_;

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
