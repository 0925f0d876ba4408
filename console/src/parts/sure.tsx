import { Button } from "@mantine/core";
import { useState } from "react";
import { t } from "../words/words";
import { Failed } from "./basics";
import { useDuring } from "./during";

interface Asked {
    /** What the button says first, and what a reader hears where several such buttons stand. */
    readonly label: string;
    readonly name: string;
    /** What comes of it, and what the button says then. */
    readonly lead: string;
    readonly sure: string;
    readonly act: () => Promise<unknown>;
}

/** What cannot be taken back is asked twice; why it was not done stands below. */
export function Sure({ label, name, lead, sure, act }: Asked) {
    const [isAsked, ask] = useState(false);
    const { isBusy, error, during } = useDuring();
    if (!isAsked)
        return (
            <div>
                <Button variant="default" size="compact-sm" aria-label={name} onClick={() => ask(true)}>
                    {label}
                </Button>
            </div>
        );
    return (
        <div className="tight">
            <p role="status">{lead}</p>
            <div className="row">
                <Button data-danger size="compact-sm" loading={isBusy} onClick={() => void during(act)}>
                    {sure}
                </Button>
                <Button variant="default" size="compact-sm" autoFocus onClick={() => ask(false)}>
                    {t("app.keep")}
                </Button>
            </div>
            {error ? <Failed error={error} /> : null}
        </div>
    );
}
