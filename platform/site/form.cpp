// Reading, checking and showing a form.
#include "platform/site/form.h"

#include <fmt/format.h>

#include <algorithm>

#include "platform/base/text.h"
#include "platform/site/site.h"

namespace mila {
namespace {

using i18n::N_;

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

bool is_mail(std::string_view mail) {
  auto at = mail.find('@');
  return at != std::string_view::npos && at > 0 && mail.find('@', at + 1) == std::string_view::npos &&
         mail.find('.', at) != std::string_view::npos && mail.back() != '.' &&
         mail.find_first_of(" \t\r\n,;<>\"()") == std::string_view::npos;
}

bool is_phone(std::string_view number) {
  int digits = 0;
  for (char c : number) {
    if (c >= '0' && c <= '9') ++digits;
    else if (std::string_view(" +-/()").find(c) == std::string_view::npos) return false;
  }
  return digits >= 3 && digits <= 17;
}

bool is_url(std::string_view url) {
  auto rest = url.rfind("https://", 0) == 0 ? url.substr(8)
              : url.rfind("http://", 0) == 0 ? url.substr(7)
                                             : std::string_view();
  return rest.find('.') != std::string_view::npos && rest.find_first_of(" \"<>\\") == rest.npos;
}

bool is_time(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return false;
  auto hour = parse_integer(text.substr(0, 2)), minute = parse_integer(text.substr(3));
  return hour && minute && *hour < 24 && *minute < 60;
}

bool is_choice(Field::Kind kind) {
  return kind == Field::Kind::Select || kind == Field::Kind::Radios ||
         kind == Field::Kind::Checkboxes;
}

char const* type_of(Field::Kind kind) {
  switch (kind) {
    case Field::Kind::Mail: return "email";
    case Field::Kind::Phone: return "tel";
    case Field::Kind::Url: return "url";
    case Field::Kind::Date: return "date";
    case Field::Kind::Time: return "time";
    case Field::Kind::Password: return "password";
    default: return "text";
  }
}

}  // namespace

Field& Form::add(Field::Kind kind, std::string name, std::string label) {
  CHECK(!find(name));
  auto& field = fields_.emplace_back(kind, std::move(name), std::move(label));
  field.section_ = static_cast<int>(sections_.size()) - 1;
  return field;
}

Field& Form::select(std::string name, std::string label, std::vector<Choice> choices) {
  auto& field = add(Field::Kind::Select, std::move(name), std::move(label));
  field.choices_ = std::move(choices);
  return field;
}

Field& Form::radios(std::string name, std::string label, std::vector<Choice> choices) {
  auto& field = add(Field::Kind::Radios, std::move(name), std::move(label));
  field.choices_ = std::move(choices);
  return field;
}

Field& Form::checkboxes(std::string name, std::string label, std::vector<Choice> choices) {
  auto& field = add(Field::Kind::Checkboxes, std::move(name), std::move(label));
  field.choices_ = std::move(choices);
  return field;
}

Field const* Form::find(std::string_view name) const {
  for (auto const& field : fields_)
    if (field.name_ == name) return &field;
  return nullptr;
}

bool Form::read() {
  auto sent = get_ ? std::optional(visit_.request.query) : visit_.request.form();
  if (!sent) {
    general_error_ = N_("We could not read what was sent. Please try again.");
    return false;
  }
  for (auto& field : fields_) {
    if (field.kind_ == Field::Kind::File) continue;
    field.values_ = sent->all(field.name_);
    for (auto& value : field.values_)
      value = field.kind_ == Field::Kind::LongText ? replace_all(value, "\r\n", "\n")
                                                   : std::string(trim(value));
    std::erase_if(field.values_, [](std::string const& value) { return trim(value).empty(); });
    field.error_ = problem_of(field);
  }
  return !has_errors();
}

std::string Form::problem_of(Field const& field) const {
  if (field.values_.empty())
    return !field.required_                         ? ""
           : is_choice(field.kind_)                 ? N_("Please choose.")
           : field.kind_ == Field::Kind::Checkbox   ? N_("Please tick this.")
                                                    : N_("Please fill this in.");
  bool area = field.kind_ == Field::Kind::LongText;
  std::size_t longest = field.longest_.value_or(area ? 5000 : 200);
  for (auto const& value : field.values_) {
    if (characters(value) > longest) return N_("This is too long. Please shorten it.");
    bool right = true;
    switch (field.kind_) {
      case Field::Kind::Mail:
        if (!is_mail(value)) return N_("This is no mail address. It looks like name@example.org.");
        break;
      case Field::Kind::Phone:
        if (!is_phone(value)) return N_("This is no phone number.");
        break;
      case Field::Kind::Url:
        if (!is_url(value)) return N_("This is no address of a website. It begins with https://");
        break;
      case Field::Kind::Date:
        if (!parse_iso_date(value) && !parse_german_date(value))
          return N_("This is no date. It looks like 31.12.2026.");
        break;
      case Field::Kind::Time:
        if (!is_time(value)) return N_("This is no time. It looks like 14:30.");
        break;
      case Field::Kind::Number: {
        auto number = parse_integer(value);
        if (!number) return N_("Please write a whole number.");
        if ((field.least_ && *number < *field.least_) || (field.most_ && *number > *field.most_))
          return N_("This number is too small or too large.");
        break;
      }
      case Field::Kind::Select:
      case Field::Kind::Radios:
      case Field::Kind::Checkboxes:
        right = std::any_of(field.choices_.begin(), field.choices_.end(),
                            [&](Choice const& choice) { return choice.value == value; });
        if (!right) return N_("Please choose one of these.");
        break;
      default:
        if (!area && value.find_first_of("\r\n") != std::string::npos)
          return N_("Please write this on one line.");
    }
  }
  return "";
}

std::string Form::operator[](std::string_view name) const {
  auto const* field = find(name);
  CHECK(field);
  return field->values_.empty() ? "" : field->values_.front();
}

std::vector<std::string> Form::all(std::string_view name) const {
  auto const* field = find(name);
  CHECK(field);
  return field->values_;
}

void Form::set(std::string_view name, std::string value) {
  for (auto& field : fields_)
    if (field.name_ == name) field.values_ = {std::move(value)};
}

void Form::error(std::string_view name, std::string msgid) {
  for (auto& field : fields_)
    if (field.name_ == name) {
      field.error_ = std::move(msgid);
      return;
    }
  general_error_ = msgid.empty() ? N_("This did not work. Please check what you entered.") : std::move(msgid);
}

bool Form::has_errors() const {
  return !general_error_.empty() ||
         std::any_of(fields_.begin(), fields_.end(),
                     [](Field const& field) { return !field.error_.empty(); });
}

std::string Form::translated(std::string const& msgid) const {
  return msgid.empty() ? "" : visit_.site.translate(visit_.context.language, msgid);
}

FieldView Form::view_of(Field const& field) const {
  using Kind = Field::Kind;
  FieldView view;
  view.id = "f-" + field.name_;
  view.name = field.name_;
  view.label = translated(field.label_);
  view.hint = translated(field.hint_);
  view.error = translated(field.error_);
  // What was typed as a password is never sent back.
  if (field.kind_ != Kind::Password && !field.values_.empty()) view.value = field.values_.front();
  view.type = type_of(field.kind_);
  view.autocomplete = field.autocomplete_;
  view.language = field.language_;
  if (!field.language_.empty()) {
    auto const* language = i18n::find_language(field.language_);
    view.dir = language && language->right_to_left ? "rtl" : "ltr";
  }
  view.accept = field.accept_;
  view.rows = std::to_string(field.rows_);
  view.longest = std::to_string(field.longest_.value_or(field.kind_ == Kind::LongText ? 5000 : 200));
  if (field.kind_ == Kind::Number || field.kind_ == Kind::Code) view.inputmode = field.kind_ == Kind::Number ? "numeric" : "text";
  if (!view.hint.empty()) view.described_by = view.id + "-hint";
  if (!view.error.empty())
    view.described_by += (view.described_by.empty() ? "" : " ") + view.id + "-error";
  view.is_area = field.kind_ == Kind::LongText;
  view.is_select = field.kind_ == Kind::Select;
  view.is_radios = field.kind_ == Kind::Radios;
  view.is_checkboxes = field.kind_ == Kind::Checkboxes;
  view.is_checkbox = field.kind_ == Kind::Checkbox;
  view.is_hidden = field.kind_ == Kind::Hidden;
  view.is_file = field.kind_ == Kind::File;
  view.is_group = view.is_radios || view.is_checkboxes;
  view.is_line = !view.is_area && !view.is_select && !view.is_group && !view.is_checkbox &&
                 !view.is_hidden && !view.is_file;
  view.required = field.required_;
  view.optional = !field.required_ && !view.is_checkbox && !view.is_checkboxes && !view.is_hidden && !get_;
  view.checked = view.is_checkbox && !field.values_.empty();
  int n = 0;
  for (auto const& choice : field.choices_) {
    bool selected = std::find(field.values_.begin(), field.values_.end(), choice.value) !=
                    field.values_.end();
    view.choices.push_back({choice.value, choice.label, view.id + "-" + std::to_string(++n), selected});
  }
  return view;
}

FormView Form::view() const {
  FormView view;
  view.action = action_;
  view.submit = translated(submit_.empty() ? N_("Save") : submit_);
  view.cancel_href = cancel_;
  view.general_error = translated(general_error_);
  view.get = get_;
  view.guard_token = guard_;
  view.quiet = quiet_;
  view.has_errors = has_errors();
  for (std::size_t i = 0; i < sections_.size(); ++i) {
    FormSectionView section;
    section.legend = translated(sections_[i].legend);
    section.has_legend = !section.legend.empty();
    section.folded = sections_[i].folded;
    for (auto const& field : fields_) {
      if (field.section_ != static_cast<int>(i)) continue;
      auto shown = view_of(field);
      view.multipart |= shown.is_file;
      if (!shown.error.empty()) {
        section.open = true;
        std::string target = shown.is_group && !shown.choices.empty() ? shown.choices.front().id : shown.id;
        view.errors.push_back({"#" + target, shown.label + ": " + shown.error});
      }
      section.fields_in.push_back(std::move(shown));
    }
    if (!section.fields_in.empty()) view.sections.push_back(std::move(section));
  }
  return view;
}

}  // namespace mila
