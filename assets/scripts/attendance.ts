// Ticking off who is here without loading the page each time. A tap that finds no network waits in the
// tab and is sent again until it is saved; the server takes it as made when the finger was there. The
// page works without this: the buttons are plain forms.
//
// A page has [data-attendance] with the words; forms with [data-mark] hold the two buttons, form.m-form
// adds somebody who came without being asked.

import { data_text, say_beside } from "./page";

interface Tap {
  action: string;
  fields: [string, string][];
  at: number;
  row: string;
}

const again_after = 4000;

function start(page: HTMLElement): void {
  const key = `mila-attendance ${location.pathname}`;
  let waiting: Tap[] = [];
  try {
    waiting = JSON.parse(sessionStorage.getItem(key) || "[]");
  } catch {
    // A browser without storage forgets with the page.
  }
  let sending = false;

  const keep = (): void => {
    try {
      sessionStorage.setItem(key, JSON.stringify(waiting));
    } catch {
      // As above.
    }
  };
  const csrf = (): string =>
    page.querySelector<HTMLInputElement>('input[name="csrf"]')?.value || "";
  const beside = (tap: Tap): HTMLElement | null =>
    document.getElementById(tap.row)?.querySelector<HTMLElement>(".m-row") || null;
  const tell = (tap: Tap, word: string): void => {
    const place = beside(tap);
    if (place) say_beside(place, data_text(page, word));
  };
  const press = (tap: Tap, present: string): void => {
    beside(tap)
      ?.querySelectorAll<HTMLButtonElement>("button")
      .forEach((button) => button.setAttribute("aria-pressed", String(button.value === present)));
  };

  /** True when it is settled, false when it has to wait. */
  const send = async (tap: Tap): Promise<boolean> => {
    const fields = new URLSearchParams(tap.fields);
    fields.set("csrf", csrf());
    fields.set("waited", String(Math.max(0, Math.round((Date.now() - tap.at) / 1000))));
    let answer: Response;
    try {
      answer = await fetch(tap.action, {
        method: "POST",
        body: fields,
        headers: { accept: "application/json" },
        credentials: "same-origin",
      });
    } catch {
      tell(tap, "waiting");
      return false;
    }
    if (answer.status >= 500) {
      tell(tap, "waiting");
      return false;
    }
    if (!(answer.headers.get("content-type") || "").startsWith("application/json")) {
      // Signed out, or the person is not on the list any more: what is kept goes out again after the
      // page was loaded.
      tell(tap, "again");
      return answer.status === 404 || answer.status === 422;
    }
    const told = await answer.json();
    const figures = page.querySelector("[data-figures]");
    if (figures && told.figures) figures.textContent = told.figures;
    press(tap, told.present);
    tell(tap, "saved");
    return true;
  };

  const send_all = async (): Promise<void> => {
    if (sending) return;
    sending = true;
    while (waiting.length > 0) {
      const tap = waiting[0] as Tap;
      if (!(await send(tap))) {
        window.setTimeout(send_all, again_after);
        break;
      }
      waiting.shift();
      keep();
    }
    sending = false;
  };

  page.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.hasAttribute("data-mark")) return;
    const button = (event as SubmitEvent).submitter as HTMLButtonElement | null;
    // Old browsers do not say which button it was: they load the page.
    if (!button || !window.fetch || !window.URLSearchParams) return;
    event.preventDefault();
    const row = form.closest("li")?.id || "";
    // Of two taps on a person that both wait the last one counts.
    waiting = waiting.filter((tap, n) => (sending && n === 0) || tap.row !== row);
    const tap: Tap = {
      action: form.action,
      fields: [["present", button.value]],
      at: Date.now(),
      row,
    };
    waiting.push(tap);
    keep();
    press(tap, button.value);
    void send_all();
  });
  window.addEventListener("online", () => void send_all());
  window.addEventListener("beforeunload", (event) => {
    if (waiting.length > 0) event.preventDefault();
  });
  void send_all();
}

const page = document.querySelector<HTMLElement>("[data-attendance]");
if (page) start(page);
