// Debian's Chromium and a server of the built pages, with the headers that control gives them.
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { chromium } from "playwright-core";

const PAGES = join(import.meta.dirname, "../target/classes/console");
const JAVA = join(import.meta.dirname, "../../control/src/main/java/tallystick/control/site/Pages.java");
const TYPES = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
};

/** The policy on content, as the class that serves the pages says it, without the leave for one inline style. */
export function contentPolicy() {
    const text = /"default-src 'none'; script-src[^]*?\);\n/.exec(readFileSync(JAVA, "utf-8"))?.[0] ?? "";
    const policy = [...text.matchAll(/"([^"]*)"/g)].map((each) => each[1]).join("");
    if (!policy.includes("script-src 'self'")) throw new Error(`no policy on content in ${JAVA}`);
    return policy.replace(" 'nonce-%s'", "");
}

/** Answers by path, and events that are told to whoever follows. */
export function serve(answers) {
    const policy = contentPolicy();
    const following = new Set();
    const tell = (event) => {
        const text = `id: ${event.number}\nevent: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`;
        for (const each of following) each.write(text);
    };
    const server = createServer((request, response) => {
        const path = new URL(request.url, "http://localhost").pathname;
        if (path === "/v1/events/stream") {
            response.writeHead(200, { "Content-Type": "text/event-stream" }).write(": here\n\n");
            following.add(response);
            request.on("close", () => following.delete(response));
            return;
        }
        if (path.startsWith("/v1") || path.startsWith("/health")) {
            const answer = answers[path];
            response.writeHead(answer === undefined ? 404 : 200, { "Content-Type": "application/json" });
            response.end(JSON.stringify(answer ?? { title: "not found" }));
            return;
        }
        const file = join(PAGES, extname(path) ? path : "index.html");
        if (!existsSync(file)) return void response.writeHead(404).end();
        response.writeHead(200, { "Content-Type": TYPES[extname(file)], "Content-Security-Policy": policy });
        response.end(readFileSync(file));
    });
    return new Promise((ready) => {
        server.listen(0, "127.0.0.1", () => ready({ server, tell, base: `http://localhost:${server.address().port}` }));
    });
}

export function launch() {
    const quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
    const root = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
    return chromium.launch({
        executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
        args: [...quiet, "--disable-component-update", "--disable-sync", ...root],
    });
}

/** Writes down what a page complains of: errors of scripts, and what the policy on content forbade. */
export function listen(page, said) {
    page.on("pageerror", (error) => said.push(`error: ${error.message}`));
    page.on("console", (line) => {
        // A passkey of RSA is not asked for: nodes verify none.
        const isKnown = /status of (401|403|404)|pubKeyCredParams/.test(line.text());
        if (["error", "warning"].includes(line.type()) && !isKnown)
            said.push(line.text());
    });
}
