// A county: its settings, its database, its folder, and what modules keep in memory for it.
// Nothing is shared between counties but the program.
#pragma once

#include <any>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <typeindex>
#include <vector>

#include "platform/base/ids.h"
#include "platform/base/time.h"
#include "platform/db/db.h"

namespace mila {

struct CountyConfig {
  std::string id;                  ///< short name: "auental"
  std::vector<std::string> hosts;  ///< lower case, without port; "*" answers for every host
  std::string database;            ///< "sqlite:…" or "postgres:…"
  std::string data_folder;         ///< search index, files, mail
  std::string name;                ///< "Landkreis Auental"
  std::string brand = "Migration im Landkreis";
  std::string land = "TH";         ///< ISO 3166-2:DE, for public holidays
  std::string zone = "Europe/Berlin";
  std::vector<std::string> languages;
  std::string accent = "#17594a", accent_dark = "#93d3bf";
  std::string logo;                ///< path of an SVG file, "" for the drawn mark
  std::string office_name, office_phone, office_mail;
  std::string imprint_file, privacy_file;  ///< Markdown; "" for the built-in templates
  std::string basemap_url;
  std::string public_url;          ///< "https://hilfe.example", for links in feeds and cards
};

class County {
 public:
  County(CountyConfig config, Clock const& clock)
      : config(std::move(config)), database({this->config.database, 4}, clock) {}

  CountyConfig const config;
  db::Database database;

  /// Something a module keeps for this county (an index, a lexicon), made on first use.
  template <typename Part, typename Make>
  std::shared_ptr<Part> part(Make&& make) {
    std::lock_guard lock(parts_mutex_);
    auto& entry = parts_[std::type_index(typeid(Part))];
    if (!entry) entry = std::shared_ptr<Part>(make());
    return std::static_pointer_cast<Part>(entry);
  }

 private:
  std::recursive_mutex parts_mutex_;
  std::map<std::type_index, std::shared_ptr<void>> parts_;
};

/// Who acts. Every function of a module that shows or changes data takes one first.
struct Actor {
  enum class Kind { Visitor, Operator };
  Kind kind = Kind::Visitor;
  static Actor visitor() { return {Kind::Visitor}; }
  /// The person with a shell on the server, or a job started by the program.
  static Actor operator_() { return {Kind::Operator}; }
};

/// Everything a request or job works with; tests fix clock and randomness.
struct Context {
  County& county;
  Actor actor;
  std::string language;
  Clock const& clock;
  Random& random;
  Instant now() const { return clock.now(); }
};

}  // namespace mila
