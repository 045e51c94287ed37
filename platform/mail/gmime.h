// GMime's objects with an owner. Only platform/mail includes this.
#pragma once

#include <gmime/gmime.h>

#include <memory>
#include <mutex>
#include <string>

namespace mila::mail {

struct Unref {
  void operator()(void* object) const {
    if (object) g_object_unref(object);
  }
};
/// An object of GMime that goes with its owner.
template <typename T>
using Ref = std::unique_ptr<T, Unref>;

/// Before the first call into GMime.
inline void init_gmime() {
  static std::once_flag once;
  std::call_once(once, [] { g_mime_init(); });
}

/// Text GLib allocated.
inline std::string take(char* text) {
  std::string result = text ? text : "";
  g_free(text);
  return result;
}

}  // namespace mila::mail
