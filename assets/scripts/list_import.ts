// Spreadsheets (XLSX) are read here, in the browser: the file never leaves it, only the cells do, as
// the text people see when they have copied them. Without this script CSV and pasting work.
//
// A page has [data-spreadsheet] with the words and, in a form, a file field that accepts .xlsx beside
// a text area, and perhaps a hidden field "file_name".

import readSpreadsheet from "read-excel-file/universal";

type Cell = string | number | boolean | Date | null;
interface Sheet {
  sheet: string;
  data: Cell[][];
}

const day_milliseconds = 86_400_000;
/** Excel counts days from here; earlier "dates" are times of the day. */
const first_day = Date.UTC(1900, 0, 1);

function two(number: number): string {
  return String(number).padStart(2, "0");
}

/** A date as German offices write it; Excel's have no zone and arrive as UTC. */
function date_text(date: Date): string {
  const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
  if (date.getTime() < first_day) return time;
  const day = `${two(date.getUTCDate())}.${two(date.getUTCMonth() + 1)}.${date.getUTCFullYear()}`;
  return date.getTime() % day_milliseconds === 0 ? day : `${day} ${time}`;
}

/** Numbers arrive as they are stored: "8.5", or "6.9900091E+9" for a phone number without blanks. */
function number_text(stored: string): string {
  if (/e/i.test(stored)) return String(Math.round(Number(stored)));
  return stored.replace(".", ",");
}

export function cell_text(cell: Cell): string {
  if (cell === null || cell === undefined) return "";
  if (cell instanceof Date) return date_text(cell);
  if (typeof cell === "boolean") return cell ? "ja" : "nein";
  return String(cell);
}

/** Cells as a spreadsheet puts them on the clipboard. */
export function to_text(rows: Cell[][]): string {
  return rows
    .map((row) =>
      row
        .map((cell) => {
          const text = cell_text(cell);
          return /[\t\n"]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
        })
        .join("\t"),
    )
    .join("\n");
}

/** Numbers are kept as text so that none loses digits; texts that look like numbers are left alone. */
async function read_sheets(file: File): Promise<Sheet[]> {
  const bytes = await new Response(file).arrayBuffer();
  const sheets = (await readSpreadsheet(bytes, { parseNumber: number_text })) as unknown as Sheet[];
  return sheets.filter((sheet) => sheet.data.some((row) => row.some((cell) => cell !== null)));
}

function start(words: DOMStringMap, input: HTMLInputElement): void {
  const form = input.form;
  const text = form?.querySelector("textarea");
  if (!form || !text) return;
  const status = document.createElement("p");
  status.setAttribute("role", "status");
  status.className = "kern-hint";
  const holder = document.createElement("div");
  holder.append(status);
  input.after(holder);

  const say = (message: string) => (status.textContent = message);
  const fill = (sheet: Sheet) => {
    text.value = to_text(sheet.data);
    say((words.read ?? "").replace("%n", String(sheet.data.length)));
  };
  const offer = (sheets: Sheet[]) => {
    holder.querySelector("label")?.remove();
    if (sheets.length < 2) return;
    const label = document.createElement("label");
    label.className = "kern-label";
    label.textContent = `${words.sheet ?? ""} `;
    const select = document.createElement("select");
    select.className = "kern-form-input__select";
    sheets.forEach((sheet, index) => select.add(new Option(sheet.sheet, String(index))));
    select.addEventListener("change", () => {
      const chosen = sheets[Number(select.value)];
      if (chosen) fill(chosen);
    });
    label.append(select);
    holder.prepend(label);
  };

  input.addEventListener("change", async () => {
    const file = input.files?.[0];
    if (!file || !/\.xlsx$/i.test(file.name)) return;
    const name = form.querySelector<HTMLInputElement>('input[name="file_name"]');
    try {
      const sheets = await read_sheets(file);
      const first = sheets[0];
      if (!first) throw new Error("no cells");
      if (name) name.value = file.name;
      input.value = ""; // the cells go, the file stays
      offer(sheets);
      fill(first);
    } catch (error) {
      console.warn(error);
      say(words.failed ?? "");
    }
  });
}

const words = document.querySelector<HTMLElement>("[data-spreadsheet]");
const input = document.querySelector<HTMLInputElement>('input[type="file"][accept*=".xlsx"]');
if (words && input) start(words.dataset, input);
