// Settings laid over mila.toml.
#include "platform/county/settings.h"

#include "platform/base/text.h"

namespace mila {
namespace {

constexpr db::Sql kAll{"setting.all", "select name, value from setting"};
constexpr db::Sql kSet{"setting.set",
                       "insert into setting(name, value) values($1, $2) on conflict (name) do "
                       "update set value = excluded.value"};
constexpr db::Sql kRemove{"setting.remove", "delete from setting where name = $1"};

struct TextMember {
  char const* name;
  std::string CountyConfig::*member;
};

constexpr TextMember kMembers[] = {
    {"name", &CountyConfig::name},
    {"brand", &CountyConfig::brand},
    {"land", &CountyConfig::land},
    {"zone", &CountyConfig::zone},
    {"accent", &CountyConfig::accent},
    {"accent_dark", &CountyConfig::accent_dark},
    {"logo", &CountyConfig::logo},
    {"office_name", &CountyConfig::office_name},
    {"office_phone", &CountyConfig::office_phone},
    {"office_mail", &CountyConfig::office_mail},
    {"imprint", &CountyConfig::imprint},
    {"privacy", &CountyConfig::privacy},
    {"basemap_url", &CountyConfig::basemap_url},
    {"public_url", &CountyConfig::public_url},
};

/// What follow_settings() has seen of this county.
struct SettingsSeen {
  std::atomic<std::int64_t> version{-1};
  std::mutex mutex;
  Settings last;
};

}  // namespace

Settings load_settings(db::Reader& reader) {
  Settings settings;
  reader.each(kAll, {}, [&](db::Row const& row) {
    settings.emplace(std::string(row.text(0)), std::string(row.text(1)));
  });
  return settings;
}

void save_settings(db::Writer& writer, Actor const& actor, Settings const& settings) {
  CHECK(actor.may(Permission::ManageCounty));
  for (auto const& [name, value] : settings) {
    if (value.empty()) writer.run(kRemove, {name});
    else writer.run(kSet, {name, value});
    writer.changed("setting", name);
  }
}

CountyConfig with_settings(CountyConfig config, Settings const& settings) {
  for (auto const& [name, member] : kMembers) {
    auto found = settings.find(name);
    if (found != settings.end()) config.*member = found->second;
  }
  if (auto months = settings.find("confirm_months"); months != settings.end())
    if (auto number = parse_integer(months->second); number && *number > 0 && *number <= 60)
      config.confirm_months = static_cast<int>(*number);
  auto languages = settings.find("languages");
  if (languages != settings.end()) config.languages = split_list(languages->second, ' ');
  return config;
}

void follow_settings(County& county) {
  auto seen = county.part<SettingsSeen>([] { return new SettingsSeen; });
  auto version = county.database.version();
  if (seen->version.load(std::memory_order_acquire) == version) return;
  std::lock_guard lock(seen->mutex);
  auto settings = county.database.read([](db::Reader& reader) { return load_settings(reader); });
  if (settings != seen->last) {
    county.configure(with_settings(county.installed(), settings));
    seen->last = std::move(settings);
  }
  seen->version.store(version, std::memory_order_release);
}

}  // namespace mila
