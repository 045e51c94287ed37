// Letters as JSON for the outbox.
#include "platform/mail/letter.h"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "platform/mail/markdown.h"

namespace mila::mail {
namespace {

using Json = nlohmann::ordered_json;

struct ToJson {
  Json operator()(Paragraph const& block) const { return {{"paragraph", block.text}}; }
  Json operator()(Heading const& block) const { return {{"heading", block.text}}; }
  Json operator()(Quote const& block) const { return {{"quote", block.text}}; }
  Json operator()(Markdown const& block) const { return {{"markdown", block.text}}; }
  Json operator()(Small const& block) const { return {{"small", block.text}}; }
  Json operator()(Action const& block) const {
    return {{"action", {{"label", block.label}, {"url", block.url}}}};
  }
  Json operator()(List const& block) const {
    return {{block.numbered ? "numbered" : "list", block.items}};
  }
};

Action action_from(Json const& json) {
  return {json.at("label").get<std::string>(), json.at("url").get<std::string>()};
}

Block block_from(Json const& json) {
  if (!json.is_object() || json.size() != 1) throw std::runtime_error("letter: not a block");
  std::string const& kind = json.begin().key();
  Json const& value = json.begin().value();
  if (kind == "action") return action_from(value);
  if (kind == "list") return List{value.get<std::vector<std::string>>(), false};
  if (kind == "numbered") return List{value.get<std::vector<std::string>>(), true};
  auto text = value.get<std::string>();
  if (kind == "paragraph") return Paragraph{text};
  if (kind == "heading") return Heading{text};
  if (kind == "quote") return Quote{text};
  if (kind == "markdown") return Markdown{text};
  if (kind == "small") return Small{text};
  throw std::runtime_error("letter: unknown block");
}

}  // namespace

bool has_clean_links(Letter const& letter) {
  for (auto const& block : letter.blocks)
    if (auto const* action = std::get_if<Action>(&block); action && !is_link(action->url))
      return false;
  return letter.leave.url.empty() || is_link(letter.leave.url);
}

std::string to_json(Letter const& letter) {
  Json json;
  json["blocks"] = Json::array();
  for (auto const& block : letter.blocks) json["blocks"].push_back(std::visit(ToJson{}, block));
  json["reason"] = letter.reason;
  json["leave"] = {{"label", letter.leave.label}, {"url", letter.leave.url}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Letter letter_from_json(std::string const& json) {
  try {
    auto parsed = Json::parse(json);
    Letter letter;
    for (auto const& block : parsed.at("blocks")) letter.blocks.push_back(block_from(block));
    letter.reason = parsed.at("reason").get<std::string>();
    letter.leave = action_from(parsed.at("leave"));
    return letter;
  } catch (nlohmann::json::exception const&) {
    throw std::runtime_error("letter: not readable");
  }
}

}  // namespace mila::mail
