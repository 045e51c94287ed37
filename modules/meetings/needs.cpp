// Asking for needs, on the page behind the link of an invitation, and counting them.
#include "modules/meetings/needs.h"

#include <algorithm>
#include <array>

#include "modules/meetings/needs_store.h"
#include "modules/network/network.h"
#include "platform/base/text.h"
#include "platform/i18n/catalogue.h"
#include "platform/i18n/format.h"
#include "platform/i18n/languages.h"
#include "platform/site/pages.h"

namespace mila::meetings {
namespace {

using i18n::N_;

constexpr std::array<std::pair<NeedKind, std::string_view>, 5> kKinds{{{NeedKind::Interpreter, "interpreter"},
                                                                       {NeedKind::Childcare, "childcare"},
                                                                       {NeedKind::StepFree, "step-free"},
                                                                       {NeedKind::HearingLoop, "hearing-loop"},
                                                                       {NeedKind::Food, "food"}}};
constexpr int kChildrenMost = 12, kOldest = 17;

/// Those interpreters are asked for in a German county; "gsg" is German Sign Language.
constexpr char const* kInterpreted[] = {"ar", "bg", "en", "es", "fa", "fr", "gsg", "hi", "hr", "hy", "ka", "kmr", "lt", "pl", "prs",
                                        "ps", "pt", "ro", "ru", "so", "sq", "sr", "th", "ti", "tr", "uk", "ur", "vi", "zh"};

bool asks(std::vector<NeedKind> const& asked, NeedKind kind) {
  return std::find(asked.begin(), asked.end(), kind) != asked.end();
}

std::vector<Choice> language_choices(Words const& words) {
  std::vector<std::pair<std::string, Choice>> sorted;
  for (std::string code : kInterpreted) {
    std::string name = i18n::language_name(code, words.language());
    sorted.push_back({i18n::sort_key(name, words.language()), {code, name}});
  }
  std::sort(sorted.begin(), sorted.end(), [](auto const& a, auto const& b) { return a.first < b.first; });
  std::vector<Choice> choices{{"", words(N_("no interpreter"))}};
  for (auto& [key, choice] : sorted) choices.push_back(std::move(choice));
  return choices;
}

/// "3, 6 und 11" → 3, 6, 11; nullopt when there is more in it than ages of children.
std::optional<std::vector<int>> ages_in(std::string const& text) {
  std::vector<int> ages;
  std::string digits;
  for (char c : text + " ") {
    if (c >= '0' && c <= '9') {
      digits += c;
      continue;
    }
    if (digits.empty()) continue;
    auto age = parse_integer(digits);
    if (!age || *age > kOldest || ages.size() >= static_cast<std::size_t>(kChildrenMost)) return std::nullopt;
    ages.push_back(static_cast<int>(*age));
    digits.clear();
  }
  return ages;
}

/// `known` with what was asked for taken from `said`.
Needs taken_over(Needs known, Needs const& said, std::vector<NeedKind> const& asked) {
  if (asks(asked, NeedKind::Interpreter)) known.interpreter = said.interpreter;
  if (asks(asked, NeedKind::Childcare)) {
    known.children = said.children;
    known.ages = said.ages;
  }
  if (asks(asked, NeedKind::StepFree)) known.step_free = said.step_free;
  if (asks(asked, NeedKind::HearingLoop)) known.hearing_loop = said.hearing_loop;
  if (asks(asked, NeedKind::Food)) known.food = said.food;
  return known;
}

std::string ages_text(std::vector<int> const& ages) {
  std::vector<std::string> texts;
  for (int age : ages) texts.push_back(std::to_string(age));
  return join(texts, ", ");
}

}  // namespace

std::string_view name_of(NeedKind value) {
  for (auto const& [kind, name] : kKinds)
    if (kind == value) return name;
  return "";
}

std::optional<NeedKind> need_kind_named(std::string_view name) {
  for (auto const& [kind, known] : kKinds)
    if (known == name) return kind;
  return std::nullopt;
}

std::vector<NeedKind> const& all_need_kinds() {
  static std::vector<NeedKind> const all = [] {
    std::vector<NeedKind> kinds;
    for (auto const& [kind, name] : kKinds) kinds.push_back(kind);
    return kinds;
  }();
  return all;
}

char const* need_label(NeedKind value) {
  switch (value) {
    case NeedKind::Interpreter: return N_("Interpreter");
    case NeedKind::Childcare: return N_("Childcare");
    case NeedKind::StepFree: return N_("A way without steps");
    case NeedKind::HearingLoop: return N_("A hearing loop");
    case NeedKind::Food: break;
  }
  return N_("Food");
}

std::vector<std::string> const& all_foods() {
  static std::vector<std::string> const foods{"vegetarian", "vegan", "halal", "kosher", "no-pork", "lactose-free", "gluten-free", "no-nuts"};
  return foods;
}

char const* food_label(std::string_view code) {
  if (code == "vegetarian") return N_("vegetarian");
  if (code == "vegan") return N_("vegan");
  if (code == "halal") return N_("halal");
  if (code == "kosher") return N_("kosher");
  if (code == "no-pork") return N_("without pork");
  if (code == "lactose-free") return N_("lactose-free");
  if (code == "gluten-free") return N_("gluten-free");
  return N_("without nuts");
}

std::vector<NeedKind> asked_needs(db::Reader& reader, std::string_view meeting_id) {
  return load_asked(reader, meeting_id);
}

namespace {

/// Whose memory the form may show and change: "" when the invitation went to the mailbox of an
/// organisation, where others read it.
std::string memory_of(db::Reader& reader, Context& context, Invitee const& invitee) {
  if (!invitee.person_id.empty()) {
    Context all = context;
    all.actor = Actor::operator_();
    auto targets = network::mail_targets(reader, all, {invitee.person_id});
    if (targets.empty() || targets.front().address.empty()) return "";
  }
  return owner_of(context.county, invitee);
}

}  // namespace

KeptNeeds needs_of(db::Reader& reader, Context& context, Invitee const& invitee) {
  KeptNeeds kept;
  std::string owner = memory_of(reader, context, invitee);
  auto remembered = load_remembered(reader, context, owner);
  kept.can_be_remembered = !owner.empty();
  kept.remembered = remembered.has_value();
  if (invitee.answer == Answer::None || invitee.answer == Answer::Declined) kept.needs = remembered.value_or(Needs{});
  else if (auto said = load_needs(reader, context, invitee.id)) kept.needs = *said;
  return kept;
}

void save_needs(db::Writer& writer, Context& context, Invitee const& invitee, Answer answer,
                Needs const& needs, bool remember) {
  bool comes = answer != Answer::Declined;
  auto asked = load_asked(writer, invitee.meeting_id);
  store_needs(writer, context, invitee, comes ? taken_over({}, needs, asked) : Needs{});
  std::string owner = memory_of(writer, context, invitee);
  if (owner.empty()) return;
  if (!remember) return store_remembered(writer, context, owner, std::nullopt);
  if (comes) store_remembered(writer, context, owner, taken_over(load_remembered(writer, context, owner).value_or(Needs{}), needs, asked));
}

std::vector<NeedCount> sum_needs(std::vector<Needs> const& all) {
  std::map<std::pair<NeedKind, std::string>, NeedCount> sums;
  auto add = [&](NeedKind kind, std::string const& value, int count) {
    auto& sum = sums[{kind, value}];
    sum.kind = kind;
    sum.value = value;
    sum.count += count;
    return &sum;
  };
  for (auto const& needs : all) {
    if (!needs.interpreter.empty()) add(NeedKind::Interpreter, needs.interpreter, 1);
    if (needs.children > 0) {
      auto* sum = add(NeedKind::Childcare, "", needs.children);
      sum->ages.insert(sum->ages.end(), needs.ages.begin(), needs.ages.end());
      std::sort(sum->ages.begin(), sum->ages.end());
    }
    if (needs.step_free) add(NeedKind::StepFree, "", 1);
    if (needs.hearing_loop) add(NeedKind::HearingLoop, "", 1);
    for (auto const& food : needs.food) add(NeedKind::Food, food, 1);
  }
  std::vector<NeedCount> counts;
  for (auto& [key, sum] : sums) counts.push_back(std::move(sum));
  std::stable_sort(counts.begin(), counts.end(), [](NeedCount const& a, NeedCount const& b) {
    return a.kind != b.kind ? a.kind < b.kind : a.count > b.count;
  });
  return counts;
}

std::vector<NeedCount> count_needs(db::Reader& reader, Context& context, std::string_view meeting_id) {
  return sum_needs(load_needs_of(reader, context, meeting_id));
}

void needs_fields(Visit& visit, Form& form, std::vector<NeedKind> const& asked, KeptNeeds const& kept) {
  if (asked.empty() && !kept.remembered) return;
  Words words(visit);
  auto const& needs = kept.needs;
  form.section(N_("What do you need to take part?"));
  if (asks(asked, NeedKind::Interpreter))
    form.select("interpreter", need_label(NeedKind::Interpreter), language_choices(words)).value(needs.interpreter);
  if (asks(asked, NeedKind::Childcare)) {
    form.number("children", N_("Childcare: how many children?")).between(0, kChildrenMost)
        .value(needs.children > 0 ? std::to_string(needs.children) : "");
    form.text("ages", N_("How old are they?")).longest(60).value(ages_text(needs.ages)).hint(N_("Only numbers, like 3, 6"));
  }
  if (asks(asked, NeedKind::StepFree)) form.checkbox("step_free", N_("I need a way without steps")).checked(needs.step_free);
  if (asks(asked, NeedKind::HearingLoop)) form.checkbox("hearing_loop", N_("I need a hearing loop")).checked(needs.hearing_loop);
  if (asks(asked, NeedKind::Food)) {
    std::vector<Choice> foods;
    for (auto const& code : all_foods()) foods.push_back({code, words(food_label(code))});
    form.checkboxes("food", N_("Food"), std::move(foods)).values(needs.food);
  }
  if (!kept.can_be_remembered) return;
  form.checkbox("remember", N_("Remember this for the next invitation"))
      .checked(kept.remembered)
      .hint(N_("Those who invite see only numbers, not who needs what. Two weeks after the meeting it is deleted. If you tick this, we keep it for you until you untick it here and send your answer again."));
}

Needs read_needs(Form& form, std::vector<NeedKind> const& asked) {
  Needs needs;
  if (asks(asked, NeedKind::Interpreter)) needs.interpreter = form["interpreter"];
  if (asks(asked, NeedKind::Childcare)) {
    auto ages = ages_in(form["ages"]);
    if (ages) needs.ages = *ages;
    else form.error("ages", N_("Please write only how old the children are, like 3, 6."));
    needs.children = std::max(static_cast<int>(parse_integer(form["children"]).value_or(0)), static_cast<int>(needs.ages.size()));
  }
  if (asks(asked, NeedKind::StepFree)) needs.step_free = form.is_checked("step_free");
  if (asks(asked, NeedKind::HearingLoop)) needs.hearing_loop = form.is_checked("hearing_loop");
  if (asks(asked, NeedKind::Food)) needs.food = form.all("food");
  return needs;
}

}  // namespace mila::meetings
