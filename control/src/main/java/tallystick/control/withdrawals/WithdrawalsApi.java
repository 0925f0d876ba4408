package tallystick.control.withdrawals;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tallystick.control.access.Caller;
import tallystick.control.access.Requires;
import tallystick.control.access.Restores;
import tallystick.control.access.Scope;
import tallystick.control.answer.Given;
import tallystick.control.answer.Page;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
import tallystick.control.life.Moved;
import tallystick.control.life.Stage;
import tallystick.control.life.SubStatus;
import tallystick.control.people.Passkeys;
import tallystick.control.people.Session;
import tallystick.control.vaults.Vaults;
import tallystick.control.withdrawals.WithdrawalBody.HistoryLine;
import tallystick.core.chain.Content;
import tallystick.core.intent.Evidence;
import tallystick.crypto.codec.Parsed;

/// Withdrawals over the API.
@RestController
final class WithdrawalsApi {
    private static final Duration LIFE_MAX = Duration.ofDays(1);

    private final Withdrawals withdrawals;
    private final Approvals approvals;
    private final Drafting drafting;
    private final Vaults vaults;
    private final Jobs jobs;
    private final PasskeyIntents passkeyIntents;
    private final Restores restores;
    private final InstantSource clock;

    WithdrawalsApi(
            Withdrawals withdrawals,
            Approvals approvals,
            Drafting drafting,
            Vaults vaults,
            Jobs jobs,
            PasskeyIntents passkeyIntents,
            Restores restores,
            InstantSource clock) {
        this.withdrawals = withdrawals;
        this.approvals = approvals;
        this.drafting = drafting;
        this.vaults = vaults;
        this.jobs = jobs;
        this.passkeyIntents = passkeyIntents;
        this.restores = restores;
        this.clock = clock;
    }

    /// @param addressId which address pays; that of the vault's key if absent
    /// @param asset as in CAIP-19; the chain's coin if absent
    /// @param amount base units, decimal digits
    /// @param externalId the program's own name for it, once in a wallet
    record NewWithdrawal(
            @Nullable String walletId,
            @Nullable String addressId,
            @Nullable String asset,
            @Nullable String destination,
            @Nullable String amount,
            @Nullable String externalId,
            @Nullable String note) {}

    /// @param evidence the initiator's signed intent in hex, docs/spec/intent.md; of a person who signs in the browser
    /// in its place
    /// @param assertion his passkey's over the intent that was written for him
    record Submission(@Nullable String evidence, Passkeys.@Nullable AssertionBody assertion) {}

    @PostMapping("/v1/withdrawals")
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(
            value = Scope.WITHDRAWALS_WRITE,
            bound = true,
            says = "Builds a transaction and keeps its sequence number: a draft that an initiator signs.")
    WithdrawalBody createWithdrawal(
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller, @RequestBody NewWithdrawal body) {
        var wallet = vaults.wallet(caller, Given.id("walletId", body.walletId()));
        var vault = vaults.vault(caller, wallet.vault());
        var from = vaults.address(
                vault, wallet, Optional.ofNullable(body.addressId()).map(each -> Given.id("addressId", each)));
        var wanted = Wishes.payment(
                vault,
                wallet,
                from,
                new Wishes.Line(body.asset(), body.destination(), body.amount(), body.externalId(), body.note()));
        return told(drafting.draft(caller, vault, wanted));
    }

    private WithdrawalBody told(Withdrawal withdrawal) {
        return told(List.of(withdrawal)).getFirst();
    }

    /// Each vault, wallet and address is read and derived once, however many withdrawals are of it.
    List<WithdrawalBody> told(List<Withdrawal> all) {
        var owners = new HashMap<UUID, Vaults.Vault>();
        var wallets = new HashMap<UUID, Vaults.Wallet>();
        var addresses = new HashMap<UUID, Vaults.Address>();
        return all.stream()
                .map(each -> {
                    var vault = owners.computeIfAbsent(each.wallet(), vaults::vaultOf);
                    var wallet = wallets.computeIfAbsent(each.wallet(), id -> vaults.wallet(vault.workspace(), id));
                    var address = addresses.computeIfAbsent(
                            each.address(), id -> vaults.address(vault, wallet, Optional.of(id)));
                    return WithdrawalBody.of(each, vault, wallet, address);
                })
                .toList();
    }

    @PostMapping("/v1/withdrawals/{id}/submit")
    @Requires(
            value = Scope.WITHDRAWALS_WRITE,
            bound = true,
            says = "Takes the initiator's signed intent over the very bytes of the draft, and hands it to nodes.")
    WithdrawalBody submitWithdrawal(
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
            @PathVariable String id,
            @RequestBody Submission body,
            HttpServletRequest request) {
        if (body.assertion() == null) Session.requirePasskey(request);
        restores.requireNewer(caller);
        var withdrawal = withdrawals.draft(caller, Given.id("id", id));
        var evidence = body.assertion() == null
                ? evidence(body)
                : passkeyIntents.evidence(withdrawal, caller, body.assertion());
        check(withdrawal, evidence);
        var bare = evidence.with(List.of(), evidence.facts());
        return told(withdrawals.submit(
                withdrawal,
                bare.encode(),
                evidence.intent().id().value(),
                evidence.intent().expiresAt()));
    }

    private static Evidence evidence(Submission body) {
        var bytes = Given.hex("evidence", body.evidence(), Evidence.LENGTH_BYTES_MAX);
        if (!(Evidence.parse(bytes) instanceof Parsed.Ok<Evidence>(var evidence)))
            throw Problem.field("evidence", "the canonical bytes of evidence, in hex");
        return evidence;
    }

    /// That the intent is what was drafted, so that nobody waits for nodes to say it is not. Nodes judge all of it
    /// again.
    private void check(Withdrawal withdrawal, Evidence evidence) {
        var intent = evidence.intent();
        var vault = vaults.vaultOf(withdrawal.wallet());
        var wallet = vaults.wallet(vault.workspace(), withdrawal.wallet());
        var address = vaults.address(vault, wallet, Optional.of(withdrawal.address()));
        if (!intent.unsigned().equals(withdrawal.unsigned()))
            throw Problem.field("evidence", "an intent with the draft's unsigned bytes");
        if (!intent.digests().equals(withdrawal.digests()))
            throw Problem.field("evidence", "an intent with the draft's digests");
        if (!intent.keyId().equals(vault.key().id())
                || !intent.path().equals(address.path().indices())
                || !intent.chain().equals(wallet.chain())
                || intent.content() != Content.TRANSACTION)
            throw Problem.field("evidence", "an intent of the draft's key, path, chain and content");
        if (!passkeyIntents.isSigned(evidence))
            throw Problem.field("evidence", "the initiator's signature over the intent");
        var now = clock.instant();
        if (!intent.expiresAt().isAfter(now) || intent.expiresAt().isAfter(now.plus(LIFE_MAX)))
            throw Problem.field("evidence", "an intent that expires within a day from now");
    }

    @PostMapping("/v1/withdrawals/{id}/cancel")
    @Requires(
            value = Scope.WITHDRAWALS_WRITE,
            bound = true,
            says = "Takes a withdrawal back that no node has let through.")
    WithdrawalBody cancelWithdrawal(@RequestAttribute(Caller.ATTRIBUTE) Caller caller, @PathVariable String id) {
        var withdrawal = withdrawals.of(caller, Given.id("id", id));
        if (!withdrawal.stage().mayBecome(Stage.CANCELLED))
            throw Problem.of(Code.CONFLICT, "it is %s: too late to take back".formatted(withdrawal.stage()));
        var moved = withdrawals
                .move(withdrawal, Moved.to(Stage.CANCELLED, SubStatus.TAKEN_BACK), Withdrawals.With.of(withdrawal))
                .orElseThrow(() -> Problem.of(Code.CONFLICT, "it was changed meanwhile: read it again"));
        jobs.now(withdrawal.id());
        return told(moved);
    }

    @GetMapping("/v1/withdrawals/{id}")
    @Requires(value = Scope.WITHDRAWALS_READ, bound = true, says = "Shows a withdrawal.")
    WithdrawalBody getWithdrawal(@RequestAttribute(Caller.ATTRIBUTE) Caller caller, @PathVariable String id) {
        return told(withdrawals.of(caller, Given.id("id", id)));
    }

    @GetMapping("/v1/withdrawals")
    @Requires(value = Scope.WITHDRAWALS_READ, bound = true, says = "Lists withdrawals, the latest first.")
    Page<WithdrawalBody> listWithdrawals(
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
            @RequestParam(required = false) @Nullable String walletId,
            @RequestParam(required = false) @Nullable String stage,
            @RequestParam(required = false) @Nullable String externalId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        var asked = Page.asked(cursor, limit);
        Optional<UUID> wallet = Optional.ofNullable(walletId).map(each -> Given.id("walletId", each));
        var rows = withdrawals.list(
                caller,
                new Sought(
                        wallet,
                        Optional.ofNullable(stage).map(each -> Given.name("stage", each, List.of(Stage.values()))),
                        Wishes.externalId(externalId)),
                asked.after().map(each -> Given.id("cursor", each)),
                asked.rows());
        return Page.of(told(rows), asked, each -> each.id().toString());
    }

    @GetMapping("/v1/withdrawals/{id}/history")
    @Requires(
            value = Scope.WITHDRAWALS_READ,
            bound = true,
            says = "Shows how a withdrawal came to stand where it stands.")
    Page<HistoryLine> getWithdrawalHistory(@RequestAttribute(Caller.ATTRIBUTE) Caller caller, @PathVariable String id) {
        var withdrawal = withdrawals.of(caller, Given.id("id", id));
        return new Page<>(
                withdrawals.history(withdrawal.id()).stream()
                        .map(HistoryLine::of)
                        .toList(),
                null);
    }

    /// @param evidence all that nodes judge by, in hex: to be judged again by anybody
    record EvidenceBody(String intentId, String evidence, Instant expiresAt) {}

    @GetMapping("/v1/withdrawals/{id}/evidence")
    @Requires(
            value = Scope.WITHDRAWALS_READ,
            bound = true,
            says = "Gives the evidence that nodes are handed, with all answers.")
    EvidenceBody getWithdrawalEvidence(@RequestAttribute(Caller.ATTRIBUTE) Caller caller, @PathVariable String id) {
        var withdrawal = withdrawals.of(caller, Given.id("id", id));
        var bare = withdrawal.evidence().orElseThrow(() -> Problem.of(Code.CONFLICT, "no initiator has signed it yet"));
        var evidence = Approvals.with(bare, approvals.list(withdrawal.id()));
        return new EvidenceBody(
                evidence.intent().id().toString(), evidence.encode().toHex(), withdrawal.expiresAt());
    }
}
