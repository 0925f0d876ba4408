import { NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { checksummed } from "../proof/ethereum";
import { coinOf, unitOf } from "../words/format";
import { contractOf, tokenAsset, tokensOn } from "../words/tokens";
import { t } from "../words/words";
import { FullAddress } from "./basics";
import { isReadHere } from "./reading";

const OTHER = "other";

/** What is paid: the chain's coin until somebody chooses a token, of those that this build knows or by its contract. */
export interface Chosen {
    /** As control is asked for it; absent for the coin. */
    readonly asset: string | undefined;
    readonly unit: string;
    /** Whole base units where nobody here knows how many make one. */
    readonly decimals: number;
    readonly isPinned: boolean;
    /** Whether a contract is still to be named. */
    readonly isOpen: boolean;
}

export function useAsset(chain: string | undefined) {
    const [choice, choose] = useState("");
    const [contract, name] = useState("");
    return { chain, choice, choose, contract, name, chosen: chosen(chain, choice, contract) };
}

export type AssetChoice = ReturnType<typeof useAsset>;

/** A choice made on another chain stands for that chain's coin: a contract there is another one here. */
export function chosen(chain: string | undefined, choice: string, contract: string): Chosen {
    const coin = chain === undefined ? undefined : coinOf(chain);
    const ofCoin = { asset: undefined, unit: coin?.unit ?? "", decimals: coin?.decimals ?? 18, isPinned: true };
    if (chain === undefined || choice === "" || !isReadHere(chain)) return { ...ofCoin, isOpen: coin === undefined };
    const named = choice === OTHER ? checksummed(contract) : contractOf(choice);
    const asset = named && tokenAsset(chain, named);
    if (choice !== OTHER && asset !== choice) return { ...ofCoin, isOpen: coin === undefined };
    const known = asset ? unitOf(asset) : undefined;
    return {
        asset,
        unit: known?.unit ?? "",
        decimals: known?.decimals ?? 0,
        isPinned: known !== undefined,
        isOpen: asset === undefined,
    };
}

export function AssetFields({ of }: { of: AssetChoice }) {
    const { chain, choice, contract, chosen: now } = of;
    if (chain === undefined || !isReadHere(chain)) return null;
    const known = tokensOn(chain);
    const isKnown = known.some((each) => tokenAsset(chain, each.contract) === choice);
    const at = now.asset && contractOf(now.asset);
    return (
        <>
            <NativeSelect
                label={t("transfer.asset")}
                value={isKnown || choice === OTHER ? choice : ""}
                onChange={(event) => of.choose(event.currentTarget.value)}
                data={[
                    { value: "", label: coinOf(chain)?.unit ?? t("transfer.asset.coin") },
                    ...known.map((each) => ({ value: tokenAsset(chain, each.contract), label: each.unit })),
                    { value: OTHER, label: t("transfer.asset.other") },
                ]}
            />
            {choice === OTHER && (
                <TextInput
                    label={t("transfer.contract")}
                    description={t("transfer.contract.lead")}
                    required
                    value={contract}
                    spellCheck={false}
                    autoComplete="off"
                    error={contract && now.isOpen && t("transfer.contract.bad")}
                    onChange={(event) => of.name(event.currentTarget.value.trim())}
                />
            )}
            {at && (
                <p className="soft note">
                    {t(now.isPinned ? "transfer.asset.pinned" : "transfer.asset.unknown", { unit: now.unit })}{" "}
                    <FullAddress value={at} />
                </p>
            )}
        </>
    );
}
