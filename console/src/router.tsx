import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Link, Outlet } from "@tanstack/react-router";
import { Empty } from "./parts/basics";
import Overview from "./screens/Overview";
import SignIn from "./screens/SignIn";
import { Frame } from "./shell/Frame";
import { t } from "./words/words";

const root = createRootRoute({ component: Outlet, notFoundComponent: Lost });
const framed = createRoute({ getParentRoute: () => root, id: "framed", component: Frame });

function Lost() {
    return (
        <Empty title={t("app.notFound")}>
            <Link to="/">{t("app.notFound.remedy")}</Link>
        </Empty>
    );
}

const screen = <P extends string>(path: P, load: Parameters<typeof lazyRouteComponent>[0]) =>
    createRoute({ getParentRoute: () => framed, path, component: lazyRouteComponent(load) });

const tree = root.addChildren([
    createRoute({ getParentRoute: () => root, path: "/sign-in", component: SignIn }),
    createRoute({
        getParentRoute: () => root,
        path: "/sign-in/provider",
        component: lazyRouteComponent(() => import("./screens/Provider")),
    }),
    createRoute({
        getParentRoute: () => root,
        path: "/invitations/$code",
        component: lazyRouteComponent(() => import("./screens/Invitation")),
    }),
    framed.addChildren([
        createRoute({ getParentRoute: () => framed, path: "/", component: Overview }),
        screen("/approvals", () => import("./screens/Approvals")),
        screen("/transfer", () => import("./screens/Transfer")),
        screen("/payout", () => import("./screens/Payout")),
        screen("/sweep", () => import("./screens/Sweep")),
        screen("/batch", () => import("./screens/Batch")),
        screen("/transactions", () => import("./screens/Transactions")),
        screen("/transactions/$id", () => import("./screens/Transaction")),
        screen("/changes/$id", () => import("./screens/Change")),
        screen("/vaults", () => import("./screens/Vaults")),
        screen("/vaults/$id", () => import("./screens/Vault")),
        screen("/policy", () => import("./screens/Policy")),
        screen("/addresses", () => import("./screens/AddressBook")),
        screen("/people", () => import("./screens/People")),
        screen("/nodes", () => import("./screens/Nodes")),
        screen("/ceremony", () => import("./screens/Ceremony")),
        screen("/recovery", () => import("./screens/Recovery")),
        screen("/audit", () => import("./screens/Audit")),
        screen("/webhooks", () => import("./screens/Webhooks")),
        screen("/incidents", () => import("./screens/Incidents")),
        screen("/settings", () => import("./screens/Settings")),
    ]),
]);

export const router = createRouter({ routeTree: tree, defaultPreload: "intent" });
