// Opening, writing and sharing a Xapian database.
#include "platform/search/index.h"

#include <fcntl.h>
#include <stdio.h>  // renameat2

#include <cerrno>
#include <filesystem>
#include <system_error>

namespace mila::search {
namespace {

constexpr std::size_t kLongestTerm = 245;  // bytes, Xapian's limit

/// FNV-1a: the same on every machine and in every run, unlike std::hash.
std::uint64_t stable_hash(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return hash;
}

Xapian::Document to_xapian(Document const& document) {
  Xapian::Document made;
  for (auto const& term : document.terms)
    if (!term.text.empty()) made.add_term(fitting_term(term.text), term.weight);
  made.add_boolean_term(id_term(document.id));
  made.add_value(Index::kValueSlot, document.value);
  return made;
}

}  // namespace

std::string fitting_term(std::string_view term) {
  if (term.size() <= kLongestTerm) return std::string(term);
  std::string cut(term.substr(0, kLongestTerm - 20));
  return cut + "~" + std::to_string(stable_hash(term)).substr(0, 19);
}

std::string id_term(std::string_view id) {
  return fitting_term("Q" + std::string(id));
}

Index::Index(std::string folder, std::string const& version) : folder_(std::move(folder)) {
  std::filesystem::create_directories(folder_);
  try {
    Xapian::WritableDatabase database(folder_, Xapian::DB_CREATE_OR_OPEN);
    if (database.get_metadata("version") == version) return;
  } catch (Xapian::DatabaseLockError const&) {
    return;  // another process writes, so it has looked after the version
  } catch (Xapian::DatabaseError const&) {
    // Broken or of a Xapian that is no more: all it held can be made again.
  }
  clear(version);
}

void Index::clear(std::string const& version) {
  {
    Xapian::WritableDatabase database(folder_, Xapian::DB_CREATE_OR_OVERWRITE);
    database.set_metadata("version", version);
    database.commit();
  }
  std::lock_guard lock(mutex_);
  idle_.clear();
  refresh();
}

Applied Index::apply(Batch const& batch) {
  Applied applied;
  Xapian::WritableDatabase database(folder_, Xapian::DB_OPEN);
  database.begin_transaction(true);
  for (auto const& id : batch.drop) {
    std::string term = id_term(id);
    auto it = database.postlist_begin(term);
    if (it == database.postlist_end(term)) continue;
    applied.dropped.push_back(*it);
    database.delete_document(*it);
  }
  for (auto const& document : batch.put)
    applied.put.push_back(database.replace_document(id_term(document.id), to_xapian(document)));
  for (auto const& [key, value] : batch.metadata) database.set_metadata(key, value);
  database.commit_transaction();
  database.close();
  refresh();
  return applied;
}

void Index::compact() {
  std::string fresh = folder_ + ".fresh";
  std::filesystem::remove_all(fresh);
  {
    Xapian::WritableDatabase database(folder_, Xapian::DB_OPEN);  // nobody else writes meanwhile
    database.compact(fresh, Xapian::DBCOMPACT_NO_RENUMBER);
    // At once: there is a whole index in its place at every moment.
    if (::renameat2(AT_FDCWD, fresh.c_str(), AT_FDCWD, folder_.c_str(), RENAME_EXCHANGE) != 0)
      throw std::system_error(errno, std::generic_category(), "search index");
  }
  folders_.fetch_add(1);
  refresh();
  {
    std::lock_guard lock(mutex_);
    idle_.clear();
  }
  std::filesystem::remove_all(fresh);
}

std::string Index::metadata(std::string const& key) {
  return read([&](Xapian::Database& database) { return database.get_metadata(key); });
}

Index::Lease::Lease(Index& index) : index_(index) {
  std::lock_guard lock(index_.mutex_);
  if (index_.idle_.empty()) return;
  opened_ = std::move(index_.idle_.back());
  index_.idle_.pop_back();
}

Index::Lease::~Lease() {
  if (opened_.generation == 0) return;  // never came to be open
  std::lock_guard lock(index_.mutex_);
  index_.idle_.push_back(std::move(opened_));
}

Xapian::Database& Index::Lease::database(bool again) {
  std::uint64_t generation = index_.generation_.load(), folder = index_.folders_.load();
  if (opened_.generation == 0 || opened_.folder != folder || again) {
    // A handle that was overtaken while it looked again can stay behind for good.
    opened_.database = Xapian::Database(index_.folder_);
  } else if (opened_.generation != generation) {
    opened_.database.reopen();
  }
  opened_.generation = generation;
  opened_.folder = folder;
  return opened_.database;
}

}  // namespace mila::search
