// What goes wrong on purpose: another roster, a smuggled script, and the freeze that stops everything.
import { live, shown } from "./live.mjs";
import { look, must, step } from "./stage.mjs";

/** A server that makes up roster, logs and documents together is found by what this browser saw before. */
export async function otherRoster(ann) {
    await ann.page.goto(`${ann.base}/nodes`);
    await ann.page.getByText("In force by the signed logs of").waitFor();
    await ann.page.evaluate(() => localStorage.setItem("roster", "00".repeat(32)));
    await ann.page.goto(`${ann.base}/addresses`);
    await ann.page.getByText("is another than this browser saw before and does not follow it").waitFor();
    await look(ann, "roster-other");
    await ann.page.getByRole("button", { name: "I have compared it" }).click();
    await ann.page.getByText("does not follow it").waitFor({ state: "detached" });
    step("another roster than the browser had seen before was told in danger");
}

/** What a script that somebody smuggled in could do: nothing, it does not run. */
export async function smuggled(ann) {
    const ran = await ann.page.evaluate(async () => {
        const script = document.createElement("script");
        script.textContent = "window.smuggled = true";
        document.body.append(script);
        const image = document.createElement("img");
        image.setAttribute("onerror", "window.smuggled = true");
        image.src = "/nothing.png";
        document.body.append(image);
        const sent = await fetch("https://example.org/").then(
            () => true,
            () => false,
        );
        await new Promise((go) => setTimeout(go, 200));
        return window.smuggled === true || sent;
    });
    must(!ran, "a smuggled script ran, or something was sent elsewhere");
    // As somebody between server and browser would write it into the page itself.
    await ann.page.route(/\/nodes$/, async (route) => {
        const response = await route.fetch();
        const body = (await response.text()).replace("</head>", "<script>window.smuggled = true</script></head>");
        await route.fulfill({ response, body });
    });
    await ann.page.goto(`${ann.base}/nodes`);
    await ann.page.locator("h1").waitFor();
    must(!(await ann.page.evaluate(() => window.smuggled)), "a script written into the page ran");
    await ann.page.unroute(/\/nodes$/);
    const { roster, ...others } = await ann.page.evaluate(() => ({ ...localStorage, ...sessionStorage }));
    must(/^[0-9a-f]{64}$/.test(roster), "the hash of the roster is not kept");
    const stored = JSON.stringify(others);
    must(!/[0-9a-zA-Z_-]{40,}/.test(stored), `storage holds more than a look: ${stored}`);
    must((await ann.page.evaluate(() => document.cookie)) === "", "a script can read the cookie");
    ann.said.length = 0;
    step("a smuggled script did not run, and storage, address and cookies give nothing away");
}

export async function freeze(bo, ann) {
    await bo.page.goto(`${bo.base}/incidents`);
    await bo.page.getByText("Nothing is frozen.").waitFor();
    const everything = async () => {
        await bo.page.keyboard.press("Shift+F");
        await bo.page.getByRole("textbox", { name: /^Why/ }).fill("the end of a browser story");
        await bo.page.getByRole("button", { name: "Freeze Everything now" }).click();
    };
    const closed = () => bo.page.getByRole("button", { name: "Close" }).click();
    await bo.page.route("**/v1/freezes/orders", (route) => {
        const { reason } = route.request().postDataJSON();
        const scope = { kind: "initiator", of: "u:bo" };
        return route.continue({ postData: JSON.stringify({ scope, reason }) });
    });
    await everything();
    await bo.page.getByText("Nothing was signed: the order that the server wrote stops something else").waitFor();
    await closed();
    await bo.page.unroute("**/v1/freezes/orders");
    step("an order that would have frozen something else was not signed");
    await bo.page.route("**/v1/freezes", (route) => {
        const nodes = ["risk", "client", "backup"].map((node) => ({ node, followed: node === "risk", words: "said" }));
        return route.request().method() === "POST"
            ? route.fulfill({ status: 201, json: { id: "00", nodes } })
            : route.continue();
    });
    await everything();
    await bo.page.getByText("On 1 of 3 nodes; NOT on client, backup.").waitFor();
    await look(bo, "freeze-partly");
    await closed();
    await bo.page.unroute("**/v1/freezes");
    step("a freeze that two nodes did not take was not called one");
    await ann.page.goto(`${ann.base}/incidents`);
    await ann.page.getByText("Nothing is frozen.").waitFor();
    await live(ann, "the freeze", ["Frozen"], shown(ann, "the end of a browser story"), everything);
    await bo.page.getByText("Frozen: Everything").waitFor();
    await bo.page.getByRole("button", { name: "Close" }).click();
    await bo.page.getByText("the end of a browser story").first().waitFor();
    await bo.page.getByRole("link", { name: "Everything is frozen" }).waitFor();
    step("Bo froze everything with Shift+F");
    await bo.page.getByRole("checkbox", { name: /Freeze, everything if in doubt/ }).check();
    await bo.page.getByText("ticked by").waitFor();
    await bo.page.reload();
    await bo.page.getByRole("checkbox", { name: /Freeze, everything if in doubt/, checked: true }).waitFor();
    step("the playbook of this incident keeps what was ticked");
    await look(bo, "incidents-frozen");
}
