// Cuts the part of KERN UX-Standard (@kern-ux/native) that MiLa uses out of its style sheet and
// makes it fit for old phones: tokens become values or our own custom properties, OKLCH disappears,
// left/right become start/end.

import fs from "node:fs";
import { createRequire } from "node:module";
import postcss from "postcss";

const require = createRequire(import.meta.url);

/** Classes kept. A selector stays when every KERN class in it is listed here. */
const kept_classes = new Set(
  [
    "accordion accordion__header accordion__body",
    "alert alert--info alert--success alert--warning alert--danger alert__header alert__body",
    "badge badge--info badge--success badge--warning badge--danger badge--small",
    "body body--bold body--small body--muted",
    "btn btn--primary btn--secondary btn--tertiary btn--block",
    "divider",
    "error",
    "fieldset fieldset__body fieldset__body--horizontal fieldset--error",
    "form-check form-check__checkbox form-check__radio form-check--error",
    "form-check__checkbox--error form-check__radio--error",
    "form-input form-input__input form-input__select form-input__select-wrapper form-input--error",
    "form-input__input--error form-input__select--error",
    "heading-x-large heading-large heading-medium heading-small",
    "hint",
    "label label__optional",
    "sr-only sr-only-mobile",
    "table table__head table__body table__row table__header table__cell table__header--numeric",
    "table__cell--numeric table--small table--striped table-responsive",
    "title",
  ]
    .join(" ")
    .split(" ")
    .map((name) => `kern-${name}`),
);

/** KERN's colour and type tokens and what they are in MiLa (styles/tokens.css). */
const tokens = {
  "color-layout-text-default": "--m-ink",
  "color-layout-text-muted": "--m-muted",
  "color-layout-layer-surface": "--m-hue",
  "color-layout-background-default": "--m-paper",
  "color-layout-border": "--m-edge",
  "color-decorative-border": "--m-line",
  "color-action-default": "--m-accent",
  "color-action-on-default": "--m-paper",
  "color-action-state-indicator-shade-hover": "--m-accent-strong",
  "color-action-state-indicator-shade-active": "--m-accent-strong",
  "color-action-state-indicator-tint-hover-opacity": "--m-tint",
  "color-action-state-indicator-tint-active-opacity": "--m-tint",
  "color-action-focus-default": "--m-ink",
  "color-form-input-border": "--m-ink",
  "color-feedback-info": "--m-muted",
  "color-feedback-info-background": "--m-hue",
  "color-feedback-success": "--m-ok",
  "color-feedback-success-background": "--m-ok-ground",
  "color-feedback-warning": "--m-warn",
  "color-feedback-warning-background": "--m-warn-ground",
  "color-feedback-danger": "--m-bad",
  "color-feedback-danger-background": "--m-bad-ground",
  "typography-font-size-x-large-adaptive": "--m-size-1",
  "typography-line-height-x-large-adaptive": "--m-height-1",
  "typography-font-size-large-adaptive": "--m-size-2",
  "typography-line-height-large-adaptive": "--m-height-2",
  "typography-font-size-medium-adaptive": "--m-size-3",
  "typography-line-height-medium-adaptive": "--m-height-3",
  "typography-font-size-medium-static": "1.0625rem",
  "typography-font-size-small-static": "0.9375rem",
  "typography-line-height-medium-static": "1.625rem",
  "typography-font-weight-heading-balanced": "600",
};

/** `oklch(L% C H)` with literal numbers as `#rrggbb`, gamut clipped (CSS Color 4, section 9). */
export function oklch_to_hex(lightness, chroma, hue_degrees) {
  const hue = (hue_degrees * Math.PI) / 180;
  const a = chroma * Math.cos(hue);
  const b = chroma * Math.sin(hue);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  const channel = (value) => {
    const clipped = Math.min(1, Math.max(0, value));
    const encoded = clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055;
    return Math.round(encoded * 255)
      .toString(16)
      .padStart(2, "0");
  };
  return `#${linear.map(channel).join("")}`;
}

const replace_oklch = (text) =>
  text.replace(/oklch\(\s*([\d.]+)%\s+([\d.]+)\s+([\d.]+)\s*\)/g, (_, l, c, h) =>
    oklch_to_hex(l / 100, Number(c), Number(h)),
  );

/**
 * Replaces every `var(--kern-…)` in `value`, innermost first. Undefined when KERN names a token
 * that it never sets: such a declaration does nothing in a browser either.
 */
function resolve_tokens(value, root_values) {
  const innermost = /var\(\s*--kern-([\w-]+?)(-contextual)?\s*(?:,\s*([^()]*))?\)/;
  let text = value;
  for (let match; (match = innermost.exec(text));) {
    const [whole, name, , fallback] = match;
    const ours = tokens[name];
    let replacement = ours?.startsWith("--") ? `var(${ours.replace("--", "--\u0000")})` : ours;
    replacement ??= root_values.get(`--kern-${name}`) ?? fallback?.trim();
    if (replacement === undefined) return undefined;
    text = text.replace(whole, replacement);
  }
  return replace_oklch(text.replaceAll("\u0000", ""));
}

const start_end = { left: "start", right: "end" };

/** Turns physical sides into logical ones, so that right-to-left pages need no second sheet. */
function make_logical(declaration) {
  const side = /^(padding|margin|border)-(left|right)$/.exec(declaration.prop);
  if (side) declaration.prop = `${side[1]}-inline-${start_end[side[2]]}`;
  if (declaration.prop === "text-align" && start_end[declaration.value]) {
    declaration.value = start_end[declaration.value];
  }
  if (declaration.prop !== "padding") return;
  const parts = postcss.list.space(declaration.value);
  if (parts.length !== 4 || parts[1] === parts[3]) return;
  declaration.cloneBefore({ prop: "padding-top", value: parts[0] });
  declaration.cloneBefore({ prop: "padding-bottom", value: parts[2] });
  declaration.cloneBefore({ prop: "padding-inline-start", value: parts[3] });
  declaration.cloneBefore({ prop: "padding-inline-end", value: parts[1] });
  declaration.remove();
}

function is_kept(selector) {
  if (/:has\(|:is\(|\.kern-icon|type=file/.test(selector)) return false;
  const names = selector.match(/\.kern-[\w-]+/g) ?? [];
  return names.length > 0 && names.every((name) => kept_classes.has(name.slice(1)));
}

/**
 * The subset as CSS text. Icons are left out: MiLa puts SVG into the page, so no `data:` image is
 * needed.
 */
export function kern_subset() {
  const sheet = postcss.parse(
    fs.readFileSync(require.resolve("@kern-ux/native/dist/kern.css"), "utf8"),
  );
  const root_values = new Map();
  sheet.walkRules(":root", (rule) => {
    if (rule.parent.type === "root")
      rule.walkDecls(/^--/, (d) => void root_values.set(d.prop, d.value));
  });
  sheet.walkComments((comment) => void comment.remove());
  sheet.walkRules((rule) => {
    rule.selectors = rule.selectors.filter(is_kept);
    if (rule.selector === "") return rule.remove();
    const seen = new Set();
    for (const declaration of [...rule.nodes].reverse()) {
      // KERN writes its type mixin first and overrides it below: only the last one counts. Masks
      // and the white they get in high contrast go: arrows are drawn with borders
      // (styles/buttons.css, forms.css).
      const is_mask =
        /mask|font-family/.test(declaration.prop) || /color-white/.test(declaration.value);
      const drop = seen.has(declaration.prop) || is_mask;
      seen.add(declaration.prop);
      if (drop || declaration.prop.startsWith("--")) declaration.remove();
    }
    rule.walkDecls((declaration) => {
      const value = resolve_tokens(declaration.value, root_values);
      if (value === undefined) return declaration.remove();
      declaration.value = value;
      make_logical(declaration);
    });
    if (rule.nodes.length === 0) rule.remove();
  });
  for (let removed = true; removed;) {
    removed = false;
    sheet.walkAtRules((at) => {
      if (at.name === "media" ? at.nodes.length > 0 : false) return;
      at.remove();
      removed = true;
    });
  }
  return sheet.toString();
}
