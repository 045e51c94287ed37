// Views of the list of topics.
#pragma once

#include <string>
#include <vector>

#include "modules/offers/page_kit.h"

namespace mila::offers {

struct TopicRow {
  std::string href, text, count, above;  ///< `above`: the label of the topic it belongs to
  template <class V>
  void fields(V& v) { v("href", href)("text", text)("count", count)("above", above); }
};

/// A letter of the alphabet, with or without topics.
struct LetterView {
  std::string id, letter;
  std::vector<TopicRow> rows;
  bool has_rows = false;
  template <class V>
  void fields(V& v) { v("id", id)("letter", letter)("rows", rows)("has_rows", has_rows); }
};

struct AreaView {
  std::string id;
  TopicRow top;
  std::vector<TopicRow> rows;
  template <class V>
  void fields(V& v) { v("id", id)("top", top)("rows", rows); }
};

struct TopicsView {
  std::vector<LetterView> letters;
  std::vector<AreaView> areas;
  template <class V>
  void fields(V& v) { v("letters", letters)("areas", areas); }
};

}  // namespace mila::offers
