// How soon a screen tells what nodes did: from a node's own entry in its log to the eyes of somebody else.
import { must, step } from "./stage.mjs";

/** That it comes at all, without a reload: nodes, control, a chain and browsers share one machine here. */
const LIVE_MILLIS_MAX = 15_000;
const NODES = ["risk", "client", "backup"];

/** The moment at which this text stands on a screen, or in the panel of this head; nothing is pressed or loaded again. */
export function shown(who, text, head = "") {
    const seen = who.page.evaluate(
        ([text, head]) =>
            new Promise((seen) => {
                const panel = (each) => each.querySelector("h2")?.textContent === head;
                const place = () =>
                    head === ""
                        ? document.querySelector("main")
                        : [...document.querySelectorAll(".panel")].find(panel);
                const look = () => (place()?.textContent?.includes(text) ? seen(Date.now()) : setTimeout(look, 10));
                look();
            }),
        [text, head],
    );
    // Where the story breaks off before it is asked for, that is said, and not this.
    seen.catch(() => undefined);
    return seen;
}

/** When the first of these nodes wrote an entry of this kind, by its own clock. */
async function wrote(who, kinds, since, nodes) {
    const ats = await who.page.evaluate(async (nodes) => {
        const all = [];
        for (const node of nodes) {
            const told = await (await fetch(`/v1/audit/entries?node=${node}`)).json();
            all.push(...told.items.map((each) => [each.kind, Date.parse(each.at)]));
        }
        return all;
    }, nodes);
    const first = Math.min(...ats.filter(([of, at]) => kinds.includes(of) && at >= since).map(([, at]) => at));
    must(Number.isFinite(first), `no node wrote an entry of the kinds ${kinds}`);
    return first;
}

/** Has it done, and tells the time from the first node's entry until it was `seen` elsewhere. */
export async function live(who, what, kinds, seen, act, nodes = NODES, since = Date.now() - 1) {
    const done = await act();
    const took = (await seen) - (await wrote(who, kinds, since, nodes));
    must(took <= LIVE_MILLIS_MAX, `another's screen showed ${what} ${took} ms after the first node's entry`);
    step(`another's screen showed ${what} ${took} ms after the first node had written it down`);
    return done;
}
