// Forms with files as browsers send them, and as nobody should.
#include "platform/http/multipart.h"

#include <gtest/gtest.h>

namespace mila::http {
namespace {

constexpr char const* kType = "multipart/form-data; boundary=----WebKitFormBoundaryX7";

std::string part(std::string const& disposition, std::string const& body,
                 std::string const& type = "") {
  std::string text = "------WebKitFormBoundaryX7\r\nContent-Disposition: " + disposition + "\r\n";
  if (!type.empty()) text += "Content-Type: " + type + "\r\n";
  return text + "\r\n" + body + "\r\n";
}

std::string const kEnd = "------WebKitFormBoundaryX7--\r\n";

TEST(Multipart, FieldsAndFilesAreReadAsABrowserSendsThem) {
  std::string bytes("\x89PNG\r\n\x1a\n\0--\r\n------WebKit\r\n", 27);
  std::string body = part("form-data; name=\"csrf\"", "abc") +
                     part("form-data; name=\"text\"", "Zeile 1\r\nZeile 2 äöü") +
                     part("form-data; name=\"logo\"; filename=\"Wappen grün %22neu%22.png\"", bytes,
                          "image/PNG; charset=binary") +
                     part("form-data; name=\"none\"; filename=\"\"", "",
                          "application/octet-stream") +
                     kEnd;
  auto form = parse_multipart(kType, body);
  ASSERT_TRUE(form.has_value());
  EXPECT_EQ(form->fields.items().size(), 2u);
  EXPECT_EQ(form->fields.get("csrf"), "abc");
  EXPECT_EQ(form->fields.get("text"), "Zeile 1\r\nZeile 2 äöü");
  ASSERT_EQ(form->files.size(), 1u);
  EXPECT_EQ(form->files[0].field, "logo");
  EXPECT_EQ(form->files[0].file_name, "Wappen grün \"neu\".png");
  EXPECT_EQ(form->files[0].type, "image/png");
  EXPECT_EQ(form->files[0].bytes, bytes);
}

TEST(Multipart, OnlyTheLastPartOfAPathIsTheName) {
  for (std::string path : {"../../etc/passwd", "/etc/passwd"}) {
    auto body = part("form-data; name=\"f\"; filename=\"" + path + "\"", "x") + kEnd;
    EXPECT_EQ(parse_multipart(kType, body)->files.at(0).file_name, "passwd");
  }
}

TEST(Multipart, WhatIsNoSuchFormIsNothing) {
  std::string fine = part("form-data; name=\"a\"", "b") + kEnd;
  ASSERT_TRUE(parse_multipart(kType, fine).has_value());
  EXPECT_FALSE(parse_multipart("application/x-www-form-urlencoded", fine));
  EXPECT_FALSE(parse_multipart("multipart/mixed; boundary=----WebKitFormBoundaryX7", fine));
  EXPECT_FALSE(parse_multipart("multipart/form-data", fine));
  EXPECT_FALSE(parse_multipart("multipart/form-data; boundary=", fine));
  EXPECT_FALSE(parse_multipart("multipart/form-data; boundary=" + std::string(71, 'x'), fine));
  EXPECT_FALSE(parse_multipart(kType, ""));
  EXPECT_FALSE(parse_multipart(kType, kEnd)) << "no part at all";
  EXPECT_FALSE(parse_multipart(kType, part("form-data; name=\"a\"", "b"))) << "cut off";
  EXPECT_FALSE(parse_multipart(kType, part("attachment; name=\"a\"", "b") + kEnd));
  EXPECT_FALSE(parse_multipart(kType, part("form-data", "b") + kEnd));
  EXPECT_FALSE(parse_multipart(kType, part("form-data; name=\"a\"", "\xff") + kEnd));
  EXPECT_FALSE(parse_multipart(kType, part("form-data; name=\"a\"", std::string(1, '\0')) + kEnd));
  EXPECT_FALSE(parse_multipart(kType, part("form-data; name=\"a\"; filename=\"\xff\"", "b") + kEnd));
}

TEST(Multipart, TooManyPartsAreRefused) {
  std::string body;
  for (int i = 0; i < 200; ++i) body += part("form-data; name=\"a\"", "b");
  EXPECT_TRUE(parse_multipart(kType, body + kEnd).has_value());
  EXPECT_FALSE(parse_multipart(kType, body + part("form-data; name=\"a\"", "b") + kEnd));
}

TEST(Multipart, ARequestGivesItsFieldsAndFiles) {
  Request request;
  request.headers["content-type"] = kType;
  request.body = part("form-data; name=\"csrf\"", " abc ") +
                 part("form-data; name=\"f\"; filename=\"a.csv\"", "x;y", "text/csv") + kEnd;
  ASSERT_TRUE(request.form().has_value());
  EXPECT_EQ(request.form()->get("csrf"), "abc");
  ASSERT_EQ(request.files().size(), 1u);
  EXPECT_EQ(request.files()[0].bytes, "x;y");
  request.headers["content-type"] = "application/x-www-form-urlencoded";
  request.body = "csrf=abc";
  EXPECT_EQ(request.form()->get("csrf"), "abc");
  EXPECT_TRUE(request.files().empty());
}

}  // namespace
}  // namespace mila::http
