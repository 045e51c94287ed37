// The form kit: a form is described once; the description reads what was sent, says what is wrong
// with it, and shows it again as it was filled.
//
//   Form form(visit, "/staff/accounts");
//   form.mail("mail", N_("Mail address")).required();
//   form.select("role", N_("Role"), choices);
//   form.submit(N_("Invite"));
//   if (post && form.read()) { create(form["mail"], form["role"]); return see_other(…); }
//   view.form = form.view();   // {{#form}}{{>site/form}}{{/form}}; status form.status()
//
// Labels, hints and errors are msgids; choices arrive translated.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "platform/base/result.h"
#include "platform/http/message.h"
#include "platform/site/module.h"

namespace mila {

struct Choice {
  std::string value, label;
};

/// One field; the setters return it, so that a description reads as a sentence.
class Field {
 public:
  enum class Kind {
    Text, Mail, Phone, Url, Number, Date, Time, LongText, Password, Code, Select, Radios,
    Checkboxes, Checkbox, Hidden, File
  };
  Field(Kind kind, std::string name, std::string label)
      : kind_(kind), name_(std::move(name)), label_(std::move(label)) {}

  Field& required() { required_ = true; return *this; }
  Field& hint(std::string msgid) { hint_ = std::move(msgid); return *this; }
  Field& value(std::string value) { values_ = {std::move(value)}; return *this; }
  Field& values(std::vector<std::string> values) { values_ = std::move(values); return *this; }
  Field& checked(bool on) { values_ = on ? std::vector<std::string>{"1"} : std::vector<std::string>{}; return *this; }
  /// Characters at most; 200 for lines and 5,000 for long texts unless said otherwise.
  Field& longest(std::size_t characters) { longest_ = characters; return *this; }
  /// As in HTML: "name", "email", "current-password".
  Field& autocomplete(std::string token) { autocomplete_ = std::move(token); return *this; }
  Field& rows(int rows) { rows_ = rows; return *this; }
  Field& between(std::int64_t least, std::int64_t most) { least_ = least; most_ = most; return *this; }
  /// Language of what is written here, when it is not the page's.
  Field& language(std::string code) { language_ = std::move(code); return *this; }
  /// File types as in HTML: ".csv,.xlsx".
  Field& accept(std::string types) { accept_ = std::move(types); return *this; }

 private:
  friend class Form;
  Kind kind_;
  std::string name_, label_, hint_, autocomplete_, language_, accept_, error_;
  std::vector<std::string> values_;
  std::vector<Choice> choices_;
  bool required_ = false;
  std::optional<std::size_t> longest_;
  std::optional<std::int64_t> least_, most_;
  int rows_ = 5;
  int section_ = 0;
};

struct ChoiceView {
  std::string value, label, id;
  bool selected = false;
  template <class V>
  void fields(V& v) { v("value", value)("label", label)("id", id)("selected", selected); }
};

struct FieldView {
  std::string id, name, label, hint, error, value, type, autocomplete, described_by, language, dir,
      accept, rows, longest, inputmode;
  bool is_line = false, is_area = false, is_select = false, is_radios = false, is_checkbox = false,
       is_checkboxes = false, is_hidden = false, is_file = false, is_group = false,
       required = false, optional = false, checked = false;
  std::vector<ChoiceView> choices;
  template <class V>
  void fields(V& v) {
    v("id", id)("name", name)("label", label)("hint", hint)("error", error)("value", value)(
        "type", type)("autocomplete", autocomplete)("described_by", described_by)(
        "language", language)("dir", dir)("accept", accept)("rows", rows)("longest", longest)(
        "inputmode", inputmode)("is_line", is_line)("is_area", is_area)("is_select", is_select)(
        "is_radios", is_radios)("is_checkbox", is_checkbox)("is_checkboxes", is_checkboxes)(
        "is_hidden", is_hidden)("is_file", is_file)("is_group", is_group)("required", required)(
        "optional", optional)("checked", checked)("choices", choices);
  }
};

struct FormErrorView {
  std::string href, text;
  template <class V>
  void fields(V& v) { v("href", href)("text", text); }
};

struct FormSectionView {
  std::string legend;
  bool folded = false, has_legend = false, open = false;
  std::vector<FieldView> fields_in;
  template <class V>
  void fields(V& v) {
    v("legend", legend)("folded", folded)("has_legend", has_legend)("open", open)("fields_in",
                                                                               fields_in);
  }
};

struct FormView {
  std::string action, submit, cancel_href, general_error, guard_token;
  bool multipart = false, has_errors = false, get = false, quiet = false;
  std::vector<FormErrorView> errors;
  std::vector<FormSectionView> sections;
  template <class V>
  void fields(V& v) {
    v("action", action)("submit", submit)("cancel_href", cancel_href)(
        "general_error", general_error)("guard_token", guard_token)("multipart", multipart)("has_errors", has_errors)("get", get)(
        "quiet", quiet)("errors", errors)("sections", sections);
  }
};

class Form {
 public:
  Form(Visit& visit, std::string action) : visit_(visit), action_(std::move(action)) {}

  Field& text(std::string name, std::string label) { return add(Field::Kind::Text, name, label); }
  Field& mail(std::string name, std::string label) { return add(Field::Kind::Mail, name, label).autocomplete("email"); }
  Field& phone(std::string name, std::string label) { return add(Field::Kind::Phone, name, label); }
  Field& url(std::string name, std::string label) { return add(Field::Kind::Url, name, label); }
  Field& number(std::string name, std::string label) { return add(Field::Kind::Number, name, label); }
  Field& date(std::string name, std::string label) { return add(Field::Kind::Date, name, label); }
  Field& time(std::string name, std::string label) { return add(Field::Kind::Time, name, label); }
  Field& long_text(std::string name, std::string label) { return add(Field::Kind::LongText, name, label); }
  Field& password(std::string name, std::string label) { return add(Field::Kind::Password, name, label); }
  /// A one-time or recovery code.
  Field& code(std::string name, std::string label) { return add(Field::Kind::Code, name, label).autocomplete("one-time-code"); }
  Field& select(std::string name, std::string label, std::vector<Choice> choices);
  Field& radios(std::string name, std::string label, std::vector<Choice> choices);
  Field& checkboxes(std::string name, std::string label, std::vector<Choice> choices);
  Field& checkbox(std::string name, std::string label) { return add(Field::Kind::Checkbox, name, label); }
  Field& file(std::string name, std::string label) { return add(Field::Kind::File, name, label); }
  void hidden(std::string name, std::string value) { add(Field::Kind::Hidden, name, "").value(value); }
  /// Fields from here on stand under this legend.
  void section(std::string legend) { sections_.push_back({std::move(legend), false}); }
  /// Fields from here on are folded away until the legend is clicked (or one of them is wrong).
  void fold(std::string legend) { sections_.push_back({std::move(legend), true}); }
  void submit(std::string label) { submit_ = std::move(label); }
  void cancel(std::string href) { cancel_ = std::move(href); }
  /// Its button is outlined: another one on the page is the next step.
  void quiet() { quiet_ = true; }
  /// A form that only asks (search, filter).
  void by_get() { get_ = true; }
  /// A public form: carries a FormGuard::token and the field robots fall into.
  void guard(std::string token) { guard_ = std::move(token); }

  /// Takes the values of the request and checks them; false when something is wrong.
  bool read();
  /// First value of a field, trimmed.
  std::string operator[](std::string_view name) const;
  std::vector<std::string> all(std::string_view name) const;
  /// Replaces what stands in a field, also after read().
  void set(std::string_view name, std::string value);
  bool is_checked(std::string_view name) const { return !(*this)[name].empty(); }
  /// Something only the caller can know: msgid for a field, or for the whole form ("").
  void error(std::string_view name, std::string msgid);
  void error(Error const& error) { this->error("", error.message); }
  bool has_errors() const;
  /// 200, or 422 when something is wrong.
  int status() const { return has_errors() ? 422 : 200; }
  FormView view() const;

 private:
  Field& add(Field::Kind kind, std::string name, std::string label);
  Field const* find(std::string_view name) const;
  std::string problem_of(Field const& field) const;
  FieldView view_of(Field const& field) const;
  std::string translated(std::string const& msgid) const;

  struct Section {
    std::string legend;
    bool folded;
  };
  Visit& visit_;
  std::string action_, submit_, cancel_, general_error_, guard_;
  bool get_ = false, quiet_ = false;
  std::vector<Section> sections_{{"", false}};
  std::deque<Field> fields_;
};

}  // namespace mila
