// A field of a form for a person or another record, found by a part of its name.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "platform/site/form.h"
#include "platform/site/site.h"

namespace mila::network {

/// A name typed into a field that stands for a record: one that fits is taken, of several the person
/// chooses. Works without scripts; nothing but the typed name is ever shown before.
class Picker {
 public:
  using Find = std::function<std::vector<Choice>(std::string const& text)>;
  /// Adds the field `name` to the form and, when what was sent fits several, radio buttons.
  Picker(Visit& visit, Form& form, std::string name, std::string label, Find find,
         Choice current = {}, std::string hint = "");
  /// After form.read(): the chosen id, "" when the field is empty. nullopt: the form has an error.
  std::optional<std::string> id();

 private:
  Form& form_;
  std::string name_;
  Choice current_;
  std::vector<Choice> found_;
};

/// People by name, for the picker, as the actor may see them.
Picker::Find find_person_by_name(Visit& visit);
/// "Henrike Vollstedt, Landratsamt" of these people, in their order; unseen ones are left out.
std::vector<Choice> person_choices(Visit& visit, db::Reader& reader,
                                   std::vector<std::string> const& ids);

}  // namespace mila::network
