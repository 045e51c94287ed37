// Menus are <details class="m-menu">. They open without script; this closes what is left open.

const open_menus = "details.m-menu[open]";

function close_all_except(kept: Element | null): void {
  document.querySelectorAll<HTMLDetailsElement>(open_menus).forEach((menu) => {
    if (!kept || !menu.contains(kept)) menu.open = false;
  });
}

/**
 * Closes menus on Escape (focus goes back to the button), on a click outside and when focus moves
 * on.
 */
export function start_menus(): void {
  document.addEventListener("click", (event) => close_all_except(event.target as Element));
  document.addEventListener("focusin", (event) => close_all_except(event.target as Element));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector<HTMLDetailsElement>(open_menus);
    if (!menu) return;
    const had_focus = menu.contains(document.activeElement);
    menu.open = false;
    const summary = menu.querySelector("summary");
    if (had_focus && summary) summary.focus();
  });
}
