// Mail as a module: platform/mail knows no descriptors, so its own stands here.
#pragma once

#include "platform/site/module.h"

namespace mila {

/// Jobs and personal data of the outbox.
Module mail_module();

}  // namespace mila
