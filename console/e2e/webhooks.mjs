// A program that is told what happened: it fails at first, and is told the same again.
import { createServer } from "node:http";
import { fill, look, must, step } from "./stage.mjs";

/** A program that answers as `answer` says, and keeps under which name each was brought. */
function receiver() {
    const heard = [];
    const of = { heard, answer: 503 };
    const server = createServer((request, response) => {
        request.resume().on("end", () => {
            heard.push(request.headers["tallystick-webhook-event"]);
            response.writeHead(of.answer).end();
        });
    });
    return new Promise((ready) => {
        server.listen(0, "127.0.0.1", () =>
            ready(Object.assign(of, { server, url: `http://localhost:${server.address().port}/books` })),
        );
    });
}

/** Made by an administrator, given what happens elsewhere, and what failed once more by hand. */
export async function webhooks(ann, cy) {
    const { page } = cy;
    const books = await receiver();
    try {
        await page.goto(`${cy.base}/webhooks`);
        await page.getByText("No webhook yet.").waitFor();
        await page.getByRole("textbox", { name: /^Address/ }).fill(books.url);
        await page.getByRole("button", { name: "Add a webhook" }).click();
        await page.getByRole("heading", { name: books.url }).waitFor();
        await fill(ann, "0.011", "For the books");
        await ann.page.getByRole("button", { name: "Discard and begin again" }).click();
        await ann.page.getByRole("heading", { name: "New transfer" }).waitFor();
        const again = page.getByRole("button", { name: "Send again" });
        await page.getByText("503").first().waitFor();
        await look(cy, "webhooks-failing");
        const [first] = books.heard;
        must(typeof first === "string" && first.length > 0, "an event was brought without a name");
        books.answer = 204;
        await again.last().click();
        await page.getByText("delivered", { exact: true }).first().waitFor();
        await look(cy, "webhooks-delivered");
        must(books.heard.filter((each) => each === first).length > 1, "what was brought again has another name");
        step("Cy had a program told what happens; it failed, and was told the same again under the same name");
        await page.getByRole("button", { name: `Remove ${books.url}` }).click();
        await page.getByRole("button", { name: "Remove this webhook" }).click();
        await page.getByText("No webhook yet.").waitFor();
    } finally {
        books.server.closeAllConnections();
        books.server.close();
    }
}
