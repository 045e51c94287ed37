// <button type="button" data-print hidden> prints the page; browsers can do so without us, hence
// hidden.

import { elements_with } from "./page";

/** Shows the print buttons and makes them print. */
export function start_print_buttons(): void {
  if (typeof window.print !== "function") return;
  for (const button of elements_with("data-print")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}
