// The view of the start page.
#pragma once

#include <string>
#include <vector>

#include "platform/site/site.h"

namespace mila::today {

struct WaitingView {
  std::string title, detail, href, button, due;
  bool overdue = false, first = false;
  template <class V>
  void fields(V& v) {
    v("title", title)("detail", detail)("href", href)("button", button)("due", due)(
        "overdue", overdue)("first", first);
  }
};

struct DateView {
  std::string when, title, detail, href;
  template <class V>
  void fields(V& v) { v("when", when)("title", title)("detail", detail)("href", href); }
};

struct QuickView {
  std::string text, href;
  html::Safe icon;
  template <class V>
  void fields(V& v) { v("text", text)("href", href)("icon", icon); }
};

struct FigureView {
  std::string value, label;
  template <class V>
  void fields(V& v) { v("value", value)("label", label); }
};

struct TodayView {
  std::string greeting, lead;
  bool any_waiting = false, has_dates = false, has_news = false, has_quick = false,
       has_figures = false, second_factor_missing = false;
  std::vector<WaitingView> waiting;
  std::vector<DateView> dates, news;
  std::vector<QuickView> quick;
  std::vector<FigureView> figures;
  template <class V>
  void fields(V& v) {
    v("greeting", greeting)("lead", lead)("any_waiting", any_waiting)("has_dates", has_dates)(
        "has_news", has_news)("has_quick", has_quick)("has_figures", has_figures)(
        "second_factor_missing", second_factor_missing)("waiting", waiting)("dates", dates)(
        "news", news)("quick", quick)("figures", figures);
  }
};

http::Response show_today(Visit& visit);

}  // namespace mila::today
