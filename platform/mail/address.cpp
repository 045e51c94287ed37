// Domain names by ICU (UTS 46), the syntax of the whole judged by GMime.
#include "platform/mail/address.h"

#include <unicode/idna.h>

#include <algorithm>

#include "platform/base/text.h"
#include "platform/mail/gmime.h"

namespace mila::mail {
namespace {

constexpr std::size_t kAddressMax = 254, kLocalMax = 64;  // RFC 5321 §4.5.3.1

/// "müller.example" → "xn--mller-kva.example", lower case; nullopt when it is no host name with a
/// dot.
std::optional<std::string> ascii_domain(std::string_view domain) {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::IDNA> idna(
      icu::IDNA::createUTS46Instance(UIDNA_USE_STD3_RULES | UIDNA_CHECK_BIDI |
                                         UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII,
                                     status));
  if (U_FAILURE(status)) return std::nullopt;
  icu::IDNAInfo info;
  std::string ascii;
  icu::StringByteSink<std::string> sink(&ascii);
  idna->nameToASCII_UTF8(icu::StringPiece(domain.data(), static_cast<int32_t>(domain.size())), sink,
                         info, status);
  if (U_FAILURE(status) || info.hasErrors()) return std::nullopt;
  auto dot = ascii.rfind('.');
  if (dot == std::string::npos || dot == 0 || dot + 1 == ascii.size()) return std::nullopt;
  // A last label of digits is an IP address, to which nobody's mail goes.
  bool number = std::all_of(ascii.begin() + static_cast<std::ptrdiff_t>(dot) + 1, ascii.end(),
                            [](char c) { return c >= '0' && c <= '9'; });
  if (number) return std::nullopt;
  return ascii;
}

/// RFC 5322 §3.2.3 atext and dots; GMime sees to the places of the dots.
bool is_plain_local(std::string_view local) {
  constexpr std::string_view kSigns = "!#$%&'*+-/=?^_`{|}~.";
  return !local.empty() && local.size() <= kLocalMax &&
         std::all_of(local.begin(), local.end(), [&](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  kSigns.find(c) != std::string_view::npos;
         });
}

}  // namespace

std::optional<std::string> wire_address(std::string_view address) {
  auto at = address.rfind('@');
  if (at == std::string_view::npos || address.size() > kAddressMax || !is_clean_utf8(address))
    return std::nullopt;
  auto local = address.substr(0, at);
  if (!is_plain_local(local)) return std::nullopt;
  auto domain = ascii_domain(address.substr(at + 1));
  if (!domain) return std::nullopt;
  std::string wire = std::string(local) + "@" + *domain;
  if (wire.size() > kAddressMax) return std::nullopt;
  init_gmime();
  Ref<InternetAddressList> list(internet_address_list_parse(nullptr, wire.c_str()));
  if (!list || internet_address_list_length(list.get()) != 1) return std::nullopt;
  InternetAddress* one = internet_address_list_get_address(list.get(), 0);
  if (!INTERNET_ADDRESS_IS_MAILBOX(one)) return std::nullopt;
  char const* parsed = internet_address_mailbox_get_idn_addr(INTERNET_ADDRESS_MAILBOX(one));
  if (!parsed || wire != parsed) return std::nullopt;
  return wire;
}

bool valid_address(std::string_view address) {
  return wire_address(address).has_value();
}

std::optional<std::string> normalised_address(std::string_view address) {
  auto wire = wire_address(trim(address));
  if (wire) wire = ascii_lower(*wire);
  return wire;
}

}  // namespace mila::mail
