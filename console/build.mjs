// Makes the console's pages, or tests them, with what package-lock.json pins. What has not changed is not made again.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

process.chdir(import.meta.dirname);
const [wish = "pages"] = process.argv.slice(2);
const PAGES = "target/classes/console";

function run(program, ...words) {
    const { status, error } = spawnSync(program, words, { stdio: ["ignore", "inherit", "inherit"] });
    if (error) fail(`${program} cannot be started: ${error.message}`);
    if (status !== 0) fail(`${[program, ...words].join(" ")} ended with ${status}`);
}

function fail(why) {
    console.error(`console: ${why}`);
    process.exit(1);
}

function filesUnder(path) {
    if (!statSync(path).isDirectory()) return [path];
    return readdirSync(path)
        .sort()
        .flatMap((each) => filesUnder(join(path, each)));
}

function hashOf(...paths) {
    const hash = createHash("sha256");
    for (const file of paths.flatMap(filesUnder)) hash.update(`${file}\0`).update(readFileSync(file)).update("\0");
    return hash.digest("hex");
}

const marked = (name) => (existsSync(`target/${name}`) ? readFileSync(`target/${name}`, "utf-8") : "");

function mark(name, text) {
    mkdirSync("target", { recursive: true });
    writeFileSync(`target/${name}`, text);
}

const bin = (name) => join("node_modules", ".bin", name);

function install() {
    const wanted = hashOf("package.json", "package-lock.json");
    if (existsSync(bin("vite")) && marked("installed") === wanted) return;
    console.error("console: bringing its libraries by npm");
    run("npm", "ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts");
    mark("installed", wanted);
}

function types() {
    const wanted = hashOf("../control/openapi.json", "package-lock.json");
    if (existsSync("target/generated/schema.d.ts") && marked("generated/of") === wanted) return;
    mkdirSync("target/generated", { recursive: true });
    const to = "target/generated/schema.d.ts";
    run(bin("openapi-typescript"), "../control/openapi.json", "--output", to, "--silent");
    mark("generated/of", wanted);
}

const sources = () =>
    hashOf(
        "build.mjs",
        "index.html",
        "package-lock.json",
        "public",
        "src",
        "tsconfig.json",
        "vite.config.ts",
        "../control/openapi.json",
    );

if (!existsSync("package-lock.json")) fail("package-lock.json is not there");
install();
types();
if (wish === "pages") {
    const wanted = sources();
    if (existsSync(`${PAGES}/index.html`) && marked("pages") === wanted) process.exit(0);
    run(bin("tsc"), "--noEmit");
    run(bin("vite"), "build", "--logLevel", "warn");
    mark("pages", wanted);
} else if (wish === "test") {
    const wanted = `${sources()}${hashOf("e2e", "test")}`;
    if (marked("tested") === wanted) process.exit(0);
    run(bin("vitest"), "run", "--reporter=dot");
    mark("tested", wanted);
} else fail(`pages or test, not ${wish}`);
