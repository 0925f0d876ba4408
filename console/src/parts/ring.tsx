import { useEffect, useState } from "react";
import { lasting } from "../words/format";
import { t } from "../words/words";

const RADIUS = 6;
const ROUND = 2 * Math.PI * RADIUS;
/** From here on it wants attention. */
const SHORT = 0.25;
const SOON_MILLIS = 10 * 60_000;

/** How much of its time a request has left, as a ring that empties and in words beside it. */
export function Expiry({ from, to }: { from: string; to: string }) {
    const [now, tick] = useState(() => Date.now());
    const left = Date.parse(to) - now;
    const every = left < SOON_MILLIS ? 1_000 : 15_000;
    useEffect(() => {
        const timer = setInterval(() => tick(Date.now()), every);
        return () => clearInterval(timer);
    }, [every]);
    const share = Math.min(1, Math.max(0, left / Math.max(1, Date.parse(to) - Date.parse(from))));
    return (
        <time
            className={share < SHORT ? "expiry attention" : "expiry"}
            dateTime={new Date(to).toISOString()}
            title={new Date(to).toISOString()}
        >
            <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
                <circle cx="8" cy="8" r={RADIUS} className="ring-all" />
                <circle
                    cx="8"
                    cy="8"
                    r={RADIUS}
                    className="ring-left"
                    strokeDasharray={`${share * ROUND} ${ROUND}`}
                    transform="rotate(-90 8 8)"
                />
            </svg>
            {left <= 0 ? t("expiry.over") : t("expiry.left", { left: lasting(left) })}
        </time>
    );
}
