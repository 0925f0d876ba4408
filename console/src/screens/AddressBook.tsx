import { useAsked } from "../api/queries";
import { Empty, Failed, FullAddress, Head, Panel, Tag, Waiting, When } from "../parts/basics";
import { chainName } from "../words/format";
import { t } from "../words/words";

interface Entry {
    readonly chain: string;
    readonly address: string;
    readonly name: string;
    readonly effectiveFrom?: string;
}

interface Book {
    readonly text?: string;
    readonly entries?: readonly Entry[];
    readonly version?: number;
}

/** Whom may we pay, and since when? As the signed book says, in full. */
export default function AddressBook() {
    const book = useAsked<Book>("/v1/documents/address-book");
    const entries = book.data?.entries ?? [];
    return (
        <>
            <Head title={t("addresses.title")} lead={t("addresses.empty.lead")} />
            <Panel>
                {book.isPending ? (
                    <Waiting />
                ) : book.error ? (
                    <Failed error={book.error} command="./tallystick governance" />
                ) : entries.length > 0 ? (
                    <ul className="list">
                        {entries.map((each) => (
                            <li key={`${each.chain}:${each.address}`}>
                                <span className="between">
                                    <span className="strong">{each.name}</span>
                                    {each.effectiveFrom && Date.parse(each.effectiveFrom) > Date.now() && (
                                        <Tag tone="accent">
                                            {t("stage.PENDING_DELAY")} <When at={each.effectiveFrom} />
                                        </Tag>
                                    )}
                                </span>
                                <FullAddress value={each.address} />
                                <div className="soft small">{chainName(each.chain)}</div>
                            </li>
                        ))}
                    </ul>
                ) : book.data.text ? (
                    <pre className="bytes mono">{book.data.text}</pre>
                ) : (
                    <Empty title={t("addresses.empty")} />
                )}
            </Panel>
        </>
    );
}
