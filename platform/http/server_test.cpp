// The server seen from outside: bytes on a socket, the well-behaved and the others.
#include "platform/http/server_test_support.h"

namespace mila::http {
namespace {

TEST_F(ServerTest, answers_and_keeps_the_connection) {
  start();
  auto one = client();
  auto first = one.get("/a%20b?x=1");
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(first.body, "page /a b ");
  EXPECT_EQ(one.get("/second").body, "page /second ");
}

TEST_F(ServerTest, head_has_no_body_and_the_connection_stays_usable) {
  start();
  auto one = client();
  for (auto const* path : {"/page", "/cached", "/stream"}) {
    auto head = one.send(std::string("HEAD ") + path + " HTTP/1.1\r\n" + kHost + "\r\n").read(true);
    EXPECT_EQ(head.status, 200) << path;
    auto next = one.get("/next");
    EXPECT_EQ(next.status, 200) << path;
    EXPECT_EQ(next.body, "page /next ") << path;
  }
}

TEST_F(ServerTest, not_modified_has_no_body_and_the_connection_stays_usable) {
  start();
  auto one = client();
  EXPECT_EQ(one.get("/nothing").status, 304);
  EXPECT_EQ(one.get("/next").body, "page /next ");
}

TEST_F(ServerTest, answers_from_memory) {
  start();
  auto answer = get("/cached");
  EXPECT_EQ(answer.body, "from memory");
  EXPECT_EQ(answer.header("etag"), "\"1\"");
}

TEST_F(ServerTest, receives_a_form) {
  start();
  auto answer = raw(std::string("POST /form HTTP/1.1\r\n") + kHost +
                    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\na=1");
  EXPECT_EQ(answer.body, "page /form a=1");
}

TEST_F(ServerTest, no_host_or_two_are_refused) {
  start();
  EXPECT_EQ(raw("GET / HTTP/1.1\r\n\r\n").status, 400);
  EXPECT_EQ(raw("GET / HTTP/1.1\r\nHost: a.example\r\nHost: b.example\r\n\r\n").status, 400);
}

TEST_F(ServerTest, a_blank_in_a_field_name_is_refused) {
  start();
  EXPECT_EQ(raw(std::string("GET / HTTP/1.1\r\n") + kHost + "X-A : 1\r\n\r\n").status, 400);
}

TEST_F(ServerTest, a_broken_address_is_refused) {
  start();
  for (auto const* target : {"/%zz", "/%00", "/%ff", "/x?a=%", "http://auental.example/x"})
    EXPECT_EQ(get(target).status, 400) << target;
}

TEST_F(ServerTest, what_is_too_large_gets_a_page) {
  start({.body_bytes_max = 1000, .target_bytes_max = 500, .header_bytes_max = 2000});
  auto target = get("/" + std::string(600, 'x'));
  EXPECT_EQ(target.status, 414);
  EXPECT_EQ(target.body, "page /_refused/414 ");
  auto headers = raw(std::string("GET / HTTP/1.1\r\n") + kHost + "X-A: " + std::string(2500, 'x') +
                     "\r\n\r\n");
  EXPECT_EQ(headers.status, 431);
  EXPECT_EQ(headers.body, "page /_refused/431 ");
  auto body = raw(std::string("POST / HTTP/1.1\r\n") + kHost + "Content-Length: 1500\r\n\r\n" +
                  std::string(1500, 'x'));
  EXPECT_EQ(body.status, 413);
  EXPECT_EQ(body.body, "page /_refused/413 ");
  EXPECT_EQ(get("/still").status, 200);
}

std::string post_head(std::string const& path, std::size_t size) {
  return "POST " + path + " HTTP/1.1\r\n" + kHost + "Content-Length: " + std::to_string(size) +
         "\r\n\r\n";
}

std::string post(std::string const& path, std::size_t size) {
  return post_head(path, size) + std::string(size, 'x');
}

TEST_F(ServerTest, the_workplace_takes_longer_bodies) {
  start({.body_bytes_max = 1000, .staff_body_bytes_max = 50'000});
  auto one = client();
  one.send(post("/staff/imports", 50'000));
  auto fits = one.read();
  EXPECT_EQ(fits.status, 200);
  EXPECT_EQ(fits.body, "page /staff/imports " + std::string(50'000, 'x'));
  one.send(post("/staff/imports", 2000));
  EXPECT_EQ(one.read().status, 200) << "the connection goes on";
  EXPECT_EQ(raw(post("/staff/imports", 50'001)).status, 413);
  EXPECT_EQ(raw(post("/staffing", 1001)).status, 413);
  EXPECT_EQ(raw(post("/de/reports", 1001)).status, 413);
  EXPECT_EQ(raw(post("/de/reports", 1000)).status, 200);
}

TEST_F(ServerTest, what_is_longer_than_allowed_is_read_and_answered_with_a_page) {
  start({.body_bytes_max = 1000, .staff_body_bytes_max = 50'000});
  EXPECT_EQ(raw(post("/de/reports", 3'000'000)).status, 413);
  auto chunked = std::string("POST /staff/imports HTTP/1.1\r\n") + kHost +
                 "Transfer-Encoding: chunked\r\n\r\n7d0\r\n" + std::string(2000, 'x') + "\r\n0\r\n\r\n";
  EXPECT_EQ(raw(chunked).status, 413) << "a long body says beforehand how long it is";
}

TEST_F(ServerTest, only_so_many_long_bodies_arrive_at_once) {
  start({.body_bytes_max = 1000, .staff_body_bytes_max = 50'000, .long_bodies_max = 2});
  auto first = std::make_unique<Client>(server_->port()), second = std::make_unique<Client>(server_->port());
  for (auto* sender : {first.get(), second.get()})
    sender->send(post_head("/staff/imports", 40'000) + std::string(30'000, 'x'));
  Answer third;  // as long as the server has not read the others, there is room
  for (int i = 0; i < 1000 && third.status != 503; ++i) third = raw(post("/staff/imports", 40'000));
  EXPECT_EQ(third.status, 503);
  EXPECT_EQ(third.header("retry-after"), "5");
  EXPECT_EQ(raw(post("/staff/sign-in", 1000)).status, 200) << "short ones go on";
  first->send(std::string(10'000, 'x'));
  EXPECT_EQ(first->read().status, 200);
  EXPECT_EQ(raw(post("/staff/imports", 40'000)).status, 200) << "there is room again";
}

TEST_F(ServerTest, what_is_far_too_large_or_broken_ends_the_connection_only) {
  start({.body_bytes_max = 1000, .target_bytes_max = 500, .header_bytes_max = 2000});
  EXPECT_NE(get("/" + std::string(5000, 'x')).status, 200);
  EXPECT_NE(raw("BREW / HTTP/1.1\r\n\r\n").status, 200);
  EXPECT_NE(raw("\x16\x03\x01 no TLS here\r\n\r\n").status, 200);
  EXPECT_NE(raw(std::string("POST / HTTP/1.1\r\n") + kHost +
                "Content-Length: 5\r\nContent-Length: 6\r\n\r\n12345")
                .status,
            200);
  EXPECT_EQ(get("/still").status, 200);
}

TEST_F(ServerTest, slow_senders_do_not_stop_others) {
  start({.io_threads = 1, .workers = 1});
  std::vector<std::unique_ptr<Client>> slow;
  for (int i = 0; i < 50; ++i) {
    slow.push_back(std::make_unique<Client>(server_->port()));
    slow.back()->send("GET / HTTP/1.1\r\nHost: auental.ex");
  }
  EXPECT_EQ(get("/quick").status, 200);
  EXPECT_EQ(slow.front()->send("ample\r\n\r\n").read().status, 200);
}

TEST_F(ServerTest, a_full_queue_says_when_to_come_back) {
  constexpr int kMore = 6;
  start({.workers = 1, .queue_max = 1});
  Client running(server_->port());
  running.send(std::string("GET /wait HTTP/1.1\r\n") + kHost + "\r\n");
  gate_.wait_for(1);  // the only worker is taken now: one more fits into the queue
  Gate answered;
  std::vector<std::future<Answer>> more;
  for (int i = 0; i < kMore; ++i)
    more.push_back(std::async(std::launch::async, [&] {
      auto answer = get("/wait");
      answered.arrive();
      return answer;
    }));
  answered.wait_for(kMore - 1);
  gate_.open();
  int busy = 0, fine = 0;
  for (auto& future : more) {
    auto answer = future.get();
    if (answer.status == 200) ++fine;
    if (answer.status == 503 && answer.header("retry-after") == "5") ++busy;
  }
  EXPECT_EQ(fine, 1);
  EXPECT_EQ(busy, kMore - 1);
  EXPECT_EQ(running.read().status, 200);
}

TEST_F(ServerTest, a_running_request_is_finished_when_stopping) {
  start();
  Client running(server_->port());
  // Refusals must not disturb the count of what is running.
  EXPECT_EQ(raw("GET / HTTP/1.1\r\n\r\n").status, 400);
  running.send(std::string("GET /wait HTTP/1.1\r\n") + kHost + "\r\n");
  gate_.wait_for(1);
  auto stopped = std::async(std::launch::async, [&] { server_->stop(10); });
  gate_.open();
  auto answer = running.read();
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "page /wait ");
  stopped.get();
  EXPECT_TRUE(get("/").closed);
  server_.reset();
  EXPECT_TRUE(running.is_closed());
}

TEST_F(ServerTest, a_long_answer_comes_in_chunks) {
  start();
  auto one = client();
  auto answer = one.get("/stream");
  EXPECT_EQ(answer.header("transfer-encoding"), "chunked");
  EXPECT_EQ(answer.body, "first chunk1 chunk2 chunk3 ");
  EXPECT_FALSE(answer.closed);
  EXPECT_EQ(one.get("/next").body, "page /next ");
}

TEST_F(ServerTest, a_long_answer_that_fails_ends_the_connection_without_its_last_chunk) {
  start();
  auto one = client();
  auto answer = one.get("/broken-later");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "chunk1 chunk2 ");
  EXPECT_TRUE(answer.closed);
  EXPECT_TRUE(one.is_closed());
  EXPECT_TRUE(get("/broken-at-once").closed);
  EXPECT_EQ(get("/next").body, "page /next ");
}

TEST_F(ServerTest, a_long_answer_that_fails_is_in_the_log_without_what_it_was_about) {
  std::ostringstream log;
  auto usual = spdlog::default_logger();
  spdlog::set_default_logger(std::make_shared<spdlog::logger>(
      "test", std::make_shared<spdlog::sinks::ostream_sink_mt>(log)));
  start();
  get("/broken-later");
  server_->stop(10);
  spdlog::set_default_logger(usual);
  EXPECT_NE(log.str().find("after 2 chunks: std::runtime_error"), std::string::npos) << log.str();
  EXPECT_EQ(log.str().find("secret"), std::string::npos) << log.str();
}

TEST_F(ServerTest, pipelined_requests_are_answered_in_order) {
  start();
  auto one = client();
  std::string all;
  for (int i = 0; i < 4; ++i)
    all += "GET /" + std::to_string(i) + " HTTP/1.1\r\n" + kHost + "\r\n";
  one.send(all);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(one.read().body, "page /" + std::to_string(i) + " ");
}

TEST_F(ServerTest, one_address_cannot_take_all_connections) {
  start({.connections_per_address_max = 3});
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 3; ++i) {
    clients.push_back(std::make_unique<Client>(server_->port()));
    EXPECT_EQ(clients.back()->get("/in").status, 200);
  }
  EXPECT_TRUE(get("/over").closed);
  EXPECT_EQ(clients[0]->get("/still").status, 200);
  clients.clear();
  server_.reset();
  start({.connections_per_address_max = 3, .trusted_proxies = {"127.0.0.1"}});
  for (int i = 0; i < 5; ++i) {
    clients.push_back(std::make_unique<Client>(server_->port()));
    EXPECT_EQ(clients.back()->get("/through-the-proxy").status, 200);
  }
}

TEST_F(ServerTest, what_takes_long_leaves_workers_to_others_and_is_all_done) {
  start({.workers = 2});
  std::vector<std::unique_ptr<Client>> crowd;
  for (int i = 0; i < 20; ++i) {
    crowd.push_back(std::make_unique<Client>(server_->port()));
    crowd.back()->send(std::string("GET /wait?long=1 HTTP/1.1\r\n") + kHost + "\r\n");
  }
  gate_.wait_for(1);
  EXPECT_EQ(get("/other").status, 200) << "beside a crowd that holds what it may";
  gate_.open();
  for (auto& one : crowd) EXPECT_EQ(one->read().status, 200);
}

TEST_F(ServerTest, a_throwing_handler_costs_one_answer_only) {
  start();
  EXPECT_EQ(get("/throw").status, 500);
  EXPECT_EQ(get("/still").status, 200);
}

TEST_F(ServerTest, proxies_are_believed_only_when_trusted) {
  std::string const request = std::string("GET /address HTTP/1.1\r\n") + kHost +
                              "X-Forwarded-For: 192.0.2.1, 192.0.2.2\r\nX-Forwarded-Proto: "
                              "https\r\n\r\n";
  start();
  EXPECT_EQ(raw(request).body, "127.0.0.1");
  server_.reset();
  start({.trusted_proxies = {"127.0.0.1"}});
  EXPECT_EQ(raw(request).body, "192.0.2.2 secure");
}

TEST_F(ServerTest, a_taken_port_is_an_error_at_start) {
  start();
  ServerConfig config;
  config.port = server_->port();
  Server second(config, {});
  EXPECT_THROW(second.start(), std::exception);
}

}  // namespace
}  // namespace mila::http
