package tallystick.node.gate;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import tallystick.core.chain.Chain;
import tallystick.core.chain.Effect;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.intent.Evidence;
import tallystick.core.intent.Intent;
import tallystick.core.wire.SignReply;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
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
    private final Predicate<Digest32> holdsKey;
    private final InstantSource clock;
    private final Ledger ledger;

    /// @param chains by CAIP-2 namespace
    /// @param holdsKey whether this node holds an active share of a key
    public Gate(
            Roster roster,
            Map<String, Chain> chains,
            Predicate<Digest32> holdsKey,
            InstantSource clock,
            Ledger ledger) {
        this.roster = roster;
        this.chains = Map.copyOf(chains);
        this.holdsKey = holdsKey;
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
        if (transaction.effects().stream().anyMatch(Effect.Undecoded.class::isInstance))
            return new Verdict.Refuse(Verdict.Why.OPAQUE_EFFECT);
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
        if (!holdsKey.test(intent.keyId())) return Optional.of(Verdict.Why.UNKNOWN_KEY);
        if (!chains.containsKey(intent.chain().namespace())) return Optional.of(Verdict.Why.UNKNOWN_CHAIN);
        return Optional.empty();
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
                : chain.parse(intent.chain(), intent.transaction());
    }
}
