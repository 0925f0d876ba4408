import { Button } from "@mantine/core";
import { useRouter, useSearch } from "@tanstack/react-router";
import { remember, send } from "../api/client";
import { NotSigned, sign } from "../api/passkey";
import type { Session, SignInChallenge, SignInWays } from "../api/people";
import { Problem } from "../api/problem";
import { queries, useAsked } from "../api/queries";
import { Failed, Head } from "../parts/basics";
import { useDuring } from "../parts/during";
import { KeyWords, useMade } from "../parts/keywords";
import { NotSignedIn } from "../parts/notsigned";
import { Malformed } from "../proof/bytes";
import { signInChallenge } from "../proof/session";
import { backTo } from "../shell/back";
import { BrandMark, LookButton } from "../shell/Frame";
import { useBrand } from "../shell/look";
import { t } from "../words/words";

export default function SignIn() {
    const brand = useBrand();
    const { history } = useRouter();
    const { registered, next } = useSearch({ strict: false }) as { registered?: string; next?: string };
    const made = useMade();
    const { isBusy, error, during } = useDuring();
    const enter = () =>
        during(async () => {
            const asked = await send<SignInChallenge>("POST", "/v1/session/challenge");
            const known = (asked.allowCredentials ?? []).map((each) => each.id);
            const assertion = await sign(await signInChallenge(asked, location.origin), asked.rpId, known);
            const session = await send<Session>("POST", "/v1/session", assertion);
            remember(session.csrf);
            // What was asked in somebody else's name is nothing for who signs in now.
            queries.clear();
            queries.setQueryData(["session"], session);
            history.push(backTo(next));
        });
    const ways = useAsked<SignInWays>("/v1/session/ways");
    const elsewhere = useDuring();
    const leave = () =>
        elsewhere.during(async () => {
            const begun = await send<{ location: string }>("POST", "/v1/session/provider");
            if (!/^https?:/.test(begun.location)) throw new Malformed("an address of something else");
            location.assign(begun.location);
        });
    return (
        <div className="center">
            <main className="stack">
                <div className="row between">
                    <BrandMark />
                    <LookButton />
                </div>
                {registered && (
                    <section className="panel" role="status">
                        <p className="strong">{t("invite.done")}</p>
                        {made && (
                            <div className="stack">
                                <p>{t("invite.words")}</p>
                                <KeyWords of={made.words} />
                                {!made.isKept && (
                                    <p role="alert" className="danger strong">
                                        {t("invite.otherKey")}
                                    </p>
                                )}
                            </div>
                        )}
                        <p className="soft">{t("invite.done.lead")}</p>
                    </section>
                )}
                <section className="panel stack">
                    <Head
                        title={t("signIn.title")}
                        lead={t("signIn.lead", { name: brand.organisation ?? brand.name })}
                    />
                    {next && <p role="status">{t("signIn.next")}</p>}
                    {window.isSecureContext ? (
                        <Button size="md" loading={isBusy} onClick={() => void enter()}>
                            {t("signIn.button")}
                        </Button>
                    ) : (
                        <p role="alert">{t("signIn.insecure")}</p>
                    )}
                    <Refused error={error} />
                    {ways.data?.provider && (
                        <>
                            <Button
                                size="md"
                                variant="default"
                                loading={elsewhere.isBusy}
                                onClick={() => void leave()}
                            >
                                {t("signIn.provider", { name: ways.data.provider })}
                            </Button>
                            <p className="soft small">{t("signIn.provider.lead")}</p>
                            {elsewhere.error ? <NotSignedIn error={elsewhere.error} /> : null}
                        </>
                    )}
                    <p className="soft small">{t("signIn.trust")}</p>
                </section>
            </main>
        </div>
    );
}

function Refused({ error }: { error: unknown }) {
    if (!error) return null;
    if (error instanceof NotSigned) return <p role="alert">{t("signIn.notSigned")}</p>;
    if (error instanceof Malformed)
        return (
            <p role="alert" className="danger strong">
                {t("approvals.wrongChallenge")}
            </p>
        );
    if (error instanceof Problem && error.isSignedOut)
        // Older servers know programs alone, and say the same of everybody whose request no program signed.
        return (
            <p role="alert">
                {error.detail.toLowerCase().includes("tallystick-") ? t("signIn.noOffer") : t("signIn.unknown")}
            </p>
        );
    if (error instanceof Problem && error.isNotOffered) return <p role="alert">{t("signIn.noOffer")}</p>;
    return <Failed error={error} />;
}
