// Small helpers shared by the parts.

/** Every element that carries `attribute`. */
export function elements_with(attribute: string): HTMLElement[] {
  return Array.from(document.querySelectorAll<HTMLElement>(`[${attribute}]`));
}

/** The value of a data attribute, or an empty text; `name` as in the markup, without `data-`. */
export function data_text(element: Element, name: string): string {
  return element.getAttribute(`data-${name}`) || "";
}

/**
 * Says `message` in the live region beside `element` (created once), so that screen readers hear
 * what happened and everybody sees it.
 */
export function say_beside(element: HTMLElement, message: string): void {
  let status = element.nextElementSibling;
  if (!status || !status.classList.contains("m-status")) {
    status = document.createElement("span");
    status.className = "m-status m-muted";
    status.setAttribute("role", "status");
    element.insertAdjacentElement("afterend", status);
  }
  status.textContent = "";
  // A region that is filled in the same moment it appears stays silent in some screen readers.
  window.setTimeout(() => {
    status.textContent = message;
  }, 50);
}

/**
 * Copies `text`; falls back to a hidden field where the clipboard interface is missing (no TLS, old
 * phones).
 */
export async function copy_text(text: string): Promise<boolean> {
  try {
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(text);
      return true;
    }
  } catch {
    // Refused by the browser: the old way below may still be allowed.
  }
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "kern-sr-only";
  field.setAttribute("aria-hidden", "true");
  field.setAttribute("readonly", "");
  document.body.appendChild(field);
  const focused = document.activeElement as HTMLElement | null;
  field.select();
  let copied = false;
  try {
    copied = document.execCommand("copy");
  } catch {
    copied = false;
  }
  field.remove();
  if (focused) focused.focus();
  return copied;
}
