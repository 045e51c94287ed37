// Stored records → HSDS JSON text: full, as list items, minimal.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "modules/hsds/hsds_store.h"

namespace mila::hsds {

/// What a page of services or organisations needs besides its own records.
struct Surroundings {
  StoredMap organizations, locations;
};
/// Organisations and locations `services` refer to: two statements for a page.
Surroundings load_surroundings(db::Reader& reader, std::vector<StoredText const*> const& services,
                               bool with_locations);

/// Where a service stands: alone it carries its organisation and locations; inside one of these it
/// does not repeat it.
enum class Nesting { Alone, InOrganization, InServiceAtLocation };

class Renderer {
 public:
  /// `zone` of the county (IANA): what times without an offset mean.
  Renderer(std::string zone, Surroundings const& around)
      : zone_(std::move(zone)), around_(around) {}

  void full_service(std::string& out, StoredText const& service, Nesting nesting) const;
  /// One-to-one members only, with organization and program.
  void list_service(std::string& out, StoredText const& service) const;
  /// `service_at_location`: its stored JSON inside the service, `position` counts from 0.
  void full_at_location(std::string& out, StoredText const& service,
                        std::string_view service_at_location, std::size_t position) const;
  void list_at_location(std::string& out, StoredText const& service,
                        std::string_view service_at_location, std::size_t position) const;
  /// `services`: JSON array, "" leaves the member out. `further_contacts`: JSON objects of
  /// functions people can call; `further_locations`: ids besides those the record names.
  void full_organization(std::string& out, StoredText const& organization,
                         std::string_view services,
                         std::vector<std::string> const& further_contacts,
                         std::vector<std::string> const& further_locations) const;
  void list_organization(std::string& out, StoredText const& organization) const;

 private:
  void organization(std::string& out, StoredText const& organization, bool service_protected) const;
  void location(std::string& out, StoredText const& location, bool full,
                bool service_protected) const;
  void at_location(std::string& out, std::string_view stored, std::string const& service_id,
                   std::size_t position, bool service_protected) const;
  void at_location_members(class ObjectText& object, std::string& out, std::string_view stored,
                           std::string const& service_id, std::size_t position, bool full,
                           bool service_protected) const;
  std::string zone_;
  Surroundings const& around_;
};

/// Id of a service_at_location: its own, or one made from service and position.
std::string at_location_id(std::string_view stored, std::string const& service_id,
                           std::size_t position);
/// When a record last changed as the feed says it: as its source says, else as stored here.
std::string last_modified(StoredText const& record);
/// A function (someone to call) as HSDS contact of its organisation, marked x_function.
std::string function_contact(StoredText const& function);

}  // namespace mila::hsds
