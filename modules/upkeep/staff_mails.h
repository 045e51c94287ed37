// Mails of this module to people with an account and to organisations, in German or English.
#pragma once

#include "modules/upkeep/draft.h"
#include "modules/upkeep/hiding_store.h"
#include "modules/upkeep/wish_store.h"
#include "platform/auth/accounts.h"

namespace mila::upkeep {

/// "Released" or "not yet, because …" to whoever wrote the draft.
void mail_decision(db::Writer& writer, Context& context, Draft const& draft);
/// "These wait for you, and are due tomorrow".
void mail_due_drafts(db::Writer& writer, Context& context, auth::Account const& account,
                     std::vector<Draft> const& drafts);

/// "Are these entries still right?" to an organisation, all of them named, with the link that answers.
/// `again`: a reminder. False when the address gets no mail.
bool mail_question(db::Writer& writer, Context& context, std::string_view organization_id,
                   std::string_view organization, std::string const& address,
                   std::vector<std::string> const& offers, std::string const& link, bool again);

struct SilentProvider {
  std::string name;
  Date waited_until;  ///< then the public reads since when an offer has not been confirmed
};
/// Who has not answered yet, to those who release: in time to call them.
void mail_silent_providers(db::Writer& writer, Context& context, auth::Account const& account,
                           std::vector<SilentProvider> const& silent);

/// A municipality's wish to who drives the tour: to the organisation and its editors.
void mail_wish(db::Writer& writer, Context& context, Entry const& tour, StopWish const& wish,
               std::string_view place);
/// The answer to whoever wished.
void mail_wish_answer(db::Writer& writer, Context& context, Entry const& tour, StopWish const& wish,
                      std::string_view place);

/// That an entry was hidden, why, and how to object.
void mail_hidden(db::Writer& writer, Context& context, Entry const& entry, Hiding const& hiding);
void mail_shown_again(db::Writer& writer, Context& context, Entry const& entry);

/// "These should have been answered by now", to those who release and those who run the program.
void mail_late_drafts(db::Writer& writer, Context& context, auth::Account const& account,
                      std::vector<Draft> const& drafts);

}  // namespace mila::upkeep
