// What the workplace's pages of this module share.
#pragma once

#include <map>

#include "modules/agreements/agreement_store.h"
#include "modules/agreements/pages.h"
#include "modules/agreements/proposals.h"

namespace mila::agreements {

inline constexpr char const* kAgreements = "/staff/agreements";
inline constexpr char const* kTasks = "/staff/tasks";
inline constexpr char const* kProposals = "/staff/proposals";
inline constexpr char const* kProposalsTitle = N_("Proposals to the council");
inline constexpr char const* kAgreementsTitle = N_("Agreements");
inline constexpr char const* kTasksTitle = N_("Tasks");

using Bodies = std::vector<std::pair<std::string, std::string>>;  ///< id and name, by name

Bodies all_bodies(Visit& visit, db::Reader& reader);
/// Those whose agreements the actor writes.
Bodies own_bodies(Visit& visit, db::Reader& reader);
std::string name_of_body(Visit& visit, db::Reader& reader, std::string const& id);
std::vector<Choice> choices_of(Bodies const& bodies);

char const* state_label(AgreementState state);
char const* badge_of(AgreementState state);
/// Of a task, what its holder's answer means included.
char const* state_label(Task const& task, Date today);
char const* badge_of(Task const& task, Date today);

char const* state_label(Proposal const& proposal);
char const* badge_of(Proposal const& proposal);
/// What is to be done next with it.
char const* waits_label(Proposal const& proposal);

Date today_of(Context const& context);
std::optional<Date> date_in(std::string const& text);
/// "12. November 2026".
std::string day_text(Date day, std::string const& language);
std::string field_day(std::optional<Date> const& day);
/// "Number: the first words of the text".
std::string short_text(Agreement const& agreement);
std::vector<Choice> topic_choices(Words const& words);
std::vector<Choice> place_choices(County& county, Words const& words);
std::string place_name(County& county, std::string_view id);

/// Labels of tasks and the names of accounts, in one round of statements.
std::vector<HistoryView> history_of(Visit& visit, std::vector<Event> const& events, std::map<std::string, std::string> const& names,
                                    bool with_notes);
std::map<std::string, std::string> names_of_accounts(db::Reader& reader, std::vector<Event> const& events);

/// "Done, Frau Ohm, 12. November 2026, 9:05": the last thing that happened; without names for who may not
/// change the record.
std::string last_change(Visit& visit, db::Reader& reader, std::string_view kind, std::string_view record_id, bool with_names);

/// Asks for the body first when there are several to choose from; nullopt when it is clear which. A meeting
/// in the address says which, and has to be one of the body.
std::optional<http::Response> ask_for_body(Visit& visit, db::Reader& reader, std::string const& path, char const* title,
                                           std::string const& menu, std::string& body_id);

/// What a page of another module has to say in a form that is opened by POST; "" else.
std::string handed_over(Visit const& visit, char const* name);

/// A table of the workplace as a file: "xlsx" or "csv" of the address's {format}; else 404. Audited.
http::Response send_file(Visit& visit, db::Writer& writer, char const* name, std::vector<std::string> const& header,
                         std::vector<std::vector<std::string>> const& rows);

}  // namespace mila::agreements
