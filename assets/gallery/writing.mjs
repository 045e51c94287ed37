// Gallery part 3: forms, notices, tables, the quick way out, pieces of the workplace.

import { alert, badge, button, field, icon, link_button } from "./parts.mjs";

function quick_exit(t) {
  return `<div class="m-exit"><div class="m-wrap"><span>${t("Sie werden beobachtet? Dreimal Esc drücken.", "هل يراقبك أحد؟ اضغط Esc ثلاث مرات.")}</span><a href="https://wetter.example/" rel="noreferrer" data-quick-exit>${icon("exit", true)}${t("Seite schnell verlassen", "مغادرة الصفحة بسرعة")}</a></div></div>`;
}

function form(t) {
  const choice = (kind, id, name, words, checked = "") =>
    `<div class="kern-form-check"><input class="kern-form-check__${kind}" id="${id}" name="${name}" type="${kind}" value="${id}"${checked}><label class="kern-label" for="${id}">${words}</label></div>`;
  return `<section class="m-band m-band--hued" aria-labelledby="h-form"><div class="m-wrap m-stack">
  <h2 class="kern-heading-large" id="h-form">${t("Termin anfragen", "طلب موعد")}</h2>
  <div class="m-errors" role="group" aria-labelledby="h-errors"><h3 class="kern-heading-small" id="h-errors">${t("Bitte zwei Angaben prüfen", "يرجى مراجعة بيانين")}</h3><ul class="m-list"><li><a href="#phone">${t("Wie erreichen wir Sie? Bitte Telefon oder E-Mail angeben", "كيف نصل إليك؟ اكتب الهاتف أو البريد")}</a></li><li><a href="#when-1">${t("Wann passt es Ihnen? Bitte eine Zeit wählen", "متى يناسبك؟ اختر وقتًا")}</a></li></ul></div>
  <form class="m-form" action="#" method="post" novalidate>
    ${field({ id: "name", label: `${t("Ihr Name", "اسمك")} <span class="kern-label__optional">${t("(freiwillig)", "(اختياري)")}</span>`, hint: t("Sie dürfen einen anderen Namen nennen.", "يمكنك ذكر اسم آخر."), extra: 'autocomplete="name" dir="auto"' })}
    ${field({ id: "phone", label: t("Telefon", "الهاتف"), type: "tel", value: "069", error: t("Diese Nummer ist zu kurz", "هذا الرقم قصير جدًا"), extra: 'autocomplete="tel" dir="ltr"' })}
    <div class="kern-form-input"><label class="kern-label" for="language">${t("Sprache für das Gespräch", "لغة الحديث")}</label><div class="kern-form-input__select-wrapper"><select class="kern-form-input__select" id="language" name="language"><option lang="de">Deutsch</option><option lang="uk">Українська</option><option lang="ar"${t("", " selected")}>العربية</option></select></div></div>
    <fieldset class="kern-fieldset kern-fieldset--error" aria-describedby="when-error"><legend class="kern-label">${t("Wann passt es Ihnen?", "متى يناسبك؟")}</legend><div class="kern-fieldset__body">${choice("radio", "when-1", "when", t("Donnerstag, 13:00", "الخميس 13:00"))}${choice("radio", "when-2", "when", t("Donnerstag, 15:30", "الخميس 15:30"), " checked")}</div><p class="kern-error" id="when-error">${icon("warning")}<span class="kern-body">${t("Bitte eine Zeit wählen", "اختر وقتًا من فضلك")}</span></p></fieldset>
    <fieldset class="kern-fieldset"><legend class="kern-label">${t("Gut zu wissen", "معلومات مفيدة")}</legend><div class="kern-fieldset__body">${choice("checkbox", "woman", "needs", t("Ich möchte mit einer Frau sprechen", "أريد التحدث مع امرأة"), " checked")}${choice("checkbox", "children", "needs", t("Ich bringe Kinder mit", "سأحضر معي أطفالًا"))}</div></fieldset>
    ${field({ id: "note", label: t("Worum geht es?", "ما الموضوع؟"), type: "textarea", extra: 'dir="auto"' })}
    <p class="m-row m-actions">${button("primary", "", t("Termin anfragen", "طلب الموعد"))}${link_button("tertiary", "", t("Zurück zum Angebot", "العودة إلى العرض"))}</p>
  </form>
</div></section>`;
}

function notices(t) {
  return `<section class="m-band" aria-labelledby="h-notices"><div class="m-wrap m-stack"><h2 class="kern-heading-large" id="h-notices">${t("Hinweise", "ملاحظات")}</h2>
  ${alert("success", t("Ihre Anfrage ist angekommen", "وصل طلبك"), t("Die Kontaktstelle ruft Sie bis Mittwoch an. Nummer der Anfrage: A-2038.", "سيتصل بك المكتب حتى الأربعاء. رقم الطلب: A-2038."), "status")}
  ${alert("info", t("Diese Seite gibt es noch nicht auf Arabisch", "هذه الصفحة بلغة سهلة"), t("Sie lesen den deutschen Text.", "تقرأ النص مترجمًا آليًا وقد راجعه إنسان."))}
  ${alert("warning", t("Frist: 14 Tage", "المهلة: 14 يومًا"), t("Gegen diesen Brief können Sie bis zum 7. Dezember etwas tun. Rufen Sie bald an.", "يمكنك الاعتراض على هذه الرسالة حتى 7 ديسمبر. اتصل قريبًا."))}
  ${alert("danger", t("In Gefahr? Wählen Sie 110", "في خطر؟ اتصل بـ <bdi>110</bdi>"), t("Die Polizei hilft Ihnen, auch ohne Papiere.", "الشرطة تساعدك حتى بدون أوراق."))}
  <p class="m-row">${badge("success", t("offen bis 16:00", "مفتوح حتى 16:00"))}${badge("info", t("öffnet morgen 9:00", "يفتح غدًا 9:00"))}${badge("warning", t("Zeiten nicht bekannt", "الأوقات غير معروفة"))}${badge("danger", t("fällt heute aus", "ملغى اليوم"))}</p>
  <p class="m-row m-actions">${button("primary", "check", t("Speichern", "حفظ"), 'type="button"')}${button("secondary", "edit", t("Ändern", "تغيير"), 'type="button"')}${button("tertiary", "", t("Abbrechen", "إلغاء"), 'type="button"')}${button("primary kern-btn--danger", "close", t("Löschen", "حذف"), 'type="button"')}</p>
  <p class="m-line m-note">${icon("info")}<span>${t("„Familie K.“ kann jemanden erkennbar machen. Besser: „eine Familie“.", "قد يكشف هذا الاسم هوية شخص. الأفضل: «عائلة».")}</span></p>
  <details class="kern-accordion"><summary class="kern-accordion__header"><span class="kern-title">${t("Was passiert mit meinen Angaben?", "ماذا يحدث لبياناتي؟")}</span></summary><div class="kern-accordion__body"><p class="m-text">${t("Nur die Kontaktstelle liest sie. Nach dem Termin werden sie gelöscht.", "يقرؤها المكتب فقط. وتُحذف بعد الموعد.")}</p></div></details>
</div></section>`;
}

function workplace(t) {
  const row = (name, state, when, count) =>
    `<tr class="kern-table__row"><td class="kern-table__cell"><a href="#"><bdi lang="de">${name}</bdi></a></td><td class="kern-table__cell">${state}</td><td class="kern-table__cell m-nb">${when}</td><td class="kern-table__cell kern-table__cell--numeric">${count}</td></tr>`;
  return `<section class="m-band m-band--hued" aria-labelledby="h-staff"><div class="m-wrap m-stack"><h2 class="kern-heading-large" id="h-staff">${t("Arbeitsbereich", "منطقة العمل")}</h2>
  <dl class="m-stat"><div><dt>${t("Angebote", "العروض")}</dt><dd>184</dd></div><div><dt>${t("bestätigt", "مؤكدة")}</dt><dd>152</dd></div><div><dt>${t("warten auf Prüfung", "بانتظار المراجعة")}</dt><dd>9</dd></div><div><dt>${t("Hinweise offen", "ملاحظات مفتوحة")}</dt><dd>3</dd></div></dl>
  <ul class="m-list m-tasks"><li><div><h3>${t("„Deutschkurs am Abend“ bestätigen", "تأكيد «دورة ألمانية مسائية»")}</h3><p class="m-muted">${t("fällig seit 3 Tagen", "متأخر 3 أيام")}</p></div>${link_button("secondary", "check", t("Prüfen", "مراجعة"))}</li><li><div><h3>${t("Übersetzung ins Arabische ist veraltet", "الترجمة العربية قديمة")}</h3><p class="m-muted">${t("Text geändert am 20. November", "تغيّر النص في 20 نوفمبر")}</p></div>${link_button("secondary", "edit", t("Ansehen", "عرض"))}</li></ul>
  <section class="kern-table-responsive" aria-labelledby="table-caption" tabindex="0"><table class="kern-table kern-table--small"><caption class="kern-title" id="table-caption">${t("Angebote, die bald bestätigt werden müssen", "عروض يجب تأكيدها قريبًا")}</caption><thead class="kern-table__head"><tr class="kern-table__row"><th class="kern-table__header" scope="col">${t("Angebot", "العرض")}</th><th class="kern-table__header" scope="col">${t("Stand", "الحالة")}</th><th class="kern-table__header" scope="col">${t("bestätigt", "مؤكد")}</th><th class="kern-table__header kern-table__header--numeric" scope="col">${t("Aufrufe", "الزيارات")}</th></tr></thead>
  <tbody class="kern-table__body">${row("Treff Alte Mühle", badge("success", t("aktuell", "حديث")), "12.11.2026", "312")}${row("Wohngeld beantragen", badge("warning", t("bald fällig", "قريبًا")), "28.05.2026", "97")}</tbody></table></section>
  <p class="m-saved">${icon("check")}${t("Gespeichert 16:42", "حُفظ 16:42")}</p>
</div></section>`;
}

/** The sections of this part as markup. */
export function writing_sections(t) {
  return [quick_exit, form, notices, workplace].map((section) => section(t)).join("\n");
}
