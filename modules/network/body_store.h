// The rows behind bodies.
#pragma once

#include "modules/network/network.h"

namespace mila::network {

/// Whole bodies in the order of `ids`. Three statements.
std::vector<Body> load_bodies(db::Reader& reader, std::vector<std::string> const& ids);
std::optional<Body> load_body(db::Reader& reader, std::string_view id);

void insert_body(db::Writer& writer, Body const& body);
/// All but names and seats. False when `body.version` is not the stored one; it grows by one.
bool update_body(db::Writer& writer, Body const& body);
void upsert_body_name(db::Writer& writer, std::string_view body_id, BodyName const& name);
void upsert_seat(db::Writer& writer, Seat const& seat);
std::optional<Seat> find_seat(db::Reader& reader, std::string_view id);
/// Takes the person out of seats and offices; seats of the person alone go.
void forget_person_in_bodies(db::Writer& writer, std::string_view person_id);
/// Only out of offices.
void forget_office(db::Writer& writer, std::string_view person_id);

struct BodyQuery {
  std::vector<std::string> words;  ///< each in one of the names, as slugs
  std::optional<BodyKind> kind;
  bool public_only = false, with_ended = false;
  /// Of one of these places or areas, or of the whole county; empty does not narrow.
  std::vector<std::string> place_ids;
  Date today{};
  int limit = 50, offset = 0;
};
/// By name.
std::vector<std::string> find_body_ids(db::Reader& reader, BodyQuery const& query);
std::int64_t count_bodies(db::Reader& reader, BodyQuery const& query);
struct NamedBody {
  std::string id, name;
};
std::vector<NamedBody> child_bodies(db::Reader& reader, std::string_view parent_id);
std::vector<NamedBody> body_names(db::Reader& reader, std::vector<std::string> const& ids);
/// Bodies of which a name begins between these days.
std::vector<std::string> bodies_renamed(db::Reader& reader, Date first, Date last);

}  // namespace mila::network
