import type { components } from "#schema";

/** What the server's own description has. */
type Schemas = components["schemas"];
export type Withdrawal = Schemas["WithdrawalBody"];
export type Why = Schemas["Why"];
export type HistoryLine = Schemas["HistoryLine"];
export type Vault = Schemas["VaultBody"];
export type Wallet = Schemas["WalletBody"];
export type Address = Schemas["AddressBody"];
export type Balance = Schemas["Balance"];
export type BalanceSeen = Schemas["BalanceSeen"];
export type NodeHealth = Schemas["NodeHealth"];
export type Policies = Schemas["Policies"];
export type NodePolicy = Schemas["NodePolicy"];
export type Freeze = Schemas["Freeze"];
export type Webhook = Schemas["WebhookBody"];
export type Delivery = Schemas["DeliveryBody"];
export type AuditEntry = Schemas["AuditEntry"];
export type ApiKey = Schemas["ApiKey"];
export type LiveEvent = Schemas["Event"];
export type ApprovalBody = Schemas["ApprovalBody"];
export type CommentBody = Schemas["CommentBody"];

export interface Page<T> {
    readonly items: readonly T[];
    readonly next?: string | null;
}
