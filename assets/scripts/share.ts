// Shares a page with the phone's own dialogue: <a href="mailto:…" data-share data-share-title="…"
// data-share-url="…" data-copied="…">. Without script, or where nothing else works, the link writes
// a mail.

import { copy_text, data_text, elements_with, say_beside } from "./page";

/** Makes share links use the native dialogue, else the clipboard, else what their href says. */
export function start_share_links(): void {
  for (const link of elements_with("data-share")) {
    link.addEventListener("click", async (event) => {
      const url = new URL(data_text(link, "share-url") || location.href, location.href).href;
      const title = data_text(link, "share-title") || document.title;
      if (typeof navigator.share === "function") {
        event.preventDefault();
        try {
          await navigator.share({ title, url });
          return;
        } catch (error) {
          if ((error as DOMException).name === "AbortError") return;
        }
      } else if (!navigator.clipboard || !data_text(link, "copied")) {
        return;
      }
      event.preventDefault();
      const copied = await copy_text(url);
      if (copied) say_beside(link, data_text(link, "copied"));
      else if (link instanceof HTMLAnchorElement) location.href = link.href;
    });
  }
}
