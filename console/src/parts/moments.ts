import type { ToAnswer } from "../api/people";

/** The clock of who answers and the moment that the server wrote into his answer are too far apart. */
export class OtherMoment extends Error {}

/** As far as a node lets an answer be from the future: docs/spec/approval.md AP-10. */
const APART_MILLIS = 600_000;
const DAY_MILLIS = 86_400_000;
const LASTING_MILLIS = 30 * DAY_MILLIS;

/**
 * The moments that are signed with an answer, in seconds. They say who answered after whom, and for how long it counts:
 * a server that dates an answer back or far ahead has nothing signed.
 */
export function momentsOf(asked: Pick<ToAnswer, "at" | "expiresAt">, now: number) {
    const [at, expires] = [Date.parse(asked.at), Date.parse(asked.expiresAt)];
    const isNow = Math.abs(at - now) <= APART_MILLIS;
    if (!isNow || !(expires > at && expires - at <= LASTING_MILLIS)) throw new OtherMoment();
    return { at: at / 1000, expires: expires / 1000 };
}
