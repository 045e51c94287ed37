# Compiler settings and the one function every folder of C++ is built with.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1")
add_compile_options(-Wall -Wextra -Wpedantic -Wno-missing-field-initializers)

option(MILA_SANITIZE "Build with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
if(MILA_SANITIZE)
  # Built to be run once: optimising would take minutes and the tests take seconds. The checks at every
  # use of a pointer double the time to compile; AddressSanitizer sees what a null or wild one does,
  # and the library's own assertions see past the end of a vector.
  add_compile_options(-fsanitize=address,undefined -fno-sanitize=null,alignment,object-size,vptr
                      -fno-sanitize-recover=all -fno-omit-frame-pointer -D_GLIBCXX_ASSERTIONS -O0)
  add_link_options(-fsanitize=address,undefined)
endif()
# What `./dev sanitize` builds and runs: the tests of platform and engines, and the parsers' corpora.
add_custom_target(sanitized)

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()
# Linking is most of what follows a small change, and copying line numbers is most of linking. They
# stay in the objects, in `mila` itself and in what the sanitizers watch; the rest needs names only.
if(NOT MILA_SANITIZE)
  add_link_options($<$<AND:$<CONFIG:Release>,$<NOT:$<STREQUAL:$<TARGET_PROPERTY:NAME>,mila>>>:-Wl,--strip-debug>)
endif()
# Libraries name their objects and do not copy them.
set(CMAKE_CXX_ARCHIVE_CREATE "<CMAKE_AR> qcT <TARGET> <LINK_FLAGS> <OBJECTS>")

find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(OATH REQUIRED IMPORTED_TARGET liboath)
pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(PQ REQUIRED IMPORTED_TARGET libpq)
pkg_check_modules(ICU REQUIRED IMPORTED_TARGET icu-uc icu-i18n)
pkg_check_modules(XAPIAN REQUIRED IMPORTED_TARGET xapian-core)
pkg_check_modules(ICAL REQUIRED IMPORTED_TARGET libical)
pkg_check_modules(CURL REQUIRED IMPORTED_TARGET libcurl)
pkg_check_modules(GMIME REQUIRED IMPORTED_TARGET gmime-3.0)
pkg_check_modules(XLSX REQUIRED IMPORTED_TARGET xlsxwriter)
pkg_check_modules(SIMDJSON REQUIRED IMPORTED_TARGET simdjson)
pkg_check_modules(DEFLATE REQUIRED IMPORTED_TARGET libdeflate)
pkg_check_modules(BROTLI REQUIRED IMPORTED_TARGET libbrotlienc)
find_package(date REQUIRED)
find_package(spdlog REQUIRED)
find_package(GTest REQUIRED)
find_package(benchmark REQUIRED)

# mila_sanitized(test target): the test is one of those the sanitizers watch.
function(mila_sanitized test target)
  add_dependencies(sanitized ${target})
  set_property(TEST ${test} APPEND PROPERTY LABELS sanitized)
endfunction()

# mila_library(name LINK libs...): every *.cpp of the folder but tests and benchmarks becomes the
# static library `name`; *_test.cpp become `name_test` (run by CTest), *_benchmark.cpp `name_benchmark`.
function(mila_library name)
  cmake_parse_arguments(ARG "" "" "LINK;TEST_LINK" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS *.cpp)
  set(tests ${sources})
  set(benchmarks ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  list(FILTER benchmarks INCLUDE REGEX "_benchmark\\.cpp$")
  list(FILTER sources EXCLUDE REGEX "_(test|benchmark)\\.cpp$")
  add_library(${name} STATIC ${sources})
  target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC ${ARG_LINK} fmt::fmt)
  if(tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE ${name} ${ARG_TEST_LINK} GTest::gmock GTest::gtest_main
                                               Threads::Threads)
    add_test(NAME ${name} COMMAND ${name}_test)
    set_tests_properties(${name} PROPERTIES ENVIRONMENT "MILA_SOURCE=${CMAKE_SOURCE_DIR}")
    if(name MATCHES "^(platform|engines)_")
      mila_sanitized(${name} ${name}_test)
    endif()
  endif()
  if(benchmarks)
    add_executable(${name}_benchmark EXCLUDE_FROM_ALL ${benchmarks})
    target_link_libraries(${name}_benchmark PRIVATE ${name} benchmark::benchmark_main)
  endif()
endfunction()
