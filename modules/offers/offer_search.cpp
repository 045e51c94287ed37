// Answers a search: reads the text, asks the index, lets the facets decide and count, and says why
// each hit is there.
#include "modules/offers/offer_search.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "engines/language/normalise.h"
#include "modules/offers/holidays.h"
#include "modules/offers/offer_search_county.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/base/text.h"

namespace mila::offers {
namespace {

constexpr std::size_t kLongestText = 400;  // bytes; nobody types more in earnest
constexpr std::size_t kShortQuery = 4;     // words: here an unknown word may be repaired at once
constexpr std::size_t kLongWord = 6;       // letters that are nobody's word if one is wrong
constexpr int kFewHits = 3;                // fewer: let hits lack a word
constexpr double kFairShare = 0.5;         // of the best hit's score, when words may lack
constexpr int kPageOfRanking = 100;        // ranked in steps, so that pages do not overlap

/// Lets the facets have a say for every offer the text fits.
class FacetDecider : public Xapian::MatchDecider {
 public:
  explicit FacetDecider(Tally& tally) : tally_(tally) {}
  bool operator()(Xapian::Document const& document) const override {
    return tally_.add(document.get_docid());
  }

 private:
  Tally& tally_;
};

std::size_t letters_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

struct Ranked {
  std::uint32_t document = 0;
  double score = 0;
  std::optional<double> metres;
};

void sort_ranked(std::vector<Ranked>& ranked) {
  std::stable_sort(ranked.begin(), ranked.end(), [](Ranked const& a, Ranked const& b) {
    if (a.score != b.score) return a.score > b.score;
    return a.document < b.document;
  });
}

/// One search against one state.
class Run {
 public:
  Run(SearchState const& state, County& county, Context const& context, SearchQuery const& query)
      : state_(state),
        county_(county),
        query_(query),
        states_(state.facets->hours().states(context.now(), *holidays(county))) {}

  SearchResult list_all();
  SearchResult by_text(Xapian::Database& database, std::string const& text);

 private:
  struct Outcome {
    std::vector<Ranked> ranked;
    Reading reading;
    std::unique_ptr<Xapian::Enquire> enquire;
    int seen = 0;
  };
  /// Runs one query; `fair_share` cuts off what is much worse than the best.
  void ask(Xapian::Database& database, Outcome& outcome, Xapian::Query const& query,
           bool fair_share);
  Outcome find(Xapian::Database& database, std::string const& text, ReadOptions options = {});
  double suits(FacetRow const& row, std::optional<double> metres) const;
  /// The text with unknown words replaced by the likeliest known ones.
  struct Repair {
    std::string text;
    std::vector<std::string> words;  ///< normalised, that were put in
    bool sure = true;                ///< none of them may just be a word nobody has used yet
  };
  Repair repair(Reading const& reading, std::string const& text) const;
  std::optional<language::Suggestion> suggestion(std::string const& word) const;
  Outcome find_repaired(Xapian::Database& database, std::string const& text, Outcome outcome);
  void explain(Xapian::Database& database, Outcome& outcome, Ranked const& ranked, Hit& hit) const;
  void fill_page(Xapian::Database* database, Outcome& outcome);
  void understand(Reading const& reading);

  SearchState const& state_;
  County& county_;
  SearchQuery const& query_;
  std::shared_ptr<std::vector<std::uint8_t> const> states_;
  SearchResult result_;
};

double Run::suits(FacetRow const& row, std::optional<double> metres) const {
  // All of this only puts similar hits in order.
  double factor = 1;
  auto const& languages = state_.facets->languages();
  std::string code = query_.language == "de-simple" ? "de" : query_.language;
  auto found = std::find(languages.begin(), languages.end(), code);
  if (found != languages.end()) {
    auto number = static_cast<std::size_t>(found - languages.begin());
    if (row.certain.has(number))
      factor += 0.05;
    else if (row.on_request.has(number))
      factor += 0.02;
  }
  if (metres) factor += 0.08 * std::exp(-*metres / 5000);
  if (row.full) factor -= 0.06;
  bool place_known = !query_.filters.place_id.empty() || query_.filters.near;
  if (!place_known) factor += 0.1 * state_.reach[row.coverage];
  if (row.for_all) factor += 0.03;
  return factor;
}

void Run::ask(Xapian::Database& database, Outcome& outcome, Xapian::Query const& query,
              bool fair_share) {
  Tally tally(*state_.facets, query_.filters, state_.places->gazetteer(), *states_);
  FacetDecider decider(tally);
  outcome.enquire = std::make_unique<Xapian::Enquire>(database);
  auto& enquire = *outcome.enquire;
  enquire.set_weighting_scheme(FieldWeight{});
  enquire.set_query(query);
  enquire.set_docid_order(Xapian::Enquire::DONT_CARE);
  if (fair_share) {
    auto best = enquire.get_mset(0, 1);
    if (!best.empty()) enquire.set_cutoff(0, best.begin().get_weight() * kFairShare);
  }
  int wanted = (query_.offset + query_.limit) / kPageOfRanking * kPageOfRanking + kPageOfRanking;
  auto matches = enquire.get_mset(0, static_cast<Xapian::doccount>(wanted), database.get_doccount(),
                                  nullptr, &decider);
  outcome.ranked.clear();
  for (auto it = matches.begin(); it != matches.end(); ++it) {
    auto const* row = state_.facets->row(*it);
    if (!row) continue;
    Ranked ranked{*it, it.get_weight(), std::nullopt};
    if (query_.filters.near) ranked.metres = state_.facets->metres(*row, *query_.filters.near);
    ranked.score *= suits(*row, ranked.metres);
    if (!query_.filters.place_id.empty() && tally.nearness(*row) == 2) ranked.score *= 1.06;
    outcome.ranked.push_back(ranked);
  }
  sort_ranked(outcome.ranked);
  outcome.seen = tally.seen();
  tally.write(result_);
}

Run::Outcome Run::find(Xapian::Database& database, std::string const& text, ReadOptions options) {
  Outcome outcome;
  options.language = query_.language;
  outcome.reading = read_query(database, SearchWords::instance(), *state_.places, text, options);
  if (outcome.reading.groups == 0) return outcome;
  ask(database, outcome, outcome.reading.strict, false);
  if (outcome.seen < kFewHits && outcome.reading.groups > 1)
    ask(database, outcome, outcome.reading.loose, true);
  return outcome;
}

std::optional<language::Suggestion> Run::suggestion(std::string const& word) const {
  auto const& words = SearchWords::instance();
  int reader = language::language_index(query_.language);
  language::LanguageSet wanted = 1;  // German
  if (reader >= 0) wanted |= language::LanguageSet{1} << reader;
  std::optional<language::Suggestion> best;
  double best_score = 0;
  auto take = [&](std::vector<language::Suggestion> const& list, bool of_county) {
    double place = 0;
    for (auto const& each : list) {
      bool fits = of_county || (words.languages_of(language::normalise(each.word)) & wanted) != 0;
      double score = -2.0 * each.distance + (fits ? 1.5 : 0) - 0.1 * place++;
      if (best && score <= best_score) continue;
      best_score = score;
      best = each;
    }
  };
  take(words.spelling().suggest(word, 5), false);
  take(state_.spelling->suggest(word, 5), true);
  return best;
}

Run::Repair Run::repair(Reading const& reading, std::string const& text) const {
  Repair made{text, {}, true};
  // From the end, so that positions stay true.
  for (auto it = reading.unknown.rbegin(); it != reading.unknown.rend(); ++it) {
    auto const& token = reading.tokens[*it];
    auto better = suggestion(text.substr(token.begin, token.length));
    if (!better) continue;
    made.text.replace(token.begin, token.length, better->word);
    made.words.push_back(language::normalise(better->word));
    if (better->distance > 1 || letters_of(token.text) < kLongWord) made.sure = false;
  }
  return made;
}

Run::Outcome Run::find_repaired(Xapian::Database& database, std::string const& text,
                                Outcome outcome) {
  if (outcome.reading.unknown.empty()) return outcome;
  auto made = repair(outcome.reading, text);
  if (made.words.empty()) return outcome;
  // Beside words that are known, an unknown one may be right: then it is only asked about.
  bool all_unknown = outcome.reading.unknown.size() == outcome.reading.content;
  bool at_once =
      outcome.seen == 0 || all_unknown || (made.sure && outcome.reading.content <= kShortQuery);
  if (query_.exact || !at_once) {
    result_.did_you_mean.push_back(made.text);
    return outcome;
  }
  auto as_typed = std::move(result_);
  result_ = {};
  ReadOptions options;
  options.repaired = made.words;
  auto repaired = find(database, made.text, options);
  if (repaired.seen == 0) {
    result_ = std::move(as_typed);
    return outcome;
  }
  result_.repaired_text = made.text;
  return repaired;
}

void Run::understand(Reading const& reading) {
  result_.understood_topics = reading.topics;
  auto const& places = reading.places;
  if (places.empty()) return;
  auto const& gazetteer = state_.places->gazetteer();
  bool one_town = std::all_of(places.begin(), places.end(), [&](auto const* place) {
    return gazetteer.municipality_of(place->id) == gazetteer.municipality_of(places[0]->id);
  });
  if (places.size() == 1)
    result_.understood_place_id = places[0]->id;
  else if (one_town)
    result_.understood_place_id = gazetteer.municipality_of(places[0]->id)->id;
}

void Run::explain(Xapian::Database& database, Outcome& outcome, Ranked const& ranked,
                  Hit& hit) const {
  int reader = language::language_index(query_.language);
  Meaning const* best = nullptr;
  auto rank = [](Hit::Why why) {  // what tells the reader most
    switch (why) {
      case Hit::Why::Plain:
        return 0;
      case Hit::Why::Phone:
        return 1;
      case Hit::Why::ByEar:
        return 2;
      case Hit::Why::Spelling:
        return 3;
      case Hit::Why::Organisation:
        return 4;
      case Hit::Why::Topic:
        return 5;
      case Hit::Why::Synonym:
        return 6;
      case Hit::Why::Translation:
        return 7;
    }
    return 8;
  };
  for (auto it = outcome.enquire->get_matching_terms_begin(ranked.document);
       it != outcome.enquire->get_matching_terms_end(ranked.document); ++it) {
    auto found = outcome.reading.meanings.find(*it);
    if (found == outcome.reading.meanings.end()) continue;
    Meaning const& meaning = found->second;
    if (meaning.is_text) {
      auto posting = database.postlist_begin(*it);
      posting.skip_to(ranked.document);
      if (posting == database.postlist_end(*it) || *posting != ranked.document) continue;
      bool shown_language = meaning.language <= 0 || meaning.language == reader;
      if (posting.get_wdf() >= kVisibleWeight && shown_language) return;  // plain to see
      if (shown_language) continue;
    }
    if (!best || rank(meaning.why) < rank(best->why)) best = &meaning;
  }
  if (!best) return;
  hit.why = best->why;
  hit.why_topic = best->topic;
  hit.why_word = best->word;
}

void Run::fill_page(Xapian::Database* database, Outcome& outcome) {
  for (std::size_t i = static_cast<std::size_t>(query_.offset);
       i < outcome.ranked.size() && i < static_cast<std::size_t>(query_.offset + query_.limit);
       ++i) {
    auto const& ranked = outcome.ranked[i];
    auto const* row = state_.facets->row(ranked.document);
    if (!row) continue;
    Hit& hit = result_.hits.emplace_back();
    hit.service_id = row->id();
    hit.metres = ranked.metres;
    if (database) explain(*database, outcome, ranked, hit);
  }
}

SearchResult Run::by_text(Xapian::Database& database, std::string const& text) {
  result_ = {};
  auto outcome = find_repaired(database, text, find(database, text));
  if (outcome.seen == 0) {
    // No dead end: what is nearest to some word of it.
    ReadOptions options;
    options.guess = true;
    auto guessed = find(database, text, options);
    if (guessed.seen > 0) outcome = std::move(guessed);
  }
  understand(outcome.reading);
  if (!outcome.enquire) {
    // Nothing to look for ("???"): no hits, but the facets of nothing.
    Tally nothing(*state_.facets, query_.filters, state_.places->gazetteer(), *states_);
    nothing.write(result_);
    return std::move(result_);
  }
  fill_page(&database, outcome);
  return std::move(result_);
}

SearchResult Run::list_all() {
  Tally tally(*state_.facets, query_.filters, state_.places->gazetteer(), *states_);
  std::set<int> wanted;
  for (auto const& code : query_.filters.topics) wanted.insert(taxonomy::taxonomy().index_of(code));
  Outcome outcome;
  for (std::uint32_t document = 1; document < state_.facets->end(); ++document) {
    if (!tally.add(document)) continue;
    auto const& row = *state_.facets->row(document);
    Ranked ranked{document, 1, std::nullopt};
    if (query_.filters.near) ranked.metres = state_.facets->metres(row, *query_.filters.near);
    if (!wanted.empty()) {
      // Offers whose main topic was chosen come before those that also do it.
      if (wanted.contains(row.main_topics[0]))
        ranked.score += 0.3;
      else if (wanted.contains(row.main_topics[1]) || wanted.contains(row.main_topics[2]))
        ranked.score += 0.15;
    }
    if (!query_.filters.place_id.empty() && tally.nearness(row) == 2) ranked.score += 0.2;
    if (query_.filters.near)
      ranked.score += ranked.metres ? 0.5 * std::exp(-*ranked.metres / 5000) : 0;
    ranked.score *= suits(row, std::nullopt);
    outcome.ranked.push_back(ranked);
  }
  sort_ranked(outcome.ranked);
  tally.write(result_);
  fill_page(nullptr, outcome);
  return std::move(result_);
}

}  // namespace

SearchResult CountySearch::search(Context const& context, SearchQuery const& query) {
  auto now = state();
  std::string text(truncate_utf8(trim(query.text), kLongestText));
  Run run(*now, county_, context, query);
  if (text.empty()) return run.list_all();
  return index_.read([&](Xapian::Database& database) { return run.by_text(database, text); });
}

std::vector<Hit> CountySearch::open_now(Context const& context, std::optional<places::Point> near,
                                        int limit, int& total) {
  auto now = state();
  auto const& facets = *now->facets;
  auto states = facets.hours().states(context.now(), *holidays(county_));
  std::vector<Ranked> open;
  for (std::uint32_t document = 1; document < facets.end(); ++document) {
    auto const* row = facets.row(document);
    bool unknown = false;
    if (!row || !facets.is_open(*row, *states, unknown)) continue;
    Ranked ranked{document, 0, std::nullopt};
    if (near) {
      ranked.metres = facets.metres(*row, *near);
      ranked.score = ranked.metres ? -*ranked.metres : -1e9;
    }
    open.push_back(ranked);
  }
  total = static_cast<int>(open.size());
  sort_ranked(open);
  std::vector<Hit> hits;
  for (std::size_t i = 0; i < open.size() && static_cast<int>(i) < limit; ++i) {
    Hit& hit = hits.emplace_back();
    hit.service_id = facets.row(open[i].document)->id();
    hit.metres = open[i].metres;
  }
  return hits;
}

}  // namespace mila::offers
