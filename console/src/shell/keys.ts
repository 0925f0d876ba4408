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

/** Whether a key is meant for a field and not for the page. */
export function isTyping(event: KeyboardEvent): boolean {
    const target = event.target;
    return (
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        (target instanceof HTMLElement &&
            (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName)))
    );
}

/** Keys that work on every screen. */
export function useKeys(freeze: () => void): void {
    const navigate = useNavigate();
    useEffect(() => {
        let afterG = false;
        const pressed = (event: KeyboardEvent) => {
            if (isTyping(event)) return;
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
