import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";

const AFTER_G: Readonly<Record<string, string>> = {
    o: "/",
    a: "/approvals",
    t: "/transactions",
    v: "/vaults",
    p: "/policy",
    n: "/nodes",
    l: "/audit",
    i: "/incidents",
};

/** Under which this browser keeps that its reader turned the keys off. */
export const KEYS = "keys";
export const OFF = "off";

/** Whether a key is meant for the page: not for a field, not behind a dialogue, and not where keys are turned off. */
export function isForPage(event: KeyboardEvent): boolean {
    const target = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem(KEYS) === OFF) return false;
    if (!(target instanceof HTMLElement)) return true;
    const isField = target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
    return !isField && target.closest('[role="dialog"]') === null;
}

/** Keys that work on every screen. */
export function useKeys(freeze: () => void): void {
    const navigate = useNavigate();
    useEffect(() => {
        let afterG = false;
        const pressed = (event: KeyboardEvent) => {
            if (!isForPage(event)) return;
            const place = afterG ? AFTER_G[event.key] : undefined;
            afterG = event.key === "g";
            if (event.key === "F" && event.shiftKey) freeze();
            else if (place) void navigate({ to: place });
            else if (event.key === "n") void navigate({ to: "/transfer" });
            else return;
            event.preventDefault();
        };
        window.addEventListener("keydown", pressed);
        return () => window.removeEventListener("keydown", pressed);
    }, [freeze, navigate]);
}
