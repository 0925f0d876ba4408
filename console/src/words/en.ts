import { ceremonies } from "./en/ceremonies";
import { governance } from "./en/governance";
import { payments } from "./en/payments";
import { programs } from "./en/programs";
import { screens } from "./en/screens";
import { watching } from "./en/watching";

export type { Text } from "./text";

/** Every text of the console. A translation is another folder with the same keys. */
export const en = { ...screens, ...payments, ...governance, ...watching, ...ceremonies, ...programs } as const;

export type Key = keyof typeof en;
