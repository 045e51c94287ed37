// Leaves the page quickly: <a href="…harmless page…" rel="noreferrer" data-quick-exit>. For people
// who would be in danger if somebody saw what they read. Three times Escape does the same.

const escape_key = "Escape";
const presses_needed = 3;
const longest_pause_milliseconds = 1000;

/** Empties the page at once and puts the harmless one in its place in the history. */
function leave(url: string): void {
  // The next page may take seconds to load on a weak network; nothing must stay visible until then.
  document.documentElement.classList.add("m-gone");
  document.title = "";
  location.replace(url);
}

/** Arms the link and the Escape key; does nothing on pages without the link. */
export function start_quick_exit(): void {
  const link = document.querySelector<HTMLAnchorElement>("a[data-quick-exit]");
  if (!link) return;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave(link.href);
  });
  let presses = 0;
  let last_press = 0;
  document.addEventListener("keydown", (event) => {
    if (event.key !== escape_key || event.repeat) return;
    presses = event.timeStamp - last_press <= longest_pause_milliseconds ? presses + 1 : 1;
    last_press = event.timeStamp;
    if (presses === presses_needed) leave(link.href);
  });
  // Coming back by the history may show a kept copy of the emptied page: show it whole again.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}
