// The page on which everything can be taken along.
#pragma once

#include <string>

#include "platform/site/site.h"
#include "platform/site/table.h"

namespace mila::setup {

http::Response show_taking_along(Visit& visit);
http::Response take_along_json(Visit& visit);
http::Response take_along_xlsx(Visit& visit);

struct TakeAlongView {
  std::string title, xlsx_href, json_href;
  TableView goes, stays;
  template <class V>
  void fields(V& v) {
    v("title", title)("xlsx_href", xlsx_href)("json_href", json_href)("goes", goes)("stays", stays);
  }
};

}  // namespace mila::setup
