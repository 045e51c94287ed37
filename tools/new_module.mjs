// ./dev new-module NAME: a module that builds and passes untouched.
import fs from "node:fs";
import path from "node:path";

const name = process.argv[2] ?? "";
if (!/^[a-z][a-z_]{1,30}$/.test(name)) throw new Error("a name is lower case letters and _: events, round_tables");
const folder = path.join("modules", name);
if (fs.existsSync(folder)) throw new Error(`${folder} exists`);
const title = name[0].toUpperCase() + name.slice(1).replaceAll("_", " ");
const view = `${name.split("_").map((word) => word[0].toUpperCase() + word.slice(1)).join("")}View`;
const today = new Date().toISOString().slice(0, 10);

const files = {
  [`${name}.h`]: `// ${title}: what other modules may use.
#pragma once

#include "platform/site/module.h"

namespace mila::${name} {

Module const& module();

}  // namespace mila::${name}
`,
  [`${name}_module.cpp`]: `// What this module tells the program about itself.
#include "modules/${name}/${name}.h"
#include "modules/${name}/public_pages.h"

namespace mila::${name} {

Module const& module() {
  static Module const ${name} = [] {
    Module m;
    m.name = "${name}";
    m.summary = "${title.toLowerCase()}: what it is for";
    m.routes = {{http::Method::Get, "/{lang}/${name}", Permission::Public, show_${name},
                 "/{lang}/${name}"}};
    m.templates = {{"${name}/${name}.html", html::schema_of<${view}>()}};
    return m;
  }();
  return ${name};
}

}  // namespace mila::${name}
`,
  "public_pages.h": `// Pages of ${title} that everybody may see.
#pragma once

#include <string>

#include "platform/site/site.h"

namespace mila::${name} {

struct ${view} {
  std::string county;
  template <class V>
  void fields(V& v) { v("county", county); }
};

http::Response show_${name}(Visit& visit);

}  // namespace mila::${name}
`,
  "public_pages.cpp": `// Pages of ${title} that everybody may see.
#include "modules/${name}/public_pages.h"

namespace mila::${name} {

http::Response show_${name}(Visit& visit) {
  ${view} view;
  view.county = visit.context.county.config().name;
  Page frame;
  frame.title = view.county;
  return visit.site.page(visit, "${name}/${name}.html", view, frame);
}

}  // namespace mila::${name}
`,
  [`templates/${name}.html`]: `<div class="m-wrap m-band m-stack">
  <h1 class="kern-heading-x-large">{{county}}</h1>
</div>
`,
  [`migrations/${today}_${name}.sql`]: `-- Tables of ${title}.
create table ${name}_note (
  id text primary key,
  text text not null
);
`,
  [`${name}_test.cpp`]: `// ${title}: its page answers.
#include "modules/${name}/${name}.h"

#include <gtest/gtest.h>

#include "platform/testing/site.h"

namespace mila::${name} {
namespace {

TEST(${view.replace(/View$/, "Page")}, NamesTheCounty) {
  testing::TestSite site({.modules = {module()}});
  auto page = site.get("/de/${name}");
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("<h1"), std::string::npos);
}

}  // namespace
}  // namespace mila::${name}
`,
  "CMakeLists.txt": `mila_library(modules_${name} LINK platform_site TEST_LINK platform_testing)
`,
};
for (const [file, text] of Object.entries(files)) {
  const target = path.join(folder, file);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, text);
}
const edit = (file, change) => fs.writeFileSync(file, change(fs.readFileSync(file, "utf8")));
edit("modules/CMakeLists.txt", (text) => `${text}add_subdirectory(${name})\n`);
edit("app/modules.cpp", (text) =>
  text
    .replace('#include "modules/offers/offers.h"\n', `#include "modules/offers/offers.h"\n#include "modules/${name}/${name}.h"\n`)
    .replace("      erasure_module(),", `      ${name}::module(),\n      erasure_module(),`));
edit("data/take_along.csv", (text) => `${text.trimEnd()}\n${name}_note;id;;;${title};${title};;\n`);
edit("app/CMakeLists.txt", (text) => text.replace("modules_offers ", `modules_offers modules_${name} `));
console.log(`${folder} is there; say in its summary what it does, ./dev docs, ./dev test ${name}`);
