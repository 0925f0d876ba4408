import { Checkbox, SegmentedControl, useMantineColorScheme } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import type { NodeHealth, Page } from "../api/contract";
import { useAsked, useSession } from "../api/queries";
import { Head, Panel } from "../parts/basics";
import { NoIcon, WaitIcon, YesIcon } from "../shell/icons";
import { KEYS, OFF } from "../shell/keys";
import { moment } from "../words/format";
import { t } from "../words/words";

const SKEW_SECONDS = 10;
const DOCTOR = "./tallystick doctor";

export default function Settings() {
    const session = useSession();
    const { colorScheme, setColorScheme } = useMantineColorScheme();
    return (
        <>
            <Head title={t("settings.title")} />
            <div className="stack">
                <Doctor />
                <Panel title={t("settings.look")}>
                    <SegmentedControl
                        aria-label={t("settings.look")}
                        value={colorScheme}
                        onChange={(value) => setColorScheme(value as "light" | "dark" | "auto")}
                        data={[
                            { value: "auto", label: t("app.auto") },
                            { value: "light", label: t("app.light") },
                            { value: "dark", label: t("app.dark") },
                        ]}
                    />
                </Panel>
                <Panel title={t("settings.session")}>
                    {session.data && (
                        <p>
                            {t("settings.session.until", {
                                name: session.data.name,
                                when: moment(session.data.expires),
                            })}
                        </p>
                    )}
                    <p className="soft small">{t("settings.about")}</p>
                </Panel>
                <Keys />
            </div>
        </>
    );
}

/** Single keys get in the way of who speaks to the computer: they can be turned off (WCAG 2.1.4). */
function Keys() {
    const [kept, keep] = useLocalStorage({
        key: KEYS,
        defaultValue: "",
        getInitialValueInEffect: false,
        serialize: (value) => value,
        deserialize: (value) => value ?? "",
    });
    return (
        <Panel title={t("settings.keys")}>
            <div className="tight">
                <Checkbox
                    label={t("settings.keys.on")}
                    description={t("settings.keys.lead")}
                    checked={kept !== OFF}
                    onChange={(event) => keep(event.currentTarget.checked ? "" : OFF)}
                />
                <p className="soft small">{t("app.keys")}</p>
                <p className="soft small">{t("approvals.keys")}</p>
            </div>
        </Panel>
    );
}

/** Each line is looked at now, here or by the server. */
function Doctor() {
    const ready = useAsked<{ ready: boolean; database: boolean }>("/health/ready", 15_000);
    const nodes = useAsked<Page<NodeHealth>>("/v1/nodes", 15_000);
    const skews = (nodes.data?.items ?? []).flatMap((each) =>
        each.clock ? [Math.abs(Date.parse(each.clock) - nodes.dataUpdatedAt) / 1000] : [],
    );
    const skew = Math.round(Math.max(0, ...skews));
    const known = <T,>(of: { data: T | undefined; isPending: boolean }, is: (data: T) => boolean) =>
        of.isPending ? undefined : of.data !== undefined && is(of.data);
    /** Nothing of what is not known yet: before, nothing is called ill. */
    const lines: readonly (readonly [string, boolean | undefined])[] = [
        [t("settings.control"), known(ready, () => true)],
        [t("settings.database"), known(ready, ({ database }) => database)],
        [t("settings.secure"), window.isSecureContext],
        [t("settings.passkeys"), "PublicKeyCredential" in window],
        ...(nodes.error ? ([[t("settings.nodes"), false]] as const) : []),
        ...(nodes.data?.items ?? []).map(
            (each) => [`${each.name}: ${t(each.ready ? "nodes.ready" : "nodes.notReady")}`, each.ready] as const,
        ),
        ...(nodes.error
            ? []
            : ([[t("settings.clock", { seconds: skew }), known(nodes, () => skew < SKEW_SECONDS)]] as const)),
    ];
    return (
        <Panel
            title={t("settings.doctor")}
            lead={lines.every(([, well]) => well) ? t("settings.doctor.well") : undefined}
        >
            <ul className="checks">
                {lines.map(([line, well]) => (
                    <li key={line} className={well === false ? "attention strong" : undefined}>
                        {well === undefined ? <WaitIcon /> : well ? <YesIcon /> : <NoIcon />} {line}
                    </li>
                ))}
            </ul>
            {lines.some(([, well]) => well === false) && (
                <div className="tight gap-above">
                    <p>{t("settings.doctor.ill")}</p>
                    <pre className="bytes">{DOCTOR}</pre>
                </div>
            )}
        </Panel>
    );
}
