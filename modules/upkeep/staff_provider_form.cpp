// Fields of an organisation.
#include "modules/upkeep/staff_provider_form.h"

#include "modules/directory/sectors.h"
#include "platform/base/ids.h"
#include "platform/base/text.h"

namespace mila::upkeep {
namespace {

using directory::Organization;

std::string phones_text(Organization const& organization) {
  std::vector<std::string> numbers;
  for (auto const& phone : organization.phones) numbers.push_back(phone.number);
  return join(numbers, " | ");
}

bool is_number(std::string_view text) {
  int digits = 0;
  for (char c : text) {
    if (c >= '0' && c <= '9') ++digits;
    else if (std::string_view(" +-/().").find(c) == std::string_view::npos) return false;
  }
  return digits >= 3 && digits <= 15;
}

void read_phones(Form& form, Organization& organization) {
  std::string typed = form["phone"];
  if (typed == phones_text(organization)) return;
  organization.phones.clear();
  for (auto const& number : split_list(typed, '|')) {
    if (!is_number(number)) form.error("phone", N_("This is no phone number."));
    directory::Phone phone;
    phone.id = named_uuid("phone", organization.id + ":" + std::to_string(organization.phones.size()));
    phone.number = number;
    phone.type = "voice";
    organization.phones.push_back(std::move(phone));
  }
}

void put(directory::Text& member, std::string value) {
  if (value.empty()) member.reset();
  else member = std::move(value);
}

void read_address(Form& form, Organization& organization) {
  directory::Address before = organization.x_address.value_or(directory::Address{});
  directory::Address now = before;
  now.address_1 = form["street"];
  now.postal_code = form["postcode"];
  now.city = form["town"];
  if (form.is_checked("protected")) now.address_1 = now.postal_code = "";
  if (now.address_1 == before.address_1 && now.postal_code == before.postal_code &&
      now.city == before.city)
    return;
  if (now.id.empty()) now.id = named_uuid("address", organization.id);
  now.country = "DE";
  now.address_type = "physical";
  bool none = now.address_1.empty() && now.postal_code.empty() && now.city.empty();
  if (none) organization.x_address.reset();
  else organization.x_address = std::move(now);
}

}  // namespace

std::string sector_words(Words const& words, std::string_view code) {
  auto const* title = directory::title_of(directory::sectors_of_one(), code);
  return title ? words(title) : std::string(code);
}

Form provider_form(Visit& visit, std::string action, Organization const& organization) {
  Words words(visit);
  auto address = organization.x_address.value_or(directory::Address{});
  std::vector<Choice> sectors{{"", words(N_("Please choose"))}};
  for (auto const& sector : directory::sectors_of_one()) sectors.push_back({sector.code, words(sector.title)});
  std::string sector = organization.x_sector.value_or("");
  if (!sector.empty() && sector_words(words, sector) == sector) sectors.push_back({sector, sector});
  Form form(visit, std::move(action));
  form.text("name", N_("Name of the organisation")).required().longest(300).value(organization.name);
  form.text("short_name", N_("Short name")).value(organization.alternate_name.value_or(""));
  form.long_text("description", N_("Description")).value(organization.description.value_or(""))
      .hint(N_("Who are you, and for whom are you there? Short sentences help everybody."));
  form.select("sector", N_("Kind of organisation"), std::move(sectors)).value(sector);
  form.section(N_("Contact"));
  form.text("phone", N_("Phone number")).value(phones_text(organization))
      .hint(N_("Several numbers: put | between them."));
  form.mail("mail", N_("Mail address")).value(organization.email.value_or(""))
      .hint(N_("Here we ask once a year whether your entries are still right."));
  form.url("website", N_("Website")).value(organization.website.value_or(""));
  form.section(N_("Address"));
  form.text("street", N_("Street and number")).value(address.address_1);
  form.text("postcode", N_("Postcode")).value(address.postal_code);
  form.text("town", N_("Town")).value(address.city);
  form.checkbox("protected", N_("The address stays secret")).checked(organization.x_protected)
      .hint(N_("Only the town is kept; an address that was there before is deleted."));
  return form;
}

Organization edited_provider(Form& form, Organization const& stored) {
  Organization edited = stored;
  edited.name = form["name"];
  put(edited.alternate_name, form["short_name"]);
  put(edited.description, form["description"]);
  put(edited.x_sector, form["sector"]);
  put(edited.email, form["mail"]);
  put(edited.website, form["website"]);
  edited.x_protected = form.is_checked("protected");
  read_phones(form, edited);
  read_address(form, edited);
  return edited;
}

}  // namespace mila::upkeep
