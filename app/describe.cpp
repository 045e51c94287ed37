// Markdown from module descriptors.
#include "app/describe.h"

#include <initializer_list>

#include "platform/base/text.h"

namespace mila {
namespace {

constexpr std::string_view kSubjects[] = {"modules", "personal-data", "routes"};

std::string row(std::initializer_list<std::string> cells) {
  std::string line = "|";
  for (auto const& cell : cells) line += " " + replace_all(cell, "|", "\\|") + " |";
  return line + "\n";
}

std::string head(std::initializer_list<std::string> titles) {
  std::string line = row(titles) + "|";
  for (std::size_t i = 0; i < titles.size(); ++i) line += "---|";
  return line + "\n";
}

std::string code(std::string const& text) { return "`" + text + "`"; }

std::string method_name(http::Method method) {
  switch (method) {
    case http::Method::Get: return "GET";
    case http::Method::Head: return "HEAD";
    case http::Method::Post: return "POST";
    case http::Method::Options: return "OPTIONS";
    case http::Method::Other: break;
  }
  return "other";
}

std::string module_table(std::vector<Module> const& modules) {
  std::string table = head({"module", "what"});
  for (auto const& module : modules) table += row({code(module.name), module.summary});
  return table;
}

std::string personal_data_table(std::vector<Module> const& modules) {
  std::string table = head({"table", "what", "why", "legal basis", "how long", "erasure"});
  for (auto const& module : modules)
    for (auto const& data : module.personal_data)
      table += row({code(replace_all(data.table, ", ", "`, `")), data.what, data.purpose,
                    data.legal_basis, data.retention, data.erasure});
  return table;
}

std::string route_table(std::vector<Module> const& modules) {
  std::string table = head({"module", "method", "address", "permission"});
  for (auto const& module : modules)
    for (auto const& route : module.routes)
      table += row({code(module.name), method_name(route.method),
                    code(route.pattern), std::string(name_of(route.permission))});
  return table;
}

}  // namespace

std::span<std::string_view const> description_subjects() { return kSubjects; }

std::optional<std::string> describe(std::vector<Module> const& modules, std::string_view subject) {
  if (subject == "modules") return module_table(modules);
  if (subject == "personal-data") return personal_data_table(modules);
  if (subject == "routes") return route_table(modules);
  return std::nullopt;
}

}  // namespace mila
