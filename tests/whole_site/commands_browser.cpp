// Requests over a socket, as a browser without scripts makes them.
#include "tests/whole_site/commands_browser.h"

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "platform/base/text.h"
#include "platform/base/time.h"
#include "platform/crypto/totp.h"
#include "tests/whole_site/commands.h"

namespace mila::testing {
namespace {

std::string encoded(Browser::Fields const& fields) {
  std::string body;
  for (auto const& [name, value] : fields)
    body += (body.empty() ? "" : "&") + percent_encode(name) + "=" + percent_encode(value);
  return body;
}

/// The body of an answer that came in pieces.
std::string joined(std::string const& chunked) {
  std::string body;
  for (std::size_t at = 0; at < chunked.size();) {
    std::size_t size = std::stoul(chunked.substr(at), nullptr, 16);
    at = chunked.find("\r\n", at) + 2;
    if (size == 0) break;
    body += chunked.substr(at, size);
    at += size + 2;
  }
  return body;
}

/// What a form would send as it stands.
Browser::Fields entries_of(Element const& form) {
  Browser::Fields entries;
  for (auto const& field : form.all("input, textarea, select")) {
    std::string type = field.attribute("type"), value = field.attribute("value");
    bool choice = type == "checkbox" || type == "radio";
    if (type == "submit" || type == "file" || field.has("disabled") || (choice && !field.has("checked"))) continue;
    if (field.tag() == "textarea") value = field.raw_text();
    if (field.tag() == "select") {
      auto options = field.all("option");
      auto chosen = std::find_if(options.begin(), options.end(), [](auto const& option) { return option.has("selected"); });
      if (options.empty()) continue;
      auto const& option = chosen == options.end() ? options.front() : *chosen;
      value = option.has("value") ? option.attribute("value") : option.text();
    }
    entries.emplace_back(field.attribute("name"), value);
  }
  return entries;
}

}  // namespace

std::string Browser::cookies() const {
  std::string line;
  for (auto const& [name, value] : cookies_) line += (line.empty() ? "" : "; ") + name + "=" + value;
  return line;
}

Browser::Answer Browser::request(std::string const& head, std::string const& path,
                                 std::string const& body) {
  std::string text = raw_request(port_, head + "Host: localhost\r\nConnection: close\r\nCookie: " +
                                            cookies() + "\r\n\r\n" + body);
  Answer answer;
  answer.path = path;
  auto end = text.find("\r\n\r\n");
  if (end == std::string::npos) return answer;
  answer.status = std::atoi(text.c_str() + 9);
  answer.body = text.substr(end + 4);
  for (auto line : split(text.substr(0, end), '\n')) {
    std::string name = ascii_lower(line.substr(0, line.find(':')));
    std::string value(trim(line.substr(std::min(line.size(), line.find(':') + 1))));
    if (name == "location") answer.location = value;
    if (name == "transfer-encoding") answer.body = joined(answer.body);
    if (name != "set-cookie") continue;
    auto equals = value.find('=');
    cookies_[value.substr(0, equals)] = value.substr(equals + 1, value.find(';') - equals - 1);
  }
  answer.document = Document(answer.body);
  return answer;
}

Browser::Answer Browser::get(std::string const& path) {
  return request("GET " + path + " HTTP/1.1\r\n", path, "");
}

Browser::Answer Browser::post(std::string const& path, Fields const& fields) {
  std::string body = encoded(fields);
  return request("POST " + path + " HTTP/1.1\r\nOrigin: http://localhost\r\nContent-Type: application/"
                 "x-www-form-urlencoded\r\nContent-Length: " + std::to_string(body.size()) + "\r\n",
                 path, body);
}

Browser::Answer Browser::post_parts(std::string const& path, Fields const& fields) {
  std::string const boundary = "mila-between-parts";
  std::string body;
  for (auto const& [name, value] : fields)
    body += "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
  body += "--" + boundary + "--\r\n";
  return request("POST " + path + " HTTP/1.1\r\nOrigin: http://localhost\r\nContent-Type: multipart/form-data; boundary=" +
                     boundary + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n",
                 path, body);
}

Browser::Answer Browser::submit(Answer const& page, std::string const& action, Fields const& fields) {
  for (auto const& form : page.document.all("form")) {
    std::string to = form.attribute("action");
    if (to.size() < action.size() || to.compare(to.size() - action.size(), action.size(), action) != 0) continue;
    Fields all = entries_of(form);
    std::erase_if(all, [&](auto const& entry) {
      return std::any_of(fields.begin(), fields.end(), [&](auto const& given) { return given.first == entry.first; });
    });
    all.insert(all.end(), fields.begin(), fields.end());
    return form.attribute("enctype") == "multipart/form-data" ? post_parts(to, all) : post(to, all);
  }
  throw std::runtime_error("no form to " + action + " on " + page.path + " (" + std::to_string(page.status) + ")");
}

bool Browser::sign_in(std::string const& mail) {
  auto next = submit(get("/staff/sign-in"), "/staff/sign-in", {{"mail", mail}, {"password", kDemoPassword}});
  if (next.status == 200 && next.document.find("input[name=code]"))
    next = submit(next, "/sign-in/code",
                  {{"code", crypto::totp_code("MILADEMOMILADEMOMILADEMOMILADEMO",
                                              std::chrono::time_point_cast<Instant::duration>(
                                                  std::chrono::system_clock::now()))}});
  return next.status == 303 && get("/staff").status == 200;
}

}  // namespace mila::testing
