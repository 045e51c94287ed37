// The network side on restinio. What restinio lets pass and should not (missing or double Host,
// blanks in field names) is refused here; what it would close without a word is kept far above our
// own limits, so that people get a page instead.
#include "platform/http/server.h"

#include <cxxabi.h>
#include <spdlog/spdlog.h>

#include <restinio/all.hpp>

#include <algorithm>
#include <future>
#include <unordered_map>

#include "platform/base/text.h"
#include "platform/http/long_bodies.h"
#include "platform/http/worker_pool.h"

namespace mila::http {

namespace {

/// Counts connections per client address; one address cannot take all places.
class AddressLimit {
 public:
  /// Behind a proxy all people come from its address: the proxy counts them.
  AddressLimit(std::size_t max, std::vector<std::string> proxies) : max_(max), proxies_(std::move(proxies)) {}
  bool full(std::string const& address) {
    if (std::find(proxies_.begin(), proxies_.end(), address) != proxies_.end()) return false;
    std::lock_guard lock(mutex_);
    auto found = counts_.find(address);
    return found != counts_.end() && found->second >= max_;
  }
  void opened(restinio::connection_id_t id, std::string const& address) {
    std::lock_guard lock(mutex_);
    addresses_[id] = address;
    ++counts_[address];
  }
  void closed(restinio::connection_id_t id) {
    std::lock_guard lock(mutex_);
    auto found = addresses_.find(id);
    if (found == addresses_.end()) return;
    if (--counts_[found->second] == 0) counts_.erase(found->second);
    addresses_.erase(found);
  }

 private:
  std::size_t max_;
  std::vector<std::string> proxies_;
  std::mutex mutex_;
  std::unordered_map<restinio::connection_id_t, std::string> addresses_;
  std::unordered_map<std::string, std::size_t> counts_;
};

struct Blocker {
  std::shared_ptr<AddressLimit> limit;
  restinio::ip_blocker::inspection_result_t inspect(
      restinio::ip_blocker::incoming_info_t const& info) noexcept {
    bool full = limit->full(info.remote_endpoint().address().to_string());
    return full ? restinio::ip_blocker::deny() : restinio::ip_blocker::allow();
  }
};

struct Listener {
  std::shared_ptr<AddressLimit> limit;
  void state_changed(restinio::connection_state::notice_t const& notice) noexcept {
    if (std::holds_alternative<restinio::connection_state::accepted_t>(notice.cause()))
      limit->opened(notice.connection_id(), notice.remote_endpoint().address().to_string());
    if (std::holds_alternative<restinio::connection_state::closed_t>(notice.cause()))
      limit->closed(notice.connection_id());
  }
};

struct Traits : restinio::default_traits_t {
  using request_handler_t =
      std::function<restinio::request_handling_status_t(restinio::request_handle_t)>;
  using ip_blocker_t = Blocker;
  using connection_state_listener_t = Listener;
  using http_methods_mapper_t = Methods;
  static constexpr bool use_connection_count_limiter = true;
};

Method method_of(restinio::http_method_id_t id) {
  if (id == restinio::http_method_get()) return Method::Get;
  if (id == restinio::http_method_head()) return Method::Head;
  if (id == restinio::http_method_post()) return Method::Post;
  if (id == restinio::http_method_options()) return Method::Options;
  return Method::Other;
}

/// Fills `out`; returns the status to answer with when the request is not acceptable, else 0.
int translate(restinio::request_t& in, ServerConfig const& config, Request& out) {
  auto const& header = in.header();
  out.method = method_of(header.method());
  out.target = header.request_target();
  int hosts = 0;
  std::size_t header_bytes = 0;
  int refused = 0;
  header.for_each_field([&](auto const& field) {
    header_bytes += field.name().size() + field.value().size();
    if (field.name().find_first_of(" \t") != std::string::npos) refused = 400;
    std::string name = ascii_lower(field.name());
    if (name == "host") ++hosts;
    auto& value = out.headers[name];
    value = value.empty() ? field.value() : value + ", " + field.value();
  });
  out.remote_address = in.remote_endpoint().address().to_string();
  if (refused) return refused;
  if (hosts != 1) return 400;
  if (header_bytes > config.header_bytes_max) return 431;
  if (out.target.size() > config.target_bytes_max) return 414;
  auto announced = parse_integer(out.header("content-length"));
  if (in.body().size() > LongBodies::instance().allowed(out.target, announced.has_value())) return 413;
  if (announced && *announced > static_cast<std::int64_t>(in.body().size()))
    return 503;  // too many long ones at once
  auto question = out.target.find('?');
  auto path = percent_decode(std::string_view(out.target).substr(0, question), false);
  auto query = parse_fields(question == std::string::npos
                                ? std::string_view()
                                : std::string_view(out.target).substr(question + 1));
  if (!path || !query || !is_clean_utf8(*path) || path->empty() || (*path)[0] != '/') return 400;
  out.path = std::move(*path);
  out.query = std::move(*query);
  if (std::find(config.trusted_proxies.begin(), config.trusted_proxies.end(),
                out.remote_address) != config.trusted_proxies.end()) {
    out.secure = out.header("x-forwarded-proto") == "https";
    auto forwarded = split_list(out.header("x-forwarded-for"), ',');
    if (!forwarded.empty()) out.remote_address = forwarded.back();
  }
  return 0;
}

/// "mila::db::DbError". What an error says may quote the record it stumbled over; its type cannot.
std::string type_of(std::exception const& failure) {
  char const* mangled = typeid(failure).name();
  int status = 0;
  std::unique_ptr<char, decltype(&std::free)> name(
      abi::__cxa_demangle(mangled, nullptr, nullptr, &status), &std::free);
  return status == 0 ? name.get() : mangled;
}

restinio::http_status_line_t status_line(int status) {
  return {restinio::http_status_code_t{static_cast<std::uint16_t>(status)},
          std::string(reason_of(status))};
}

}  // namespace

class Server::Impl {
 public:
  Impl(ServerConfig config, Handlers handlers)
      : config_(std::move(config)),
        handlers_(std::move(handlers)),
        limit_(std::make_shared<AddressLimit>(config_.connections_per_address_max, config_.trusted_proxies)),
        workers_(std::make_unique<WorkerPool>(config_.workers, config_.queue_max)) {}

  void start() {
    LongBodies::instance().configure(config_.body_bytes_max, config_.staff_body_bytes_max,
                                     config_.long_bodies_max);
    auto blocker = std::make_shared<Blocker>(Blocker{limit_});
    auto listener = std::make_shared<Listener>(Listener{limit_});
    restinio::server_settings_t<Traits> settings;
    settings.address(config_.address)
        .port(config_.port)
        .ip_blocker(blocker)
        .connection_state_listener(listener)
        .read_next_http_message_timelimit(60s)
        .write_http_response_timelimit(60s)
        .handle_request_timeout(60s)
        .max_pipelined_requests(4)
        .concurrent_accepts_count(4)
        .max_parallel_connections(config_.connections_max)
        .separate_accept_and_create_connect(false)
        .incoming_http_msg_limits(restinio::incoming_http_msg_limits_t{}
                                      .max_url_size(2 * config_.target_bytes_max)
                                      .max_field_name_size(512)
                                      .max_field_value_size(2 * config_.header_bytes_max)
                                      .max_field_count(100))
        .acceptor_options_setter([](auto& options) {
          options.set_option(restinio::asio_ns::ip::tcp::acceptor::reuse_address(true));
        })
        .socket_options_setter([](auto& options) {
          options.set_option(restinio::asio_ns::ip::tcp::no_delay{true});
        })
        .acceptor_post_bind_hook([this](restinio::asio_ns::ip::tcp::acceptor& acceptor) {
          port_ = acceptor.local_endpoint().port();
        })
        .request_handler([this](restinio::request_handle_t request) { return handle(request); });
    server_ = std::make_unique<restinio::http_server_t<Traits>>(
        restinio::external_io_context(io_), std::move(settings));
    try {
      server_->open_sync();
    } catch (...) {
      server_.reset();  // there is nothing to stop
      throw;
    }
    for (int i = 0; i < config_.io_threads; ++i)
      io_threads_.emplace_back([this] {
        auto keep = restinio::asio_ns::make_work_guard(io_);
        io_.run();
      });
  }

  void stop(int grace_seconds) {
    if (!server_) return;
    stopping_ = true;
    std::promise<void> closed;
    restinio::asio_ns::post(io_, [&] {
      server_->close_sync();
      closed.set_value();
    });
    closed.get_future().wait();
    auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(grace_seconds);
    while (running_ > 0 && std::chrono::steady_clock::now() < deadline)
      std::this_thread::sleep_for(10ms);
    workers_->stop();
    io_.stop();
    for (auto& thread : io_threads_) thread.join();
    // Open connections wait in the context's handlers and know the server: they go first.
    io_.discard_handlers();
    server_.reset();
  }

  std::uint16_t port() const { return port_; }

 private:
  restinio::request_handling_status_t handle(restinio::request_handle_t handle) {
    auto request = std::make_shared<Request>();
    if (int refused = translate(*handle, config_, *request)) {
      if (refused == 503) return answer_busy(handle, *request);
      Response response = text(std::string(reason_of(refused)) + "\n", "text/plain; charset=utf-8",
                               refused);
      // The page in the reader's language, where the request was readable enough for one.
      if (refused == 413 || refused == 414 || refused == 431) {
        request->path = "/_refused/" + std::to_string(refused);
        request->query = {};
        response = answer(*request);
      }
      response.header("Connection", "close");
      ++running_;
      send(handle, *request, std::move(response));
      return restinio::request_accepted();
    }
    if (handlers_.cached && (request->method == Method::Get || request->method == Method::Head)) {
      if (auto cached = handlers_.cached(*request)) {
        send_cached(handle, *request, std::move(cached));
        return restinio::request_accepted();
      }
    }
    request->body = handle->body();
    std::shared_ptr<LongBodies::Work> work;
    if (request->body.size() > config_.body_bytes_max) work = std::make_shared<LongBodies::Work>();
    std::function<void()> task = [this, handle, request, work] {
      send(handle, *request, answer(*request));
    };
    bool takes_long = handlers_.takes_long && handlers_.takes_long(*request);
    ++running_;
    if (!workers_->post(task, takes_long)) {
      --running_;
      return answer_busy(handle, *request);
    }
    return restinio::request_accepted();
  }

  restinio::request_handling_status_t answer_busy(restinio::request_handle_t const& handle,
                                                  Request const& request) {
    Response busy = text("Too many people at once. Please try again in a few seconds.\n",
                         "text/plain; charset=utf-8", 503);
    busy.header("Retry-After", "5");
    ++running_;
    send(handle, request, std::move(busy));
    return restinio::request_accepted();
  }

  /// What the handler throws must not end the program.
  Response answer(Request const& request) const {
    try {
      return handlers_.answer(request);
    } catch (std::exception const&) {
      return text("Something went wrong on our side. Please try again later.\n",
                  "text/plain; charset=utf-8", 500);
    }
  }

  bool keeps_alive(restinio::request_handle_t const& handle) const {
    return handle->header().should_keep_alive() && !stopping_;
  }

  void send_cached(restinio::request_handle_t const& handle, Request const& request,
                   std::shared_ptr<Handlers::Cached const> cached) {
    if (request.method == Method::Head || cached->body.empty()) {
      ++running_;
      Response response;
      response.status = cached->status;
      response.headers = cached->headers;
      response.content_type.clear();
      response.body = cached->body;
      send(handle, request, std::move(response));
      return;
    }
    auto builder = handle->create_response(status_line(cached->status));
    for (auto const& [name, value] : cached->headers) builder.append_header(name, value);
    if (keeps_alive(handle)) builder.connection_keep_alive();
    else builder.connection_close();
    // The body is shared, not copied.
    builder.set_body(std::shared_ptr<std::string const>(cached, &cached->body));
    builder.done();
  }

  template <typename Builder>
  void add_headers(Builder& builder, restinio::request_handle_t const& handle,
                   Response const& response) {
    if (!response.content_type.empty())
      builder.append_header(restinio::http_field::content_type, response.content_type);
    bool close = !keeps_alive(handle);
    for (auto const& [name, value] : response.headers) {
      if (name == "Connection") close = true;
      else builder.append_header(name, value);
    }
    if (close) builder.connection_close();
    else builder.connection_keep_alive();
  }

  restinio::write_status_cb_t finished() {
    return [this](auto const&) { --running_; };
  }

  void send(restinio::request_handle_t const& handle, Request const& request, Response response) {
    if (response.stream && request.method != Method::Head) {
      send_stream(handle, std::move(response));
      return;
    }
    bool no_body = request.method == Method::Head || response.status == 304 || response.status == 204;
    if (no_body) {
      auto builder =
          handle->create_response<restinio::user_controlled_output_t>(status_line(response.status));
      add_headers(builder, handle, response);
      if (response.status == 200 || request.method == Method::Head)
        builder.set_content_length(response.body.size());
      builder.done(finished());
      return;
    }
    auto builder = handle->create_response(status_line(response.status));
    add_headers(builder, handle, response);
    builder.set_body(std::move(response.body));
    builder.done(finished());
  }

  /// A long answer: the next chunk is made only when the one before has been written, so memory
  /// stays constant and a slow reader holds no thread.
  struct Stream : std::enable_shared_from_this<Stream> {
    using Builder = restinio::response_builder_t<restinio::chunked_output_t>;
    Stream(Impl& impl, restinio::impl::connection_handle_t connection,
           restinio::request_id_t request_id, Builder builder, NextChunk next)
        : impl(impl),
          connection(std::move(connection)),
          request_id(request_id),
          builder(std::move(builder)),
          next(std::move(next)) {}
    Impl& impl;
    restinio::impl::connection_handle_t connection;  ///< for abort(); the builder hides its own
    restinio::request_id_t request_id;
    Builder builder;
    NextChunk next;
    int chunks = 0;  ///< made so far

    void step() {
      std::string chunk;
      bool more = false;
      try {
        more = next(chunk);
      } catch (std::exception const& failure) {
        spdlog::error("http: an answer is cut after {} chunks: {}", chunks, type_of(failure));
        return abort();
      }
      ++chunks;
      if (!chunk.empty()) builder.append_chunk(std::move(chunk));
      if (!more) {
        builder.done(impl.finished());
        return;
      }
      auto self = shared_from_this();
      builder.flush([self](auto const& error) {
        if (error) {
          --self->impl.running_;
          return;
        }
        std::function<void()> task = [self] { self->step(); };
        if (self->impl.workers_->post(task)) return;
        spdlog::warn("http: an answer is cut after {} chunks: too many wait", self->chunks);
        self->abort();
      });
    }

    /// Closes the connection after what has been sent: without its last chunk the answer shows
    /// itself as cut, where done() of the builder would end it as complete.
    void abort() {
      restinio::write_group_t nothing{restinio::writable_items_container_t{}};
      nothing.after_write_notificator(impl.finished());
      connection->write_response_parts(
          request_id,
          {restinio::response_parts_attr_t::final_parts,
           restinio::response_connection_attr_t::connection_close},
          std::move(nothing));
    }
  };

  void send_stream(restinio::request_handle_t const& handle, Response response) {
    auto connection = restinio::impl::access_req_connection(*handle);  // the builder takes it away
    auto builder =
        handle->create_response<restinio::chunked_output_t>(status_line(response.status));
    add_headers(builder, handle, response);
    if (!response.body.empty()) builder.append_chunk(std::move(response.body));
    std::make_shared<Stream>(*this, std::move(connection), handle->request_id(),
                             std::move(builder), std::move(response.stream))
        ->step();
  }

  ServerConfig config_;
  Handlers handlers_;
  std::shared_ptr<AddressLimit> limit_;
  std::unique_ptr<WorkerPool> workers_;
  /// A context that lets go of what still waits in it.
  struct Context : restinio::asio_ns::io_context {
    void discard_handlers() { shutdown(); }
  };
  Context io_;
  std::unique_ptr<restinio::http_server_t<Traits>> server_;
  std::vector<std::thread> io_threads_;
  std::atomic<int> running_{0};
  std::atomic<bool> stopping_{false};
  std::atomic<std::uint16_t> port_{0};
};

Server::Server(ServerConfig config, Handlers handlers)
    : impl_(std::make_unique<Impl>(std::move(config), std::move(handlers))) {}
Server::~Server() { impl_->stop(1); }
void Server::start() { impl_->start(); }
void Server::stop(int grace_seconds) { impl_->stop(grace_seconds); }
std::uint16_t Server::port() const { return impl_->port(); }

}  // namespace mila::http
