// Copies the text of another element: <button data-copy="id" data-copied="…" data-copy-failed="…"
// hidden>.

import { copy_text, data_text, elements_with, say_beside } from "./page";

/**
 * Shows the buttons and makes them copy; without script they stay hidden, the text can be marked by
 * hand.
 */
export function start_copy_buttons(): void {
  for (const button of elements_with("data-copy")) {
    const source = document.getElementById(data_text(button, "copy"));
    if (!source) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      // innerText keeps the lines as they are seen; textContent would glue blocks together.
      const copied = await copy_text(source.innerText.trim());
      say_beside(button, data_text(button, copied ? "copied" : "copy-failed"));
    });
  }
}
