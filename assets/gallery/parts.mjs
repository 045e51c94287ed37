// Pieces of markup that the gallery uses again and again. Templates of the program write the same
// markup.

import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { read_icons } from "../build.mjs";

const images = path.join(path.dirname(fileURLToPath(import.meta.url)), "../images");
const icons = read_icons();

/** An inline icon; `flip` for arrows, which point the other way in right-to-left text. */
export function icon(name, flip = false) {
  if (!icons[name]) throw new Error(`no icon ${name}`);
  const classes = flip ? "m-icon m-flip" : "m-icon";
  return `<svg class="${classes}" viewBox="0 0 24 24" aria-hidden="true"><path d="${icons[name]}"/></svg>`;
}

/** An image from assets/images, to be put into the page so that it takes the county's colour. */
export function image(name) {
  const text = fs.readFileSync(path.join(images, `${name}.svg`), "utf8").trim();
  return text
    .replace(' xmlns="http://www.w3.org/2000/svg"', "")
    .replace("<svg ", '<svg aria-hidden="true" ');
}

const badge_icons = { success: "check", info: "clock", warning: "warning", danger: "close" };

export function badge(kind, words) {
  return `<span class="kern-badge kern-badge--${kind} kern-badge--small">${icon(badge_icons[kind])}<span class="kern-label">${words}</span></span>`;
}

/** kind: primary, secondary, tertiary; `attributes` come as they are. */
export function link_button(kind, icon_name, words, attributes = 'href="#"') {
  return `<a class="kern-btn kern-btn--${kind}" ${attributes}>${icon_name ? icon(icon_name) : ""}<span class="kern-label">${words}</span></a>`;
}

export function button(kind, icon_name, words, attributes = 'type="submit"') {
  return `<button class="kern-btn kern-btn--${kind}" ${attributes}>${icon_name ? icon(icon_name) : ""}<span class="kern-label">${words}</span></button>`;
}

const alert_icons = { info: "info", success: "check", warning: "warning", danger: "stop-hand" };

export function alert(kind, title, body, role = "") {
  return `<div class="kern-alert kern-alert--${kind}"${role && ` role="${role}"`}>
  <div class="kern-alert__header">${icon(alert_icons[kind])}<span class="kern-title">${title}</span></div>
  <div class="kern-alert__body"><p>${body}</p></div>
</div>`;
}

/** A labelled field; `error` adds KERN's error line and ties it to the field. */
export function field({ id, label, hint, error, type = "text", value = "", extra = "" }) {
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  const attributes = `${described && ` aria-describedby="${described}"`}${error ? ' aria-invalid="true"' : ""}${extra && ` ${extra}`}`;
  const control =
    type === "textarea"
      ? `<textarea class="kern-form-input__input" id="${id}" name="${id}" rows="4"${attributes}>${value}</textarea>`
      : `<input class="kern-form-input__input" id="${id}" name="${id}" type="${type}"${value && ` value="${value}"`}${attributes}>`;
  return `<div class="kern-form-input${error ? " kern-form-input--error" : ""}">
  <label class="kern-label" for="${id}">${label}</label>
  ${hint ? `<div class="kern-hint" id="${id}-hint">${hint}</div>` : ""}${control}
  ${error ? `<p class="kern-error" id="${id}-error">${icon("warning")}<span class="kern-body">${error}</span></p>` : ""}
</div>`;
}
