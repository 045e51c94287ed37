// The sending side of smtp_faults.py: a county of its own in a folder, whose letters and mail
// server stand in letters.json and settings.json there.
//
//   smtp_sender FOLDER run FIRST COUNT   writes mails FIRST … into the outbox, one transaction
//   each,
//                                        says "queued N" after each commit and sends all there are;
//                                        a line "N" on standard input revokes that address,
//                                        answered by "revoked N" after the commit. Ends when
//                                        killed.
//   smtp_sender FOLDER state             one line a mail: state, address, Message-ID, code
//   smtp_sender FOLDER test TO           sends a test mail now and says its code
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

#include "platform/jobs/runner.h"
#include "platform/mail/mail.h"
#include "platform/testing/county.h"

namespace mila::mail {
namespace {

using Json = nlohmann::json;

Json read_json(std::string const& path) {
  return Json::parse(std::ifstream(path));
}

Settings settings_of(County& county) {
  auto json = read_json(county.config().data_folder + "/settings.json");
  std::string security = json["security"];
  return {.mode = Mode::Smtp,
          .host = json["host"],
          .port = json["port"],
          .security = security == "tls"        ? Security::Tls
                      : security == "starttls" ? Security::Starttls
                                               : Security::None,
          .user = json.value("user", ""),
          .password = json.value("password", ""),
          .from_address = json.value("from", "mila@auental.example"),
          .from_name = json["from_name"],
          .reply_to = "hilfe@auental.example",
          .timeout = std::chrono::seconds(5),
          .ca_file = json.value("ca_file", "")};
}

std::string address_of(int number) {
  return "user" + std::to_string(number) + "@kreis.example";
}

Message letter(Json const& letters, int number) {
  Json const& one = letters[static_cast<std::size_t>(number) % letters.size()];
  Message message{.purpose = "test",
                  .address = address_of(number),
                  .recipient = RecipientRef{"account", std::to_string(number)},
                  .language = one["language"],
                  .subject = one["subject"],
                  .letter = {.blocks = {Paragraph{one["text"]}, Markdown{one["markdown"]},
                                        Action{one["label"], one["url"]}},
                             .reason = one["reason"],
                             .leave = {one["label"], one["url"]}}};
  message.unsubscribe_url = one["unsubscribe"];
  message.bulk = !message.unsubscribe_url.empty();
  for (auto const& file : one["files"])
    message.attachments.push_back({file["name"], file["type"], file["content"]});
  return message;
}

/// Lines of several threads, each whole and at once.
void say(std::string const& line) {
  static std::mutex mutex;
  std::lock_guard lock(mutex);
  std::cout << line << std::endl;
}

void revoke_on_demand(County& county, Context context) {
  for (std::string line; std::getline(std::cin, line);) {
    county.database.write([&](db::Writer& writer) {
      suppress(writer, context, address_of(std::stoi(line)), Suppression::Revoked);
    });
    say("revoked " + line);
  }
}

[[noreturn]] void run(County& county, Context context, int first, int count) {
  auto kinds = job_kinds(settings_of);
  for (auto& kind : kinds) kind.lease = std::chrono::seconds(2);
  // Faster than life; one thread, so that a kill meets at most one mail on its way.
  jobs::RunnerConfig config{.threads = 1,
                            .poll = std::chrono::milliseconds(50),
                            .first_pause = std::chrono::milliseconds(50),
                            .longest_pause = std::chrono::milliseconds(400)};
  jobs::Runner runner({&county}, kinds, context.clock, context.random, config);
  runner.start();
  std::thread(revoke_on_demand, std::ref(county), context).detach();
  auto letters = read_json(county.config().data_folder + "/letters.json");
  for (int number = first; number < first + count; ++number) {
    county.database.write([&](db::Writer& writer) {
      writer.changed("account", std::to_string(number));
      if (!enqueue(writer, context, letter(letters, number)))
        throw std::runtime_error("not queued");
    });
    say("queued " + std::to_string(number));
  }
  for (;;) ::pause();
}

void show_state(County& county, Context context) {
  constexpr char const* kNames[] = {"queued", "sent", "parked", "withdrawn"};
  county.database.read([&](db::Reader& reader) {
    for (auto state : {State::Queued, State::Sent, State::Parked, State::Withdrawn})
      for (auto const& mail : mails_in(reader, context, state, 1'000'000))
        std::cout << kNames[static_cast<int>(state)] << " "
                  << (mail.address.empty() ? "-" : mail.address) << " " << mail.message_id << " "
                  << (mail.code.empty() ? "-" : mail.code) << "\n";
  });
}

int main_of(std::vector<std::string> const& arguments) {
  std::string const &folder = arguments.at(0), &command = arguments.at(1);
  SystemClock clock;
  SystemRandom random;
  County county(testing::demo_config("sqlite:" + folder + "/county.db", folder), clock);
  Context context{county, Actor::operator_(), "de", clock, random};
  spdlog::set_level(spdlog::level::off);  // standard output is for the script
  if (command == "state") {
    show_state(county, context);
    return 0;
  }
  db::migrate(county.database, testing::migrations_of({}));
  if (command == "run")
    run(county, context, std::stoi(arguments.at(2)), std::stoi(arguments.at(3)));
  auto result = send_test(context, settings_of(county), arguments.at(2), "Prüfung", "Es geht.");
  std::cout << (result.sent() ? "sent" : code_of(result.cause)) << std::endl;
  return 0;
}

}  // namespace
}  // namespace mila::mail

int main(int argc, char** argv) {
  try {
    return mila::mail::main_of({argv + 1, argv + argc});
  } catch (std::exception const& error) {
    std::cerr << "smtp_sender: " << error.what() << "\n";
    return 1;
  }
}
