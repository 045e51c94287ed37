// Gallery part 2: one offer, its card in two languages, the bus, the map.

import { badge, button, field, icon, link_button } from "./parts.mjs";

const number = (digits) => `<span class="m-nb" dir="ltr">${digits}</span>`;
const share_attributes = (t) =>
  `href="mailto:?subject=MiLa" data-share data-share-title="${t("Hilfe bei der Wohnungssuche", "مساعدة في البحث عن سكن")}" data-copied="${t("Adresse kopiert", "تم نسخ العنوان")}"`;

function top(t) {
  return `<nav class="m-crumbs" aria-label="${t("Sie sind hier", "أنت هنا")}"><div class="m-wrap"><ol class="m-list"><li><a href="#">${t("Hilfe finden", "ابحث عن مساعدة")}</a></li><li><a href="#">${t("Wohnen", "السكن")}</a></li><li aria-current="page">${t("Hilfe bei der Wohnungssuche", "مساعدة في البحث عن سكن")}</li></ol></div></nav>
<div class="m-wrap m-stack">
  <div><h2 class="kern-heading-x-large">${t("Hilfe bei der Wohnungssuche", "مساعدة في البحث عن سكن")}</h2><p class="m-lead m-muted"><bdi lang="de">Kontaktstelle Wohnen, Landratsamt Auental</bdi></p></div>
  <p class="m-row">${badge("success", t("Offen bis 16:00", "مفتوح حتى 16:00"))}<span>${t("Heute ohne Termin, letzte Annahme 15:30", "اليوم بلا موعد، آخر استقبال 15:30")}</span></p>
  <div class="m-row m-actions">${link_button("primary", "phone", t(`${number("069 90009-452")} anrufen`, `اتصل بـ ${number("069 90009-452")}`), 'href="tel:+496990009452"')}${link_button("secondary", "card", t("Karte in zwei Sprachen", "بطاقة بلغتين"))}</div>
  <div class="m-aloud" data-read-aloud="offer" data-play="${t("Vorlesen", "استمع")}" data-stop="${t("Anhalten", "إيقاف")}" data-none="${t("Vorlesen geht hier nicht: Auf diesem Gerät fehlt eine deutsche Stimme.", "لا يمكن الاستماع هنا: لا يوجد صوت عربي على هذا الجهاز.")}" hidden><button class="m-linkbutton m-line" type="button">${icon("speaker")}<span class="kern-label">${t("Vorlesen", "استمع")}</span></button></div>
</div>`;
}

function facts(t) {
  const rows = [
    ["speech", t("Sprachen", "اللغات"), `${t("Sicher:", "مؤكد:")} <bdi lang="de">Deutsch</bdi>, <bdi lang="uk">Українська</bdi>, <bdi lang="ar">العربية</bdi><br>${t("Auf Anfrage:", "عند الطلب:")} <bdi lang="fa">فارسی</bdi>, <bdi lang="tr">Türkçe</bdi>`],
    ["euro", t("Kosten", "التكلفة"), t("Kostenlos", "مجانًا")],
    ["document", t("Bitte mitbringen", "أحضر معك من فضلك"), t("Ausweis oder Aufenthaltspapier. Wenn vorhanden: Kündigung, Mietvertrag", "الهوية أو وثيقة الإقامة. إن وُجد: إنهاء العقد أو عقد الإيجار")],
    ["lock", t("Vertraulich", "سرية"), t("Was Sie erzählen, bleibt hier. Sie müssen keinen Namen nennen.", "ما تقوله يبقى هنا. لست مضطرًا لذكر اسمك.")],
    ["people", t("Für wen", "لمن"), t("Alle, die im Landkreis eine Wohnung suchen. Kinder können mitkommen.", "لكل من يبحث عن سكن في المنطقة. يمكن إحضار الأطفال.")],
    ["accessible", t("Zugang", "الدخول"), t("1. Stock, Aufzug vorhanden", "الطابق الأول، يوجد مصعد")],
    ["pin", t("So kommen Sie hin", "الطريق إلينا"), `<bdi lang="de">Rathausplatz 3, 98993 Weidenrode</bdi><br>${t("Bus 214 bis „Rathaus“, dann 2 Minuten zu Fuß", "حافلة 214 حتى <bdi lang=\"de\">Rathaus</bdi> ثم دقيقتان مشيًا")}`],
  ];
  return `<dl class="m-facts">${rows.map(([name, title, text]) => `<div>${icon(name)}<dt>${title}</dt><dd>${text}</dd></div>`).join("\n")}</dl>`;
}

function dates(t) {
  const rows = [
    ["2026-11-23", t("Heute", "اليوم"), t("Offene Sprechstunde, 9:00 bis 16:00", "استقبال مفتوح من 9:00 إلى 16:00"), '<bdi lang="de">Weidenrode, Rathausplatz 3</bdi>'],
    ["2026-11-26", t("Do., 26.11.", "الخميس 26.11"), t("Mit Termin, 13:00 bis 18:00", "بموعد من 13:00 إلى 18:00"), `${t("Noch 3 Plätze.", "بقي 3 أماكن.")} <a href="#">${t("Termin anfragen", "طلب موعد")}</a>`],
    ["2026-12-03", t("Do., 3.12.", "الخميس 3.12"), t("Im Beratungsbus, 10:00 bis 12:00", "في حافلة الاستشارة من 10:00 إلى 12:00"), '<bdi lang="de">Hohenlind, Feuerwehrhaus</bdi>'],
  ];
  return `<ol class="m-list m-time">${rows.map(([day, at, title, text]) => `<li><time class="m-at" datetime="${day}">${at}</time><div><h3>${title}</h3><p class="m-muted">${text}</p></div></li>`).join("\n")}</ol>`;
}

function side(t) {
  const days = [
    [t("Montag, heute", "الاثنين، اليوم"), t("9:00–16:00", "من 9:00 إلى 16:00"), true],
    [t("Dienstag", "الثلاثاء"), t("9:00–12:00", "من 9:00 إلى 12:00")],
    [t("Mittwoch", "الأربعاء"), t("geschlossen", "مغلق")],
    [t("Donnerstag", "الخميس"), `${t("13:00–18:00", "من 13:00 إلى 18:00")}<br><span class="m-small">${t("nur mit Termin", "بموعد فقط")}</span>`],
  ].map(([day, time, today]) => `<tr${today ? ' class="m-today"' : ""}><th scope="row">${day}</th><td>${time}</td></tr>`);
  const links = [
    ["phone", number("069 90009-452"), 'href="tel:+496990009452"'],
    ["mail", t("E-Mail schreiben", "كتابة بريد إلكتروني"), 'href="mailto:wohnen@landkreis-auental.example"'],
    ["contact", t("Kontakt speichern", "حفظ جهة الاتصال"), 'href="#"'],
    ["calendar", t("In den Kalender", "إلى التقويم"), 'href="#"'],
    ["share", t("Angebot teilen", "مشاركة العرض"), share_attributes(t)],
  ].map(([name, words, attributes]) => `<li><a ${attributes}>${icon(name)}${words}</a></li>`);
  return `<div class="m-stack">
  <section class="m-box m-stack" aria-labelledby="h-hours"><h3 class="kern-heading-small" id="h-hours">${t("Öffnungszeiten", "أوقات الدوام")}</h3>
    <table class="m-hours"><caption class="kern-sr-only">${t("Öffnungszeiten je Wochentag", "أوقات الدوام لكل يوم")}</caption><tbody>${days.join("")}</tbody></table>
    <p class="m-small m-muted">${t("Vom 24. Dezember bis 1. Januar geschlossen.", "مغلق من 24 ديسمبر إلى 1 يناير.")}</p></section>
  <section class="m-box m-stack" aria-labelledby="h-contact"><h3 class="kern-heading-small" id="h-contact">${t("Kontakt", "الاتصال")}</h3><ul class="m-list m-links">${links.join("")}<li><button type="button" data-print hidden>${icon("print")}${t("Seite drucken", "طباعة الصفحة")}</button></li></ul></section>
  <section class="m-box m-box--hued m-stack" aria-labelledby="h-right"><h3 class="kern-heading-small" id="h-right">${t("Stimmt das noch?", "هل هذا صحيح؟")}</h3>
    <p class="m-line">${icon("check")}<span>${t("Vom Anbieter bestätigt am", "أكّده مقدم العرض في")} <strong class="m-nb">${t("12. November 2026", "12 نوفمبر 2026")}</strong></span></p>
    <details class="m-report"><summary>${t("Stimmt etwas nicht?", "هل هناك خطأ؟")}</summary><form class="m-stack" action="#" method="post">${field({ id: "report", label: t("Was ist falsch?", "ما الخطأ؟"), hint: t("Bitte keine persönliche Geschichte. Dafür rufen Sie lieber an.", "من فضلك لا تكتب قصتك الشخصية. اتصل بدلًا من ذلك."), type: "textarea" })}
      <div class="m-honey" aria-hidden="true"><label for="website">Website</label><input id="website" name="website" type="text" tabindex="-1" autocomplete="off"></div>
      ${button("secondary", "", t("Hinweis senden", "إرسال الملاحظة"))}</form></details></section>
</div>`;
}

function offer(t) {
  return `${top(t)}
<div class="m-wrap m-band m-cols m-cols--side">
  <div class="m-stack--l" id="offer" lang="${t("de", "ar")}">
    <section class="m-stack" aria-labelledby="h-get"><h3 class="kern-heading-medium" id="h-get">${t("Das bekommen Sie", "ماذا تحصل عليه")}</h3><p class="m-text">${t("Wir suchen mit Ihnen nach einer Wohnung, erklären Anzeigen und helfen beim Bewerben. Eine Wohnung versprechen können wir nicht.", "نبحث معك عن سكن ونشرح الإعلانات ونساعدك في الطلب. لا نستطيع أن نعدك بسكن.")}</p></section>
    <section aria-labelledby="h-facts"><h3 class="kern-heading-medium" id="h-facts">${t("Auf einen Blick", "نظرة سريعة")}</h3>${facts(t)}</section>
    <section aria-labelledby="h-dates"><h3 class="kern-heading-medium" id="h-dates">${t("Nächste Termine", "المواعيد القادمة")}</h3>${dates(t)}</section>
  </div>
  ${side(t)}
</div>`;
}

function card(t) {
  const pair = (german, arabic, kind = "") =>
    `<div class="m-pair${kind}"><div lang="de" dir="ltr"><b>${german[0]}</b>${german[1]}</div><div lang="ar" dir="rtl"><b>${arabic[0]}</b>${arabic[1]}</div></div>`;
  const qr = "M0 0h7v7H0zM1 1v5h5V1zM2 2h3v3H2zM14 0h7v7h-7zM15 1v5h5V1zM16 2h3v3h-3zM0 14h7v7H0zM1 15v5h5v-5zM2 16h3v3H2zM8 1h2v1H8zM11 3h2v2h-2zM8 8h1v3H8zM10 8h3v1h-3zM14 9h2v2h-2zM18 8h3v1h-3zM9 12h4v1H9zM15 13h3v2h-3zM8 15h2v1H8zM11 14h2v3h-2zM14 17h1v4h-1zM17 18h4v1h-4zM9 18h3v2H9zM1 9h4v1H1zM3 11h4v1H3z";
  return `<section class="m-band m-band--hued m-noprint" aria-labelledby="h-card"><div class="m-wrap"><h2 class="kern-heading-large" id="h-card">${t("Karte in zwei Sprachen", "بطاقة بلغتين")}</h2></div></section>
<div class="m-wrap">
<p class="m-row m-actions m-noprint m-cardbar">${link_button("primary", "download", t("Als PDF laden", "تنزيل PDF"))}${link_button("secondary", "share", t("Karte teilen", "مشاركة البطاقة"), share_attributes(t))}<span class="m-muted">${t("Eine Seite A4, auch zum Zeigen am Telefon", "صفحة A4 واحدة، ويمكن عرضها على الهاتف")}</span></p>
<article class="m-card">
  <header class="m-card__top"><h3 class="kern-heading-large" lang="de" dir="ltr">Hilfe bei der Wohnungssuche</h3><svg class="m-card__qr" viewBox="0 0 21 21" role="img" aria-label="${t("QR-Code zu diesem Angebot", "رمز QR لهذا العرض")}"><path fill-rule="evenodd" d="${qr}"/></svg><p class="kern-heading-large" lang="ar" dir="rtl">مساعدة في البحث عن سكن</p></header>
  ${pair(["Bitte zeigen Sie diese Karte am Schalter", "Guten Tag, ich brauche Hilfe bei der Wohnungssuche. Ich spreche Arabisch und ein wenig Deutsch."], ["أظهر هذه البطاقة عند الشباك", "مرحبًا، أحتاج إلى مساعدة في البحث عن سكن. أتحدث العربية وقليلًا من الألمانية."], " m-pair--say")}
  ${pair(["Wohin", "Kontaktstelle Wohnen, Landratsamt<br>Rathausplatz 3, 98993 Weidenrode"], ["إلى أين", 'مكتب السكن في إدارة المنطقة<br><bdi lang="de">Rathausplatz 3, 98993 Weidenrode</bdi>'])}
  ${pair(["Wann", "Montag 9:00–16:00, ohne Termin<br>Donnerstag 13:00–18:00, mit Termin"], ["متى", "الاثنين من 9:00 إلى 16:00، بلا موعد<br>الخميس من 13:00 إلى 18:00، بموعد"])}
  ${pair(["Kosten und Vertrauen", "Kostenlos. Was Sie sagen, bleibt hier."], ["التكلفة والثقة", "مجانًا. ما تقوله يبقى هنا."])}
  ${pair(["Telefon", '<a class="m-tel" href="tel:+496990009452"><span class="m-nb">069 90009-452</span></a>'], ["الهاتف", number("069 90009-452")])}
  ${pair(["Nachricht zum Kopieren", '<span id="message">Guten Tag, ich brauche einen Termin. Ich spreche Arabisch. Bitte antworten Sie mir per SMS oder E-Mail. Danke.</span>'], ["ماذا تعني هذه الرسالة", "مرحبًا، أحتاج إلى موعد. أتحدث العربية. أرجو الرد برسالة قصيرة أو بالبريد الإلكتروني. شكرًا."])}
  <p class="m-row m-actions m-noprint m-cardbar">${button("secondary", "copy", t("Nachricht kopieren", "نسخ الرسالة"), `type="button" data-copy="message" data-copied="${t("Kopiert", "تم النسخ")}" data-copy-failed="${t("Bitte den Text mit dem Finger markieren", "حدّد النص بإصبعك من فضلك")}" hidden`)}${link_button("secondary", "mail", t("Als E-Mail senden", "إرسال بالبريد"), 'href="mailto:wohnen@landkreis-auental.example"')}${button("secondary", "print", t("Drucken", "طباعة"), 'type="button" data-print hidden')}</p>
  <p class="m-small m-muted">${t("Landkreis Auental. Bestätigt am 12. November 2026. Übersetzung geprüft am 16. November 2026.", "<bdi lang=\"de\">Landkreis Auental</bdi>. مؤكد في 12 نوفمبر 2026. دُققت الترجمة في 16 نوفمبر 2026.")}</p>
</article></div>`;
}

function bus_and_map(t) {
  const stops = [
    [t("Mo., 23.11.", "الاثنين 23.11"), t("14:00 bis 16:00", "من 14:00 إلى 16:00"), "Erlenbrück, Marktplatz", true],
    [t("Do., 3.12.", "الخميس 3.12"), t("10:00 bis 12:00", "من 10:00 إلى 12:00"), "Hohenlind, Feuerwehrhaus", false],
  ].map(([day, time, place, today]) => `<tr${today ? ' class="m-today"' : ""}><th scope="row">${day}</th><td>${time}</td><td><bdi lang="de">${place}</bdi></td><td><a href="#"><span class="kern-sr-only">${place}: </span>${t("Auf der Karte", "على الخريطة")}</a></td></tr>`);
  const points = [
    { name: "Kontaktstelle Wohnen", note: t("offen bis 16:00", "مفتوح حتى 16:00"), url: "#offer", latitude: 50.5, longitude: 10.1 },
    { name: "Treff Alte Mühle", note: t("offen bis 18:00", "مفتوح حتى 18:00"), url: "#offer", latitude: 50.54, longitude: 10.25 },
  ];
  return `<section class="m-band" aria-labelledby="h-stops"><div class="m-wrap m-stack"><h2 class="kern-heading-large" id="h-stops">${t("Haltestellen des Beratungsbusses", "مواقف حافلة الاستشارة")}</h2>
  <table class="m-stops"><caption class="kern-sr-only">${t("Haltestellen", "المواقف")}</caption><thead><tr><th scope="col">${t("Tag", "اليوم")}</th><th scope="col">${t("Zeit", "الوقت")}</th><th scope="col">${t("Ort", "المكان")}</th><th scope="col">${t("Weg", "الطريق")}</th></tr></thead><tbody>${stops.join("")}</tbody></table></div></section>
<section class="m-band m-band--first" aria-labelledby="h-map"><div class="m-wrap m-stack"><h2 class="kern-heading-large" id="h-map">${t("Karte", "الخريطة")}</h2><p>${t("Alles auf der Karte steht auch in der Liste.", "كل ما على الخريطة موجود أيضًا في القائمة.")}</p>
  <section class="m-map" aria-label="${t("Karte der Angebote", "خريطة العروض")}" data-map data-points="#map-points" data-outlines="built/outlines.json" data-zoom-in="${t("Näher", "تقريب")}" data-zoom-out="${t("Weiter weg", "تبعيد")}" data-close="${t("Schließen", "إغلاق")}" hidden></section>
  <script type="application/json" id="map-points">${JSON.stringify(points)}</script></div></section>`;
}

/** The sections of this part as markup. */
export function offer_sections(t) {
  return [offer, card, bus_and_map].map((section) => section(t)).join("\n");
}
