// Writing minutes: each part saves itself a moment after the last letter, and what could not be saved
// (no network, signed out) stays in this browser until it is. Without this script the buttons save.
//
// <div data-minutes data-owner="account" data-saving="…" data-saved="… %t" data-offline="…"
// data-signed-out="…" data-changed="…" data-found="… %t" data-take="…" data-drop="…"> has the words;
// each form[data-minutes-part=id] a textarea, a field "version", a [data-phrases] with a list box,
// and a [data-state] to speak in.

import TurndownService from "turndown";
import { data_text, elements_with } from "./page";

const pause_milliseconds = 3000;
const retry_milliseconds = 15_000;
const kept_milliseconds = 7 * 86_400_000;
const key_start = "mila.minutes.";

interface Kept {
  text: string;
  at: number;
}

/** Word writes list items as paragraphs; their bullet is marked to be ignored. */
function make_converter(): TurndownService {
  const converter = new TurndownService({
    headingStyle: "atx",
    bulletListMarker: "-",
    emDelimiter: "*",
  });
  converter.remove(["style", "script", "title", "meta", "link"] as TurndownService.Filter);
  converter.addRule("bullet of Word", {
    filter: (node) => /mso-list:\s*ignore/i.test(node.getAttribute("style") ?? ""),
    replacement: () => "",
  });
  converter.addRule("list of Word", {
    filter: (node) => node.nodeName === "P" && /^MsoListParagraph/.test(node.className),
    replacement: (content) => `\n- ${content.trim()}`,
  });
  return converter;
}

/** What was copied from Word or a web page, as Markdown. */
export function to_markdown(html: string): string {
  return make_converter()
    .turndown(html)
    .replace(/^-\s{2,}/gm, "- ")
    .replace(/\u00a0/g, " ")
    .trim();
}

function time_text(at: number): string {
  const date = new Date(at);
  return `${date.getHours()}:${String(date.getMinutes()).padStart(2, "0")}`;
}

function read_kept(key: string): Kept | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null") as Kept | null;
  } catch {
    return null;
  }
}

/** Texts of long ago are of no use to anybody. */
function forget_old(): void {
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(key_start)) continue;
    const kept = read_kept(key);
    if (!kept || Date.now() - kept.at > kept_milliseconds) localStorage.removeItem(key);
  }
}

class PartForm {
  private readonly area: HTMLTextAreaElement;
  private readonly version: HTMLInputElement;
  private readonly state: HTMLElement;
  private readonly key: string;
  private saved: string;
  private timer = 0;
  private busy = false;
  /** Nothing is sent any more until the page is loaded anew: signed out, or changed by somebody. */
  private halted = false;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly words: HTMLElement,
  ) {
    this.area = form.querySelector("textarea") as HTMLTextAreaElement;
    this.version = form.querySelector('input[name="version"]') as HTMLInputElement;
    this.state = form.querySelector("[data-state]") as HTMLElement;
    this.key = `${key_start}${data_text(words, "owner")}.${data_text(form, "minutes-part")}`;
    this.saved = this.area.value;
    this.offer_kept();
    this.area.addEventListener("input", () => this.changed());
    this.area.addEventListener("paste", (event) => this.paste(event));
    window.addEventListener("online", () => this.later(0));
    this.offer_phrases();
  }

  private say(word: string, time = ""): void {
    this.state.textContent = data_text(this.words, word).replace("%t", time);
  }

  private changed(): void {
    try {
      localStorage.setItem(this.key, JSON.stringify({ text: this.area.value, at: Date.now() }));
    } catch {
      // A full or forbidden storage: saving still works.
    }
    this.later(pause_milliseconds);
  }

  private later(milliseconds: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.save(), milliseconds);
  }

  private async save(): Promise<void> {
    const text = this.area.value;
    if (this.halted || text === this.saved) return;
    if (this.busy) return this.later(pause_milliseconds);
    this.busy = true;
    this.say("saving");
    try {
      const answer = await fetch(this.form.action, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams(new FormData(this.form) as unknown as Record<string, string>),
        credentials: "same-origin",
        redirect: "manual",
      });
      if (answer.ok) await this.take_answer(text, answer);
      else await this.take_refusal(answer);
    } catch {
      this.say("offline");
      this.later(retry_milliseconds);
    }
    this.busy = false;
  }

  private async take_answer(text: string, answer: Response): Promise<void> {
    const said = (await answer.json()) as { version: string; time: string };
    this.version.value = said.version;
    this.saved = text;
    this.say("saved", said.time);
    if (this.area.value === text) localStorage.removeItem(this.key);
    else this.later(pause_milliseconds);
  }

  private async take_refusal(answer: Response): Promise<void> {
    // A redirect leads to signing in; a form token of a session that ended is refused.
    if (answer.type === "opaqueredirect" || answer.status === 403) this.say("signed-out");
    else if (answer.status === 409) this.say("changed");
    else if (answer.status >= 500) throw new Error(String(answer.status));
    else this.state.textContent = ((await answer.json()) as { problem: string }).problem;
    this.halted = answer.type === "opaqueredirect" || answer.status === 403 || answer.status === 409;
  }

  private offer_kept(): void {
    const kept = read_kept(this.key);
    if (!kept) return;
    if (kept.text === this.area.value) {
      localStorage.removeItem(this.key);
      return;
    }
    const box = document.createElement("div");
    box.className = "m-note m-stack";
    const words = document.createElement("p");
    words.textContent = data_text(this.words, "found").replace("%t", time_text(kept.at));
    const text = document.createElement("blockquote");
    text.className = "m-prewrap";
    text.textContent = kept.text;
    const buttons = document.createElement("p");
    buttons.className = "m-row m-actions";
    buttons.append(
      make_button(data_text(this.words, "take"), () => {
        this.area.value = kept.text;
        box.remove();
        this.changed();
        this.area.focus();
      }),
      make_button(data_text(this.words, "drop"), () => {
        localStorage.removeItem(this.key);
        box.remove();
        this.area.focus();
      }),
    );
    box.append(words, text, buttons);
    this.form.before(box);
  }

  /** One button a phrase in place of the list box: it goes where the cursor is. */
  private offer_phrases(): void {
    const holder = this.form.querySelector<HTMLElement>("[data-phrases]");
    const select = holder?.querySelector("select");
    if (!holder || !select) return;
    const buttons = document.createElement("div");
    buttons.className = "m-chips";
    for (const option of Array.from(select.options)) {
      if (!option.value) continue;
      const button = make_button(option.text, () => this.put_in(`${option.text} `, true));
      button.className = "m-chip";
      buttons.append(button);
    }
    holder.replaceWith(buttons);
  }

  private put_in(text: string, new_line: boolean): void {
    const area = this.area;
    const before = area.value.slice(0, area.selectionStart);
    const start = new_line && before !== "" && !before.endsWith("\n") ? "\n" : "";
    area.focus();
    // The browser's own way can be undone; where there is none the text is put in directly.
    if (!document.execCommand("insertText", false, start + text)) {
      area.setRangeText(start + text, area.selectionStart, area.selectionEnd, "end");
      this.changed();
    }
  }

  private paste(event: ClipboardEvent): void {
    const html = event.clipboardData?.getData("text/html") ?? "";
    if (!/<(li|p|h[1-6]|strong|b|em|i|a|table|ul|ol)\b/i.test(html)) return;
    const text = to_markdown(html);
    if (!text) return;
    event.preventDefault();
    this.put_in(text, false);
  }
}

function make_button(text: string, act: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "kern-btn kern-btn--tertiary";
  const label = document.createElement("span");
  label.className = "kern-label";
  label.textContent = text;
  button.append(label);
  button.addEventListener("click", act);
  return button;
}

const words = document.querySelector<HTMLElement>("[data-minutes]");
if (words) {
  forget_old();
  for (const form of elements_with("data-minutes-part"))
    if (form instanceof HTMLFormElement) new PartForm(form, words);
}
