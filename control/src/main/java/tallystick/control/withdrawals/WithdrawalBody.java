package tallystick.control.withdrawals;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tallystick.control.life.Kind;
import tallystick.control.life.Stage;
import tallystick.control.life.SubStatus;
import tallystick.control.vaults.Vaults;
import tallystick.core.chain.ChainSignature;
import tallystick.core.chain.Content;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.RecoverableSignature;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.registry.Chains;
import tallystick.core.clear.ClearText;
import tallystick.core.clear.ComparisonCode;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;

/// A withdrawal as the API shows it.
///
/// @param destination empty where `payments` has several
/// @param amount base units; of all payments together
/// @param payments who gets what, where several are paid in one transaction
/// @param feeMax the most that its place on the chain can cost, base units of the chain's coin
/// @param replaces the one whose place on the chain it takes
/// @param replacedBy the one that takes its place
/// @param replacements which kinds of drafts may take its place now; empty if none
/// @param intentId absent until an initiator has signed it
/// @param answers how many people's answers are here
/// @param signed absent until nodes signed
@JsonInclude(JsonInclude.Include.NON_NULL)
record WithdrawalBody(
        UUID id,
        UUID walletId,
        UUID addressId,
        Kind kind,
        @Nullable UUID replaces,
        @Nullable UUID replacedBy,
        List<Kind> replacements,
        @Nullable String externalId,
        String asset,
        String destination,
        String amount,
        @Nullable List<PartBody> payments,
        String feeMax,
        String note,
        Stage stage,
        Why subStatus,
        Transaction transaction,
        @Nullable String intentId,
        int answers,
        @Nullable Signed signed,
        @Nullable String transactionId,
        @Nullable InBlock block,
        Confirmations confirmations,
        Instant expiresAt,
        Instant createdAt,
        Instant updatedAt) {
    private static final Chains CHAINS = Chains.all();

    /// @param number for ever: programs may act on it
    /// @param detail particulars, such as a node's own words
    record Why(int number, String text, String remedy, String detail) {
        static Why of(SubStatus why, String detail) {
            return new Why(why.number(), why.text(), why.remedy(), detail);
        }
    }

    /// What an initiator signs, and how it reads. Whoever signs decodes it himself.
    ///
    /// @param keyId of the key that signs
    /// @param path derivation steps below it
    /// @param from the account that pays
    /// @param nonce its sequence number; absent where the chain has none
    /// @param unsigned hex
    /// @param digests hex
    /// @param statements what it does, in words
    /// @param comparisonCode six words that stand for it on every screen
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Transaction(
            String keyId,
            List<Integer> path,
            String chain,
            String from,
            @Nullable String nonce,
            String unsigned,
            List<String> digests,
            List<String> statements,
            String comparisonCode) {}

    /// What nodes signed, for whoever verifies it himself.
    ///
    /// @param unsigned the bytes they signed, hex
    /// @param signatures in the order of what was to be signed, hex: 64 bytes, for ECDSA with the recovery id
    /// behind
    /// @param bytes what chains are given, hex
    record Signed(String unsigned, List<String> signatures, String bytes) {
        static Signed of(Withdrawal withdrawal, List<ChainSignature> signatures) {
            return new Signed(
                    withdrawal.ready().toHex(),
                    signatures.stream().map(Signed::hex).toList(),
                    withdrawal.signed().orElseThrow().toHex());
        }

        private static String hex(ChainSignature signature) {
            return switch (signature) {
                case ChainSignature.Plain(var value) -> value.toHex();
                case RecoverableSignature(var r, var s, var recoveryId) -> r.toHex() + s.toHex() + "0" + recoveryId;
            };
        }
    }

    /// @param amount base units
    record PartBody(String destination, String amount) {}

    private static @Nullable List<PartBody> parts(Withdrawal withdrawal) {
        return withdrawal.parts().isEmpty()
                ? null
                : withdrawal.parts().stream()
                        .map(each ->
                                new PartBody(each.destination(), each.amount().toString()))
                        .toList();
    }

    record InBlock(long number, String hash) {}

    record Confirmations(int have, int wanted) {}

    /// One line of its history.
    record HistoryLine(int number, String from, Stage to, Why subStatus, Instant at) {
        static HistoryLine of(Withdrawals.Transition line) {
            return new HistoryLine(line.number(), line.from(), line.to(), Why.of(line.why(), line.detail()), line.at());
        }
    }

    static WithdrawalBody of(Withdrawal withdrawal, Vaults.Vault vault, Vaults.Wallet wallet, Vaults.Address address) {
        var transaction = parsed(withdrawal, wallet);
        return new WithdrawalBody(
                withdrawal.id(),
                withdrawal.wallet(),
                withdrawal.address(),
                withdrawal.kind(),
                withdrawal.replaces().orElse(null),
                withdrawal.replacedBy().orElse(null),
                Replaceable.by(withdrawal, transaction),
                withdrawal.externalId().orElse(null),
                withdrawal.asset(),
                withdrawal.destination(),
                withdrawal.amount().toString(),
                parts(withdrawal),
                withdrawal.feeMax().toString(),
                withdrawal.note(),
                withdrawal.stage(),
                Why.of(withdrawal.why(), withdrawal.detail()),
                told(transaction, withdrawal, vault, wallet, address),
                withdrawal.intentId().map(each -> each.toHex()).orElse(null),
                withdrawal.answers(),
                withdrawal.signatures().map(each -> Signed.of(withdrawal, each)).orElse(null),
                withdrawal.transactionId().orElse(null),
                withdrawal
                        .block()
                        .map(block -> new InBlock(block.number(), block.hash()))
                        .orElse(null),
                new Confirmations(withdrawal.confirmations(), withdrawal.wanted()),
                withdrawal.expiresAt(),
                withdrawal.createdAt(),
                withdrawal.updatedAt());
    }

    private static UnsignedTransaction parsed(Withdrawal withdrawal, Vaults.Wallet wallet) {
        if (!(CHAINS.parse(wallet.chain(), Content.TRANSACTION, withdrawal.unsigned())
                instanceof Parsed.Ok<? extends UnsignedTransaction>(var transaction)))
            throw new AssertionError("a draft that was built cannot be read");
        return transaction;
    }

    private static Transaction told(
            UnsignedTransaction transaction,
            Withdrawal withdrawal,
            Vaults.Vault vault,
            Vaults.Wallet wallet,
            Vaults.Address address) {
        var account = address.account(wallet.chain());
        return new Transaction(
                vault.key().id().toString(),
                address.path().indices(),
                wallet.chain().toString(),
                address.address(),
                withdrawal.nonce().map(BigInteger::toString).orElse(null),
                withdrawal.unsigned().toHex(),
                withdrawal.digests().stream().map(Digest32::toString).toList(),
                ClearText.of(transaction, account, Knowledge.none()).lines(),
                ComparisonCode.of(transaction, account).toString());
    }
}
