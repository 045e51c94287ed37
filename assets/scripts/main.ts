// Entry of the script on every page. The pages work without it: each part only adds comfort to
// markup that is already complete. All words come from data attributes, so that translators never
// look in here.

import { start_copy_buttons } from "./copy";
import { start_forms } from "./forms";
import { start_menus } from "./menus";
import { start_print_buttons } from "./print";
import { start_quick_exit } from "./quick_exit";
import { start_read_aloud } from "./read_aloud";
import { start_share_links } from "./share";

// The way out comes first: it must work even when something below fails on an old phone.
for (const start of [
  start_quick_exit,
  start_menus,
  start_forms,
  start_print_buttons,
  start_copy_buttons,
  start_share_links,
  start_read_aloud,
]) {
  try {
    start();
  } catch (error) {
    console.error(error);
  }
}
