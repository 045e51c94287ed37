// What the directory tells the program about itself.
#include "modules/directory/directory.h"
#include "modules/directory/history.h"

namespace mila::directory {

Module const& module() {
  static Module const directory = [] {
    Module m;
    m.name = "directory";
    m.summary = "organisations, functions, offers, locations; CSV in and out; the demo county";
    m.personal_data = {
        {"function", "name, phone and mail address of officials at work",
         "people find who is in charge", "Art. 6 (1) e GDPR, § 3 BDSG",
         "while the person holds the function", "remove `name` from the function; the number stays"},
        {"service, location, organization", "contacts of organisations, where these are persons",
         "people can reach an offer", "Art. 6 (1) e, f GDPR", "while the offer exists",
         "remove the contact from the record"},
        {"record_change", "states of these records before each change, who made it (account id)",
         "mistakes are seen and undone", "Art. 6 (1) e GDPR", "two years",
         "daily clean-up; `forget_changes` for one record"}};
    using Named = std::vector<ScopeNames::Named>;
    m.scopes = {{Scope::Organization,
                 [](Context&, db::Reader& reader, std::string_view search, int limit) {
                   Named found;
                   for (auto& [id, name] : organizations_named(reader, search, limit))
                     found.push_back({std::move(id), std::move(name)});
                   return found;
                 },
                 [](Context&, db::Reader& reader, std::vector<std::string> const& ids) {
                   Named found;
                   for (auto& organization : find_organizations(reader, ids))
                     found.push_back({organization.id, organization.name});
                   return found;
                 }}};
    m.expire = [](Context& context) {
      return context.county.database.write(
          [](db::Writer& writer) { return expire_changes(writer); });
    };
    return m;
  }();
  return directory;
}

}  // namespace mila::directory
