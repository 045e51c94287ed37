// A county: its settings, its database, its folder, its keys, and what modules keep in memory for
// it. Nothing is shared between counties but the program.
#pragma once

#include <any>
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <typeindex>
#include <vector>

#include "platform/base/ids.h"
#include "platform/base/time.h"
#include "platform/county/actor.h"
#include "platform/crypto/keys.h"
#include "platform/db/db.h"

namespace mila {

namespace i18n {
class Catalogue;
}

/// What mila.toml says of a county. All from `name` on is a default that the county's own settings
/// (settings.h) replace.
struct CountyConfig {
  std::string id;                  ///< short name: "auental"
  std::vector<std::string> hosts;  ///< lower case, without port; "*" answers for every host
  std::string database;            ///< "sqlite:…" or "postgres:…"
  std::string data_folder;         ///< search index, files, mail, keys
  std::string name;                ///< "Landkreis Auental"
  std::string brand = "Migration im Landkreis";
  std::string land = "TH";         ///< ISO 3166-2:DE, for public holidays
  std::string zone = "Europe/Berlin";
  std::vector<std::string> languages;
  std::string accent = "#17594a", accent_dark = "#93d3bf";
  std::string logo;                ///< path of an SVG or PNG file, "" for the drawn mark
  std::string office_name, office_phone, office_mail;
  std::string imprint_file, privacy_file;  ///< Markdown; "" for the built-in templates
  std::string imprint, privacy;            ///< Markdown itself, before the files
  std::string basemap_url;
  std::string public_url;          ///< "https://hilfe.example", for links in feeds and cards
  int confirm_months = 12;         ///< so often providers are asked whether their entries are right
};

/// Where the county's pages are reached, without a slash at the end: public_url, else its first host
/// name over TLS, else this machine. For links in mails; never taken from a request's Host header,
/// which anybody can send.
std::string public_address(CountyConfig const& config);

class County {
 public:
  County(CountyConfig config, Clock const& clock);

  /// Stays valid for the life of the county: an older state is kept when settings change, which is
  /// rare and small.
  CountyConfig const& config() const { return *current_.load(std::memory_order_acquire); }
  /// As mila.toml has it.
  CountyConfig const& installed() const { return *states_.front(); }
  /// Takes over settings that were changed, here or by another process.
  void configure(CountyConfig config);

  db::Database database;

  /// What pages are made from: grows with each change of the data and, after it, when something made
  /// from the data in the background has followed. A page kept for another edition is not true.
  std::int64_t edition() const {
    return database.version() + renewed_.load(std::memory_order_acquire);
  }
  /// Says that the search index or the settings in memory have followed the data.
  void renewed() { renewed_.fetch_add(1, std::memory_order_release); }

  /// The texts of the interface, for what is written outside a page (mails of jobs, what waits on the
  /// start page). The site that opens the county sets it.
  i18n::Catalogue const* texts = nullptr;

  /// The county's keys, from its data folder; made when first asked for.
  crypto::Keys const& keys();

  /// Something a module keeps for this county (an index, a lexicon), made on first use.
  template <typename Part, typename Make>
  std::shared_ptr<Part> part(Make&& make) {
    std::lock_guard lock(parts_mutex_);
    auto& entry = parts_[std::type_index(typeid(Part))];
    if (!entry) entry = std::shared_ptr<Part>(make());
    return std::static_pointer_cast<Part>(entry);
  }

 private:
  std::atomic<std::int64_t> renewed_{0};
  std::mutex states_mutex_;
  std::vector<std::unique_ptr<CountyConfig const>> states_;
  std::atomic<CountyConfig const*> current_;
  std::once_flag keys_made_;
  std::unique_ptr<crypto::Keys> keys_;
  std::recursive_mutex parts_mutex_;
  std::map<std::type_index, std::shared_ptr<void>> parts_;
};

/// Everything a request or job works with; tests fix clock and randomness.
struct Context {
  County& county;
  Actor actor;
  std::string language;
  Clock const& clock;
  Random& random;
  Instant now() const { return clock.now(); }
  /// `msgid` in the context's language, or in another one; the msgid itself when no site has opened
  /// the county.
  std::string text(std::string const& msgid) const { return text(msgid, language); }
  std::string text(std::string const& msgid, std::string_view in_language) const;
};

}  // namespace mila
