/** What to do in which order: docs/runbook/compromise.md, governance.md and evidence.md, with where it is done. */
export interface Step {
    readonly id: string;
    /** A screen of this console. */
    readonly to?: "/approvals" | "/transactions" | "/audit" | "/nodes" | "/ceremony" | "/people" | "/policy";
    readonly command?: string;
}

export type Story = "payment" | "share" | "key";

const OPERATOR = "--identity FILE --passphrase-file FILE --roster FILE";

export const STORIES: Readonly<Record<Story, readonly Step[]>> = {
    payment: [
        { id: "stop", command: "./tallystick freeze --everything --as u:YOU --reason TEXT" },
        { id: "everywhere", command: "./tallystick governance status" },
        { id: "look", to: "/transactions" },
        { id: "proof", to: "/audit" },
        { id: "waiting", to: "/approvals" },
        { id: "report" },
        { id: "evidence", to: "/audit", command: "./tallystick evidence export" },
        { id: "cause", to: "/policy" },
        { id: "end" },
    ],
    share: [
        { id: "quarantine", command: `./tallystick node quarantine NODE --reason TEXT ${OPERATOR}` },
        { id: "again", to: "/nodes" },
        { id: "machine" },
        {
            id: "refresh",
            to: "/ceremony",
            command: "./tallystick ceremony refresh --key ID --because incident --reason TEXT",
        },
        { id: "lost", to: "/ceremony", command: "./tallystick ceremony repair --key ID --lost NODE" },
        { id: "without", to: "/ceremony", command: "./tallystick ceremony reshare --key ID --tree TREE --dealers A,B" },
        { id: "doctor", to: "/nodes", command: "./tallystick doctor" },
        { id: "report" },
        { id: "evidence", to: "/audit", command: "./tallystick evidence export" },
    ],
    key: [
        { id: "stop", command: "./tallystick freeze --initiator u:WHO --as u:YOU --reason TEXT" },
        {
            id: "suspend",
            to: "/people",
            command: "./tallystick governance propose --people people.json --as u:YOU --reason TEXT",
        },
        { id: "waiting", to: "/approvals" },
        { id: "proof", to: "/audit" },
        { id: "anew", to: "/people" },
        { id: "report" },
        { id: "end" },
    ],
};

/** Of an exercise, where nothing is frozen. */
export const REHEARSAL = "rehearsal";

const INCIDENT_DIGITS = 16;

/** Ticks of an incident stand under the first digits of the order that froze. */
export const incidentOf = (order: string | undefined) => order?.slice(0, INCIDENT_DIGITS) ?? REHEARSAL;

export interface Tick {
    readonly by: string;
    readonly at: string;
}

/** By incident, and within it by `story.step`. */
export type Ticks = Readonly<Record<string, Readonly<Record<string, Tick>>>>;

export function toggled(all: Ticks, incident: string, step: string, tick: Tick): Ticks {
    const { [step]: before, ...others } = all[incident] ?? {};
    return { ...all, [incident]: before ? others : { ...others, [step]: tick } };
}

/** What a browser kept; whatever is not of this form is no tick. */
export function parseTicks(text: string | undefined): Ticks {
    try {
        const read: unknown = JSON.parse(text ?? "");
        if (!isRecord(read)) return {};
        return Object.fromEntries(
            Object.entries(read).map(([incident, steps]) => [
                incident,
                Object.fromEntries(Object.entries(isRecord(steps) ? steps : {}).filter(isTick)),
            ]),
        );
    } catch {
        return {};
    }
}

const isRecord = (of: unknown): of is Record<string, unknown> =>
    typeof of === "object" && of !== null && !Array.isArray(of);

function isTick(of: [string, unknown]): of is [string, Tick] {
    const [, tick] = of;
    if (!isRecord(tick) || typeof tick.by !== "string" || typeof tick.at !== "string") return false;
    return !Number.isNaN(Date.parse(tick.at));
}
