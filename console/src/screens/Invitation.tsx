import { Button } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { send } from "../api/client";
import { NotSigned, register } from "../api/passkey";
import type { Invitation as Invited } from "../api/people";
import { useAsked } from "../api/queries";
import { Empty, Failed, Head, Waiting } from "../parts/basics";
import { remember } from "../parts/keywords";
import { hex, ofBase64url } from "../proof/bytes";
import { words } from "../proof/comparison";
import { keyIdOf, madeHere } from "../proof/newkey";
import { BrandMark } from "../shell/Frame";
import { useBrand } from "../shell/look";
import { t } from "../words/words";

/** Works once: used, it opens nothing. */
const code = () => location.pathname.split("/")[2] ?? "";

export default function Invitation() {
    const [given] = useState(code);
    const invitation = useAsked<Invited>(given ? `/v1/invitations/${encodeURIComponent(given)}` : undefined);
    return (
        <div className="center">
            <main className="stack">
                <BrandMark />
                <section className="panel">
                    {given && invitation.isPending ? (
                        <Waiting />
                    ) : invitation.data ? (
                        <Register code={given} invitation={invitation.data} />
                    ) : (
                        <Empty title={t("invite.missing")} />
                    )}
                </section>
            </main>
        </div>
    );
}

function Register({ code, invitation }: { code: string; invitation: Invited }) {
    const brand = useBrand();
    const navigate = useNavigate();
    const [error, fail] = useState<unknown>();
    const make = async () => {
        fail(undefined);
        try {
            const key = await register(
                invitation.challenge,
                { id: invitation.rpId, name: brand.organisation ?? brand.name },
                { handle: invitation.userHandle, name: invitation.name },
            );
            const own = await keyIdOf(madeHere(ofBase64url(key.authenticatorData), invitation.rpId, location.origin));
            const kept = await send<{ keyId: string }>(
                "POST",
                `/v1/invitations/${encodeURIComponent(code)}/key`,
                key,
            );
            remember({ words: words(own), isKept: kept.keyId === hex(own) });
            await navigate({ to: "/sign-in", search: { registered: "yes" } as never, replace: true });
        } catch (cause) {
            fail(cause);
        }
    };
    return (
        <div className="stack">
            <Head
                title={t("invite.title")}
                lead={t("invite.lead", { name: invitation.name, organisation: brand.organisation ?? brand.name })}
            />
            <Button size="md" onClick={() => void make()}>
                {t("invite.button")}
            </Button>
            {error instanceof NotSigned ? <p role="alert">{t("signIn.notSigned")}</p> : null}
            {error && !(error instanceof NotSigned) ? <Failed error={error} /> : null}
        </div>
    );
}
