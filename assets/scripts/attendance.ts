// Ticking off who is here without loading the page each time. A tap that finds no network waits in the
// browser, as does the name of somebody who came without being asked, and both are sent again until they
// are saved, once: the server takes them as made when the finger was there. What waits outlives a closed
// tab and is gone a week later or when one signs out. The page works without this: its forms are plain.
//
// A page has [data-attendance] with the words; forms with [data-mark] hold the two buttons, form.m-form
// adds somebody who came without being asked.

import { data_text, say_beside } from "./page";

interface Tap {
  action: string;
  fields: [string, string][];
  at: number;
  row: string;
  name?: string; // of somebody who came without being asked
}

const again_after = 4000;
const kept_milliseconds = 7 * 24 * 3600 * 1000;

/** A random UUID; crypto.randomUUID is missing without TLS. */
function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function start(page: HTMLElement): void {
  const key = `mila-attendance ${location.pathname}`;
  let waiting: Tap[] = [];
  try {
    const kept = JSON.parse(localStorage.getItem(key) || "[]") as Tap[];
    waiting = kept.filter((tap) => Date.now() - tap.at < kept_milliseconds);
  } catch {
    // A browser without storage forgets with the page.
  }
  let sending = false;

  const keep = (): void => {
    try {
      if (waiting.length > 0) localStorage.setItem(key, JSON.stringify(waiting));
      else localStorage.removeItem(key);
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
  /** The line of somebody whose name waits; the page has it already when it was sent before. */
  const show_name = (tap: Tap): void => {
    if (document.getElementById(tap.row)) return;
    let list = page.querySelector<HTMLElement>(".m-presence");
    if (!list) {
      list = document.createElement("ul");
      list.className = "m-list m-lines m-presence";
      page.querySelector("[data-figures]")?.insertAdjacentElement("afterend", list);
    }
    const row = document.createElement("li");
    row.id = tap.row;
    const name = document.createElement("p");
    name.className = "m-strong m-row";
    name.textContent = tap.name || "";
    const cell = document.createElement("div");
    cell.appendChild(name);
    row.appendChild(cell);
    list.appendChild(row);
    tell(tap, "unsent");
  };

  const post = (tap: Tap): Promise<Response> => {
    const fields = new URLSearchParams(tap.fields);
    fields.set("csrf", csrf());
    fields.set("waited", String(Math.max(0, Math.round((Date.now() - tap.at) / 1000))));
    return fetch(tap.action, {
      method: "POST",
      body: fields,
      headers: { accept: "application/json" },
      credentials: "same-origin",
    });
  };

  /** True when it is settled, false when it has to wait. */
  const send = async (tap: Tap): Promise<boolean> => {
    const waits = tap.name === undefined ? "waiting" : "unsent";
    let answer: Response;
    try {
      answer = await post(tap);
    } catch {
      tell(tap, waits);
      return false;
    }
    if (answer.status >= 500) {
      tell(tap, waits);
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
  const add = (tap: Tap): void => {
    waiting.push(tap);
    keep();
    void send_all();
  };

  const mark = (form: HTMLFormElement, event: SubmitEvent): void => {
    const button = event.submitter as HTMLButtonElement | null;
    // Old browsers do not say which button it was: they load the page.
    if (!button) return;
    event.preventDefault();
    const row = form.closest("li")?.id || "";
    // Of two taps on a person that both wait the last one counts.
    waiting = waiting.filter((tap, n) => (sending && n === 0) || tap.row !== row);
    const tap = { action: form.action, fields: [["present", button.value]], at: Date.now(), row } as Tap;
    press(tap, button.value);
    add(tap);
  };
  const add_name = (form: HTMLFormElement, event: SubmitEvent): void => {
    const field = form.querySelector<HTMLInputElement>('input[name="name"]');
    const organization = form.querySelector<HTMLInputElement>('input[name="organization"]');
    const name = (field?.value || "").trim();
    // Which organisation is meant can be asked with a network only; without one the name is enough.
    if (!field || !name || (organization?.value && navigator.onLine)) return;
    event.preventDefault();
    const id = uuid();
    const tap = {
      action: form.action,
      fields: [
        ["name", name],
        ["id", id],
      ],
      at: Date.now(),
      row: `a-${id}`,
      name,
    } as Tap;
    form.reset();
    field.focus();
    show_name(tap);
    add(tap);
  };

  page.addEventListener("submit", (event) => {
    if (!window.fetch || !window.URLSearchParams) return;
    const form = event.target as HTMLFormElement;
    if (form.hasAttribute("data-mark")) mark(form, event as SubmitEvent);
    else if (form.matches("form.m-form")) add_name(form, event as SubmitEvent);
  });
  window.addEventListener("online", () => void send_all());
  window.addEventListener("beforeunload", (event) => {
    if (waiting.length > 0) event.preventDefault();
  });
  for (const tap of waiting) if (tap.name !== undefined) show_name(tap);
  void send_all();
}

const page = document.querySelector<HTMLElement>("[data-attendance]");
if (page) start(page);
