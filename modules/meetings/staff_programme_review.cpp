#include "modules/meetings/agenda_store.h"
#include "modules/meetings/programme_review.h"
#include "platform/i18n/catalogue.h"

namespace mila::meetings {

using i18n::N_;

void add_review_agenda(db::Writer& writer, Context& context, Meeting const& meeting) {
  struct Question {
    char const* title;
    int minutes;
    Visibility visibility;
  };
  constexpr Question kQuestions[] = {
      {N_("For the chair: we look at how things worked together, not at who is to blame"), 5, Visibility::Hidden},
      {N_("What happened, one after the other?"), 30, Visibility::Internal},
      {N_("What helped?"), 25, Visibility::Internal},
      {N_("What do we change, who does it until when?"), 40, Visibility::Internal}};
  int position = 0;
  for (auto const& question : kQuestions) {
    AgendaItem item;
    item.id = uuid_v7(writer.now(), context.random);
    item.meeting_id = meeting.id;
    item.position = position++;
    item.title = context.text(question.title);
    item.minutes = question.minutes;
    item.visibility = question.visibility;
    insert_item(writer, item);
  }
}

}  // namespace mila::meetings
