package tallystick.sdk;

import java.math.BigInteger;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tallystick.core.approval.Approval;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.json.Json;
import tallystick.core.intent.Evidence;

/// What a program asks control for, each answer verified against the vault it was given.
///
/// **Threads** any.
public final class Client {
    private final Connection connection;
    private final Vault vault;

    /// @param base where control is
    /// @param vault the key's public half, from elsewhere than control
    public Client(URI base, ApiKey key, Vault vault) {
        this(new Connection(base, key), vault);
    }

    /// Over a connection that is there.
    public Client(Connection connection, Vault vault) {
        this.connection = connection;
        this.vault = vault;
    }

    /// A fresh address to be paid to.
    ///
    /// @param wallet control's id of the wallet
    /// @throws NotSo if it is not the key's: give it to nobody
    public Account newAddress(String wallet, ChainId chain, String label)
            throws ControlRefused, ControlUnreachable, NotSo {
        var made = connection.post(
                "/v1/wallets/%s/addresses".formatted(escaped(wallet)),
                Fields.none().with("label", label));
        return vault.verify(
                chain, made.text("path").orElse(""), made.text("address").orElse(""));
    }

    /// Has control build a payment.
    ///
    /// @param idempotencyKey the same again is the same draft
    /// @throws NotSo if what it built does anything else: sign nothing
    public Draft draft(Payment payment, String idempotencyKey) throws ControlRefused, ControlUnreachable, NotSo {
        var body = Fields.none()
                .with("walletId", payment.wallet())
                .with("addressId", payment.address())
                .with("asset", payment.asset().toString())
                .with("destination", payment.to().address())
                .with("amount", payment.amount().toString())
                .with("externalId", payment.externalId());
        return Draft.of(vault, connection.post("/v1/withdrawals", body, idempotencyKey))
                .verify(payment);
    }

    /// Has control build several payments in one transaction, where the chain has such.
    ///
    /// @param payments of one wallet and one address; their external ids are not sent
    /// @param feeMax the most that the chain may take for all, base units of its coin
    /// @param externalId the program's own name for all of them, once in a wallet
    /// @param idempotencyKey the same again is the same draft
    /// @throws NotSo if what it built does anything else: sign nothing
    /// @throws IllegalArgumentException if there is no payment, or one is of another wallet, address or asset: the
    /// caller's fault
    public Draft draftTogether(
            List<Payment> payments, BigInteger feeMax, Optional<String> externalId, String idempotencyKey)
            throws ControlRefused, ControlUnreachable, NotSo {
        if (payments.isEmpty()) throw new IllegalArgumentException("no payment");
        var first = payments.getFirst();
        if (payments.stream()
                .anyMatch(each -> !each.wallet().equals(first.wallet())
                        || !each.address().equals(first.address())
                        || !each.asset().equals(first.asset())))
            throw new IllegalArgumentException("payments of several wallets, addresses or assets");
        var lines = payments.stream()
                .map(each -> Fields.none()
                        .with("asset", each.asset().toString())
                        .with("destination", each.to().address())
                        .with("amount", each.amount().toString()))
                .toList();
        var body = Fields.none()
                .with("walletId", first.wallet())
                .with("addressId", first.address())
                .with("together", true)
                .with("externalId", externalId)
                .withEach("payments", lines);
        var made = connection.post("/v1/payouts", body, idempotencyKey).items("items");
        if (made.size() != 1) throw new NotSo("control drafted %d withdrawals, not one".formatted(made.size()));
        var draft = Draft.of(vault, made.getFirst());
        draft.verify(payments, feeMax);
        return draft;
    }

    /// Hands the initiator's signed intent in.
    ///
    /// @throws IllegalArgumentException if it is not signed, or of other bytes: the caller's fault
    public Json submit(Draft draft, Evidence evidence) throws ControlRefused, ControlUnreachable {
        if (!evidence.isSigned()
                || !evidence.intent()
                        .unsigned()
                        .equals(draft.transaction().agreed().bytes()))
            throw new IllegalArgumentException("evidence of something else than the draft");
        return connection.post(
                "/v1/withdrawals/%s/submit".formatted(escaped(draft.id())),
                Fields.none().with("evidence", evidence.encode().toHex()),
                "submit:" + evidence.intent().id());
    }

    /// Brings a person's signed answer.
    public Json answer(Draft draft, Approval approval) throws ControlRefused, ControlUnreachable {
        return connection.post(
                "/v1/withdrawals/%s/approvals".formatted(escaped(draft.id())),
                Fields.none().with("approval", approval.encode().toHex()));
    }

    /// Where a withdrawal stands, in control's words.
    public Json withdrawal(Draft draft) throws ControlRefused, ControlUnreachable {
        return connection.get("/v1/withdrawals/" + escaped(draft.id()));
    }

    /// What nodes signed, verified; empty as long as they did not.
    public Optional<Receipt> receipt(Draft draft) throws ControlRefused, ControlUnreachable, NotSo {
        var shown = withdrawal(draft);
        return shown.member("signed").isEmpty() ? Optional.empty() : Optional.of(Receipt.of(draft, shown));
    }

    private static String escaped(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8);
    }
}
