// What taking in a spreadsheet did and what was wrong with it, by row and column.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace mila::db {
class Writer;
}

namespace mila::directory {

struct Record;

struct ImportReport {
  struct Line {
    int row = 0;             ///< row number in the file, the heading is 1
    std::string field;       ///< heading of the template
    std::string message;     ///< msgid: what is wrong and what to do
    std::string value_hint;  ///< the value it is about
    bool error = false;      ///< errors stop the whole import, warnings do not
  };
  std::vector<Line> lines;
  int created = 0, updated = 0, unchanged = 0, skipped = 0;
  bool applied = false;  ///< false after a dry run or with errors: nothing was written

  void warn(int row, std::string field, std::string message, std::string value = "") {
    lines.push_back({row, std::move(field), std::move(message), std::move(value), false});
  }
  void fail(int row, std::string field, std::string message, std::string value = "") {
    lines.push_back({row, std::move(field), std::move(message), std::move(value), true});
  }
  int errors() const {
    int count = 0;
    for (auto const& line : lines) count += line.error;
    return count;
  }
};

enum class CsvKind { Places, Areas, Organisations, Contacts, Offers, Tours, Translations };

struct ImportOptions {
  bool dry_run = false;
  /// Where the records come from: "csv:landratsamt". Records are found again by source and Nr;
  /// empty takes the mapping's source, else "csv".
  std::string source;
  /// Translations only: the language of the file, "uk".
  std::string language;
  /// Called with rows done and rows in total.
  std::function<void(int done, int total)> progress;
  /// Organisations, functions and offers that are new come as drafts: HSDS status "inactive".
  bool drafts = false;
  /// Called in the import's transaction for each record it has written; version 1: it was new.
  std::function<void(db::Writer&, Record const& record, std::int64_t version)> written;
};

}  // namespace mila::directory
