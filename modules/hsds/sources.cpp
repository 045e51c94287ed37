// Files, folders, archives and addresses.
#include "modules/hsds/sources.h"

#include <curl/curl.h>
#include <zip.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

#include "platform/base/text.h"

namespace mila::hsds {
namespace {

namespace fs = std::filesystem;

Error unreadable(ErrorCode code, std::string detail) {
  return {code, "The source cannot be read.", std::move(detail)};
}

std::string extension(std::string const& name) {
  return ascii_lower(fs::path(name).extension().string());
}

bool wanted(std::string const& name) {
  auto end = extension(name);
  return end == ".json" || end == ".csv" || end == ".ndjson";
}

/// Lines of NDJSON or one JSON document.
void take_text(std::string_view text, std::string const& path, bool lines, TakingApart& taking) {
  std::string message;
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  if (!lines) {
    if (auto json = parse_foreign(text, message)) return taking.add(std::move(*json), path);
    return taking.note("", path, message, true);
  }
  int number = 0;
  for (auto line : split(text, '\n')) {
    ++number;
    if (trim(line).empty()) continue;
    auto here = (path.empty() ? "" : path + "/") + std::to_string(number);
    if (auto json = parse_foreign(line, message)) {
      taking.add(std::move(*json), here);
    } else {
      taking.note("", here, message, true);
    }
  }
}

Result<std::string> read_file(fs::path const& path) {
  std::error_code code;
  auto size = fs::file_size(path, code);
  if (code) return unreadable(ErrorCode::NotFound, "no such file");
  if (size > kMaxFileBytes) return unreadable(ErrorCode::TooLarge, "file is larger than 64 MB");
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

Result<std::map<std::string, std::string>> read_folder(std::string const& folder) {
  std::map<std::string, std::string> files;
  std::size_t total = 0;
  for (auto const& entry : fs::directory_iterator(folder)) {
    auto name = entry.path().filename().string();
    if (!entry.is_regular_file() || !wanted(name)) continue;
    auto text = read_file(entry.path());
    if (!text) return text.error();
    total += text->size();
    if (total > kMaxTotalBytes) return unreadable(ErrorCode::TooLarge, "more than 512 MB");
    files[name] = std::move(*text);
  }
  return files;
}

std::optional<Error> take_files(Result<std::map<std::string, std::string>> files,
                                TakingApart& taking) {
  if (!files) return files.error();
  bool tables = std::any_of(files->begin(), files->end(),
                            [](auto const& file) { return extension(file.first) == ".csv"; });
  if (files->empty()) return unreadable(ErrorCode::Invalid, "no .json, .ndjson or .csv files");
  if (tables) {
    take_tables(*files, taking);
    return std::nullopt;
  }
  for (auto const& [name, text] : *files)
    if (name != "datapackage.json") take_text(text, name, extension(name) == ".ndjson", taking);
  return std::nullopt;
}

std::size_t receive(char* bytes, std::size_t size, std::size_t count, void* target) {
  auto& body = *static_cast<std::string*>(target);
  if (body.size() + size * count > kMaxFileBytes * 4) return 0;
  body.append(bytes, size * count);
  return size * count;
}

bool is_address(std::string const& source) {
  return source.rfind("http://", 0) == 0 || source.rfind("https://", 0) == 0;
}

/// Walks through an API: everything at once as NDJSON when it is offered, else page by page; list
/// items without details are fetched one by one.
class ApiReader {
 public:
  ApiReader(std::string const& source, ImportOptions const& options, TakingApart& taking)
      : fetch_(options.fetch ? options.fetch : Fetch(fetch_url)),
        options_(options),
        taking_(taking) {
    base_ = source.substr(0, source.find_first_of("?#"));
    while (base_.back() == '/') base_.pop_back();
    constexpr std::string_view kList = "/services";
    if (base_.size() > kList.size() &&
        base_.compare(base_.size() - kList.size(), kList.size(), kList) == 0)
      base_.resize(base_.size() - kList.size());
  }

  std::optional<Error> run() {
    constexpr int kMaxPages = 10'000;
    auto first = get("/services?format=ndjson&full=true&per_page=100");
    if (!first) return first.error();
    if (first->content_type.find("ndjson") != std::string::npos ||
        first->content_type.find("jsonlines") != std::string::npos) {
      take_text(first->body, "services", true, taking_);
      return std::nullopt;
    }
    for (int page = 1; page <= kMaxPages; ++page) {
      auto more = take_page(first->body, page);
      if (!more) return more.error();
      if (!*more) return std::nullopt;
      first = get("/services?full=true&per_page=100&page=" + std::to_string(page + 1));
      if (!first) return first.error();
    }
    return unreadable(ErrorCode::TooLarge, "more than 10,000 pages");
  }

 private:
  Result<Fetched> get(std::string const& path) {
    auto answer = fetch_(base_ + path);
    if (!answer) return answer;
    if (answer->status != 200)
      return unreadable(ErrorCode::Unavailable,
                        base_ + path + " answers " + std::to_string(answer->status));
    total_ += answer->body.size();
    if (total_ > kMaxTotalBytes) return unreadable(ErrorCode::TooLarge, "more than 512 MB");
    return answer;
  }

  /// True when another page follows.
  Result<bool> take_page(std::string const& body, int page) {
    std::string message, path = "services?page=" + std::to_string(page);
    auto json = parse_foreign(body, message);
    if (!json) return unreadable(ErrorCode::Invalid, path + ": " + message);
    auto contents = json->is_object() ? json->find("contents") : json->end();
    if (!json->is_object() || contents == json->end() || !contents->is_array())
      return unreadable(ErrorCode::Invalid, path + ": no list page");
    auto total = json->find("total_pages");
    bool more = !contents->empty() && total != json->end() && total->is_number_integer() &&
                page < total->get<std::int64_t>();
    for (std::size_t i = 0; i < contents->size(); ++i) {
      auto& item = (*contents)[i];
      auto here = path + "/contents/" + std::to_string(i);
      if (auto full = details(item)) {
        taking_.add(std::move(*full), here, "service");
      } else {
        taking_.add(std::move(item), here, "service");
      }
    }
    if (options_.progress && total != json->end() && total->is_number_integer())
      options_.progress(page, static_cast<int>(total->get<std::int64_t>()));
    return more;
  }

  std::optional<data::Json> details(data::Json const& item) {
    if (!item.is_object()) return std::nullopt;
    for (auto const& value : item)
      if (value.is_array()) return std::nullopt;
    auto id = item.find("id");
    if (id == item.end() || !id->is_string()) return std::nullopt;
    auto answer = get("/services/" + percent_encode(id->get<std::string>()));
    if (!answer) return std::nullopt;
    std::string message;
    return parse_foreign(answer->body, message);
  }

  std::string base_;
  Fetch fetch_;
  ImportOptions const& options_;
  TakingApart& taking_;
  std::size_t total_ = 0;
};

}  // namespace

Result<Fetched> fetch_url(std::string const& url) {
  if (!is_address(url)) return unreadable(ErrorCode::Invalid, "only http and https");
  static bool const ready = curl_global_init(CURL_GLOBAL_DEFAULT) == 0;
  std::unique_ptr<CURL, void (*)(CURL*)> handle(ready ? curl_easy_init() : nullptr,
                                                curl_easy_cleanup);
  if (!handle) return unreadable(ErrorCode::Unavailable, "libcurl cannot start");
  Fetched answer;
  CURL* curl = handle.get();
  std::unique_ptr<curl_slist, void (*)(curl_slist*)> headers(
      curl_slist_append(nullptr, "Accept: application/x-ndjson, application/json"),
      curl_slist_free_all);
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  // From an encrypted address nobody leads to a readable one.
  curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, url.rfind("https:", 0) == 0 ? "https" : "http,https");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
  curl_easy_setopt(curl, CURLOPT_MAXREDIRS, 3L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 15L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, 300L);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 100L);  // bytes per second …
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, 30L);    // … for so many seconds ends it
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "mila-hsds/1");
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, receive);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer.body);
  CURLcode code = curl_easy_perform(curl);
  if (code == CURLE_WRITE_ERROR) return unreadable(ErrorCode::TooLarge, url + ": answer too large");
  if (code != CURLE_OK)
    return unreadable(ErrorCode::Unavailable, url + ": " + curl_easy_strerror(code));
  long status = 0;
  char const* type = nullptr;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
  answer.status = static_cast<int>(status);
  answer.content_type = type ? type : "";
  return answer;
}

Result<std::map<std::string, std::string>> read_zip(std::string const& path) {
  constexpr zip_int64_t kMaxEntries = 2000;
  int code = 0;
  std::unique_ptr<zip_t, void (*)(zip_t*)> archive(zip_open(path.c_str(), ZIP_RDONLY, &code),
                                                   [](zip_t* open) { zip_discard(open); });
  if (!archive) return unreadable(ErrorCode::Invalid, "this is no ZIP archive");
  auto count = zip_get_num_entries(archive.get(), 0);
  if (count > kMaxEntries) return unreadable(ErrorCode::TooLarge, "more than 2000 files");
  std::map<std::string, std::string> files;
  std::size_t total = 0;
  for (zip_int64_t i = 0; i < count; ++i) {
    zip_stat_t about;
    auto index = static_cast<zip_uint64_t>(i);
    if (zip_stat_index(archive.get(), index, 0, &about) != 0 || !(about.valid & ZIP_STAT_NAME))
      return unreadable(ErrorCode::Invalid, "an entry of the archive is broken");
    std::string name = about.name;
    // Nothing is unpacked to disk; such a name still tells that the archive was made to harm.
    if (name.find("..") != std::string::npos || name.find('\\') != std::string::npos ||
        name[0] == '/')
      return unreadable(ErrorCode::Invalid, "the archive holds a path that leads out of it");
    if (name.empty() || name.back() == '/' || !wanted(name)) continue;
    std::unique_ptr<zip_file_t, void (*)(zip_file_t*)> file(
        zip_fopen_index(archive.get(), index, 0), [](zip_file_t* open) {
          if (open) zip_fclose(open);
        });
    if (!file) return unreadable(ErrorCode::Invalid, name + " cannot be unpacked");
    // Sizes in the headers may lie, so bytes are counted while they come.
    std::string text;
    char buffer[1 << 16];
    for (zip_int64_t got; (got = zip_fread(file.get(), buffer, sizeof buffer)) != 0;) {
      if (got < 0) return unreadable(ErrorCode::Invalid, name + " cannot be unpacked");
      text.append(buffer, static_cast<std::size_t>(got));
      total += static_cast<std::size_t>(got);
      if (text.size() > kMaxFileBytes || total > kMaxTotalBytes)
        return unreadable(ErrorCode::TooLarge, "the archive unpacks to too much");
    }
    files[fs::path(name).filename().string()] = std::move(text);
  }
  return files;
}

std::optional<Error> read_source(std::string const& source, ImportOptions const& options,
                                 TakingApart& taking) {
  if (is_address(source)) return ApiReader(source, options, taking).run();
  if (source.find("://") != std::string::npos)
    return unreadable(ErrorCode::Invalid, "only http and https addresses");
  if (fs::is_directory(source)) return take_files(read_folder(source), taking);
  if (extension(source) == ".zip") {
    if (!fs::is_regular_file(source)) return unreadable(ErrorCode::NotFound, "no such file");
    return take_files(read_zip(source), taking);
  }
  auto text = read_file(source);
  if (!text) return text.error();
  take_text(*text, "", extension(source) == ".ndjson", taking);
  return std::nullopt;
}

}  // namespace mila::hsds
