// Takes the place of the library's functions by the order in which the dynamic linker looks, and
// hands on to the real ones. Our own weighting (FieldWeight), called from within, counts as Xapian.
// What is not listed here counts as outside: the figure "outside Xapian" is never too small.
#include "tests/bench/xapian_clock.h"

#include <dlfcn.h>
#include <xapian.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>

namespace mila::bench {
namespace {

thread_local XapianTime spent;
thread_local int depth = 0;

std::int64_t now() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

/// Counts the outermost call only.
class Inside {
 public:
  Inside() : began_(depth++ == 0 ? now() : 0) {}
  ~Inside() {
    if (--depth > 0) return;
    spent.inside += now() - began_;
    ++spent.calls;
  }

 private:
  std::int64_t began_;
};

/// Our decider, its time taken out of Xapian's.
class TimedDecider : public Xapian::MatchDecider {
 public:
  explicit TimedDecider(Xapian::MatchDecider const& inner) : inner_(inner) {}
  bool operator()(Xapian::Document const& document) const override {
    auto began = now();
    bool fits = inner_(document);
    time_ += now() - began;
    ++count_;
    return fits;
  }
  std::int64_t time() const {
    return time_ - static_cast<std::int64_t>(clock_cost() * static_cast<double>(count_));
  }
  std::int64_t count() const { return count_; }

 private:
  Xapian::MatchDecider const& inner_;
  mutable std::int64_t time_ = 0, count_ = 0;
};

template <typename Function>
Function* real(char const* name) {
  auto* found = reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
  if (!found) {
    std::fprintf(stderr, "bench: this Xapian has no %s\n", name);
    std::abort();
  }
  return found;
}

}  // namespace

XapianTime xapian_time() { return spent; }

double clock_cost() {
  static double const cost = [] {
    constexpr int kRounds = 20'000;
    std::int64_t sum = 0;
    for (int i = 0; i < kRounds; ++i) {
      auto began = now();
      sum += now() - began;
    }
    return static_cast<double>(sum) / kRounds;
  }();
  return cost;
}

}  // namespace mila::bench

namespace Xapian {

using mila::bench::Inside;
using mila::bench::real;

// A member function is called like a free one that takes `this` first (Itanium C++ ABI).
MSet Enquire::get_mset(doccount first, doccount most, doccount check_at_least, RSet const* relevant,
                       MatchDecider const* decider) const {
  static auto* const original = real<MSet(Enquire const*, doccount, doccount, doccount, RSet const*,
                                          MatchDecider const*)>(
      "_ZNK6Xapian7Enquire8get_msetEjjjPKNS_4RSetEPKNS_12MatchDeciderE");
  if (!decider) {
    Inside inside;
    return original(this, first, most, check_at_least, relevant, nullptr);
  }
  mila::bench::TimedDecider timed(*decider);
  MSet found;
  {
    Inside inside;
    found = original(this, first, most, check_at_least, relevant, &timed);
  }
  // The clock's own cost between the looks was spent inside, too.
  auto looks = static_cast<std::int64_t>(mila::bench::clock_cost() * 2.0 *
                                         static_cast<double>(timed.count()));
  mila::bench::spent.inside -= timed.time() + looks;
  mila::bench::spent.deciding += timed.time();
  mila::bench::spent.decisions += timed.count();
  return found;
}

TermIterator Enquire::get_matching_terms_begin(docid document) const {
  static auto* const original = real<TermIterator(Enquire const*, docid)>(
      "_ZNK6Xapian7Enquire24get_matching_terms_beginEj");
  Inside inside;
  return original(this, document);
}

bool Database::term_exists(std::string const& term) const {
  static auto* const original = real<bool(Database const*, std::string const&)>(
      "_ZNK6Xapian8Database11term_existsERKNSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEE");
  Inside inside;
  return original(this, term);
}

doccount Database::get_termfreq(std::string const& term) const {
  static auto* const original = real<doccount(Database const*, std::string const&)>(
      "_ZNK6Xapian8Database12get_termfreqERKNSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEE");
  Inside inside;
  return original(this, term);
}

PostingIterator Database::postlist_begin(std::string const& term) const {
  static auto* const original = real<PostingIterator(Database const*, std::string const&)>(
      "_ZNK6Xapian8Database14postlist_beginERKNSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEE");
  Inside inside;
  return original(this, term);
}

TermIterator Database::allterms_begin(std::string const& prefix) const {
  static auto* const original = real<TermIterator(Database const*, std::string const&)>(
      "_ZNK6Xapian8Database14allterms_beginERKNSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEE");
  Inside inside;
  return original(this, prefix);
}

void PostingIterator::skip_to(docid document) {
  static auto* const original = real<void(PostingIterator*, docid)>("_ZN6Xapian15PostingIterator7skip_toEj");
  Inside inside;
  original(this, document);
}

}  // namespace Xapian
