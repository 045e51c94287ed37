#include "platform/site/pages.h"

#include <algorithm>

#include "platform/html/view.h"
#include "platform/i18n/format.h"
#include "platform/site/frame.h"

namespace mila {
namespace {

using i18n::N_;

std::string filled(std::string text, Words::Values values) {
  for (auto const& [key, value] : values) text = i18n::fill(std::move(text), key, value);
  return text;
}

}  // namespace

std::string Words::operator()(char const* text, Values values) const {
  return filled(texts_.translate(language_, text), values);
}

std::string Words::count(char const* one, char const* many, std::int64_t n, Values values) const {
  return filled(texts_.plural(language_, one, many, n), values);
}

RelatedView related_view(Visit& visit, db::Reader& reader, std::string_view kind, std::string_view id) {
  RelatedView view;
  auto links_of = [&](std::string const& heading) -> auto& {
    auto is_it = [&](auto const& group) { return group.heading == heading; };
    auto group = std::find_if(view.groups.begin(), view.groups.end(), is_it);
    if (group == view.groups.end()) group = view.groups.insert(heading.empty() ? view.groups.begin() : view.groups.end(), {heading, {}});
    return group->links;
  };
  for (auto const& module : visit.site.modules()) {
    if (!module.related) continue;
    for (auto& one : module.related(visit.context, reader, kind, id))
      (one.act ? view.acts : links_of(one.group)).push_back({std::move(one.href), std::move(one.text), std::move(one.detail)});
  }
  view.has_acts = !view.acts.empty();
  view.has_links = !view.groups.empty();
  return view;
}

Page staff_frame(Visit& visit, std::string title, std::string const& path, char const* above) {
  Page frame;
  frame.title = std::move(title);
  frame.active_path = path;
  if (above) frame.crumbs = {{Words(visit)(above), path}, {frame.title, ""}};
  return frame;
}

http::Response list_page(Visit& visit, ListPageView& view, Page frame) {
  return visit.site.page(visit, "site/staff_list_page.html", view, std::move(frame));
}

http::Response form_page(Visit& visit, FormPageView& view, Form const& form, Page frame, int status) {
  view.form = form.view();
  view.has_clashes = !view.clashes.empty();
  return visit.site.page(visit, "site/staff_form_page.html", view, std::move(frame),
                         status ? status : form.status());
}

int status_of(Error const& error) {
  switch (error.code) {
    case ErrorCode::NotFound: return 404;
    case ErrorCode::Forbidden: return 403;
    case ErrorCode::Conflict: return 409;
    case ErrorCode::Invalid: return 422;
    case ErrorCode::TooLarge: return 413;
    case ErrorCode::TooMany: return 429;
    case ErrorCode::Unavailable: return 503;
  }
  return 500;
}

http::Response lost_link_page(Visit& visit, char const* why) {
  Words words(visit);
  auto const& phone = visit.context.county.config().office_phone;
  LostLinkView view{words(N_("This link does not work any more")),
                    words(why ? why
                              : N_("It is too old, or a part of it got lost on the way. Nothing was changed. "
                                   "Please call us if you want to answer.")),
                    phone, tel_href(phone)};
  return personal_page(visit, "site/lost_link.html", view, view.title, 404);
}

std::vector<TemplateUse> page_templates() {
  return {{"site/staff_list_page.html", html::schema_of<ListPageView>()},
          {"site/lost_link.html", html::schema_of<LostLinkView>()},
          {"site/staff_form_page.html", html::schema_of<FormPageView>()}};
}

std::string long_day(Context const& context, Instant at) {
  return i18n::format_date(local_date(at, context.county.config().zone), context.language,
                           i18n::DateStyle::Long);
}

std::string moment(Context const& context, Instant at) {
  return long_day(context, at) + ", " +
         i18n::format_time(local_minutes(at, context.county.config().zone));
}

}  // namespace mila
