/** A token whose name and decimals this build knows. */
export interface Token {
    readonly chain: string;
    /** With its capitals (EIP-55). */
    readonly contract: string;
    readonly unit: string;
    readonly decimals: number;
    readonly isTest?: boolean;
}

/**
 * Pinned here, so that no server can name a token: docs/console.md says where the figures are from. One that is not of
 * its issuer itself, but a bridge's or an exchange's, is left out, though it may bear the same name.
 */
export const TOKENS: readonly Token[] = [
    token("eip155:1", "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48", "USDC", 6),
    token("eip155:10", "0x0b2C639c533813f4Aa9D7837CAf62653d097Ff85", "USDC", 6),
    token("eip155:137", "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359", "USDC", 6),
    token("eip155:8453", "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913", "USDC", 6),
    token("eip155:42161", "0xaf88d065e77c8cC2239327C5EDb3A432268e5831", "USDC", 6),
    token("eip155:1", "0x1aBaEA1f7C830bD89Acc67eC4af516284b1bC33c", "EURC", 6),
    token("eip155:8453", "0x60a3E35Cc302bFA44Cb288Bc5a4F316Fdb1adb42", "EURC", 6),
    token("eip155:1", "0xdAC17F958D2ee523a2206206994597C13D831ec7", "USDT", 6),
    token("eip155:1", "0x6c3ea9036406852006290770BEdFcAbA0e23A0e8", "PYUSD", 6),
    token("eip155:1", "0x6B175474E89094C44Da98b954EedeAC495271d0F", "DAI", 18),
    token("eip155:1", "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2", "WETH", 18),
    { ...token("eip155:11155111", "0x1c7D4B196Cb0C7B01d743Fbc6116a902379C7238", "USDC", 6), isTest: true },
];

function token(chain: string, contract: string, unit: string, decimals: number): Token {
    return { chain, contract, unit, decimals };
}

/** In the form of CAIP-19. */
export function tokenAsset(chain: string, contract: string): string {
    return `${chain}/erc20:${contract}`;
}

const BY_ASSET = new Map(TOKENS.map((each) => [tokenAsset(each.chain, each.contract).toLowerCase(), each]));

/** The token of an asset, if chain and contract are exactly those of one that is pinned. */
export function tokenOf(asset: string): Token | undefined {
    return BY_ASSET.get(asset.toLowerCase());
}

export function tokensOn(chain: string): readonly Token[] {
    return TOKENS.filter((each) => each.chain === chain);
}

/** The contract of an asset that is a token, pinned or not. */
export function contractOf(asset: string): string | undefined {
    return /^eip155:[0-9]+\/erc20:(0x[0-9a-fA-F]{40})$/.exec(asset)?.[1];
}
