// What makes two entries one. No SQL, no HTTP.
#include "modules/network/duplicates.h"

#include <algorithm>
#include <array>
#include <map>
#include <mutex>
#include <set>

#include "modules/network/merge_store.h"
#include "modules/network/people_store.h"
#include "platform/base/text.h"

namespace mila::network {
namespace {

/// A longer word may differ in one letter and still be the same word.
constexpr std::size_t kLongWord = 6;

/// Whether `a` becomes `b` by one letter more, less or other, or by two that changed places.
bool one_slip(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1) return false;
  std::size_t head = 0;
  while (head < a.size() && a[head] == b[head]) ++head;
  auto rest_a = a.substr(head), rest_b = b.substr(head);
  if (b.size() > a.size()) return rest_a == rest_b.substr(1);
  if (rest_a.empty()) return true;
  if (rest_a.substr(1) == rest_b.substr(1)) return true;
  return rest_a.size() > 1 && rest_a[0] == rest_b[1] && rest_a[1] == rest_b[0] &&
         rest_a.substr(2) == rest_b.substr(2);
}

bool similar_words(std::string_view a, std::string_view b) {
  if (a == b) return true;
  return std::min(a.size(), b.size()) >= kLongWord && one_slip(a, b);
}

bool shortened(std::string_view a, std::string_view b) {
  return (a.size() == 1 || b.size() == 1) && a.front() == b.front();
}

/// Words of an organisation's own name that carry meaning.
std::vector<std::string> meaning_of(std::string const& name) {
  static std::set<std::string, std::less<>> const kForms{
      "e", "v", "ev", "ggmbh", "gmbh", "eg", "mbh", "ag", "kg", "gug", "ug", "verein", "der", "die",
      "das", "des", "fuer", "und", "im", "in", "am", "an", "of", "the", "landkreis", "stadt"};
  std::vector<std::string> words;
  for (auto& word : split_list(slugify(name), '-'))
    if (!kForms.contains(word)) words.push_back(std::move(word));
  return words;
}

/// Every word of one has its own like in the other.
bool same_words(std::vector<std::string> a, std::vector<std::string> b) {
  if (a.size() != b.size() || a.empty()) return false;
  for (auto const& word : a) {
    auto like = std::find_if(b.begin(), b.end(), [&](auto const& other) { return similar_words(word, other); });
    if (like == b.end()) return false;
    b.erase(like);
  }
  return true;
}

bool share(std::vector<std::string> const& a, std::vector<std::string> const& b) {
  return std::any_of(a.begin(), a.end(), [&](auto const& value) {
    return std::find(b.begin(), b.end(), value) != b.end();
  });
}

std::vector<std::string> mails_of(Person const& person) {
  std::vector<std::string> mails;
  for (auto const& mail : {person.work_mail, person.private_mail})
    if (!mail.empty()) mails.push_back(ascii_lower(mail));
  return mails;
}

std::vector<std::string> phones_of(Person const& person) {
  std::vector<std::string> phones;
  for (auto const& phone : {person.work_phone, person.private_phone})
    if (auto key = phone_key(phone); !key.empty()) phones.push_back(key);
  return phones;
}

Pair ordered(std::string a, std::string b, std::vector<Likeness> why) {
  if (b < a) std::swap(a, b);  // ids of version 7 sort by time
  return {std::move(a), std::move(b), std::move(why)};
}

}  // namespace

bool similar_person_names(std::string_view a, std::string_view b) {
  auto one = split_list(name_key(a), '-'), two = split_list(name_key(b), '-');
  if (one.empty() || two.empty()) return false;
  if (one == two) return true;
  if (one.size() != two.size()) return false;
  // At least one whole word has to be the same, so that "A. B." is nobody.
  bool whole = false;
  for (auto const& word : one) {
    auto like = std::find_if(two.begin(), two.end(), [&](auto const& other) { return similar_words(word, other); });
    if (like == two.end())
      like = std::find_if(two.begin(), two.end(), [&](auto const& other) { return shortened(word, other); });
    if (like == two.end()) return false;
    whole |= word == *like && word.size() > 2;
    two.erase(like);
  }
  return whole;
}

bool similar_organization_names(OrganizationFact const& a, OrganizationFact const& b) {
  auto one = meaning_of(a.name), two = meaning_of(b.name);
  if (same_words(one, two)) return true;
  auto short_one = meaning_of(a.alternate_name), short_two = meaning_of(b.alternate_name);
  return (!short_one.empty() && same_words(short_one, two)) ||
         (!short_two.empty() && same_words(one, short_two));
}

std::vector<Likeness> likeness(Person const& a, Person const& b) {
  std::vector<Likeness> why;
  bool same = name_key(a.name) == name_key(b.name);
  if (!same && !similar_person_names(a.name, b.name)) return why;
  bool mail = share(mails_of(a), mails_of(b)), phone = share(phones_of(a), phones_of(b));
  bool private_phone = !phone_key(a.private_phone).empty() && phone_key(a.private_phone) == phone_key(b.private_phone);
  if (mail) why.push_back(same ? Likeness::NameAndMail : Likeness::Mail);
  if (phone && same) why.push_back(Likeness::NameAndPhone);
  if (private_phone && !same) why.push_back(Likeness::Phone);
  if (same && !a.organization_id.empty() && a.organization_id == b.organization_id)
    why.push_back(Likeness::NameAndOrganization);
  return why;
}

std::vector<Likeness> likeness(OrganizationFact const& a, OrganizationFact const& b) {
  std::vector<Likeness> why;
  if (!similar_organization_names(a, b)) return why;
  if (!a.mail.empty() && a.mail == b.mail) why.push_back(Likeness::NameAndMail);
  if (share(a.phones, b.phones)) why.push_back(Likeness::NameAndPhone);
  if (!a.host.empty() && a.host == b.host) why.push_back(Likeness::NameAndWebsite);
  if (!a.town.empty() && slugify(a.town) == slugify(b.town)) why.push_back(Likeness::NameAndTown);
  return why;
}

namespace {

/// Those of `candidates` that are alike indeed; also says by `next` where it stopped.
void take_alike(db::Reader& reader, County& county, std::vector<IdPair> const& candidates,
                std::set<IdPair> const& two, std::size_t limit, PairsPage& page) {
  std::vector<std::string> ids;
  for (auto const& [a, b] : candidates) ids.insert(ids.end(), {a, b});
  auto people = load_bare_people(reader, county, ids);
  for (auto const& [a, b] : candidates) {
    page.next = {a, b};
    auto first = people.find(a), second = people.find(b);
    if (first == people.end() || second == people.end() || two.contains({a, b})) continue;
    auto pair = ordered(a, b, likeness(first->second, second->second));
    if (!pair.why.empty()) page.pairs.push_back(std::move(pair));
    if (page.pairs.size() == limit) return;
  }
}

}  // namespace

PairsPage duplicate_people(db::Reader& reader, County& county, std::size_t limit, IdPair const& after) {
  // Most candidates are no pairs. A page that comes out short says that there are more.
  int wanted = static_cast<int>(limit) * 3;
  PairsPage page{{}, after};
  auto two = called_two(reader, "person");
  while (page.pairs.empty() && page.next) {
    auto candidates = people_alike(reader, *page.next, wanted);
    take_alike(reader, county, candidates, two, limit, page);
    bool last = static_cast<int>(candidates.size()) < wanted;
    if (last && (candidates.empty() || page.next == candidates.back())) page.next.reset();
  }
  return page;
}

namespace {

/// Pairs of a county, kept until an organisation changes.
struct Memory {
  std::mutex mutex;
  std::int64_t change = -1;
  std::vector<Pair> pairs;
};

/// Those that share something, brought together by it: comparing each with each would take a minute
/// at ten thousand.
std::vector<Pair> pairs_of(DirectoryFacts const& facts) {
  std::map<std::string, std::vector<OrganizationFact const*>> groups;
  for (auto const& [id, organization] : facts.organizations) {
    if (organization->is_merged) continue;
    if (!organization->mail.empty()) groups["m" + organization->mail].push_back(organization.get());
    if (!organization->host.empty()) groups["h" + organization->host].push_back(organization.get());
    for (auto const& phone : organization->phones) groups["p" + phone].push_back(organization.get());
    auto words = meaning_of(organization->name);
    std::sort(words.begin(), words.end());
    if (!organization->town.empty())
      for (auto const& word : words)
        if (word.size() >= kLongWord) groups["t" + slugify(organization->town) + "|" + word.substr(0, 4)].push_back(organization.get());
  }
  constexpr std::size_t kGroupMax = 60;  // "Auental" stands in hundreds of names and tells nothing
  std::map<std::pair<std::string, std::string>, Pair> found;
  for (auto const& [key, group] : groups) {
    if (group.size() > kGroupMax) continue;
    for (std::size_t i = 0; i < group.size(); ++i)
      for (std::size_t k = i + 1; k < group.size(); ++k) {
        if (group[i]->id == group[k]->id) continue;
        auto pair = ordered(group[i]->id, group[k]->id, {});
        auto [entry, added] = found.try_emplace({pair.first_id, pair.second_id}, pair);
        if (added) entry->second.why = likeness(*group[i], *group[k]);
      }
  }
  std::vector<Pair> pairs;
  for (auto& [ids, pair] : found)
    if (!pair.why.empty()) pairs.push_back(std::move(pair));
  return pairs;
}

}  // namespace

PairsPage duplicate_organizations(db::Reader& reader, County& county, DirectoryFacts const& facts,
                                  std::size_t limit, IdPair const& after) {
  auto memory = county.part<Memory>([] { return new Memory; });
  auto two = called_two(reader, "organization");
  std::lock_guard lock(memory->mutex);
  if (memory->change != facts.organizations_change) {
    memory->pairs = pairs_of(facts);
    memory->change = facts.organizations_change;
  }
  PairsPage page;
  for (auto const& pair : memory->pairs) {
    IdPair ids{pair.first_id, pair.second_id};
    if (ids <= after || two.contains(ids)) continue;
    if (page.pairs.size() == limit) {
      page.next = {page.pairs.back().first_id, page.pairs.back().second_id};
      break;
    }
    page.pairs.push_back(pair);
  }
  return page;
}

}  // namespace mila::network
