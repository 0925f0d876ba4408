import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { send } from "../api/client";
import type { CommentBody, Page } from "../api/contract";
import { changed, useAsked, useSession } from "../api/queries";
import { plain, t } from "../words/words";
import { Failed, Panel, When } from "./basics";
import { useDuring } from "./during";
import { useNames } from "./names";

const CHARACTERS_MAX = 512;

/** What is said of a request, beside what is signed of it: who wrote it is control's word as well. */
export function Comments({ of }: { of: string }) {
    const asked = useAsked<Page<CommentBody>>(`/v1/withdrawals/${of}/comments`);
    const mayWrite = useSession().data?.scopes?.includes("COMMENTS_WRITE") ?? false;
    const all = asked.data?.items ?? [];
    return (
        <Panel title={t("comments.title")}>
            <div className="tight">
                <p className="soft small">{t("comments.lead")}</p>
                {asked.error && <Failed error={asked.error} retry={() => void asked.refetch()} />}
                {asked.data && all.length === 0 && <p className="soft">{t("comments.none")}</p>}
                {all.length > 0 && (
                    <ul className="list">
                        {all.map((each) => (
                            <Comment key={each.id} of={each} />
                        ))}
                    </ul>
                )}
                {mayWrite && asked.data && <Writing key={of} of={of} />}
            </div>
        </Panel>
    );
}

function Comment({ of }: { of: CommentBody }) {
    const nameOf = useNames();
    const name = of.person === undefined ? t("comments.program") : nameOf(of.person);
    return (
        <li className="tight">
            <span className="row soft small">
                <span className="strong">{t("comments.by", { name })}</span>
                <When at={of.createdAt} />
            </span>
            <p>{plain(of.text)}</p>
        </li>
    );
}

function Writing({ of }: { of: string }) {
    const { isBusy, error, during } = useDuring();
    const [text, write] = useState("");
    const add = () =>
        during(async () => {
            await send("POST", `/v1/withdrawals/${of}/comments`, { text: text.trim() });
            write("");
            changed("withdrawal", of);
        });
    return (
        <form
            className="tight"
            onSubmit={(event) => {
                event.preventDefault();
                void add();
            }}
        >
            <TextInput
                label={t("comments.new")}
                description={t("comments.new.lead", { most: CHARACTERS_MAX })}
                value={text}
                maxLength={CHARACTERS_MAX}
                autoComplete="off"
                onChange={(event) => write(event.currentTarget.value)}
            />
            <div>
                <Button type="submit" variant="default" loading={isBusy} disabled={text.trim() === ""}>
                    {t("comments.add")}
                </Button>
            </div>
            {error !== undefined && <Failed error={error} />}
        </form>
    );
}
