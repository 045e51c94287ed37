// The name of who is erased, in what others wrote.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/db/db.h"

namespace mila {

/// What an erased person is called in texts, as people write it.
struct ErasedWords {
  std::vector<std::string> anywhere;  ///< full name, also "Surname, First name"; "Frau Surname"; mail addresses
  std::vector<std::string> in_names;  ///< the surname alone: goes only where a field holds names
};

/// What another person or account is called, too: it says nothing about this one.
struct Sharing {
  bool name = false, surname = false;
};
/// Whether somebody else bears `name`, or the last word of it.
Sharing shared_with_others(db::Reader& reader, std::string_view name, std::string_view person_id);

ErasedWords erased_words(std::string_view name, std::vector<std::string> const& mails, Sharing shared);

/// `text` with `…` for each of `words` that stands in it as whole words, in small or capital letters.
std::string without_words(std::string_view text, std::vector<std::string> const& words, std::string_view instead);

/// Takes the words out of hints, notices, circulars, agendas, meetings with their programmes, rounds and polls,
/// workshops, agreements, tasks, proposals, events, drafts and lists being taken over. Minutes are the module's own
/// matter (minutes::forget_in_minutes), entries that organisations answer for stay. Returns the number of changed rows.
std::int64_t forget_words(db::Writer& writer, ErasedWords const& words);

}  // namespace mila
