// What the steps of a list share: one transaction, and only on what the form showed.
#pragma once

#include "modules/setup/list_import.h"
#include "modules/setup/list_import_store.h"

namespace mila::setup {

inline Error forbidden() { return {ErrorCode::Forbidden, "", "lists.import"}; }
inline Error changed_meanwhile() {
  return {ErrorCode::Conflict, "Somebody changed this list in the meantime. Please look at it again.", ""};
}

/// Runs `body` on an import in one transaction, if it still is what the form showed.
template <typename Body>
Result<bool> change(Context& context, std::string_view id, std::int64_t version, Body&& body) {
  if (!context.actor.may(Permission::ImportLists)) return forbidden();
  return context.county.database.write([&](db::Writer& writer) -> Result<bool> {
    auto list = find_list(writer, id);
    if (!list) return Error{ErrorCode::NotFound, "", ""};
    if (list->version != version) return changed_meanwhile();
    body(writer, *list);
    update_list(writer, *list, version);
    return true;
  });
}

}  // namespace mila::setup
