// Pages of the workplace this module shows, one function a route.
#pragma once

#include "platform/site/site.h"

namespace mila::network {

// People as a list, on paper and as files (staff_people.cpp, staff_export.cpp)
http::Response list_people(Visit& visit);
http::Response print_people(Visit& visit);
http::Response export_csv(Visit& visit);
http::Response export_xlsx(Visit& visit);
http::Response export_cards(Visit& visit);
http::Response send_person_card(Visit& visit);

// One person (staff_person.cpp)
http::Response show_person(Visit& visit);
http::Response confirm_person_now(Visit& visit);
http::Response change_objection(Visit& visit);
http::Response show_disclosure(Visit& visit);
http::Response send_disclosure(Visit& visit);
http::Response show_erasure(Visit& visit);
http::Response erase_person_now(Visit& visit);

// Their entries (staff_person_forms.cpp, staff_position_forms.cpp, staff_leaving.cpp)
http::Response show_new_person(Visit& visit);
http::Response add_person(Visit& visit);
http::Response show_person_form(Visit& visit);
http::Response save_person_form(Visit& visit);
http::Response show_private_form(Visit& visit);
http::Response save_private_form(Visit& visit);
http::Response show_consents(Visit& visit);
http::Response save_consents(Visit& visit);
http::Response show_new_position(Visit& visit);
http::Response show_position(Visit& visit);
http::Response save_position_form(Visit& visit);
http::Response show_hand_over(Visit& visit);
http::Response hand_over_now(Visit& visit);
http::Response show_leaving(Visit& visit);
http::Response leave_now(Visit& visit);
http::Response show_account_form(Visit& visit);
http::Response save_account_form(Visit& visit);

// Who follows somebody that leaves (staff_successor.cpp)
http::Response show_successor(Visit& visit);
http::Response take_over_successor(Visit& visit);
http::Response dismiss_successor(Visit& visit);

// Overviews (staff_area.cpp, staff_overlaps.cpp, staff_duplicates.cpp)
http::Response show_area(Visit& visit);
http::Response list_overlaps(Visit& visit);
http::Response list_duplicates(Visit& visit);
http::Response settle_duplicate(Visit& visit);
http::Response undo_merge_now(Visit& visit);

// Bodies (staff_bodies.cpp, staff_body_forms.cpp)
http::Response list_bodies(Visit& visit);
http::Response show_body(Visit& visit);
http::Response show_body_form(Visit& visit);
http::Response save_body_form(Visit& visit);
http::Response show_name_form(Visit& visit);
http::Response save_name_form(Visit& visit);
http::Response show_seat_form(Visit& visit);
http::Response save_seat_form(Visit& visit);

/// Their templates.
std::vector<TemplateUse> staff_templates();

}  // namespace mila::network
