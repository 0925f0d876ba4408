import { Button, Skeleton } from "@mantine/core";
import { Fragment, type ReactNode, useEffect, useId, useState } from "react";
import { Problem } from "../api/problem";
import { groups, moment, relative, utc } from "../words/format";
import { plain, t } from "../words/words";

export type Tone = "plain" | "accent" | "attention" | "danger";

/** A screen's head: what it is, one line of truth, and what can be done. */
export function Head(at: { title: string; lead?: ReactNode; children?: ReactNode }) {
    // Often what somebody wrote: a vault's name, a change's reason.
    const title = plain(at.title);
    useEffect(() => {
        document.title = `${title} · ${document.documentElement.dataset["brand"] ?? t("app.name")}`;
    }, [title]);
    return (
        <div className="page-head">
            <div>
                <h1>{title}</h1>
                {at.lead && <p className="lead">{at.lead}</p>}
            </div>
            {at.children && <div className="row">{at.children}</div>}
        </div>
    );
}

export function Panel(at: { title?: string; lead?: ReactNode; tone?: Tone; children: ReactNode; live?: boolean }) {
    const id = useId();
    return (
        <section
            className="panel"
            data-tone={at.tone ?? "plain"}
            aria-labelledby={at.title ? id : undefined}
            role={at.live ? "status" : undefined}
        >
            {at.title && (
                <header>
                    <h2 id={id}>{plain(at.title)}</h2>
                    {at.lead && <p>{at.lead}</p>}
                </header>
            )}
            {at.children}
        </section>
    );
}

export function Tag(at: { tone?: Tone; children: ReactNode }) {
    return (
        <span className="tag" data-tone={at.tone ?? "plain"}>
            {typeof at.children === "string" ? plain(at.children) : at.children}
        </span>
    );
}

/** In full, in groups of four, the first and the last bold: look-alikes differ in the middle too. */
export function FullAddress({ value }: { value: string }) {
    const all = groups(value);
    const first = all[0] === "0x" ? 1 : 0;
    return (
        <span className="address" title={value}>
            {all.map((each, i) => (
                // The copied text has no gaps: they are of the style alone.
                <Fragment key={`${i}`}>
                    {i === first || i === all.length - 1 ? (
                        <span>
                            <b>{each}</b>
                        </span>
                    ) : (
                        <span>{each}</span>
                    )}
                    <wbr />
                </Fragment>
            ))}
        </span>
    );
}

/** How long ago or ahead, the reader's own time on the second look, the exact UTC on hovering. */
export function When({ at, exact = false }: { at: string | Date; exact?: boolean }) {
    const [, tick] = useState(0);
    useEffect(() => {
        const timer = setInterval(() => tick((each) => each + 1), 15_000);
        return () => clearInterval(timer);
    }, []);
    return (
        <time dateTime={new Date(at).toISOString()} title={utc(at)}>
            {exact ? moment(at) : relative(at)}
        </time>
    );
}

export function Facts(at: { of: readonly (readonly [string, ReactNode])[] }) {
    return (
        <dl className="facts">
            {at.of.map(([name, value]) => (
                <Fragment key={name}>
                    <dt>{name}</dt>
                    <dd>{value}</dd>
                </Fragment>
            ))}
        </dl>
    );
}

/** An empty state teaches what would stand here. */
export function Empty(at: { title: string; children?: ReactNode }) {
    return (
        <div className="tight">
            <p className="strong">{at.title}</p>
            {at.children && <p className="soft">{at.children}</p>}
        </div>
    );
}

/** Appears only where waiting is felt. */
export function Waiting({ lines = 3 }: { lines?: number }) {
    const [isFelt, feel] = useState(false);
    useEffect(() => {
        const timer = setTimeout(() => feel(true), 400);
        return () => clearTimeout(timer);
    }, []);
    return (
        <div className="tight" role="status" aria-label={t("app.loading")}>
            {isFelt && Array.from({ length: lines }, (_, i) => <Skeleton key={`${i}`} height={16} radius="sm" />)}
        </div>
    );
}

/** Says why and what to do. */
export function Failed(at: { error: unknown; retry?: () => void; command?: string }) {
    const problem = at.error instanceof Problem ? at.error : new Problem(-1, String(at.error), "");
    const [title, remedy] = sentence(problem, at.command);
    return (
        <div className="tight" role="alert">
            <p className="strong">{title}</p>
            <p className="soft">{remedy}</p>
            {problem.detail && !problem.isNotOffered && !problem.isForbidden && !problem.isSignedOut && (
                <p className="soft small">{problem.detail}</p>
            )}
            {at.retry && !problem.isNotOffered && !problem.isForbidden && (
                <div>
                    <Button variant="default" onClick={at.retry}>
                        {t("state.retry")}
                    </Button>
                </div>
            )}
        </div>
    );
}

function sentence(problem: Problem, command: string | undefined): [string, string] {
    if (problem.isNotOffered)
        return [
            t("state.notOffered"),
            command ? t("state.notOffered.remedy", { command }) : t("state.notOffered.plain"),
        ];
    if (problem.isForbidden) return [t("state.forbidden"), t("state.forbidden.remedy")];
    if (problem.isSignedOut) return [t("state.signedOut"), t("state.signedOut.remedy")];
    if (problem.isUnreachable) return [t("state.unreachable"), t("state.unreachable.remedy")];
    return [t("state.failed"), t("state.failed.remedy", { request: problem.requestId ?? "?" })];
}
