// A search index in a folder: documents of ready-made terms, written in batches, read by many
// threads. A thin layer over Xapian that knows nothing of languages or of what is indexed.
#pragma once

#include <xapian.h>

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace mila::search {

struct Term {
  std::string text;
  std::uint32_t weight = 1;  ///< within-document frequency
};

struct Document {
  std::string id;  ///< unique in the index
  std::vector<Term> terms;
  std::string value;  ///< what a reader of all documents needs; kept in one slot
};

/// What changes together: seen as a whole or not at all.
struct Batch {
  std::vector<Document> put;      ///< replaces the document with the same id
  std::vector<std::string> drop;  ///< ids; unknown ones do not matter
  std::map<std::string, std::string> metadata;
};

/// What became of the documents of a batch; numbers are Xapian's, stable while a document lives.
struct Applied {
  std::vector<std::uint32_t> put;  ///< in the order of Batch::put
  std::vector<std::uint32_t> dropped;
};

/// Xapian takes terms of 245 bytes; longer ones are cut and end in a hash of the whole.
std::string fitting_term(std::string_view term);
/// The term that holds a document's id.
std::string id_term(std::string_view id);

class Index {
 public:
  /// Opens the index in `folder`, making it when it is missing or broken. An index whose metadata
  /// "version" is not `version` is emptied: its documents were made by other rules.
  Index(std::string folder, std::string const& version);

  /// Writes a batch in one commit. Throws Xapian::DatabaseLockError while another process writes.
  Applied apply(Batch const& batch);
  /// Takes all documents out.
  void clear(std::string const& version);
  /// Writes the index anew without the blocks that replaced and dropped documents left behind. Numbers
  /// stay. Readers go on with the old files until they look again. Throws like apply(). The least and
  /// greatest value of a slot stay known to Xapian: values must name nobody.
  void compact();
  std::string metadata(std::string const& key);
  /// Another process has written: readers look again.
  void refresh() { generation_.fetch_add(1); }

  /// Runs `body(Xapian::Database&)` on a reader of its own. When writers have overtaken the
  /// reader, `body` runs again on the newest state; it must not leave half of its work behind.
  template <typename Body>
  auto read(Body&& body) {
    Lease lease(*this);
    for (int attempt = 0;; ++attempt) {
      try {
        // Opening and looking again may be overtaken as well.
        return body(lease.database(attempt > 0));
      } catch (Xapian::DatabaseError const&) {
        // Modified, or opened just while one folder took another's place: then its files do not fit.
        if (attempt == kMostAttempts) throw;
      }
      if (attempt > 2) std::this_thread::yield();
    }
  }

  /// Calls `visit(number, value)` for every document, in order of their numbers; from the start
  /// again when writers have overtaken it.
  template <typename Visit>
  void each_value(Visit&& visit) {
    read([&](Xapian::Database& database) {
      for (auto it = database.valuestream_begin(kValueSlot);
           it != database.valuestream_end(kValueSlot); ++it)
        visit(it.get_docid(), *it);
    });
  }

  static constexpr Xapian::valueno kValueSlot = 0;

 private:
  /// Only a writer that commits without a pause overtakes a reader more than once.
  static constexpr int kMostAttempts = 200;

  struct Opened {
    Xapian::Database database;
    std::uint64_t generation = 0;
    std::uint64_t folder = 0;  ///< which of the folders that were put in its place
  };
  /// A reader borrowed from the pool; Xapian's handles serve one thread at a time.
  class Lease {
   public:
    explicit Lease(Index& index);
    ~Lease();
    Lease(Lease const&) = delete;
    Lease& operator=(Lease const&) = delete;
    /// Opens what is not open, and looks again when somebody has written or `again` says so.
    Xapian::Database& database(bool again);

   private:
    Index& index_;
    Opened opened_;
  };

  std::string folder_;
  std::atomic<std::uint64_t> generation_{1};
  std::atomic<std::uint64_t> folders_{1};
  std::mutex mutex_;
  std::vector<Opened> idle_;
};

}  // namespace mila::search
