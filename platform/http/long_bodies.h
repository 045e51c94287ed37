// How long the body of a request may be, and how many long ones are in memory at once. Whoever sends
// twelve megabytes to a hundred connections must not fill the memory of a small server.
#pragma once

#include <restinio/all.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <string_view>

namespace mila::http {

/// Of the whole process, because the parser's callbacks know no server. Safe from all threads.
class LongBodies {
 public:
  static LongBodies& instance() {
    static LongBodies bodies;
    return bodies;
  }

  void configure(std::size_t ordinary_max, std::size_t staff_max, int at_once_max) {
    std::lock_guard lock(mutex_);
    ordinary_max_ = ordinary_max;
    staff_max_ = staff_max;
    at_once_max_ = static_cast<std::size_t>(at_once_max);
  }
  /// Bytes an address takes at most, whoever asks. More than ordinary only when the length is
  /// announced, as browsers do, so that a body that was cut is seen.
  std::size_t allowed(std::string_view target, bool announced) const {
    return announced && target.rfind("/staff/", 0) == 0 ? staff_max_ : ordinary_max_;
  }
  std::size_t ordinary() const { return ordinary_max_; }

  /// A place for the body that arrives at `parser`; asked again and again while it does.
  bool enter(void const* parser) {
    std::lock_guard lock(mutex_);
    if (arriving_.contains(parser)) return true;
    // A connection that breaks tells nobody; none can send for longer than the server reads.
    auto now = std::chrono::steady_clock::now();
    std::erase_if(arriving_, [&](auto const& entry) { return now - entry.second > kLongest; });
    if (arriving_.size() + worked_on_ >= at_once_max_) return false;
    arriving_[parser] = now;
    return true;
  }
  /// It has come in whole, or is given up.
  void leave(void const* parser) {
    std::lock_guard lock(mutex_);
    arriving_.erase(parser);
  }

  /// Counts a body while somebody works on it.
  class Work {
   public:
    Work() { instance().add(1); }
    ~Work() { instance().add(-1); }
    Work(Work const&) = delete;
    Work& operator=(Work const&) = delete;
  };

  /// The time the server gives a request to arrive, and a little.
  static constexpr std::chrono::seconds kLongest{90};

 private:
  void add(int count) {
    std::lock_guard lock(mutex_);
    worked_on_ += static_cast<std::size_t>(count);
  }
  std::mutex mutex_;
  std::size_t ordinary_max_ = 1 << 20, staff_max_ = 12 << 20, at_once_max_ = 6, worked_on_ = 0;
  std::map<void const*, std::chrono::steady_clock::time_point> arriving_;
};

/// The methods RESTinio knows, under a name of ours, so that the parser's settings for them are ours.
struct Methods : restinio::default_http_methods_t {};

inline restinio::impl::http_parser_ctx_t& parsed_by(http_parser* parser) {
  return *static_cast<restinio::impl::http_parser_ctx_t*>(parser->data);
}

/// Like RESTinio's own, which would reserve and keep whatever is announced.
inline int on_headers_complete(http_parser* parser) noexcept {
  parsed_by(parser).m_leading_headers_completed = true;
  return 0;
}

/// Keeps one byte more than allowed, by which translate() sees that there was more.
inline int on_body(http_parser* parser, char const* bytes, std::size_t length) noexcept {
  try {
    auto& request = parsed_by(parser);
    auto& limits = LongBodies::instance();
    std::size_t allowed = limits.allowed(request.m_header.request_target(),
                                         (parser->flags & F_CHUNKED) == 0);
    std::size_t have = request.m_body.size();
    if (have + length > limits.ordinary() && allowed > limits.ordinary() && !limits.enter(&request))
      allowed = limits.ordinary();
    if (have <= allowed) request.m_body.append(bytes, std::min(length, allowed + 1 - have));
    return 0;
  } catch (std::exception const&) {
    return -1;
  }
}

using namespace std::chrono_literals;

}  // namespace mila::http

/// RESTinio has one limit for all addresses and buffers up to it; ours depends on the address.
template <>
inline http_parser_settings restinio::impl::create_parser_settings<mila::http::Methods>() noexcept {
  auto settings = create_parser_settings<restinio::default_http_methods_t>();
  settings.on_headers_complete = mila::http::on_headers_complete;
  settings.on_body = mila::http::on_body;
  settings.on_message_complete = [](http_parser* parser) -> int {
    mila::http::LongBodies::instance().leave(parser->data);
    return restinio_message_complete_cb<mila::http::Methods>(parser);
  };
  return settings;
}
