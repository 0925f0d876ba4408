package tallystick.sdk.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls WithdrawalBody.
public record WithdrawalBody(
        UUID addressId,
        String amount,
        int answers,
        String asset,
        Optional<InBlock> block,
        Confirmations confirmations,
        Instant createdAt,
        String destination,
        Instant expiresAt,
        Optional<String> externalId,
        String feeMax,
        UUID id,
        Optional<String> intentId,
        String kind,
        String note,
        Optional<List<PartBody>> payments,
        Optional<UUID> replacedBy,
        List<String> replacements,
        Optional<UUID> replaces,
        Optional<Signed> signed,
        String stage,
        Why subStatus,
        Transaction transaction,
        Optional<String> transactionId,
        Instant updatedAt,
        UUID walletId) {
    static WithdrawalBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new WithdrawalBody(
                in.get("addressId", Answered::id),
                in.get("amount", Answered::text),
                in.get("answers", Answered::whole),
                in.get("asset", Answered::text),
                in.maybe("block", InBlock::read),
                in.get("confirmations", Confirmations::read),
                in.get("createdAt", Answered::moment),
                in.get("destination", Answered::text),
                in.get("expiresAt", Answered::moment),
                in.maybe("externalId", Answered::text),
                in.get("feeMax", Answered::text),
                in.get("id", Answered::id),
                in.maybe("intentId", Answered::text),
                in.get("kind", Answered::text),
                in.get("note", Answered::text),
                in.maybe("payments", Answered.list(PartBody::read)),
                in.maybe("replacedBy", Answered::id),
                in.get("replacements", Answered.list(Answered::text)),
                in.maybe("replaces", Answered::id),
                in.maybe("signed", Signed::read),
                in.get("stage", Answered::text),
                in.get("subStatus", Why::read),
                in.get("transaction", Transaction::read),
                in.maybe("transactionId", Answered::text),
                in.get("updatedAt", Answered::moment),
                in.get("walletId", Answered::id));
    }
}
