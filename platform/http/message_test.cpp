// Fields, requests and simple answers.
#include "platform/http/message.h"

#include <gtest/gtest.h>

namespace mila::http {
namespace {

using Texts = std::vector<std::string>;

TEST(FieldsTest, reads_a_query) {
  auto fields = parse_fields("q=Deutsch%20lernen&t=a&t=+b+&leer=&nur&&x=1+2");
  ASSERT_TRUE(fields);
  EXPECT_EQ(fields->get("q"), "Deutsch lernen");
  EXPECT_EQ(fields->get("t"), "a");
  EXPECT_EQ(fields->all("t"), (Texts{"a", "b"}));
  EXPECT_EQ(fields->get("leer"), "");
  EXPECT_TRUE(fields->has("nur"));
  EXPECT_FALSE(fields->has("q2"));
  EXPECT_EQ(fields->get("x"), "1 2");
  EXPECT_EQ(fields->items().size(), 6U);
}

TEST(FieldsTest, refuses_what_is_broken_or_too_much) {
  for (auto const* text : {"a=%", "a=%zz", "%=1", "a=%00", "a=%FF", "a=%C3"})
    EXPECT_FALSE(parse_fields(text)) << text;
  std::string many;
  for (int i = 0; i < 200; ++i) many += "a=1&";
  many.pop_back();
  EXPECT_TRUE(parse_fields(many));
  EXPECT_FALSE(parse_fields(many + "&a=1"));
}

TEST(FieldsTest, changes_are_copies) {
  auto fields = *parse_fields("a=1&b=2&a=3");
  EXPECT_EQ(fields.with("b", "x y").to_query(), "?a=1&a=3&b=x%20y");
  EXPECT_EQ(fields.with("b", "").to_query(), "?a=1&a=3");
  EXPECT_EQ(fields.without("a").to_query(), "?b=2");
  EXPECT_EQ(fields.to_query(), "?a=1&b=2&a=3");
  EXPECT_EQ(Fields().to_query(), "");
}

TEST(FieldsTest, reading_undoes_writing) {
  Fields fields;
  fields.add("ä&=", "100 % +/?#");
  fields.add("", "leer");
  auto back = parse_fields(fields.to_query().substr(1));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->items(), fields.items());
}

TEST(RequestTest, knows_its_host) {
  auto host = [](char const* header) {
    Request request;
    request.headers["host"] = header;
    return request.host();
  };
  EXPECT_EQ(host("Auental.Example:8080"), "auental.example");
  EXPECT_EQ(host("auental.example"), "auental.example");
  EXPECT_EQ(host("[::1]:8080"), "[::1]");
  EXPECT_EQ(host(""), "");
}

TEST(RequestTest, reads_forms_of_their_type_only) {
  Request request;
  request.body = "a=1";
  EXPECT_FALSE(request.form());
  request.headers["content-type"] = "application/x-www-form-urlencoded; charset=utf-8";
  ASSERT_TRUE(request.form());
  EXPECT_EQ(request.form()->get("a"), "1");
  request.body = "a=%";
  EXPECT_FALSE(request.form());
  request.headers["content-type"] = "application/json";
  EXPECT_FALSE(request.form());
}

TEST(ResponseTest, redirects_say_where_to) {
  auto response = see_other("/de/thanks");
  EXPECT_EQ(response.status, 303);
  ASSERT_EQ(response.headers.size(), 1U);
  EXPECT_EQ(response.headers[0].second, "/de/thanks");
  EXPECT_EQ(moved("/x", 301).status, 301);
}

TEST(ResponseTest, every_status_in_use_has_a_phrase) {
  for (int status : {200, 204, 301, 302, 303, 304, 400, 403, 404, 405, 409, 413, 414, 415, 422, 429,
                     431, 500, 503})
    EXPECT_NE(reason_of(status), status == 200 ? "" : "OK") << status;
}

}  // namespace
}  // namespace mila::http
