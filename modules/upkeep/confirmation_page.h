// "Are these still right?": all entries of a provider, each to be answered, behind a link in a mail and
// for editors who are signed in.
#pragma once

#include "modules/upkeep/answer.h"
#include "platform/site/form.h"
#include "platform/site/site.h"

namespace mila::upkeep {

struct ConfirmEntryView {
  std::string number, name, href, edit_href;
  bool open = false;  ///< whether more than "still right" stands there
  std::vector<std::string> facts;
  std::vector<FieldView> answers;
  template <class V>
  void fields(V& v) {
    v("number", number)("name", name)("href", href)("edit_href", edit_href)("open", open)("facts", facts)(
        "answers", answers);
  }
};

struct ConfirmationView {
  std::string title, organization, action, problem, answered, sign_in_href, office_phone, office_tel;
  bool open = false, thanks = false;
  std::vector<ConfirmEntryView> entries;
  std::vector<FieldView> hidden;
  template <class V>
  void fields(V& v) {
    v("title", title)("organization", organization)("action", action)("problem", problem)(
        "answered", answered)("sign_in_href", sign_in_href)("office_phone", office_phone)(
        "office_tel", office_tel)("open", open)("thanks", thanks)("entries", entries)("hidden", hidden);
  }
};

/// The form over some entries: what it shows, and what was answered.
class ConfirmationForm {
 public:
  /// `signed_in`: corrections are made in the entry's own form, and an end counts at once.
  ConfirmationForm(Visit& visit, std::string action, std::vector<Entry> entries, bool signed_in);
  /// Reads the request. nullopt when the answers can be taken, else the status to show this form again
  /// with: 422 or 409.
  std::optional<int> read();
  std::vector<Answer> const& answers() const { return answers_; }
  ConfirmationView view() const;

 private:
  std::string field(char const* name, std::size_t entry) const;
  std::string say(char const* text) const;
  std::vector<std::string> facts_of(Entry const& entry) const;
  int again(int status, char const* problem);

  Visit& visit_;
  std::vector<Entry> entries_;
  std::vector<Answer> answers_;
  Form form_;
  std::string action_, problem_;
  bool signed_in_;
};

http::Response show_confirmation(Visit& visit);
http::Response answer_confirmation(Visit& visit);

}  // namespace mila::upkeep
