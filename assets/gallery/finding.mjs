// Gallery part 1: the home page, search results, lists.

import { badge, field, icon, image, link_button } from "./parts.mjs";

const number = (digits) => `<span class="m-nb" dir="ltr">${digits}</span>`;

function hero(t) {
  return `<section class="m-hero m-hero--home" aria-labelledby="h-start"><div class="m-wrap">
  <h1 class="kern-heading-x-large" id="h-start">${t("Wobei brauchen Sie Hilfe?", "بماذا تحتاج إلى مساعدة؟")}</h1>
  <p class="m-lead">${t("Suchen Sie mit Ihren eigenen Worten, in Ihrer Sprache. Niemand erfährt, wonach Sie suchen.", "ابحث بكلماتك وبلغتك. لا أحد يعرف عمّا تبحث.")}</p>
  <form class="m-search" action="#" role="search">
    ${field({ id: "q", label: t("Ihre Frage oder ein Stichwort", "سؤالك أو كلمة"), type: "search", extra: 'autocomplete="off" dir="auto" aria-describedby="q-examples"' })}
    ${field({ id: "place", label: t("Mein Ort", "مكان سكني"), value: "98993 Weidenrode", extra: 'list="places" autocomplete="postal-code" dir="auto"' })}
    <datalist id="places"><option value="98993 Weidenrode"></option><option value="98994 Erlenbrück"></option><option value="98996 Auenstadt"></option></datalist>
    <button class="kern-btn kern-btn--primary" type="submit">${icon("search")}<span class="kern-label">${t("Suchen", "بحث")}</span></button>
  </form>
  <p class="m-muted m-hint" id="q-examples">${t("Zum Beispiel:", "مثلًا:")} <i lang="de" dir="ltr">Brief vom Jobcenter</i>, <i lang="uk" dir="ltr">квартира</i>, <i lang="ar" dir="rtl">طبيب</i></p>
</div>${image("hills")}</section>`;
}

function tiles(t) {
  const topics = [
    ["signpost", t("Neu hier", "جديد هنا"), t("Anmelden, erste Wege", "التسجيل والخطوات الأولى")],
    ["letter", t("Brief oder Termin vom Amt", "رسالة أو موعد من الدائرة"), t("Verstehen und antworten", "الفهم والرد")],
    ["home", t("Wohnen", "السكن"), t("Suchen, mieten, Kosten", "البحث والإيجار والتكاليف")],
    ["speech", t("Deutsch lernen", "تعلّم الألمانية"), t("Kurse und Sprachcafés", "دورات ومقاهي لغة")],
    ["health", t("Arzt und Seele", "الطبيب والنفس"), t("Praxis, Hilfe, Gespräch", "عيادة ومساعدة وحديث")],
    ["child", t("Kind, Kita, Schule", "الطفل والروضة والمدرسة"), t("Anmelden, Geld, Freizeit", "التسجيل والمال والفراغ")],
    ["briefcase", t("Arbeit und Anerkennung", "العمل والاعتراف"), t("Stelle, Zeugnisse, Rechte", "وظيفة وشهادات وحقوق")],
    ["id-card", t("Aufenthalt und Familie", "الإقامة والعائلة"), t("Ausweis, Nachzug, Pass", "بطاقة ولمّ شمل وجواز")],
  ];
  const items = topics.map(
    ([name, title, more]) =>
      `<li><a class="m-tile" href="#"><span class="m-tile__icon">${icon(name)}</span><strong>${title}</strong><small>${more}</small></a></li>`,
  );
  return `<section class="m-band" aria-labelledby="h-topics"><div class="m-wrap">
  <h2 class="kern-heading-large" id="h-topics">${t("Worum geht es?", "ما الموضوع؟")}</h2>
  <ul class="m-list m-tiles">${items.join("\n")}</ul>
</div></section>`;
}

function three_columns(t) {
  const open = [
    ["Treff Alte Mühle", t("400 m · Kaffee, Deutsch üben", "400 م · قهوة وتدريب على الألمانية"), t("bis 18:00", "حتى 18:00")],
    ["Kontaktstelle Wohnen", t("800 m · Hilfe bei der Wohnungssuche", "800 م · مساعدة في البحث عن سكن"), t("bis 16:00", "حتى 16:00")],
  ].map(
    ([name, more, until]) =>
      `<li><p><a href="#"><bdi lang="de">${name}</bdi></a><span class="m-muted">${more}</span></p>${badge("success", until)}</li>`,
  );
  const arrow = icon("arrow", true);
  return `<div class="m-band m-band--hued"><div class="m-wrap m-three">
  <section class="m-call m-stack" aria-labelledby="h-call"><h2 class="kern-heading-medium" id="h-call">${t("Lieber mit einem Menschen sprechen?", "هل تفضّل التحدث مع شخص؟")}</h2>
    <p>${t("Migrationsberatung für Weidenrode und Erlenbrück", "استشارة الهجرة لـ <bdi lang=\"de\">Weidenrode</bdi> و <bdi lang=\"de\">Erlenbrück</bdi>")}<br><strong>${t("Heute bis 16:00 Uhr, kostenlos", "اليوم حتى الساعة 16:00، مجانًا")}</strong></p>
    <p class="m-muted">${t("Spricht", "تتحدث")} <bdi lang="de">Deutsch</bdi>, <bdi lang="uk">Українська</bdi>, <bdi lang="ar">العربية</bdi></p>
    ${link_button("primary kern-btn--block", "phone", t(`${number("069 90009-441")} anrufen`, `اتصل بـ ${number("069 90009-441")}`), 'href="tel:+496990009441"')}</section>
  <section aria-labelledby="h-open"><h2 class="kern-heading-medium" id="h-open">${t("Jetzt offen", "مفتوح الآن")}</h2>
    <ul class="m-list m-lines">${open.join("\n")}</ul><a class="m-more" href="#">${t("Alle 23 anzeigen", "عرض الكل (23)")}${arrow}</a></section>
  <section aria-labelledby="h-bus"><h2 class="kern-heading-medium" id="h-bus">${t("Der Beratungsbus kommt", "حافلة الاستشارة قادمة")}</h2>
    <div class="m-line m-stop"><span class="m-tile__icon">${icon("bus")}</span><p><strong>${t("Heute, 14:00 bis 16:00 Uhr", "اليوم من 14:00 إلى 16:00")}</strong><br><bdi lang="de">Erlenbrück, Marktplatz</bdi><br><span class="m-muted">${t("6 km von Weidenrode. Ohne Termin, kostenlos.", "على بعد 6 كم. بلا موعد، مجانًا.")}</span></p></div>
    <a class="m-more" href="#">${t("Alle Haltestellen", "كل المواقف")}${arrow}</a></section>
</div></div>
<section class="m-band" aria-labelledby="h-help"><div class="m-wrap m-row m-row--apart"><div><h2 class="kern-heading-medium" id="h-help">${t("Ich möchte helfen", "أريد أن أساعد")}</h2><p class="m-text">${t("Zeit, Wohnraum, Möbel oder eine Sprache: Wir bringen Sie mit Menschen in Ihrer Nähe zusammen.", "وقت أو سكن أو أثاث أو لغة: نجمعك بأشخاص قريبين منك.")}</p></div>${link_button("secondary", "heart", t("Hilfe anbieten", "عرض المساعدة"))}</div></section>`;
}

function hit({ title, by, state, distance, text, facts, why }) {
  return `<li class="m-hit"><h3><a href="#">${title}</a></h3>
  <p>${by}</p>
  <p class="m-row">${state}<span class="m-muted">${distance}</span></p>
  <p class="m-text">${text}</p>
  <p class="m-muted">${facts}</p>${why ? `\n  <p class="m-why">${icon("info")}<span>${why}</span></p>` : ""}</li>`;
}

function facets(t) {
  const facet = (title, rows) =>
    `<div class="m-facet"><h3>${title}</h3><ul class="m-list">${rows
      .map(([name, count, on]) => `<li><a href="#"${on ? ' aria-current="true"' : ""}><span>${name}</span><span>${count}</span></a></li>`)
      .join("")}</ul></div>`;
  return `<section class="m-facets" aria-labelledby="h-facets"><h2 class="kern-heading-medium" id="h-facets">${t("Eingrenzen", "تضييق البحث")}</h2>
  ${facet(t("Sprache", "اللغة"), [['<bdi lang="uk">Українська</bdi>', 5], ['<bdi lang="ar">العربية</bdi>', 4]])}
  ${facet(t("Entfernung von Weidenrode", "المسافة من <bdi lang=\"de\">Weidenrode</bdi>"), [[t("bis 5 km", "حتى 5 كم"), 6], [t("bis 15 km", "حتى 15 كم"), 10, true]])}
  ${facet(t("Gut zu wissen", "معلومات مفيدة"), [[t("Kostenlos", "مجاني"), 9], [t("Ohne Termin", "بلا موعد"), 6], [t("Ohne Stufen", "بلا درج"), 7]])}
</section>`;
}

function results(t) {
  const hits = [
    hit({
      title: t("Hilfe bei der Wohnungssuche", "مساعدة في البحث عن سكن"),
      by: '<bdi lang="de">Kontaktstelle Wohnen, Landratsamt</bdi>',
      state: badge("success", t("offen bis 16:00", "مفتوح حتى 16:00")),
      distance: t("800 m", "800 م"),
      text: t("Wir suchen mit Ihnen, schreiben Bewerbungen und erklären Anzeigen.", "نبحث معك ونكتب الطلبات ونشرح الإعلانات."),
      facts: t("Deutsch, Українська · kostenlos · ohne Termin", "الألمانية والعربية · مجانًا · بلا موعد"),
    }),
    hit({
      title: t("Schulden und Energiekosten: erste Hilfe", "الديون وتكاليف الطاقة: مساعدة أولى"),
      by: '<bdi lang="de">Schuldnerberatung Mittlere Aue, Erlenbrück</bdi>',
      state: badge("info", t("öffnet morgen 9:00", "يفتح غدًا 9:00")),
      distance: t("6 km", "6 كم"),
      text: t("Wenn die Miete oder der Strom nicht mehr bezahlt werden kann.", "عندما لا يمكن دفع الإيجار أو الكهرباء."),
      facts: t("Deutsch · kostenlos · vertraulich", "الألمانية · مجانًا · بسرية"),
      why: t("passt zum Thema „Miete und Schulden“, das Wort „Wohnung“ steht nicht im Text", "يناسب موضوع «الإيجار والديون»، كلمة «سكن» ليست في النص"),
    }),
    hit({
      title: t("Wohngeld beantragen", "طلب بدل السكن"),
      by: '<bdi lang="de">Bürgerbüro Weidenrode</bdi>',
      state: badge("warning", t("Zeiten nicht bekannt", "الأوقات غير معروفة")),
      distance: t("800 m", "800 م"),
      text: t("Zuschuss zur <mark>Miete</mark>. Wir rechnen mit Ihnen und füllen den Antrag aus.", "مساعدة في <mark>الإيجار</mark>. نحسب معك ونملأ الطلب."),
      facts: `${t("Deutsch · kostenlos · Anrufen:", "الألمانية · مجانًا · اتصل:")} ${number("069 90009-430")}`,
    }),
  ];
  return `<section class="m-band" aria-labelledby="h-results"><div class="m-wrap">
  <h2 class="kern-heading-large" id="h-results">${t("10 Angebote zu „Wohnung mieten“", "10 عروض عن «استئجار سكن»")}</h2>
  <p>${t("Wir haben „Wonung mietten“ als <strong>Wohnung mieten</strong> gelesen.", "قرأنا كلماتك هكذا: <strong>استئجار سكن</strong>.")} <a href="#">${t("Genau „Wonung mietten“ suchen", "البحث عن كلماتي كما هي")}</a></p>
  <div class="m-chips"><a class="m-chip m-chip--on" href="#"><span class="kern-sr-only">${t("Entfernen: ", "إزالة: ")}</span>${t("Bis 15 km", "حتى 15 كم")}${icon("close")}</a><a class="m-chip m-narrow" href="#h-facets">${t("Eingrenzen", "تضييق البحث")}${icon("filter")}</a><a class="m-chip" href="#h-map">${t("Auf der Karte zeigen", "على الخريطة")}${icon("map")}</a></div>
  <div class="m-cols m-cols--facets">
    <div><ol class="m-list">${hits.join("\n")}</ol>
    <nav class="m-pages" aria-label="${t("Seiten", "الصفحات")}"><ul class="m-list"><li><a href="#" aria-current="page" aria-label="${t("Seite 1", "صفحة 1")}">1</a></li><li><a href="#" aria-label="${t("Seite 2", "صفحة 2")}">2</a></li><li><a href="#">${t("Weiter", "التالي")}${icon("arrow", true)}</a></li></ul></nav></div>
    ${facets(t)}
  </div>
</div></section>
<section class="m-band m-band--hued" aria-labelledby="h-none"><div class="m-wrap"><div class="m-empty m-stack">${icon("search")}<h2 class="kern-heading-medium" id="h-none">${t("Dazu haben wir nichts gefunden", "لم نجد شيئًا عن ذلك")}</h2>
  <p>${t("Versuchen Sie ein anderes Wort. Oder fragen Sie einen Menschen: Die Migrationsberatung kennt auch, was hier nicht steht.", "جرّب كلمة أخرى. أو اسأل شخصًا: استشارة الهجرة تعرف أيضًا ما ليس هنا.")}</p>
  <p class="m-row m-actions">${link_button("primary", "phone", number("069 90009-441"), 'href="tel:+496990009441"')}${link_button("secondary", "list", t("Alle Themen", "كل المواضيع"))}</p></div></div></section>`;
}

function letters(t) {
  const has = t(["A", "B", "D", "K", "W"], ["أ", "ب", "س", "ط", "م"]);
  const all = t([..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"], [..."أبتثجحخدذرزسشصضطظعغفقكلمنهوي"]);
  const row = all.map((letter) => `<li>${has.includes(letter) ? `<a href="#az-${has.indexOf(letter)}">${letter}</a>` : `<span>${letter}</span>`}</li>`);
  const words = t([["Anmelden", "Arbeit", "Arzt", "Asyl"], ["Bankkonto", "Behinderung"]], [["أطفال", "إقامة", "أسرة"], ["بنك", "بيت"]]);
  const groups = words.map((list, index) => `<section aria-labelledby="az-${index}"><h3 class="kern-heading-medium" id="az-${index}">${has[index]}</h3><ul class="m-list">${list.map((word) => `<li><a href="#">${word}</a></li>`).join("")}</ul></section>`);
  const more = has.slice(words.length).map((letter, index) => `<section aria-labelledby="az-${index + words.length}"><h3 class="kern-heading-medium" id="az-${index + words.length}">${letter}</h3></section>`);
  return `<section class="m-band" aria-labelledby="h-az"><div class="m-wrap"><h2 class="kern-heading-large" id="h-az">${t("Themen A–Z", "المواضيع أ–ي")}</h2>
  <nav aria-label="${t("Buchstaben", "الحروف")}"><ul class="m-list m-az-letters m-top">${row.join("")}</ul></nav>
  <div class="m-az">${[...groups, ...more].join("\n")}</div></div></section>`;
}

/** The sections of this part as markup. */
export function finding_sections(t) {
  return [hero, tiles, three_columns, results, letters].map((section) => section(t)).join("\n");
}
