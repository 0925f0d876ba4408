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
            while (true) {
                var reply = judged(request, chosen(request));
                if (reply.isPresent()) return reply.get();
            }
        } catch (StoreUnavailable e) {
            LOG.log(Level.SEVERE, "ledger or log failed", e);
            return new SignReply.Refused(
                    RefusalCode.DISK_FAILED, "this node's disk cannot be written: its operator must look at it");
        }
    }

    private Optional<HeldKey> chosen(SignRequest request) {
        return keys.held(request.evidence().intent().keyId(), request.signers());
    }

    /// By one choice of the key's epoch: with that key its signers are weighed, looked at and recorded, and it signs.
    /// @return empty if by now another would sign: it has to be judged again
    /// @spec docs/spec/node-wire.md#NW-52 node-wire
    private Optional<SignReply> judged(SignRequest request, Optional<HeldKey> chosen) throws StoreUnavailable {
        return switch (gate.decide(request, chosen.map(HeldKey::key))) {
            case Verdict.Refuse refuse -> {
                entries.verdict(request, refuse);
                yield Optional.of(refuse.reply());
            }
            case Verdict.Replay replay -> {
                entries.verdict(request, replay);
                yield Optional.of(replay.reply());
            }
            case Verdict.Sign(var authorized) -> reserved(authorized, chosen.orElseThrow(), request);
        };
    }

    private Optional<SignReply> reserved(Authorized authorized, HeldKey chosen, SignRequest request)
            throws StoreUnavailable {
        var signed = false;
        try {
            if (isQuarantined(chosen, request)) {
                var refuse = new Verdict.Refuse(Verdict.Why.QUARANTINED_SET, "", authorized.policy());
                entries.verdict(request, refuse);
                return Optional.of(refuse.reply());
            }
            entries.verdict(request, new Verdict.Sign(authorized));
            var consent = Consent.of(authorized, () -> whyNot(chosen.key(), request));
            var reply = attempt(authorized, chosen.key(), consent, request);
            if (consent.refusal().isPresent())
                entries.verdict(request, consent.refusal().get());
            if (reply.isPresent() && reply.get() instanceof SignReply.Signed(var signatures)) {
                entries.signed(authorized, chosen.key(), request, signatures);
                ledger.signed(authorized.id(), reply.get().encode());
                signed = true;
            }
            return reply;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(new SignReply.Aborted("this node is shutting down", true));
        } finally {
            if (!signed) ledger.release(authorized.id());
        }
    }

    private Optional<SignReply> whyNot(GroupKey key, SignRequest request) {
        return request.signers().stream()
                .flatMap(name -> whyNotWith.apply(key, name).stream())
                .findFirst()
                .map(why -> new SignReply.Refused(RefusalCode.PEER_NOT_TRUSTED, why));
    }

    /// @spec docs/spec/node-wire.md#NW-16 node-wire
    private static boolean isQuarantined(HeldKey held, SignRequest request) {
        return signingSet(held, request.signers()) instanceof Qualification.Qualified(var set)
                && held.isQuarantined(set);
    }

    /// A key's shares may be opened anew while this waits for its pools: then it begins again with those, as long as
    /// they are of the epoch by which it was judged.
    /// @return empty if they are not
    private Optional<SignReply> attempt(Authorized authorized, GroupKey judged, Consent consent, SignRequest request)
            throws InterruptedException {
        while (true) {
            var held = chosen(request);
            if (held.isEmpty()) return Optional.of(new Verdict.Refuse(Verdict.Why.UNKNOWN_KEY).reply());
            if (!held.get().key().hash().equals(judged.hash())) return Optional.empty();
            var refused = whyNot(judged, request);
            if (refused.isPresent()) return refused;
            var lease = held.get().lease();
            if (lease.isEmpty()) continue;
            try (var used = lease.get()) {
                var reply = run(authorized, consent, request, held.get(), used);
                if (reply.isPresent()) return reply;
            }
        }
    }

    /// @return empty if it waited in vain for what it spends, since the key was retired
    private Optional<SignReply> run(
            Authorized authorized, Consent consent, SignRequest request, HeldKey held, HeldKey.Lease used)
            throws InterruptedException {
        return switch (signingSet(held, request.signers())) {
            case Qualification.Unqualified(var why) ->
                Optional.of(
                        new SignReply.Refused(RefusalCode.TOO_FEW_SIGNERS, "these nodes cannot sign together: " + why));
            case Qualification.Qualified(var set) -> {
                if (!ledger.begin(authorized.id())) yield Optional.of(new Verdict.Refuse(Verdict.Why.EXPIRED).reply());
                var end = used.signer().sign(new SigningTask(authorized, consent, set, request.id()));
                if (end instanceof SigningEnd.Withdrawn) yield Optional.of(consent.reply());
                if (end instanceof SigningEnd.Unstocked && held.isRetired()) yield Optional.empty();
                yield Optional.of(Blames.reply(end, held.roster().names()));
            }
        };
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
