// All topics twice: from A to Z as the reader's language sorts, and by area of life.
#include <fmt/format.h>
#include <unicode/alphaindex.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <map>
#include <memory>

#include "modules/offers/pages.h"
#include "modules/offers/topics_view.h"

namespace mila::offers {
namespace {

using Counts = std::map<std::string, int, std::less<>>;

/// How many offers each topic has, from the facets of a search for everything.
Counts offers_per_topic(Visit& visit) {
  SearchQuery query;
  query.language = visit.context.language;
  query.limit = 1;
  Counts counts;
  for (auto const& entry : offer_search(visit.context.county)->search(visit.context, query).topics)
    counts[entry.code] = entry.count;
  return counts;
}

TopicRow topic_row(Words const& words, taxonomy::Topic const& topic, Counts const& counts,
                   MyPlace const& mine) {
  TopicRow row;
  std::string place = place_query(mine);
  row.href = fmt::format("/{}/search?topic={}{}", words.language(), topic.code,
                         place.empty() ? "" : "&" + place.substr(1));
  row.text = words.topic(topic.code);
  if (!topic.parent.empty()) row.above = words.topic(topic.parent);
  auto count = counts.find(topic.code);
  if (count != counts.end() && count->second > 0)
    row.count = i18n::format_number(count->second, words.language());
  return row;
}

bool is_latin(icu::UnicodeString const& text) {
  UErrorCode status = U_ZERO_ERROR;
  return !text.isEmpty() && uscript_getScript(text.char32At(0), &status) == USCRIPT_LATIN;
}

icu::UnicodeString wide(std::string_view text) {
  return icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

/// The word a label is looked up by: Arabic dictionaries pass over the article, or most topics
/// would stand under one letter.
std::string_view looked_up(std::string_view label, std::string_view language) {
  constexpr std::string_view kArticle = "ال";
  bool article = language == "ar" && label.rfind(kArticle, 0) == 0;
  return article ? label.substr(kArticle.size()) : label;
}

/// The letters of the language in its order. Languages of other scripts have the Latin ones after
/// theirs, for German words; letters of the reader's own script stay when nothing begins with them.
std::vector<LetterView> by_letter(std::vector<TopicRow> rows, std::string const& language) {
  auto const* known = i18n::find_language(language);
  UErrorCode status = U_ZERO_ERROR;
  icu::AlphabeticIndex index(icu::Locale(std::string(known->icu).c_str()), status);
  bool latin = is_latin(wide(known->native_name));
  if (!latin) index.addLabels(icu::Locale::getEnglish(), status);
  std::unique_ptr<icu::AlphabeticIndex::ImmutableIndex> buckets(index.buildImmutableIndex(status));
  CHECK(U_SUCCESS(status) && buckets);
  std::vector<LetterView> letters(static_cast<std::size_t>(buckets->getBucketCount()));
  for (auto& row : rows) {
    auto at = buckets->getBucketIndex(wide(looked_up(row.text, language)), status);
    letters[static_cast<std::size_t>(at)].rows.push_back(std::move(row));
  }
  std::vector<LetterView> shown;
  for (std::int32_t i = 0; i < buckets->getBucketCount(); ++i) {
    auto const& bucket = *buckets->getBucket(i);
    auto& letter = letters[static_cast<std::size_t>(i)];
    letter.has_rows = !letter.rows.empty();
    bool own = bucket.getLabelType() == U_ALPHAINDEX_NORMAL && is_latin(bucket.getLabel()) == latin;
    if (!letter.has_rows && !own) continue;
    letter.id = fmt::format("az-{}", i);
    bucket.getLabel().toUTF8String(letter.letter);
    std::vector<std::pair<std::string, TopicRow>> sorted;
    for (auto& row : letter.rows)
      sorted.emplace_back(i18n::sort_key(looked_up(row.text, language), language),
                          std::move(row));
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](auto const& a, auto const& b) { return a.first < b.first; });
    letter.rows.clear();
    for (auto& [key, row] : sorted) letter.rows.push_back(std::move(row));
    shown.push_back(std::move(letter));
  }
  return shown;
}

/// All topics below `code`, each after the one it belongs to.
void add_below(std::vector<TopicRow>& rows, Words const& words, std::string const& code,
               Counts const& counts, MyPlace const& mine) {
  for (auto const* topic : taxonomy::taxonomy().children(code)) {
    rows.push_back(topic_row(words, *topic, counts, mine));
    add_below(rows, words, topic->code, counts, mine);
  }
}

}  // namespace

http::Response list_topics(Visit& visit) {
  auto& county = visit.context.county;
  Words words(visit.site, visit.context.language);
  MyPlace mine = my_place(county, visit.request.query);
  Counts counts = offers_per_topic(visit);
  TopicsView view;
  std::vector<TopicRow> rows;
  for (auto const& topic : taxonomy::taxonomy().topics()) {
    rows.push_back(topic_row(words, topic, counts, mine));
    if (!topic.parent.empty()) continue;
    AreaView area;
    area.id = "t-" + topic.code;
    area.top = rows.back();
    add_below(area.rows, words, topic.code, counts, mine);
    view.areas.push_back(std::move(area));
  }
  view.letters = by_letter(std::move(rows), words.language());
  Page frame;
  frame.title = words("Topics A to Z");
  frame.description = words("All topics of advice and help in {county}, from A to Z.",
                            {{"county", county.config().name}});
  frame.active_path = "/topics";
  auto response = visit.site.page(visit, "offers/topics.html", view, frame);
  response.fresh_until = next_midnight(county, visit.context.now());
  return response;
}

}  // namespace mila::offers
