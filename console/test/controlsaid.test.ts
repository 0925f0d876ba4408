import { describe, expect, it } from "vitest";
import { differenceSaid, reasonSaid, ruleSaid } from "../src/parts/controlsaid";
import { kindName } from "../src/parts/logs";
import { use } from "../src/words/words";

use({}, "en");

describe("what control says of rules", () => {
    it("is said without what stands beside it, and without words of the form", () => {
        expect(ruleSaid("demo/pay", "demo/pay (ALLOW) matches and admits leg 1.")).toBe(
            "Matches and admits part 1 of it.",
        );
        const asks = "demo/eyes (REQUIRE) matches leg 1 and asks for 1 of group admins with API_KEY or stronger";
        expect(ruleSaid("demo/eyes", asks)).toBe(
            "Matches part 1 of it and asks for 1 of group admins with any key or stronger.",
        );
        const other = "demo/govern (REQUIRE) does not match: activity asks for UNFREEZE, and here is TRANSFER.";
        expect(ruleSaid("demo/govern", other)).toBe(
            "Does not match: activity asks for ends of freezes, and here is transfers.",
        );
        expect(reasonSaid("LIMIT_EXCEEDED demo/day of leg 1: more than the limit allows")).toBe(
            "demo/day: more than the limit allows.",
        );
    });

    it("stays whole where it is of another form, or of another rule", () => {
        const unknown = "A/c (ALLOW) matches and admits FOO_BAR.";
        expect(ruleSaid("a/b", "a/c (ALLOW) matches and admits FOO_BAR.")).toBe(unknown);
        expect(reasonSaid("One person has to agree.")).toBe("One person has to agree.");
        expect(reasonSaid("NO_ALLOW: nothing admits it")).toBe("NO_ALLOW: nothing admits it.");
    });

    it("says of a difference which way it goes, apart from the difference", () => {
        expect(differenceSaid("TIGHTEN: rule day altered in limit.max: it restricts as much or more")).toEqual({
            turn: "tighten",
            text: "Rule day altered in limit.max: it restricts as much or more.",
        });
        expect(differenceSaid("LOOSEN: rule day is gone").turn).toBe("loosen");
        expect(differenceSaid("Nia may approve").turn).toBeUndefined();
    });
});

describe("an entry of a log", () => {
    it("is called in words, and as it is where there are none", () => {
        expect(kindName("ChangeSeen")).toBe("a change was proposed");
        expect(kindName("Unknown 99")).toBe("Unknown 99");
    });
});
