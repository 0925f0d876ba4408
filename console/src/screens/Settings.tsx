import { SegmentedControl, useMantineColorScheme } from "@mantine/core";
import type { NodeHealth, Page } from "../api/contract";
import { useAsked, useSession } from "../api/queries";
import { Head, Panel } from "../parts/basics";
import { NoIcon, YesIcon } from "../shell/icons";
import { moment } from "../words/format";
import { t } from "../words/words";

const SKEW_SECONDS = 10;

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
                    <p className="soft small">{t("app.keys")}</p>
                    <p className="soft small">{t("settings.about")}</p>
                </Panel>
            </div>
        </>
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
    const lines: readonly (readonly [string, boolean])[] = [
        [t("settings.control"), ready.data !== undefined],
        [t("settings.database"), ready.data?.database ?? false],
        [t("settings.secure"), window.isSecureContext],
        [t("settings.passkeys"), "PublicKeyCredential" in window],
        ...(nodes.data?.items ?? []).map(
            (each) => [`${each.name}: ${t(each.ready ? "nodes.ready" : "nodes.notReady")}`, each.ready] as const,
        ),
        [t("settings.clock", { seconds: skew }), skew < SKEW_SECONDS],
    ];
    return (
        <Panel
            title={t("settings.doctor")}
            lead={lines.every(([, well]) => well) ? t("settings.doctor.well") : undefined}
        >
            <ul className="checks">
                {lines.map(([line, well]) => (
                    <li key={line} className={well ? undefined : "attention strong"}>
                        {well ? <YesIcon /> : <NoIcon />} {line}
                    </li>
                ))}
            </ul>
        </Panel>
    );
}
