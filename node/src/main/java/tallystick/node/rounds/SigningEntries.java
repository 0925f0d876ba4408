package tallystick.node.rounds;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import tallystick.core.audit.AuditEvent;
import tallystick.core.audit.Receipt;
import tallystick.core.chain.ChainSignature;
import tallystick.core.chain.RecoverableSignature;
import tallystick.core.chain.SigningInput;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.wire.SignRequest;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.key.SetName;
import tallystick.mpc.session.Blame;
import tallystick.node.gate.Authorized;
import tallystick.node.gate.Verdict;
import tallystick.node.ledger.StoreUnavailable;
import tallystick.node.log.AuditLog;

/// Writes down what this node decided, signed and saw fail, before anybody outside can know.
public final class SigningEntries {
    private static final Logger LOG = Logger.getLogger(SigningEntries.class.getName());
    private static final int PARTS_MAX = 128;

    private final AuditLog log;
    private final Function<SetName, Optional<GroupKey>> keys;
    private final Digest32 build;

    /// @param keys the key that a signing set signs with, in its epoch; empty if this node does not hold it any more
    /// @param build hash of all that this node runs from
    public SigningEntries(AuditLog log, Function<SetName, Optional<GroupKey>> keys, Digest32 build) {
        this.log = log;
        this.keys = keys;
        this.build = build;
    }

    /// What was decided.
    void verdict(SignRequest request, Verdict verdict) throws StoreUnavailable {
        var intent = request.evidence().intent();
        var entry =
                switch (verdict) {
                    case Verdict.Sign(var authorized) -> new Ruled(authorized.digests(), AuditEvent.Ruling.SIGN, "");
                    case Verdict.Replay _ -> new Ruled(intent.digests(), AuditEvent.Ruling.REPLAY, "");
                    case Verdict.Refuse refuse -> new Ruled(List.of(), AuditEvent.Ruling.REFUSE, why(refuse));
                };
        log.append(new AuditEvent.NodeVerdict(
                intent.id(),
                intent.keyId(),
                entry.digests(),
                entry.ruling(),
                entry.why(),
                verdict.policy(),
                Optional.empty()));
    }

    private static String why(Verdict.Refuse refuse) {
        var name = refuse.why().name().toLowerCase(java.util.Locale.ROOT);
        return refuse.said().isEmpty() ? name : name + ": " + refuse.said();
    }

    private record Ruled(List<Digest32> digests, AuditEvent.Ruling ruling, String why) {}

    /// The receipts of what is about to be released: one for each [#PARTS_MAX] signatures, for an entry has its bounds.
    ///
    /// @param key whose share signed, in the epoch it signed in: this node may have left it meanwhile
    /// @spec docs/spec/node-wire.md#NW-52 node-wire
    void signed(Authorized authorized, GroupKey key, SignRequest request, List<? extends ChainSignature> signatures)
            throws StoreUnavailable {
        var parts = new ArrayList<Receipt.Part>();
        for (var i = 0; i < signatures.size(); i++)
            parts.add(part(authorized.inputs().get(i), signatures.get(i)));
        for (var from = 0; from < parts.size(); from += PARTS_MAX)
            log.append(new AuditEvent.Signed(
                    receipt(authorized, key, request, parts.subList(from, Math.min(parts.size(), from + PARTS_MAX)))));
    }

    private Receipt receipt(Authorized authorized, GroupKey key, SignRequest request, List<Receipt.Part> parts) {
        var path = new DerivationPath(authorized.intent().path());
        var child = child(key, path);
        var isPlain = parts.stream().allMatch(Receipt.Part::isPlain);
        return new Receipt(
                authorized.id(),
                key.id(),
                key.epoch(),
                path,
                algorithm(key.scheme()),
                isPlain && key.scheme() == Scheme.FROST_BIP340
                        ? child.key().xOnly()
                        : child.key().encode(),
                isPlain ? Optional.empty() : Optional.of(child.chainCode()),
                request.id(),
                request.signers(),
                authorized.policy(),
                build,
                parts);
    }

    private static Receipt.Part part(SigningInput input, ChainSignature signature) {
        var below = input.path().orElseGet(DerivationPath::root);
        return switch (signature) {
            case RecoverableSignature(var r, var s, var recoveryId) ->
                new Receipt.Part(below, input.taprootRoot(), input.message(), Bytes.concat(r, s), recoveryId);
            case ChainSignature.Plain(var value) ->
                new Receipt.Part(below, input.taprootRoot(), input.message(), value, 0);
        };
    }

    private static Algorithm algorithm(Scheme scheme) {
        return switch (scheme) {
            case ECDSA_SECP256K1 -> Algorithm.ECDSA_SECP256K1;
            case FROST_BIP340 -> Algorithm.BIP340;
            case FROST_ED25519 -> Algorithm.ED25519;
            case FROST_SECP256K1 -> throw new AssertionError("no chain takes signatures of " + scheme);
        };
    }

    private static Derivation.Derived child(GroupKey key, DerivationPath path) {
        return switch (new Derivation(key.point(), key.chainCode()).along(path)) {
            case Derivation.Derived derived -> derived;
            case Derivation.NoChild _ -> throw new AssertionError("signed under a path without a child");
        };
    }

    /// A signing set was cut off, and that is in the ledger; trouble with the log lifts nothing.
    public void quarantined(SetName set) {
        var key = keys.apply(set);
        var names = set.parties().stream()
                .map(party -> key.map(each -> each.tree().nameOf(party)).orElseGet(party::toString))
                .toList();
        try {
            log.append(new AuditEvent.SetQuarantined(set.key(), set.epoch(), names));
        } catch (StoreUnavailable e) {
            LOG.log(Level.SEVERE, "a quarantine could not be written into the log; it holds all the same", e);
        }
    }

    /// A run of any protocol stopped. Nothing is released by it, so trouble with the log does not stop the session.
    public void aborted(Digest32 session, List<String> culprits, Blame blame) {
        var evidence = Transcript.of("tallystick/log/v1/evidence")
                .add("evidence", blame.evidence())
                .digest();
        try {
            log.append(new AuditEvent.RoundAborted(
                    session, blame.fault().name().toLowerCase(java.util.Locale.ROOT), culprits, evidence));
        } catch (StoreUnavailable e) {
            LOG.log(Level.SEVERE, "an aborted run could not be written down", e);
        }
    }
}
