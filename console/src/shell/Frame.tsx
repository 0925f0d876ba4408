import { ActionIcon, Button, Menu, useMantineColorScheme } from "@mantine/core";
import { Link, Outlet, useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { remember, send } from "../api/client";
import { type LiveState, follow } from "../api/live";
import type { Policies } from "../api/contract";
import type { Session } from "../api/people";
import { changed, heard, queries, useAsked, useSession, useWithdrawals } from "../api/queries";
import { WAITING } from "../api/queries";
import { Problem } from "../api/problem";
import { Failed, Waiting } from "../parts/basics";
import { isEverythingFrozen } from "../parts/frozen";
import type { Key } from "../words/en";
import { t } from "../words/words";
import { asking } from "./back";
import { FreezeDialog } from "./Freeze";
import { FreezeIcon, MenuIcon, MoonIcon, SunIcon } from "./icons";
import { useKeys } from "./keys";
import { useBrand, useLook } from "./look";

const PLACES: readonly (readonly [string, Key] | null)[] = [
    ["/", "nav.overview"],
    ["/approvals", "nav.approvals"],
    ["/transfer", "nav.transfer"],
    ["/transactions", "nav.transactions"],
    null,
    ["/vaults", "nav.vaults"],
    ["/addresses", "nav.addresses"],
    ["/policy", "nav.policy"],
    ["/people", "nav.people"],
    ["/nodes", "nav.nodes"],
    ["/recovery", "nav.recovery"],
    null,
    ["/audit", "nav.audit"],
    ["/webhooks", "nav.webhooks"],
    ["/incidents", "nav.incidents"],
    ["/settings", "nav.settings"],
];

/** What stands around every screen of somebody who is signed in. */
export function Frame() {
    const session = useSession();
    const navigate = useNavigate();
    const isSignedOut = session.error instanceof Problem && hasNoSession(session.error);
    useEffect(() => {
        if (isSignedOut) void navigate({ to: "/sign-in", search: asking(location) as never, replace: true });
    }, [isSignedOut, navigate]);
    if (session.data) {
        remember(session.data.csrf);
        return <Signed session={session.data} />;
    }
    return (
        <div className="center">
            <main>{session.error && !isSignedOut ? <Failed error={session.error} /> : <Waiting />}</main>
        </div>
    );
}

/** A server that is in trouble says nothing about who is signed in. */
const hasNoSession = ({ status }: Problem) => status > 0 && status < 500;

function Signed({ session }: { session: Session }) {
    const [isOpen, open] = useState(false);
    const [freezes, freeze] = useState(false);
    const [live, stands] = useState<LiveState>("connecting");
    useKeys(() => freeze(true));
    useEffect(
        () =>
            follow(
                (event) => changed(event.kind ?? "", event.subject ?? ""),
                (state) => {
                    heard(state);
                    stands(state);
                },
            ),
        [],
    );
    return (
        <div className="frame">
            <a className="skip" href="#content">
                {t("app.skip")}
            </a>
            <header className="top">
                <ActionIcon
                    className="menu-button"
                    variant="default"
                    size="lg"
                    aria-label={t("app.menu")}
                    aria-expanded={isOpen}
                    onClick={() => open(!isOpen)}
                >
                    <MenuIcon />
                </ActionIcon>
                <BrandMark />
                <span className="push" />
                <Liveness state={live} />
                <FreezeButton freeze={() => freeze(true)} />
                <LookButton />
                <PersonMenu session={session} />
            </header>
            <div className="side" data-open={isOpen} onClick={() => open(false)}>
                <Places />
            </div>
            <main className="main" id="content" tabIndex={-1}>
                <Outlet />
            </main>
            {freezes && <FreezeDialog close={() => freeze(false)} />}
        </div>
    );
}

/** Where everything is frozen already, the way to what can be done about it stands in its place. */
function FreezeButton({ freeze }: { freeze: () => void }) {
    const policies = useAsked<Policies>("/v1/policies", 15_000);
    if (isEverythingFrozen(policies.data))
        return (
            <Button
                data-danger
                leftSection={<FreezeIcon />}
                title={t("freeze.keys")}
                renderRoot={(at) => <Link to="/incidents" {...at} />}
            >
                {t("freeze.everything")}
            </Button>
        );
    return (
        <Button variant="default" leftSection={<FreezeIcon />} onClick={freeze} title={t("freeze.keys")}>
            {t("freeze.button")}
        </Button>
    );
}

export function BrandMark() {
    const brand = useBrand();
    return (
        <Link to="/" className="brand" aria-label={brand.name}>
            {brand.logo && <img src={brand.logo} alt="" />}
            <span>
                {brand.name} {brand.organisation && <small className="wide-only">{brand.organisation}</small>}
            </span>
        </Link>
    );
}

function Places() {
    const withdrawals = useWithdrawals();
    const waiting = (withdrawals.data ?? []).filter((each) => WAITING.has(each.stage)).length;
    return (
        <nav aria-label={t("nav.main")}>
            {PLACES.map((place, i) =>
                place === null ? (
                    <hr key={`${i}`} />
                ) : (
                    <Link
                        key={place[0]}
                        to={place[0]}
                        activeOptions={{ exact: place[0] === "/" }}
                        activeProps={{ "aria-current": "page" }}
                    >
                        {t(place[1])}
                        {place[0] === "/approvals" && waiting > 0 && <span className="strong">{waiting}</span>}
                    </Link>
                ),
            )}
        </nav>
    );
}

function Liveness({ state }: { state: LiveState }) {
    const text = state === "live" ? t("app.live") : state === "lost" ? t("app.live.lost") : t("app.live.connecting");
    return (
        <span className="live" data-state={state} title={text} role="status">
            <i />
            <span className="wide-only">{text}</span>
        </span>
    );
}

export function LookButton() {
    const { setColorScheme } = useMantineColorScheme();
    const look = useLook();
    const other = look === "dark" ? "light" : "dark";
    return (
        <ActionIcon
            variant="default"
            size={36}
            aria-label={t("app.theme", { theme: t(other === "dark" ? "app.dark" : "app.light") })}
            onClick={() => setColorScheme(other)}
        >
            {look === "dark" ? <SunIcon /> : <MoonIcon />}
        </ActionIcon>
    );
}

function PersonMenu({ session }: { session: Session }) {
    const navigate = useNavigate();
    const leave = async () => {
        await send("DELETE", "/v1/session").catch(() => undefined);
        remember("");
        queries.clear();
        await navigate({ to: "/sign-in" });
    };
    const initials = session.name
        .split(/\s+/)
        .map((each) => each.charAt(0))
        .join("")
        .slice(0, 2);
    return (
        <Menu position="bottom-end" withinPortal={false}>
            <Menu.Target>
                <Button variant="default" title={session.name}>
                    <span className="wide-only">{session.name}</span>
                    <span className="narrow-only">{initials}</span>
                </Button>
            </Menu.Target>
            <Menu.Dropdown>
                <Menu.Label>{session.roles.join(", ") || session.person}</Menu.Label>
                {session.way === "provider" && <Menu.Label>{t("app.byProvider")}</Menu.Label>}
                <Menu.Item onClick={() => void navigate({ to: "/settings" })}>{t("nav.settings")}</Menu.Item>
                <Menu.Item onClick={() => void leave()}>{t("app.signOut")}</Menu.Item>
            </Menu.Dropdown>
        </Menu>
    );
}
