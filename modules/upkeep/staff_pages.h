// The pages of this module in the workplace, one function per route, and their views.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "modules/upkeep/staff_hours.h"
#include "modules/upkeep/staff_kit.h"

namespace mila::upkeep {

// Offers
http::Response list_offers(Visit& visit);
http::Response show_offer(Visit& visit);
http::Response save_offer(Visit& visit);

/// A field two people have changed: what the visitor typed and what stands there now.
struct ConflictView {
  std::string label, typed, now;
  template <class V>
  void fields(V& v) { v("label", label)("typed", typed)("now", now); }
};

struct OfferPageView {
  std::string title, lead, organization, note;
  bool has_conflicts = false, has_hours = false;
  FormView form;
  std::vector<HoursView> hours;
  std::vector<ConflictView> conflicts;
  std::vector<ActView> links;
  template <class V>
  void fields(V& v) {
    v("title", title)("lead", lead)("organization", organization)("note", note)(
        "has_conflicts", has_conflicts)("has_hours", has_hours)("form", form)("hours", hours)(
        "conflicts", conflicts)("links", links);
  }
};

std::vector<StaffMenuItem> staff_menu();
/// Templates of these pages with their views.
std::vector<TemplateUse> staff_templates();

/// The offer an address of the workplace names, if the actor may do this with it; else the answer to
/// give. Foreign and missing ones are the same: 404.
struct FoundEntry {
  std::optional<Entry> entry;
  int status = 404;
};
FoundEntry entry_of(Visit& visit, db::Reader& reader, Permission permission);

}  // namespace mila::upkeep
