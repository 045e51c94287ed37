"""python-docx reads what we write, and we read what python-docx writes."""
import io
import subprocess
import sys
import tempfile

import docx

sample = sys.argv[1]


def same(got, wanted):
    if got != wanted:
        sys.exit(f"got {got!r}, wanted {wanted!r}")


document = docx.Document(io.BytesIO(subprocess.run([sample], check=True, capture_output=True).stdout))
same(document.core_properties.title, "Runder Tisch „MiLa“ & mehr")
same(document.core_properties.language, "de-DE")
same([(p.style.name, p.text) for p in document.paragraphs], [
    ("Title", "Runder Tisch „MiLa“ & mehr"),
    ("Heading 1", "1 Begrüßung"),
    ("Normal", "Das Jobcenter berichtet kurz:\nzweite Zeile."),
    ("List Paragraph", "erstens"),
    ("List Paragraph", "zweitens"),
    ("Normal", "Dann:"),
    ("List Paragraph", "von vorn"),
    ("List Paragraph", "Punkt"),
    ("List Paragraph", "darunter"),
    ("Quote", "wörtlich"),
    ("Heading 2", "Unterpunkt"),
    ("Normal", 'عربى < & ">'),
])
runs = document.paragraphs[2].runs
same([run.text for run in runs if run.bold], ["Jobcenter"])
same([run.text for run in runs if run.italic], ["kurz"])
# Each numbered list is one of its own, and what is below stands deeper.
lists = [(p._p.pPr.numPr.numId.val, p._p.pPr.numPr.ilvl.val) for p in document.paragraphs if p.style.name == "List Paragraph"]
same(lists, [(2, 0), (2, 0), (3, 0), (1, 0), (1, 1)])
numbers = {num.numId for num in document.part.numbering_part.element.num_lst}
same({list_id for list_id, _ in lists} <= numbers, True)
same(round(document.sections[0].page_width.cm, 1), 21.0)

theirs = docx.Document()
theirs.add_heading("Altes Protokoll", 0)
theirs.add_paragraph("Kaution übernommen")
table = theirs.add_table(1, 2)
table.rows[0].cells[0].text, table.rows[0].cells[1].text = "wer", "was"
with tempfile.NamedTemporaryFile(suffix=".docx") as file:
    theirs.save(file.name)
    words = subprocess.run([sample, file.name], check=True, capture_output=True, text=True).stdout
same(words.split(), ["Altes", "Protokoll", "Kaution", "übernommen", "wer", "was"])
