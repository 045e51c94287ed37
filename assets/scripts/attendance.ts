// Ticking off who is here without loading the page each time. A tap that finds no network waits in the
// browser, as does the name of somebody who came without being asked, and both are sent again until they
// are saved, once: the server takes them as made when the finger was there. What waits outlives a closed
// tab; it is gone when one signs out, or when such a page is opened after a week. What the server does not
// take stays with a word on what to do and is tried again when the page is. The page works without this:
// its forms are plain.
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

/** What became of a tap that was sent; Later keeps it, Offline all the others, too. */
type End = "settled" | "refused" | "later" | "offline";

const again_after = 4000;
const later_after = 30_000; // when the server is there but cannot
const kept_milliseconds = 7 * 86_400_000;
const key_start = "mila-attendance ";

const id_of = (tap: Tap): string => `${tap.row} ${tap.at}`;

/** What is kept under `key` and not too old. Throws where the browser has no storage. */
function read_kept(key: string): Tap[] {
  const text = localStorage.getItem(key) || "[]";
  try {
    return (JSON.parse(text) as Tap[]).filter((tap) => Date.now() - tap.at < kept_milliseconds);
  } catch {
    return [];
  }
}

function write_kept(key: string, taps: Tap[]): void {
  if (taps.length > 0) localStorage.setItem(key, JSON.stringify(taps));
  else localStorage.removeItem(key);
}

/** Names that could not be sent for a week, of whatever meeting, do not stay on the device. */
function forget_old(): void {
  for (const key of Object.keys(localStorage))
    if (key.startsWith(key_start)) write_kept(key, read_kept(key));
}

/** A random UUID; crypto.randomUUID is missing without TLS. */
function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function start(page: HTMLElement): void {
  const key = key_start + location.pathname;
  let waiting: Tap[] = [];
  const settled = new Set<string>(); // or replaced by a later tap
  const refused = new Set<string>();
  let sending = false;
  let timer = 0;

  /** Puts what waits here together with what other tabs kept meanwhile. */
  const keep = (): void => {
    try {
      const here = new Set(waiting.map(id_of));
      for (const tap of read_kept(key)) {
        if (here.has(id_of(tap)) || settled.has(id_of(tap))) continue;
        waiting.push(tap);
        if (tap.name !== undefined) show_name(tap);
      }
      write_kept(key, waiting);
    } catch {
      // A browser without storage forgets with the page.
    }
  };
  const drop = (which: (tap: Tap) => boolean): void => {
    for (const tap of waiting.filter(which)) settled.add(id_of(tap));
    waiting = waiting.filter((tap) => !which(tap));
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

  const send = async (tap: Tap): Promise<End> => {
    const waits = tap.name === undefined ? "waiting" : "unsent";
    let answer: Response;
    let told: { figures?: string; present: string } | null = null;
    try {
      answer = await post(tap);
      if ((answer.headers.get("content-type") || "").startsWith("application/json"))
        told = await answer.json();
    } catch {
      tell(tap, waits);
      return "offline";
    }
    if (answer.status >= 500 || answer.status === 429) {
      tell(tap, waits);
      return "later";
    }
    if (answer.ok && told) {
      const figures = page.querySelector("[data-figures]");
      if (figures && told.figures) figures.textContent = told.figures;
      press(tap, told.present);
      tell(tap, "saved");
      return "settled";
    }
    // Signed out: goes out again after the page was loaded. Who is not on the list any more cannot be
    // marked; a name is never thrown away.
    const gone = (answer.status === 404 || answer.status === 422) && tap.name === undefined;
    tell(tap, answer.ok || gone ? "again" : "refused");
    return answer.ok ? "later" : gone ? "settled" : "refused";
  };

  /** Sends each once, whatever becomes of those before it. */
  const send_all = async (): Promise<void> => {
    if (sending) return;
    sending = true;
    window.clearTimeout(timer);
    keep();
    const tried = new Set(refused);
    let pause = 0;
    for (;;) {
      const tap = waiting.find((one) => !tried.has(id_of(one)));
      if (!tap) break;
      tried.add(id_of(tap));
      const end = await send(tap);
      if (end === "settled") drop((one) => one === tap);
      else if (end === "refused") refused.add(id_of(tap));
      else pause = end === "offline" ? again_after : later_after;
      keep();
      if (end === "offline") break;
    }
    sending = false;
    if (pause > 0) timer = window.setTimeout(send_all, pause);
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
    drop((tap) => tap.row === row);
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
    if (waiting.some((tap) => !refused.has(id_of(tap)))) event.preventDefault();
  });
  void send_all();
}

const page = document.querySelector<HTMLElement>("[data-attendance]");
if (page) {
  try {
    forget_old();
  } catch {
    // As in keep().
  }
  start(page);
}
