// Forms: one click sends once, and after a refused form the list of errors is read first.

/**
 * Guards every POST form against double sending and moves focus to the error list, if there is one.
 */
export function start_forms(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.classList.contains("m-busy")) {
      event.preventDefault();
      return;
    }
    form.classList.add("m-busy");
    // Buttons are marked, not disabled: a disabled button would drop its own name and value from
    // the form.
    mark_buttons(form, true);
  });
  // Coming back with the browser's button shows the kept page: it must be usable again.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll<HTMLFormElement>("form.m-busy").forEach((form) => {
      form.classList.remove("m-busy");
      mark_buttons(form, false);
    });
  });
  const errors = document.querySelector<HTMLElement>(".m-errors[tabindex]");
  if (errors) errors.focus();
}

function mark_buttons(form: HTMLFormElement, busy: boolean): void {
  form.querySelectorAll('button[type="submit"], button:not([type])').forEach((button) => {
    if (busy) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  });
}
