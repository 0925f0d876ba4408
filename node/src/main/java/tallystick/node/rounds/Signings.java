package tallystick.node.rounds;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import tallystick.core.wire.RefusalCode;
import tallystick.core.wire.SignReply;
import tallystick.core.wire.SignRequest;
import tallystick.mpc.access.Qualification;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.session.PartyId;
import tallystick.node.gate.Authorized;
import tallystick.node.gate.Gate;
import tallystick.node.gate.Verdict;
import tallystick.node.ledger.Ledger;
import tallystick.node.ledger.StoreUnavailable;

/// Answers requests to sign: gate, reservation, rounds, record, answer, in this order and no other.
///
/// **Threads** any; one call is one request.
public final class Signings {
    private static final Logger LOG = Logger.getLogger(Signings.class.getName());

    private final Gate gate;
    private final Ledger ledger;
    private final Keys keys;
    private final SigningEntries entries;
    private final BiFunction<GroupKey, String, Optional<String>> whyNotWith;

    /// @param gate the only way to a reservation
    /// @param keys what this node can sign with
    /// @param entries writes down what happens
    /// @param whyNotWith why this node does not sign with that key together with a node of that name, which may be
    /// itself; empty if it does
    public Signings(
            Gate gate,
            Ledger ledger,
            Keys keys,
            SigningEntries entries,
            BiFunction<GroupKey, String, Optional<String>> whyNotWith) {
        this.gate = gate;
        this.ledger = ledger;
        this.keys = keys;
        this.entries = entries;
        this.whyNotWith = whyNotWith;
    }

    /// Judges and signs, or says why not. An abort gives the reservation back, so that the same intent may be tried
    /// again: nothing was released.
    /// @spec docs/spec/node-wire.md#NW-10 node-wire
    public SignReply sign(SignRequest request) {
        try {
            return switch (gate.decide(request)) {
                case Verdict.Refuse refuse -> {
                    entries.verdict(request, refuse);
                    yield refuse.reply();
                }
                case Verdict.Replay replay -> {
                    entries.verdict(request, replay);
                    yield replay.reply();
                }
                case Verdict.Sign(var authorized) -> reserved(authorized, request);
            };
        } catch (StoreUnavailable e) {
            LOG.log(Level.SEVERE, "ledger or log failed", e);
            return new SignReply.Refused(
                    RefusalCode.DISK_FAILED, "this node's disk cannot be written: its operator must look at it");
        }
    }

    private SignReply reserved(Authorized authorized, SignRequest request) throws StoreUnavailable {
        var signed = false;
        try {
            if (isQuarantined(authorized, request)) {
                var refuse = new Verdict.Refuse(Verdict.Why.QUARANTINED_SET, "", authorized.policy());
                entries.verdict(request, refuse);
                return refuse.reply();
            }
            entries.verdict(request, new Verdict.Sign(authorized));
            var refused = whyNot(authorized, request);
            if (refused.isPresent()) return new SignReply.Refused(RefusalCode.PEER_NOT_TRUSTED, refused.get());
            ledger.begin(authorized.id());
            var consent = Consent.of(authorized);
            var reply = attempt(authorized, consent, request);
            if (consent.refusal().isPresent())
                entries.verdict(request, consent.refusal().get());
            if (reply instanceof SignReply.Signed(var signatures)) {
                entries.signed(authorized, request, signatures);
                ledger.signed(authorized.id(), reply.encode());
                signed = true;
            }
            return reply;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new SignReply.Aborted("this node is shutting down", true);
        } finally {
            if (!signed) ledger.release(authorized.id());
        }
    }

    private Optional<String> whyNot(Authorized authorized, SignRequest request) {
        var held = keys.held(authorized.intent().keyId(), request.signers());
        return request.signers().stream()
                .flatMap(name -> held.flatMap(key -> whyNotWith.apply(key.key(), name)).stream())
                .findFirst();
    }

    /// @spec docs/spec/node-wire.md#NW-16 node-wire
    private boolean isQuarantined(Authorized authorized, SignRequest request) {
        var held = keys.held(authorized.intent().keyId(), request.signers());
        return held.isPresent()
                && signingSet(held.get(), request.signers()) instanceof Qualification.Qualified(var set)
                && held.get().isQuarantined(set);
    }

    /// A key may be replaced by its next epoch while this waits for its pools: then it begins again with that.
    private SignReply attempt(Authorized authorized, Consent consent, SignRequest request) throws InterruptedException {
        while (true) {
            var held = keys.held(authorized.intent().keyId(), request.signers());
            var lease = held.flatMap(HeldKey::lease);
            if (lease.isEmpty()) return new Verdict.Refuse(Verdict.Why.UNKNOWN_KEY).reply();
            try (var used = lease.get()) {
                switch (signingSet(held.get(), request.signers())) {
                    case Qualification.Unqualified(var why) -> {
                        return new SignReply.Refused(
                                RefusalCode.TOO_FEW_SIGNERS, "these nodes cannot sign together: " + why);
                    }
                    case Qualification.Qualified(var set) -> {
                        var task = new SigningTask(authorized, consent, set, request.id());
                        var end = used.signer().sign(task);
                        if (end instanceof SigningEnd.Withdrawn)
                            return consent.refusal().map(Verdict.Refuse::reply).orElseThrow();
                        if (!(end instanceof SigningEnd.Unstocked)
                                || !held.get().isRetired())
                            return Blames.reply(end, held.get().roster().names());
                    }
                }
            }
        }
    }

    private static Qualification signingSet(HeldKey held, List<String> signers) {
        var tree = held.key().tree();
        var parties = new TreeSet<PartyId>();
        for (var name : signers) {
            var party = tree.party(name);
            if (party.isEmpty()) return new Qualification.Unqualified("%s has no part in the key".formatted(name));
            if (!held.roster().parties().contains(party.get()))
                return new Qualification.Unqualified("%s is gone from the roster".formatted(name));
            parties.add(party.get());
        }
        if (parties.size() != signers.size()) return new Qualification.Unqualified("a signer is named twice");
        return tree.qualify(parties);
    }
}
