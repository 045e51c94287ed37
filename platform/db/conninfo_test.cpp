// What other programs are told of a database.
#include "platform/db/conninfo.h"

#include <gtest/gtest.h>

#include "platform/db/connection.h"

namespace mila::db {
namespace {

TEST(Conninfo, thePasswordIsTakenOutAndTheRestStays) {
  auto split = split_password("dbname=mila host=db.example password='ge heim'");
  EXPECT_EQ(split.password, "ge heim");
  EXPECT_EQ(split.without_password.find("ge heim"), std::string::npos) << split.without_password;
  EXPECT_NE(split.without_password.find("host='db.example'"), std::string::npos) << split.without_password;
  auto address = split_password("postgresql://mila:streng%20geheim@db.example/mila_main?sslmode=verify-full");
  EXPECT_EQ(address.password, "streng geheim");
  EXPECT_EQ(address.without_password, "user='mila' dbname='mila_main' host='db.example' sslmode='verify-full'");
  EXPECT_EQ(split_password(address.without_password).without_password, address.without_password);
  EXPECT_EQ(split_password("dbname='o\\'brien'").without_password, "dbname='o\\'brien'");
}

TEST(Conninfo, whatIsNotUnderstoodIsNotRepeated) {
  try {
    split_password("dbname=mila geheim");
    FAIL() << "understood";
  } catch (DbError const& error) {
    EXPECT_EQ(std::string(error.what()).find("geheim"), std::string::npos);
  }
}

}  // namespace
}  // namespace mila::db
