import type { Page } from "../api/contract";
import { useAsked } from "../api/queries";
import { Empty, Failed, FullAddress, Head, Panel, Tag, Waiting, When } from "../parts/basics";
import { chainName } from "../words/format";
import { t } from "../words/words";

interface Entry {
    /** CAIP-10. */
    readonly account: string;
    readonly label: string;
    readonly counterparty: string;
    readonly addedBy: string;
    readonly addedAt: string;
    readonly tags: readonly string[];
    readonly blocked: boolean;
}

/** Whom may we pay, and since when? As the signed book says, in full. */
export default function AddressBook() {
    const book = useAsked<Page<Entry>>("/v1/address-book");
    return (
        <>
            <Head title={t("addresses.title")} lead={t("addresses.empty.lead")} />
            <Panel>
                {book.isPending ? (
                    <Waiting />
                ) : book.error ? (
                    <Failed error={book.error} command="./tallystick governance" />
                ) : book.data.items.length > 0 ? (
                    <ul className="list">
                        {book.data.items.map((each) => (
                            <EntryRow key={each.account} of={each} />
                        ))}
                    </ul>
                ) : (
                    <Empty title={t("addresses.empty")} />
                )}
            </Panel>
        </>
    );
}

function EntryRow({ of }: { of: Entry }) {
    const parts = of.account.split(":");
    return (
        <li>
            <span className="between">
                <span className="strong">{of.label || of.counterparty}</span>
                <span className="row">
                    {of.blocked && <Tag tone="danger">{t("addresses.blocked")}</Tag>}
                    {of.tags.map((each) => (
                        <Tag key={each}>{each}</Tag>
                    ))}
                </span>
            </span>
            <FullAddress value={parts[2] ?? of.account} />
            <div className="soft small">
                {chainName(parts.slice(0, 2).join(":"))} · {of.counterparty} · {of.addedBy},{" "}
                <When at={of.addedAt} exact />
            </div>
        </li>
    );
}
