import { expect, test } from "vitest";
import { exportCommand } from "../src/parts/pack";

test("the command asks for the nodes, the days and the key that were chosen", () => {
    const key = "ab".repeat(32);
    expect(exportCommand(["risk", "client"], "2026-01-01", "2026-04-01", key)).toBe(
        "./tallystick evidence export --from-node risk --from-node client --roster roster" +
            " --administrator administrator.card --from 2026-01-01T00:00:00Z --to 2026-04-01T00:00:00Z" +
            ` --scope key:${key} --out pack.zip --identity operator.identity --passphrase-file passphrase`,
    );
});

test("what is no day, no key and no node's name is left out", () => {
    const said = exportCommand(["risk", "x; rm -rf"], "yesterday", "", "all");
    expect(said).toContain("--from-node risk --roster");
    expect(said).not.toContain("rm");
    expect(said).not.toContain("--from ");
    expect(said).not.toContain("--scope");
});
