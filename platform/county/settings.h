// What a county sets for itself in the browser: name, Land, colours, legal texts, mail server. Kept
// in its database as name and value; what is not set there comes from mila.toml.
#pragma once

#include <map>
#include <string>

#include "platform/county/county.h"

namespace mila {

/// Names a setting may have, beside the members of CountyConfig from `name` to `confirm_months` that
/// are named like them ("languages" is a list separated by blanks): see settings.cpp.
using Settings = std::map<std::string, std::string>;

Settings load_settings(db::Reader& reader);
/// Sets each of `settings` ("" removes one) and tells the change feed. The caller has checked them.
/// Takes effect for requests after the commit, see follow_settings().
void save_settings(db::Writer& writer, Actor const& actor, Settings const& settings);

/// `installed` with the settings laid over it.
CountyConfig with_settings(CountyConfig installed, Settings const& settings);

/// Reads the settings when the database has changed since the last call. Cheap when it has not.
void follow_settings(County& county);

}  // namespace mila
