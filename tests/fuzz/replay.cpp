// Runs a fuzz target over the files of its corpus, as an ordinary test: what once broke a parser, or
// might, is tried again with every build. Usage: NAME_replay FOLDER
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

int main(int count, char** arguments) {
  if (count != 2) {
    std::cerr << "usage: " << arguments[0] << " FOLDER\n";
    return 2;
  }
  int files = 0;
  for (auto const& entry : std::filesystem::directory_iterator(arguments[1])) {
    std::ifstream file(entry.path(), std::ios::binary);
    std::string const bytes((std::istreambuf_iterator<char>(file)), {});
    std::cout << entry.path().filename().string() << std::endl;  // names the culprit of a crash
    LLVMFuzzerTestOneInput(reinterpret_cast<std::uint8_t const*>(bytes.data()), bytes.size());
    ++files;
  }
  std::cout << files << " files\n";
  return files > 0 ? 0 : 1;  // an empty corpus tests nothing
}
