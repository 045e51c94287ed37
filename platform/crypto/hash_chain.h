// A log that shows when a row was changed, removed, inserted or moved: each row's hash covers the
// hash of the row before it. The hash is keyed, so whoever has only the database cannot mend the
// chain.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/crypto/keys.h"

namespace mila::crypto {

/// A column of a row; null and "" are different.
using ChainField = std::optional<std::string_view>;

/// Keyed BLAKE2b-256 over `previous` ("" for the first row) and the fields, each with its length;
/// base64url, 43 characters. Numbers are passed as their decimal text.
std::string chain_hash(Key const& key, std::string_view previous,
                       std::span<ChainField const> fields);
std::string chain_hash(Key const& key, std::string_view previous,
                       std::initializer_list<ChainField> fields);

/// A row as read back.
struct ChainRow {
  std::vector<std::optional<std::string>> fields;
  std::string hash;
};

struct ChainReport {
  std::int64_t rows = 0;               ///< that are in order
  std::string head;                    ///< hash of the last of them, `start` when there is none
  std::optional<std::int64_t> broken;  ///< place of the first row that is not, from 0
};

/// Follows the rows `next` gives (nullopt at the end) until one does not fit. `start` is the hash
/// before the first row: "" or, when old rows were deleted after their time, the hash of the last
/// of those. Rows missing at the end are seen by comparing `head` with one kept elsewhere.
ChainReport verify_chain(Key const& key, std::string_view start,
                         std::function<std::optional<ChainRow>()> const& next);

}  // namespace mila::crypto
