// Which key file a county's data are sealed with. A fingerprint of it stands in the database, so that
// a lost file is noticed before a new one is made, not after.
#pragma once

#include "platform/county/county.h"

namespace mila {

/// Throws std::runtime_error that says what to do when the key file is missing or another one while
/// the county has data that hang on it. Notes the file's fingerprint when there is none yet, which
/// makes the file of a new county. Call it after migrating, outside of transactions, before anything
/// asks for keys.
void check_keys(County& county);
/// Takes the key file that is there, or a new one, as the county's from now on. What was sealed with
/// another stays closed. The county must not have asked for its keys before.
void accept_keys(County& county);

/// Generation all sealed columns are at; smaller than Keys::generation() while they are being sealed
/// anew.
int sealed_generation(db::Reader& reader);
void set_sealed_generation(db::Writer& writer, int generation);

}  // namespace mila
