/*
 * Builds app/static/vendor: one stylesheet, one script, the icons the stylesheet names, the licence
 * texts and a list of versions. The same inputs give the same bytes, so a check can build again and
 * compare. Run by `npm run build` from the root.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import esbuild from "esbuild";
import * as sass from "sass";

const SOURCE = "app/web/assets";
const TARGET = "app/static/vendor";
const ICONS = "node_modules/@ministryofjustice/frontend/moj/assets/images";
const AUTOCOMPLETE = "node_modules/accessible-autocomplete/dist/accessible-autocomplete.min.css";
const FONT = '"Helvetica Neue",helvetica,arial,sans-serif';
const LICENCES = {
  "accessible-autocomplete": "node_modules/accessible-autocomplete/LICENSE.txt",
  "govuk-frontend": `${SOURCE}/licences/govuk-frontend.txt`,
  "moj-frontend": `${SOURCE}/licences/moj-frontend.txt`,
};

rmSync(TARGET, { recursive: true, force: true });
mkdirSync(join(TARGET, "icons"), { recursive: true });
mkdirSync(join(TARGET, "LICENSES"));

const compiled = sass.compile(join(SOURCE, "app.scss"), {
  loadPaths: [".", "node_modules"],
  quietDeps: true,
  logger: sass.Logger.silent,
  style: "compressed",
}).css;
// The autocomplete's stylesheet names a font that only GOV.UK may use; it gets ours instead.
const autocomplete = readFileSync(AUTOCOMPLETE, "utf8")
  .replace(/\/\*# sourceMappingURL=.*\*\//u, "")
  .replace(/font-family:[^;}]*/gu, `font-family:${FONT}`);
// The royal crest belongs to GOV.UK: its rule stays unused and asks for no file.
const css = `${compiled.trim()}${autocomplete.trim()}\n`.replaceAll(
  'url("icons/govuk-crest.svg")',
  "none",
);
writeFileSync(join(TARGET, "app.css"), css);

const named = new Set([...css.matchAll(/icons\/(icon-[\w-]+\.svg)/gu)].map((found) => found[1]));
for (const icon of readdirSync(ICONS).sort()) {
  if (named.has(icon)) cpSync(join(ICONS, icon), join(TARGET, "icons", icon));
}

await esbuild.build({
  entryPoints: [join(SOURCE, "app.mjs")],
  outfile: join(TARGET, "app.js"),
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2020",
  legalComments: "none",
  logLevel: "warning",
});

for (const [name, text] of Object.entries(LICENCES)) {
  cpSync(text, join(TARGET, "LICENSES", `${name}.txt`));
}

const { devDependencies } = JSON.parse(readFileSync("package.json", "utf8"));
const versions = Object.keys(devDependencies)
  .sort()
  .map((name) => `${name} ${devDependencies[name]}\n`);
writeFileSync(join(TARGET, "VERSIONS"), versions.join(""));
