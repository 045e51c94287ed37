// Views of imprint, privacy notice and accessibility statement.
#pragma once

#include <string>

#include "platform/html/view.h"

namespace mila::offers {

struct LegalView {
  std::string title;
  html::Safe text;       ///< German
  bool foreign = false;  ///< the reader's language is not German
  template <class V>
  void fields(V& v) { v("title", title)("text", text)("foreign", foreign); }
};

struct AccessibilityView {
  html::Safe text;
  bool foreign = false, sent = false;
  std::string action, token, typed, error, office_phone, office_tel, office_mail;
  template <class V>
  void fields(V& v) {
    v("text", text)("foreign", foreign)("sent", sent)("action", action)("token", token)(
        "typed", typed)("error", error)("office_phone", office_phone)("office_tel", office_tel)(
        "office_mail", office_mail);
  }
};

}  // namespace mila::offers
