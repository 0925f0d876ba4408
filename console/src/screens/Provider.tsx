import { Link, useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { remember, send } from "../api/client";
import type { Session } from "../api/people";
import { queries } from "../api/queries";
import { Waiting } from "../parts/basics";
import { NotSignedIn } from "../parts/notsigned";
import { BrandMark, LookButton } from "../shell/Frame";
import { t } from "../words/words";

/** What the provider sent the browser back with: read once, and no longer in the address. */
function taken() {
    const given = new URLSearchParams(location.search);
    history.replaceState(history.state, "", location.pathname);
    return Object.fromEntries(
        ["state", "code", "iss", "error"].flatMap((name) => {
            const value = given.get(name);
            return value === null ? [] : [[name, value]];
        }),
    );
}

/** One answer is asked about once, however often the page is drawn. */
let answered: Promise<Session> | undefined;

export default function Provider() {
    const navigate = useNavigate();
    const [error, fail] = useState<unknown>();
    useEffect(() => {
        answered ??= send<Session>("POST", "/v1/session/provider/answer", taken());
        answered
            .then((session) => {
                remember(session.csrf);
                queries.clear();
                queries.setQueryData(["session"], session);
                return navigate({ to: "/", replace: true });
            })
            .catch(fail)
            .finally(() => (answered = undefined));
    }, [navigate]);
    return (
        <div className="center">
            <main className="stack">
                <div className="row between">
                    <BrandMark />
                    <LookButton />
                </div>
                <section className="panel stack">
                    {error ? (
                        <>
                            <NotSignedIn error={error} />
                            <Link to="/sign-in">{t("signIn.again")}</Link>
                        </>
                    ) : (
                        <Waiting />
                    )}
                </section>
            </main>
        </div>
    );
}
