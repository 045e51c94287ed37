// Writes a document with everything minutes use to standard output; with an argument, says the words of
// that file instead.
#include <fstream>
#include <iostream>
#include <iterator>

#include "modules/minutes/docx.h"

int main(int count, char** arguments) {
  using namespace mila::minutes;
  if (count > 1) {
    std::ifstream file(arguments[1], std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(file), {}};
    auto text = text_of_docx(bytes);
    std::cout << text.value_or("");
    return text ? 0 : 1;
  }
  DocxDocument document;
  document.title = "Runder Tisch „MiLa“ & mehr";
  document.add(DocxBlock::Kind::Title, document.title);
  document.add(DocxBlock::Kind::Heading, "1 Begrüßung");
  document.add_markdown("Das **Jobcenter** berichtet *kurz*:\nzweite Zeile.\n\n1. erstens\n2. zweitens\n\nDann:\n\n1. von vorn\n\n- Punkt\n  - darunter\n\n> wörtlich\n\n### Unterpunkt\n\nعربى < & \">");
  std::cout << write_docx(document);
}
