// Head, header, footer and emergency strip of the gallery pages, as on every public page.

import { icon, image } from "./parts.mjs";

const languages = [
  ["de", "Deutsch"],
  ["uk", "Українська"],
  ["ar", "العربية"],
  ["en", "English"],
  ["ru", "Русский"],
  ["de", "Leichte Sprache"],
  ["fa", "فارسی"],
  ["tr", "Türkçe"],
  ["fr", "Français"],
  ["pl", "Polski"],
  ["ro", "Română"],
  ["bg", "Български"],
  ["lt", "Lietuvių"],
  ["sv", "Svenska"],
];
const shown_on_phones = 5;

function language_link([tag, name], current) {
  const direction = tag === "ar" || tag === "fa" ? ' dir="rtl"' : "";
  const marked = tag === current && name !== "Leichte Sprache" ? ' aria-current="true"' : "";
  return `<a lang="${tag}" hreflang="${tag}"${direction} href="#"${marked}>${name}</a>`;
}

function header(t, language) {
  const items = [
    t("Hilfe finden", "ابحث عن مساعدة"),
    t("Wer ist zuständig?", "من المسؤول؟"),
    t("Themen A–Z", "المواضيع أ–ي"),
    t("Termine", "المواعيد"),
    t("Ich möchte helfen", "أريد أن أساعد"),
  ];
  const menu = items
    .map(
      (item, index) =>
        `<li><a href="#"${index === 0 ? ' aria-current="page"' : ""}>${item}</a></li>`,
    )
    .join("");
  const own = languages.find(([tag]) => tag === language);
  const ordered = [own, ...languages.filter((entry) => entry !== own)];
  const row = ordered
    .map(
      (entry, index) =>
        `<li${index < shown_on_phones ? "" : ' class="m-wide"'}>${language_link(entry, language)}</li>`,
    )
    .join("");
  const rest = ordered
    .slice(shown_on_phones)
    .map((entry) => `<li>${language_link(entry, language)}</li>`)
    .join("");
  return `<a class="m-skip" href="#content">${t("Zum Inhalt springen", "انتقل إلى المحتوى")}</a>
<header class="m-header">
  <div class="m-wrap">
    <div class="m-header__row">
      <a class="m-brand" href="#">${image("mark")}<span><span class="m-brand__county" lang="de">Landkreis Auental</span><span class="m-brand__name">${t("Migration im Landkreis", "الهجرة في منطقتنا")}</span></span></a>
      <details class="m-menu"><summary>${icon("globe")}<span class="kern-sr-only">${t("Sprache: ", "اللغة: ")}</span><span class="kern-sr-only-mobile">${t("Deutsch", "العربية")}</span></summary>
        <div class="m-menu__panel"><ul class="m-list">${ordered.map((entry) => `<li>${language_link(entry, language)}</li>`).join("")}</ul></div></details>
      <details class="m-menu m-menu--nav"><summary>${icon("menu")}<span>${t("Menü", "القائمة")}</span></summary>
        <nav class="m-menu__panel" aria-label="${t("Menü", "القائمة")}"><ul class="m-list">${menu}</ul></nav></details>
    </div>
    <nav class="m-nav" aria-label="${t("Hauptnavigation", "القائمة الرئيسية")}"><ul class="m-list">${menu}</ul></nav>
  </div>
</header>
<nav class="m-langs" aria-label="${t("Sprache wählen", "اختيار اللغة")}"><div class="m-wrap"><ul class="m-list">${row}<li><details class="m-menu"><summary>${icon("globe")}${t("Alle (14)", "الكل (14)")}</summary><div class="m-menu__panel"><ul class="m-list">${rest}</ul></div></details></li></ul></div></nav>`;
}

function footer(t) {
  const links = [
    t("Impressum", "بيانات الناشر"),
    t("Datenschutz", "حماية البيانات"),
    t("Barrierefreiheit", "سهولة الوصول"),
    t("Leichte Sprache", "لغة سهلة"),
    t("Für Fachleute: anmelden", "دخول المختصين"),
  ];
  return `<nav class="m-sos" aria-label="${t("Notruf", "أرقام الطوارئ")}"><div class="m-wrap"><ul class="m-list">
  <li><a href="tel:112"><strong dir="ltr">112</strong>${t("Notarzt, Feuer", "إسعاف وإطفاء")}</a></li>
  <li><a href="tel:110"><strong dir="ltr">110</strong>${t("Polizei", "الشرطة")}</a></li>
  <li><a href="tel:116117"><strong dir="ltr">116117</strong>${t("Arzt, wenn Praxis zu", "طبيب خارج الدوام")}</a></li>
  <li><a href="tel:116016"><strong dir="ltr">116016</strong>${t("Gewalt gegen Frauen", "العنف ضد النساء")}</a></li>
</ul></div></nav>
<footer class="m-footer"><div class="m-wrap m-stack">
  <p class="m-line">${icon("lock")}<span>${t("Diese Seite merkt sich nichts über Sie: keine Cookies, keine Anmeldung.", "هذه الصفحة لا تحفظ شيئًا عنك: لا ملفات تعريف ولا تسجيل دخول.")}</span></p>
  <nav aria-label="${t("Rechtliches", "معلومات قانونية")}"><ul class="m-list">${links.map((link) => `<li><a href="#">${link}</a></li>`).join("")}</ul></nav>
</div></footer>`;
}

/** A whole page around `content`; `t(german, arabic)` picks the text of the page's language. */
export function frame(t, language, content) {
  return `<!DOCTYPE html>
<html lang="${language}" dir="${language === "ar" ? "rtl" : "ltr"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${t("Alle Bausteine – MiLa", "كل العناصر – MiLa")}</title>
<link rel="stylesheet" href="built/mila.css">
<link rel="stylesheet" href="built/map.css">
<link rel="stylesheet" href="built/charts.css">
<script src="built/mila.js" defer></script>
<script src="built/map.js" defer></script>
</head>
<body>
${header(t, language)}
<main id="content">
${content}
</main>
${footer(t)}
</body>
</html>
`;
}
