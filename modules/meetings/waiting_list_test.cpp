// Whatever people answer in whatever order: places and the waiting list, and what rights show.
#include <rapidcheck.h>

#include <algorithm>
#include <set>

#include "modules/meetings/agenda.h"
#include "modules/meetings/test_support.h"

namespace mila::meetings {
namespace {

constexpr int kPeople = 6;

bool has_place(Answer answer) { return answer == Answer::Accepted || answer == Answer::Delegated; }

class WaitingListTest : public MeetingsTest {
 protected:
  void SetUp() override {
    MeetingsTest::SetUp();
    if (IsSkipped()) return;
    context_ = std::make_unique<Context>(as_operator());
  }
  template <class Body>
  auto write(Body const& body) {
    return site().database().write(body);
  }
  /// A meeting with this many places to which six guests were invited; their ids in order.
  std::vector<std::string> invite_guests(int places, std::string& meeting_id) {
    std::vector<Guest> guests;
    for (int n = 0; n < kPeople; ++n)
      guests.push_back({"Gast " + std::to_string(n), "g" + std::to_string(n) + "@lauf" + std::to_string(run_) + ".example", "de"});
    ++run_;
    write([&](db::Writer& writer) {
      Meeting meeting;
      meeting.body_id = table;
      meeting.title = "Lauf " + std::to_string(run_);
      meeting.day = in(300);
      meeting.places_max = places;
      meeting_id = save_meeting(writer, *context_, meeting).value();
      RC_ASSERT(invite(writer, *context_, meeting_id, guests, false).value() == kPeople);
    });
    std::vector<std::string> ids;
    for (auto const& one : invitees(meeting_id)) ids.push_back(one.id);
    return ids;
  }
  Meeting stored(std::string const& id) {
    return site().database().read([&](db::Reader& reader) { return *find_meeting(reader, id); });
  }
  std::size_t mails_of(std::string const& invitee) {
    return site().database().read([&](db::Reader& reader) { return mail::mails_to(reader, *context_, {"invitee", invitee}).size(); });
  }
  std::unique_ptr<Context> context_;
  int run_ = 0;
};

/// Who stands where, kept beside the program in the simplest way.
struct Model {
  std::optional<int> places;
  std::set<std::string> seated, erased;
  std::vector<std::string> queue;
  std::map<std::string, std::size_t> mails;

  bool full() const { return places && static_cast<int>(seated.size()) >= *places; }
  void leave(std::string const& who) { seated.erase(who), std::erase(queue, who); }
  void wants(std::string const& who) {
    if (seated.count(who) || std::count(queue.begin(), queue.end(), who)) return;
    if (full()) queue.push_back(who);
    else seated.insert(who);
  }
  void move_up() {
    while (!full() && !queue.empty()) {
      seated.insert(queue.front());
      ++mails[queue.front()];
      queue.erase(queue.begin());
    }
  }
};

TEST_P(WaitingListTest, places_go_round_in_order_and_each_is_told_once) {
  EXPECT_TRUE(rc::check("any answers, any capacity, anybody erased", [&] {
    Model model;
    model.places = *rc::gen::inRange(1, 4);
    std::string meeting_id;
    auto ids = invite_guests(*model.places, meeting_id);
    for (auto const& id : ids) model.mails[id] = 1;
    int const steps = *rc::gen::inRange(4, 24);
    for (int step = 0; step < steps; ++step) {
      site().clock.advance(1s);
      auto const& who = ids[static_cast<std::size_t>(*rc::gen::inRange(0, kPeople))];
      int const act = *rc::gen::weightedElement<int>({{6, 0}, {2, 1}, {2, 2}, {3, 3}, {2, 4}, {1, 5}});
      if (act < 4) {
        constexpr Answer kSaid[] = {Answer::Accepted, Answer::Delegated, Answer::Tentative, Answer::Declined};
        Reply reply{kSaid[act], act == 1 ? "Frau Ohm" : "", ""};
        if (model.erased.count(who)) continue;  // their link leads nowhere
        auto given = write([&](db::Writer& writer) { return answer(writer, *context_, who, reply); });
        RC_ASSERT(given.has_value());
        if (act < 2) model.wants(who);
        else model.leave(who);
        RC_ASSERT((*given == Answer::Waiting) == (std::count(model.queue.begin(), model.queue.end(), who) > 0));
      } else if (act == 4) {
        int const wanted = *rc::gen::inRange(0, 7);  // 0: room for all
        auto meeting = stored(meeting_id);
        meeting.places_max = wanted == 0 ? std::nullopt : std::optional(wanted);
        bool const fits = wanted == 0 || wanted >= static_cast<int>(model.seated.size());
        RC_ASSERT(write([&](db::Writer& writer) { return save_meeting(writer, *context_, meeting); }).has_value() == fits);
        if (fits) model.places = meeting.places_max;
      } else {
        auto all = invitees(meeting_id);
        auto one = std::find_if(all.begin(), all.end(), [&](auto const& each) { return each.id == who; });
        if (!one->mail.empty())
          write([&](db::Writer& writer) { forget_in_answers(writer, *context_, {one->mail}, [](std::string const& text) { return text; }); });
        model.leave(who);
        model.erased.insert(who);
      }
      model.move_up();
      std::vector<Invitee> waiting;
      std::set<std::string> seated;
      for (auto const& one : invitees(meeting_id)) {
        if (has_place(one.answer)) seated.insert(one.id);
        if (one.answer == Answer::Waiting) waiting.push_back(one);
        if (has_place(one.answer) && !one.deputy.empty()) RC_ASSERT(one.answer == Answer::Delegated);
        if (!model.erased.count(one.id)) RC_ASSERT(mails_of(one.id) == model.mails[one.id]);
      }
      std::sort(waiting.begin(), waiting.end(), [](auto const& a, auto const& b) { return a.answered_at < b.answered_at; });
      std::vector<std::string> queue;
      for (auto const& one : waiting) queue.push_back(one.id);
      RC_ASSERT(seated == model.seated);
      RC_ASSERT(queue == model.queue);
      if (model.places) RC_ASSERT(static_cast<int>(seated.size()) <= *model.places);
      RC_ASSERT(queue.empty() || static_cast<int>(seated.size()) == model.places);
    }
  }));
}

/// What the pages about meetings show somebody, as lines to be compared.
class RightsTest : public MeetingsTest {
 protected:
  void SetUp() override {
    MeetingsTest::SetUp();
    if (IsSkipped()) return;
    auto context = as_operator();
    site().database().write([&](db::Writer& writer) {
      for (auto const& body_id : {table, other}) {
        Meeting meeting;
        meeting.body_id = body_id;
        meeting.title = "Treffen von " + body_id.substr(30);
        meeting.day = in(20);
        meeting.online_url = "https://raum.example/" + body_id;
        ids.push_back(save_meeting(writer, context, meeting).value());
        for (auto visibility : {Visibility::Public, Visibility::Internal, Visibility::Hidden}) {
          AgendaItem item;
          item.meeting_id = ids.back();
          item.title = "Thema-" + std::string(name_of(visibility)) + "-" + ids.back();
          item.visibility = visibility;
          ASSERT_TRUE(save_item(writer, context, item));
        }
        ASSERT_TRUE(invite(writer, context, ids.back(), {{"Gerda Quast " + body_id, "g@gast.example", "de"}}, false));
      }
    });
    place = named_uuid("place", "n");
    site().database().write([&](db::Writer& writer) {
      places::save(writer, Actor::operator_(), {.id = place, .name = "Zell", .kind = places::Kind::Municipality, .ags = "16099002"});
    });
  }
  std::set<std::string> shown(std::vector<auth::GrantRequest> const& grants) {
    auto who = site().sign_in(grants);
    std::set<std::string> seen;
    auto list = who.get("/staff/meetings");
    for (auto const& id : ids) {
      if (list.body.find(id) != std::string::npos) seen.insert("listed " + id);
      auto page = who.get("/staff/meetings/" + id);
      if (page.status == 200) seen.insert("page " + id);
      for (auto visibility : {Visibility::Public, Visibility::Internal, Visibility::Hidden})
        if (page.body.find("Thema-" + std::string(name_of(visibility)) + "-" + id) != std::string::npos)
          seen.insert(std::string(name_of(visibility)) + " topic of " + id);
      for (auto const* part : {"https://raum.example/", "Gerda Quast", "/edit", "/attendance/sheet"})
        if (page.body.find(part) != std::string::npos) seen.insert(part + id);
      for (auto const* path : {"/edit", "/invitations", "/agenda/new", "/attendance", "/topics/new"})
        if (who.get("/staff/meetings/" + id + path).status == 200) seen.insert("opens " + id + path);
    }
    return seen;
  }
  std::vector<std::string> ids;
  std::string place;
};

TEST_P(RightsTest, more_rights_never_show_less) {
  std::vector<auth::GrantRequest> const all{{"body-office", table}, {"body-office", other}, {"seat", table}, {"leadership", ""},
                                            {"municipality", place}, {"coordinator", ""}, {"administrator", ""}};
  std::map<std::set<std::size_t>, std::set<std::string>> known;
  auto shown_to = [&](std::set<std::size_t> const& some) -> std::set<std::string> const& {
    auto found = known.find(some);
    if (found != known.end()) return found->second;
    std::vector<auth::GrantRequest> grants;
    for (auto n : some) grants.push_back(all[n]);
    return known[some] = shown(grants);
  };
  // Something is hidden from somebody, else this would say nothing.
  ASSERT_LT(shown_to({3}).size(), shown_to({5}).size());
  EXPECT_TRUE(rc::check("A and B see at least what A sees", [&] {
    auto pick = [&] {
      unsigned const bits = *rc::gen::inRange(1U, 1U << all.size());
      std::set<std::size_t> some;
      for (std::size_t n = 0; n < all.size(); ++n)
        if (bits >> n & 1U) some.insert(n);
      return some;
    };
    auto a = pick(), both = pick();
    both.insert(a.begin(), a.end());
    auto const& less = shown_to(a);
    auto const& more = shown_to(both);
    for (auto const& line : less) {
      if (!more.count(line)) RC_LOG() << "not shown any more: " << line << "\n";
      RC_ASSERT(more.count(line) == 1);
    }
  }));
}

MILA_ON_EACH_ENGINE(WaitingListTest);
MILA_ON_EACH_ENGINE(RightsTest);

}  // namespace
}  // namespace mila::meetings
