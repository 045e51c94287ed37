// Reads the page aloud with voices of the device: <div class="m-aloud" data-read-aloud="id of the
// text" data-play="…" data-stop="…" data-none="…" hidden>. Voices that run in a provider's cloud
// are never used: they would tell that provider what somebody reads. Where no fitting voice is,
// data-none says so.

import { data_text, elements_with } from "./page";

const blocks = "h1, h2, h3, p, li, dt, dd, th, td, summary, figcaption";
/**
 * Some engines stop in the middle of long pieces, so pieces end at sentences below this many
 * characters.
 */
const longest_piece = 180;
const voices_wait_milliseconds = 2500;

interface Piece {
  text: string;
  language: string;
}

const base_language = (tag: string): string => tag.toLowerCase().split(/[-_]/)[0] || "";

function language_of(element: Element): string {
  const holder = element.closest("[lang]");
  return holder ? holder.getAttribute("lang") || "" : "";
}

/** A voice on the device for `language`; the same region is preferred. Null when there is none. */
function find_voice(language: string): SpeechSynthesisVoice | null {
  const fitting = speechSynthesis
    .getVoices()
    .filter((voice) => voice.localService && base_language(voice.lang) === base_language(language));
  const same_region = fitting.find((voice) => voice.lang.toLowerCase() === language.toLowerCase());
  return same_region || fitting[0] || null;
}

function is_visible(element: HTMLElement): boolean {
  return (
    element.getClientRects().length > 0 &&
    !element.closest("[aria-hidden=true], .m-noprint, .m-aloud")
  );
}

/**
 * Cuts `text` after sentences, and inside a sentence after a blank where it is longer than a piece
 * may be.
 */
function split_sentences(text: string): string[] {
  const pieces: string[] = [];
  let rest = text.replace(/\s+/g, " ").trim();
  while (rest.length > longest_piece) {
    const head = rest.slice(0, longest_piece);
    const sentence_end = Math.max(
      ...[". ", "! ", "? ", "؟ ", "، ", ": "].map((end) => head.lastIndexOf(end)),
    );
    const cut = sentence_end > 0 ? sentence_end + 1 : Math.max(head.lastIndexOf(" "), 1);
    pieces.push(rest.slice(0, cut).trim());
    rest = rest.slice(cut).trim();
  }
  if (rest) pieces.push(rest);
  return pieces;
}

function collect_pieces(root: HTMLElement): Piece[] {
  const pieces: Piece[] = [];
  root.querySelectorAll<HTMLElement>(blocks).forEach((block) => {
    // A block inside another one (<li><p>) is read with the inner one only.
    if (block.querySelector(blocks) || !is_visible(block)) return;
    const language = language_of(block);
    split_sentences(block.innerText).forEach((text) => pieces.push({ text, language }));
  });
  return pieces;
}

function speak(pieces: Piece[], on_end: () => void): void {
  const kept: SpeechSynthesisUtterance[] = [];
  for (const piece of pieces) {
    const voice = find_voice(piece.language);
    if (!voice) continue;
    const utterance = new SpeechSynthesisUtterance(piece.text);
    utterance.voice = voice;
    utterance.lang = voice.lang;
    utterance.rate = 0.95;
    kept.push(utterance);
  }
  const last = kept[kept.length - 1];
  if (!last) return on_end();
  last.onend = on_end;
  last.onerror = on_end;
  kept.forEach((utterance) => speechSynthesis.speak(utterance));
}

function show_button(box: HTMLElement, text: HTMLElement, button: HTMLElement): void {
  const label = button.querySelector(".kern-label") || button;
  let speaking = false;
  const set_speaking = (now: boolean): void => {
    speaking = now;
    label.textContent = data_text(box, now ? "stop" : "play");
  };
  set_speaking(false);
  button.addEventListener("click", () => {
    speechSynthesis.cancel();
    if (speaking) return set_speaking(false);
    set_speaking(true);
    speak(collect_pieces(text), () => set_speaking(false));
  });
  window.addEventListener("pagehide", () => speechSynthesis.cancel());
  box.hidden = false;
}

function show_reason(box: HTMLElement): void {
  const reason = document.createElement("p");
  reason.textContent = data_text(box, "none");
  box.textContent = "";
  box.appendChild(reason);
  box.hidden = false;
}

function start_box(box: HTMLElement): void {
  const text = document.getElementById(data_text(box, "read-aloud"));
  const button = box.querySelector<HTMLElement>("button");
  if (!text || !button) return;
  if (!("speechSynthesis" in window)) return show_reason(box);
  const language = language_of(text) || document.documentElement.lang;
  let decided = false;
  const decide = (is_last_chance: boolean): void => {
    if (decided || (!find_voice(language) && !is_last_chance)) return;
    decided = true;
    if (find_voice(language)) show_button(box, text, button);
    else show_reason(box);
  };
  // Voices arrive late and the event may never come: look now, on the event, and once more after a
  // while.
  if (speechSynthesis.addEventListener) {
    speechSynthesis.addEventListener("voiceschanged", () => decide(false));
  }
  window.setTimeout(() => decide(true), voices_wait_milliseconds);
  decide(false);
}

/** Prepares every box that offers to read aloud. */
export function start_read_aloud(): void {
  elements_with("data-read-aloud").forEach(start_box);
}
