// Filling and sending forms, as HTML's "constructing the entry list" says for the controls we use.
#include <stdexcept>

#include "platform/base/text.h"
#include "platform/testing/site.h"

namespace mila::testing {
namespace {

Element chosen_option(Element const& select) {
  auto options = select.all("option");
  for (auto const& option : options)
    if (option.has("selected")) return option;
  return options.empty() ? Element() : options.front();
}

std::string value_of(Element const& option) {
  return option.has("value") ? option.attribute("value") : option.text();
}

bool is_button(Element const& element) {
  std::string type = element.attribute("type");
  if (element.tag() == "button") return type.empty() || type == "submit";
  return type == "submit" || type == "image";
}

}  // namespace

Form::Form(PageResult const& page, Element form)
    : site_(page.site),
      path_(page.path),
      headers_(page.sent_headers),
      page_(page.document),
      form_(std::move(form)) {
  // Controls may stand elsewhere on the page and name the form they belong to.
  std::string id = form_.attribute("id");
  for (auto const& element : page_.all("input, textarea, select")) {
    bool inside = false;
    for (auto above = element.parent(); above && !inside; above = above.parent())
      inside = above == form_;
    bool ours = element.has("form") ? !id.empty() && element.attribute("form") == id : inside;
    if (!ours || is_button(element) || element.has("disabled")) continue;
    std::string type = element.attribute("type"), tag = element.tag();
    Control control{element, element.attribute("name"), element.attribute("value"), true};
    if (type == "checkbox" || type == "radio") {
      if (!element.has("value")) control.value = "on";
      control.sent = element.has("checked");
    } else if (tag == "textarea") {
      control.value = element.raw_text();
    } else if (tag == "select") {
      auto option = chosen_option(element);
      control.sent = static_cast<bool>(option);
      if (option) control.value = value_of(option);
    }
    controls_.push_back(std::move(control));
  }
}

Form::Control const& Form::control(std::string_view label) const {
  // Several forms of a page may use the same label: ours is the one that counts.
  for (auto const& control : controls_) {
    std::string id = control.element.attribute("id");
    if (control.element.attribute("aria-label") == label) return control;
    for (auto const& candidate : page_.all("label")) {
      bool names_it = !id.empty() && candidate.attribute("for") == id;
      if (!names_it)
        for (auto above = control.element.parent(); above && !names_it; above = above.parent())
          names_it = above == candidate;
      if (names_it && label_matches(candidate.label_text(), label)) return control;
    }
  }
  throw std::runtime_error("the form has no field labelled '" + std::string(label) + "'");
}

Form::Control& Form::control(std::string_view label) {
  return const_cast<Control&>(static_cast<Form const&>(*this).control(label));
}

Form& Form::fill(std::string_view label, std::string_view value) {
  auto& field = control(label);
  std::string type = field.element.attribute("type");
  if (field.element.tag() == "select" || type == "checkbox" || type == "radio")
    throw std::runtime_error("'" + std::string(label) + "' is not a field to type into");
  field.value = value;
  return *this;
}

Form& Form::choose(std::string_view label) {
  auto& chosen = control(label);
  std::string type = chosen.element.attribute("type");
  if (type != "checkbox" && type != "radio")
    throw std::runtime_error("'" + std::string(label) + "' cannot be ticked");
  if (type == "radio")
    for (auto& other : controls_)
      if (other.name == chosen.name) other.sent = false;
  chosen.sent = true;
  return *this;
}

Form& Form::untick(std::string_view label) {
  auto& box = control(label);
  if (box.element.attribute("type") != "checkbox")
    throw std::runtime_error("'" + std::string(label) + "' is no check box");
  box.sent = false;
  return *this;
}

Form& Form::select(std::string_view label, std::string_view option) {
  auto& list = control(label);
  auto found = list.element.with_text("option", option);
  list.value = value_of(found);
  list.sent = true;
  return *this;
}

Form& Form::set(std::string const& name, std::string_view value) {
  for (auto& control : controls_) {
    if (control.name != name) continue;
    control.value = value;
    control.sent = true;
    return *this;
  }
  throw std::runtime_error("the form has no field named '" + name + "'");
}

std::string Form::value(std::string_view label) const {
  auto const& field = control(label);
  return field.sent ? field.value : "";
}

PageResult Form::submit(std::string_view button) {
  http::Fields fields;
  for (auto const& control : controls_)
    if (control.sent && !control.name.empty()) fields.add(control.name, control.value);
  Element pressed;
  for (auto const& candidate : form_.all("button, input")) {
    if (!is_button(candidate)) continue;
    std::string text =
        candidate.tag() == "button" ? candidate.text() : candidate.attribute("value");
    if (!pressed && (button.empty() || text == button)) pressed = candidate;
  }
  if (!pressed && !button.empty())
    throw std::runtime_error("the form has no button '" + std::string(button) + "'");
  if (pressed && pressed.has("name"))
    fields.add(pressed.attribute("name"), pressed.attribute("value"));
  std::string method = form_.attribute("method"), action = form_.attribute("action");
  if (pressed && pressed.has("formaction")) action = pressed.attribute("formaction");
  if (pressed && pressed.has("formmethod")) method = pressed.attribute("formmethod");
  action = resolve_href(action, path_);
  if (ascii_lower(method) == "post") return site_->post(action, fields.items(), headers_);
  return site_->get(action.substr(0, action.find('?')) + fields.to_query(), headers_);
}

}  // namespace mila::testing
