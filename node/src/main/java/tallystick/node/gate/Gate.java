package tallystick.node.gate;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import tallystick.core.chain.Account;
import tallystick.core.chain.Content;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.SigningInput;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.registry.Chains;
import tallystick.core.clear.ClearText;
import tallystick.core.clear.ComparisonCode;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.intent.Evidence;
import tallystick.core.intent.Intent;
import tallystick.core.intent.IntentId;
import tallystick.core.wire.SignReply;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.Scheme;
import tallystick.node.ledger.Ledger;
import tallystick.node.ledger.Reservation;
import tallystick.node.ledger.StoreUnavailable;
import tallystick.node.logging.KeyName;

/// Judges every intent by this node's own means: own roster, own clock, own decoding, own memory. Whoever brought the
/// evidence is believed nothing.
///
/// **Order** what is cheap and stateless first; the reservation last, so that a refused intent leaves no trace that
/// could block it.
///
/// **Threads** any.
public final class Gate {
    private static final Logger LOG = Logger.getLogger(Gate.class.getName());
    private static final Duration LIFE_MAX = Duration.ofDays(1);

    private final Supplier<Roster> rosters;
    private final Chains chains;
    private final Knowledge knowledge;
    private final Function<Digest32, Optional<GroupKey>> keys;
    private final InstantSource clock;
    private final Ledger ledger;
    private final Networks networks;

    /// Which networks a node signs for.
    public enum Networks {
        /// Those with value.
        REAL,
        /// Networks for trying out as well: its keys must hold nothing of value.
        ALSO_TEST
    }

    /// @param rosters who there is now
    /// @param knowledge what makes effects readable; functions and code that it alone names are decoded by it, and
    /// so signed, which without it would be refused
    /// @param keys the public key this node holds an active share of, by id and path; empty if it holds none or the
    /// path has no child
    public Gate(
            Supplier<Roster> rosters,
            Chains chains,
            Knowledge knowledge,
            Function<Digest32, Optional<GroupKey>> keys,
            InstantSource clock,
            Ledger ledger,
            Networks networks) {
        this.rosters = rosters;
        this.chains = chains;
        this.knowledge = knowledge;
        this.keys = keys;
        this.clock = clock;
        this.ledger = ledger;
        this.networks = networks;
    }

    /// Decides, and if it decides to sign has reserved the intent durably. What was decided, with the effects in words
    /// and the comparison code, goes to the log.
    ///
    /// @param completed the whole bytes with what the intent leaves open filled in; no bytes if it leaves nothing
    /// open
    /// @throws StoreUnavailable if the ledger cannot be written: nothing is authorised
    /// @spec docs/spec/intent.md#IN-5 intent
    /// @spec docs/spec/intent.md#IN-11 intent
    public Verdict decide(Evidence evidence, Bytes completed) throws StoreUnavailable {
        var intent = evidence.intent();
        var id = intent.id();
        var why = refusal(evidence);
        if (why.isPresent()) return refused(id, why.get());
        var child = keys.apply(intent.keyId()).flatMap(key -> child(key, intent.path()));
        var signer = child.flatMap(each -> account(intent, each));
        if (child.isEmpty() || signer.isEmpty()) return refused(id, Verdict.Why.UNKNOWN_KEY);
        var key = new Derivation(child.get().key(), child.get().chainCode());
        if (!(chains.parse(intent.chain(), intent.content(), intent.unsigned())
                instanceof Parsed.Ok<? extends UnsignedTransaction>(var transaction)))
            return refused(id, Verdict.Why.UNDECODED);

        var ready = complete(intent, transaction, completed);
        var unfit =
                unfit(intent, transaction, signer.get(), key).or(() -> ready.flatMap(each -> unfitInput(intent, each)));
        var verdict = unfit.isPresent()
                ? new Verdict.Refuse(unfit.get())
                : ready.isPresent() ? reserve(intent, ready.get()) : new Verdict.Refuse(Verdict.Why.WRONG_COMPLETION);
        LOG.log(Level.INFO, "intent {0} with key {4}: {1}; compare {2}\n{3}", new Object[] {
            id,
            word(verdict),
            ComparisonCode.of(transaction, signer.get()),
            ClearText.of(transaction, signer.get(), own(intent, knowledge, key)),
            new KeyName(intent.keyId())
        });
        return verdict;
    }

    /// What is signed: the intent's transaction itself, or one that says the same with nothing left open.
    /// @spec docs/spec/intent.md#IN-2 intent
    /// @spec docs/spec/intent.md#IN-14 intent
    private Optional<? extends UnsignedTransaction> complete(
            Intent intent, UnsignedTransaction transaction, Bytes completed) {
        if (transaction.isComplete()) return Optional.of(transaction).filter(_ -> completed.length() == 0);
        return chains.parse(intent.chain(), intent.content(), completed)
                        instanceof Parsed.Ok<? extends UnsignedTransaction>(var ready)
                ? Optional.of(ready).filter(each -> each.completes(transaction))
                : Optional.empty();
    }

    /// @spec docs/spec/intent.md#IN-16 intent
    private Verdict reserve(Intent intent, UnsignedTransaction completed) throws StoreUnavailable {
        var id = intent.id();
        return switch (ledger.reserve(id, bound(completed))) {
            case Reservation.Fresh() -> new Verdict.Sign(new Authorized(intent, id, completed));
            case Reservation.AlreadySigned(var reply) ->
                new Verdict.Replay(SignReply.parse(reply).orThrow());
            case Reservation.UnderWay() -> new Verdict.Refuse(Verdict.Why.UNDER_WAY);
            case Reservation.BoundOtherwise() -> new Verdict.Refuse(Verdict.Why.OTHER_COMPLETION);
        };
    }

    /// One intent is one payment: what it leaves open is filled in once, for a run that seems to have failed may have
    /// given somebody a signature.
    private static Digest32 bound(UnsignedTransaction completed) {
        return Transcript.of("tallystick/node/v1/completion")
                .add(
                        "digests",
                        completed.digests().stream().map(Digest32::bytes).toList())
                .digest();
    }

    private static Verdict refused(IntentId id, Verdict.Why why) {
        LOG.log(Level.INFO, "intent {0}: refused, {1}", new Object[] {id, why});
        return new Verdict.Refuse(why);
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Sign _ -> "signs";
            case Verdict.Replay _ -> "gives the recorded signature again";
            case Verdict.Refuse(var why) -> "refused, " + why;
        };
    }

    private Optional<Account> account(Intent intent, Derivation.Derived child) {
        var algorithm = keys.apply(intent.keyId()).map(GroupKey::scheme).flatMap(Gate::algorithm);
        return chains.family(intent.chain())
                .map(family -> algorithm.isPresent()
                        ? family.account(intent.chain(), child.key(), algorithm.get())
                        : family.account(intent.chain(), child.key()));
    }

    /// What is known, and what needs nobody's word: which outputs are this very key's, by derivation.
    private Knowledge own(Intent intent, Knowledge known, Derivation key) {
        return chains.family(intent.chain())
                .map(family -> family.own(known, key))
                .orElse(known);
    }

    /// @spec docs/spec/intent.md#IN-7 intent
    /// @spec docs/spec/intent.md#IN-8 intent
    /// @spec docs/spec/intent.md#IN-9 intent
    /// @spec docs/spec/intent.md#IN-10 intent
    private Optional<Verdict.Why> refusal(Evidence evidence) {
        var intent = evidence.intent();
        var now = clock.instant();
        if (!isInitiator(intent)) return Optional.of(Verdict.Why.UNKNOWN_INITIATOR);
        if (!evidence.isSigned()) return Optional.of(Verdict.Why.BAD_INITIATOR_SIGNATURE);
        if (!now.isBefore(intent.expiresAt())) return Optional.of(Verdict.Why.EXPIRED);
        if (intent.expiresAt().isAfter(now.plus(LIFE_MAX))) return Optional.of(Verdict.Why.EXPIRES_TOO_LATE);
        if (keys.apply(intent.keyId()).isEmpty()) return Optional.of(Verdict.Why.UNKNOWN_KEY);
        if (chains.family(intent.chain()).isEmpty()) return Optional.of(Verdict.Why.UNKNOWN_CHAIN);
        if (intent.content() == Content.RAW_DIGEST) return Optional.of(Verdict.Why.RAW_DIGEST);
        if (networks == Networks.REAL && isForTrial(intent)) return Optional.of(Verdict.Why.TEST_NETWORK);
        return Optional.empty();
    }

    /// Whether the intent names another network than its signature will count on.
    /// @spec docs/spec/intent.md#IN-17 intent
    private boolean isForTrial(Intent intent) {
        var family = chains.family(intent.chain());
        return family.isPresent()
                && family.get().countsOnMain(intent.chain())
                && !intent.chain().equals(family.get().main());
    }

    /// @spec docs/spec/intent.md#IN-13 intent
    private Optional<Verdict.Why> unfit(
            Intent intent, UnsignedTransaction transaction, Account signer, Derivation key) {
        var effects = transaction.effects(signer, own(intent, knowledge, key));
        // Bytes that are said to do nothing are not understood: nobody asks for a signature that does nothing.
        if (effects.isEmpty() || effects.stream().anyMatch(Gate::isOpaque))
            return Optional.of(Verdict.Why.OPAQUE_EFFECT);
        if (!transaction.digests().equals(intent.digests())) return Optional.of(Verdict.Why.WRONG_DIGEST);
        return Optional.empty();
    }

    private Optional<Verdict.Why> unfitInput(Intent intent, UnsignedTransaction ready) {
        return signsAll(intent, ready) ? Optional.empty() : Optional.of(Verdict.Why.WRONG_SCHEME);
    }

    /// New code counts as opaque too: nobody here can say what it will do.
    /// @spec docs/spec/intent.md#IN-12 intent
    private static boolean isOpaque(Effect effect) {
        return effect instanceof Effect.Undecoded || effect instanceof Effect.Creation;
    }

    /// Whether the key is of the one scheme that every signature of the transaction wants.
    /// @spec docs/spec/intent.md#IN-15 intent
    private boolean signsAll(Intent intent, UnsignedTransaction transaction) {
        var scheme = keys.apply(intent.keyId()).map(GroupKey::scheme);
        return scheme.isPresent()
                && transaction.inputs().stream().allMatch(input -> schemeOf(input.algorithm()) == scheme.get());
    }

    private static Optional<SigningInput.Algorithm> algorithm(Scheme scheme) {
        return Stream.of(SigningInput.Algorithm.values())
                .filter(each -> schemeOf(each) == scheme)
                .findFirst();
    }

    private static Scheme schemeOf(SigningInput.Algorithm algorithm) {
        return switch (algorithm) {
            case ECDSA_SECP256K1 -> Scheme.ECDSA_SECP256K1;
            case BIP340 -> Scheme.FROST_BIP340;
            case ED25519 -> Scheme.FROST_ED25519;
        };
    }

    private static Optional<Derivation.Derived> child(GroupKey key, List<Integer> path) {
        return switch (new Derivation(key.point(), key.chainCode()).along(new DerivationPath(path))) {
            case Derivation.Derived derived -> Optional.of(derived);
            case Derivation.NoChild _ -> Optional.empty();
        };
    }

    /// @spec docs/spec/intent.md#IN-6 intent
    private boolean isInitiator(Intent intent) {
        return rosters.get().members().stream()
                .anyMatch(member -> member.role() == Member.Role.INITIATOR
                        && member.identity().equals(intent.initiator()));
    }
}
