package tallystick.node.gate;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tallystick.core.chain.Chain;
import tallystick.core.chain.Content;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.SigningInput;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.intent.Evidence;
import tallystick.core.intent.Intent;
import tallystick.core.wire.SignReply;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Point;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.Scheme;
import tallystick.node.ledger.Ledger;
import tallystick.node.ledger.Reservation;
import tallystick.node.ledger.StoreUnavailable;

/// Judges every intent by this node's own means: own roster, own clock, own decoding, own memory. Whoever brought the
/// evidence is believed nothing.
///
/// **Order** what is cheap and stateless first; the reservation last, so that a refused intent leaves no trace that
/// could block it.
///
/// **Threads** any.
public final class Gate {
    private static final Duration LIFE_MAX = Duration.ofDays(1);

    private final Roster roster;
    private final Map<String, Chain> chains;
    private final Function<Digest32, Optional<GroupKey>> keys;
    private final InstantSource clock;
    private final Ledger ledger;

    /// @param chains by CAIP-2 namespace
    /// @param keys the public key this node holds an active share of, by id and path; empty if it holds none or the
    /// path has no child
    public Gate(
            Roster roster,
            Map<String, Chain> chains,
            Function<Digest32, Optional<GroupKey>> keys,
            InstantSource clock,
            Ledger ledger) {
        this.roster = roster;
        this.chains = Map.copyOf(chains);
        this.keys = keys;
        this.clock = clock;
        this.ledger = ledger;
    }

    /// Decides, and if it decides to sign has reserved the intent durably.
    ///
    /// @throws StoreUnavailable if the ledger cannot be written: nothing is authorised
    public Verdict decide(Evidence evidence) throws StoreUnavailable {
        var intent = evidence.intent();
        var why = refusal(evidence);
        if (why.isPresent()) return new Verdict.Refuse(why.get());
        if (!(decode(intent) instanceof Parsed.Ok<? extends UnsignedTransaction>(var transaction)))
            return new Verdict.Refuse(Verdict.Why.UNDECODED);
        if (!signsAll(intent, transaction)) return new Verdict.Refuse(Verdict.Why.WRONG_SCHEME);
        if (isOpaque(intent, transaction)) return new Verdict.Refuse(Verdict.Why.OPAQUE_EFFECT);
        if (!transaction.digests().equals(intent.digests())) return new Verdict.Refuse(Verdict.Why.WRONG_DIGEST);

        var id = intent.id();
        return switch (ledger.reserve(id)) {
            case Reservation.Fresh() -> new Verdict.Sign(new Authorized(intent, id, transaction));
            case Reservation.AlreadySigned(var reply) ->
                new Verdict.Replay(SignReply.parse(reply).orThrow());
            case Reservation.UnderWay() -> new Verdict.Refuse(Verdict.Why.UNDER_WAY);
        };
    }

    private Optional<Verdict.Why> refusal(Evidence evidence) {
        var intent = evidence.intent();
        var now = clock.instant();
        if (!isInitiator(intent)) return Optional.of(Verdict.Why.UNKNOWN_INITIATOR);
        if (!evidence.isSigned()) return Optional.of(Verdict.Why.BAD_INITIATOR_SIGNATURE);
        if (!now.isBefore(intent.expiresAt())) return Optional.of(Verdict.Why.EXPIRED);
        if (intent.expiresAt().isAfter(now.plus(LIFE_MAX))) return Optional.of(Verdict.Why.EXPIRES_TOO_LATE);
        if (keys.apply(intent.keyId()).isEmpty()) return Optional.of(Verdict.Why.UNKNOWN_KEY);
        if (!chains.containsKey(intent.chain().namespace())) return Optional.of(Verdict.Why.UNKNOWN_CHAIN);
        return Optional.empty();
    }

    /// New code counts as opaque too: nobody here can say what it will do.
    private boolean isOpaque(Intent intent, UnsignedTransaction transaction) {
        var signer = keys.apply(intent.keyId())
                .flatMap(key -> child(key, intent.path()))
                .map(point -> chains.get(intent.chain().namespace()).account(intent.chain(), point));
        return signer.isEmpty()
                || transaction.effects(signer.get(), Knowledge.none()).stream()
                        .anyMatch(effect -> effect instanceof Effect.Undecoded || effect instanceof Effect.Creation);
    }

    /// Whether the key is of the one scheme that every signature of the transaction wants.
    private boolean signsAll(Intent intent, UnsignedTransaction transaction) {
        var scheme = keys.apply(intent.keyId()).map(GroupKey::scheme);
        return scheme.isPresent()
                && transaction.inputs().stream()
                        .allMatch(input -> schemeOf(input.algorithm()) == scheme.get());
    }

    private static Scheme schemeOf(SigningInput.Algorithm algorithm) {
        return switch (algorithm) {
            case ECDSA_SECP256K1 -> Scheme.ECDSA_SECP256K1;
            case BIP340 -> Scheme.FROST_BIP340;
            case ED25519 -> Scheme.FROST_ED25519;
        };
    }

    private static Optional<Point> child(GroupKey key, List<Integer> path) {
        return switch (new Derivation(key.point(), key.chainCode()).along(new DerivationPath(path))) {
            case Derivation.Derived(var _, var child, var _) -> Optional.of(child);
            case Derivation.NoChild _ -> Optional.empty();
        };
    }

    private boolean isInitiator(Intent intent) {
        return roster.members().stream()
                .anyMatch(member -> member.role() == Member.Role.INITIATOR
                        && member.identity().equals(intent.initiator()));
    }

    private Parsed<? extends UnsignedTransaction> decode(Intent intent) {
        var chain = chains.get(intent.chain().namespace());
        return chain == null
                ? new Parsed.Malformed<UnsignedTransaction>(0, "a chain with a decoder")
                : chain.parse(intent.chain(), Content.TRANSACTION, intent.transaction());
    }
}
