// Mail settings to and from name and value.
#include "modules/setup/mail_settings.h"

#include "modules/setup/setup.h"
#include "platform/base/text.h"
#include "platform/crypto/sealed.h"

namespace mila::setup {
namespace {

constexpr char const* kPurpose = "setup.mail_password";
constexpr crypto::Where kPlace{"setting", "value", "mail.password"};

mail::Security security_named(std::string_view name) {
  if (name == "tls") return mail::Security::Tls;
  return name == "none" ? mail::Security::None : mail::Security::Starttls;
}

}  // namespace

MailChoice mail_choice(County& county, Settings const& settings) {
  auto value = [&](char const* name, std::string otherwise) {
    auto found = settings.find(name);
    return found == settings.end() ? otherwise : found->second;
  };
  auto const& config = county.config();
  MailChoice choice;
  choice.smtp = value("mail.mode", "") == "smtp";
  choice.host = value("mail.host", "");
  choice.port = value("mail.port", "587");
  choice.security = value("mail.security", "starttls");
  choice.user = value("mail.user", "");
  choice.from = value("mail.from", config.office_mail);
  choice.from_name = value("mail.from_name", config.name);
  choice.reply_to = value("mail.reply_to", config.office_mail);
  auto sealed = value("mail.password", "");
  if (!sealed.empty())
    choice.password = crypto::Sealer(county.keys(), kPurpose).open(kPlace, sealed).value_or("");
  return choice;
}

Settings to_settings(Context& context, MailChoice const& choice) {
  Settings settings{{"mail.mode", choice.smtp ? "smtp" : "maildir"}};
  if (!choice.smtp) return settings;
  settings["mail.host"] = choice.host;
  settings["mail.port"] = choice.port;
  settings["mail.security"] = choice.security;
  settings["mail.user"] = choice.user;
  settings["mail.from"] = choice.from;
  settings["mail.from_name"] = choice.from_name;
  settings["mail.reply_to"] = choice.reply_to;
  if (!choice.password.empty())
    settings["mail.password"] = crypto::Sealer(context.county.keys(), kPurpose)
                                    .seal(kPlace, choice.password, context.random)
                                    .text();
  return settings;
}

mail::Settings transport_of(County& county, MailChoice const& choice) {
  auto settings = mail::maildir_settings(county);
  if (!choice.from.empty()) settings.from_address = choice.from;
  if (!choice.from_name.empty()) settings.from_name = choice.from_name;
  settings.reply_to = choice.reply_to;
  if (!choice.smtp) return settings;
  settings.mode = mail::Mode::Smtp;
  settings.host = choice.host;
  settings.port = static_cast<int>(parse_integer(choice.port).value_or(587));
  settings.security = security_named(choice.security);
  settings.user = choice.user;
  settings.password = choice.password;
  return settings;
}

mail::Settings mail_settings(County& county) {
  auto settings =
      county.database.read([](db::Reader& reader) { return load_settings(reader); });
  return transport_of(county, mail_choice(county, settings));
}

}  // namespace mila::setup
