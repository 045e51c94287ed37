// What the directory tells the program about itself.
#include "modules/directory/directory.h"

namespace mila::directory {

Module const& module() {
  static Module const directory = [] {
    Module m;
    m.name = "directory";
    m.personal_data = {
        {"function", "name, phone and mail address of officials at work",
         "people find who is in charge", "Art. 6 (1) e GDPR, § 3 BDSG",
         "while the person holds the function", "remove `name` from the function; the number stays"},
        {"service, location, organization", "contacts of organisations, where these are persons",
         "people can reach an offer", "Art. 6 (1) e, f GDPR", "while the offer exists",
         "remove the contact from the record"}};
    return m;
  }();
  return directory;
}

}  // namespace mila::directory
