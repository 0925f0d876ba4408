package tallystick.node.gate;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
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
import tallystick.core.people.PersonKey;
import tallystick.core.policy.limit.CounterKey;
import tallystick.core.wire.SignReply;
import tallystick.core.wire.SignRequest;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.Scheme;
import tallystick.node.documents.Authority;
import tallystick.node.documents.InForce;
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
    private final Optional<Bench> bench;

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
        this(rosters, chains, knowledge, keys, clock, ledger, networks, Optional.empty());
    }

    /// The same, on a node that may have documents to judge by.
    public Gate with(Bench documents) {
        return new Gate(rosters, chains, knowledge, keys, clock, ledger, networks, Optional.of(documents));
    }

    private Gate(
            Supplier<Roster> rosters,
            Chains chains,
            Knowledge knowledge,
            Function<Digest32, Optional<GroupKey>> keys,
            InstantSource clock,
            Ledger ledger,
            Networks networks,
            Optional<Bench> bench) {
        this.rosters = rosters;
        this.chains = chains;
        this.knowledge = knowledge;
        this.keys = keys;
        this.clock = clock;
        this.ledger = ledger;
        this.networks = networks;
        this.bench = bench;
    }

    /// Decides about evidence that no signing set was named for.
    ///
    /// @param completed as in a request
    /// @throws StoreUnavailable if the ledger cannot be written: nothing is authorised
    public Verdict decide(Evidence evidence, Bytes completed) throws StoreUnavailable {
        return decide(
                evidence, completed, List.of(), keys.apply(evidence.intent().keyId()));
    }

    /// Decides, and if it decides to sign has reserved the intent durably, with all that it takes from limits. What was
    /// decided, with the effects in words and the comparison code, goes to the log.
    ///
    /// @param key that the request's signers would sign with, in the epoch in which they would: by its tree they
    /// are weighed; empty if this node holds none
    /// @throws StoreUnavailable if the ledger cannot be written: nothing is authorised
    /// @spec docs/spec/intent.md#IN-5 intent
    /// @spec docs/spec/intent.md#IN-11 intent
    public Verdict decide(SignRequest request, Optional<GroupKey> key) throws StoreUnavailable {
        return decide(request.evidence(), request.completed(), request.signers(), key);
    }

    private Verdict decide(Evidence evidence, Bytes completed, List<String> signers, Optional<GroupKey> key)
            throws StoreUnavailable {
        var authority = authority();
        var verdict = decide(evidence, completed, signers, key, authority);
        LOG.log(Level.INFO, "intent {0} with key {1}: {2}; {3}", new Object[] {
            evidence.intent().id(), new KeyName(evidence.intent().keyId()), word(verdict), word(authority)
        });
        return verdict;
    }

    private Authority authority() throws StoreUnavailable {
        return bench.isPresent() ? bench.get().authority() : new Authority.NoWorkspace();
    }

    private Verdict decide(
            Evidence evidence, Bytes completed, List<String> signers, Optional<GroupKey> held, Authority authority)
            throws StoreUnavailable {
        var policy = policy(authority);
        var intent = evidence.intent();
        var why = refusal(evidence, held.isPresent(), authority);
        if (why.isPresent()) return new Verdict.Refuse(why.get(), "", policy);
        var child = held.flatMap(each -> child(each, intent.path()));
        var signer = child.flatMap(each -> account(intent, held.get().scheme(), each));
        if (child.isEmpty() || signer.isEmpty()) return new Verdict.Refuse(Verdict.Why.UNKNOWN_KEY, "", policy);
        var key = new Derivation(child.get().key(), child.get().chainCode());
        if (!(chains.parse(intent.chain(), intent.content(), intent.unsigned())
                instanceof Parsed.Ok<? extends UnsignedTransaction>(var transaction)))
            return new Verdict.Refuse(Verdict.Why.UNDECODED, "", policy);

        var known = own(intent, knowledge, key);
        LOG.log(Level.INFO, "intent {0}; compare {1}\n{2}", new Object[] {
            intent.id(), ComparisonCode.of(transaction, signer.get()), ClearText.of(transaction, signer.get(), known)
        });
        var ready = complete(intent, transaction, completed);
        var unfit = unfit(intent, transaction, signer.get(), key)
                .or(() -> ready.flatMap(each -> unfitInput(held.get(), each)));
        if (unfit.isPresent()) return new Verdict.Refuse(unfit.get(), "", policy);
        if (ready.isEmpty()) return new Verdict.Refuse(Verdict.Why.WRONG_COMPLETION, "", policy);
        if (!(authority instanceof Authority.Judges(var by)))
            return verdict(
                    ledger.reserve(intent.id(), bound(ready.get())),
                    new Authorized(intent, ready.get(), policy, Authorized.Recheck.NONE));
        var tree = held.get().tree();
        return judged(by, new Bench.Brought(evidence, transaction, signer.get(), known, signers, tree), ready.get());
    }

    /// What others reserved between judgement and reservation may change the judgement: then it is made again, by what
    /// is reserved now. So who loses a race for a limit hears what the policy says to it: what it asks for is asked
    /// for, and what is an alarm freezes.
    /// @spec docs/spec/policy.md#PO-9 policy
    /// @spec docs/spec/evidence-pack.md#EP-54 evidence-pack
    private Verdict judged(InForce by, Bench.Brought brought, UnsignedTransaction ready) throws StoreUnavailable {
        var intent = brought.intent();
        var wasExceeded = false;
        while (true) {
            switch (bench.orElseThrow().judge(by, brought)) {
                case Bench.Judged.Refused(var refuse) -> {
                    return refuse;
                }
                case Bench.Judged.Allowed(var policy, var reserve, var watch, var filing) -> {
                    var reservation = ledger.reserve(intent.id(), bound(ready), reserve);
                    var isExceeded = reservation instanceof Reservation.Exceeded;
                    if (reservation instanceof Reservation.Overtaken || isExceeded && !wasExceeded) {
                        wasExceeded |= isExceeded;
                        continue;
                    }
                    var verdict = verdict(reservation, new Authorized(intent, ready, policy, watch::refusal));
                    if (verdict instanceof Verdict.Sign) await(filing, intent.id());
                    return verdict;
                }
            }
        }
    }

    /// Whoever rules again on the receipt needs the ruling, whatever becomes of this node.
    private void await(Bench.Filing filing, IntentId intent) throws StoreUnavailable {
        try {
            filing.await();
        } catch (StoreUnavailable e) {
            ledger.release(intent);
            throw e;
        }
    }

    private static Digest32 policy(Authority authority) {
        return authority instanceof Authority.Judges(var by) ? by.policyHash() : Verdict.NO_POLICY;
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
    private static Verdict verdict(Reservation reservation, Authorized authorized) {
        var policy = authorized.policy();
        return switch (reservation) {
            case Reservation.Fresh() -> new Verdict.Sign(authorized);
            case Reservation.AlreadySigned(var reply) ->
                new Verdict.Replay(SignReply.parse(reply).orThrow(), policy);
            case Reservation.UnderWay() -> new Verdict.Refuse(Verdict.Why.UNDER_WAY, "", policy);
            case Reservation.BoundOtherwise() -> new Verdict.Refuse(Verdict.Why.OTHER_COMPLETION, "", policy);
            case Reservation.Exceeded(var limits) ->
                new Verdict.Refuse(
                        Verdict.Why.LIMIT_REACHED,
                        limits.stream().map(CounterKey::toString).collect(Collectors.joining(", ")),
                        policy);
            case Reservation.Overtaken() -> throw new AssertionError("judged again instead");
            case Reservation.Ended() -> new Verdict.Refuse(Verdict.Why.GIVEN_UP, "", policy);
            case Reservation.CountsOtherwise() -> new Verdict.Refuse(Verdict.Why.FORGED_APPROVAL, "", policy);
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

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Sign _ -> "signs";
            case Verdict.Replay _ -> "gives the recorded signature again";
            case Verdict.Refuse refuse -> "refused, " + refuse.why();
        };
    }

    private static String word(Authority authority) {
        return switch (authority) {
            case Authority.NoWorkspace _ -> "no policy in force";
            case Authority.Awaiting _ -> "awaits a document";
            case Authority.Judges(var by) -> "policy " + by.policyHash();
        };
    }

    private Optional<Account> account(Intent intent, Scheme scheme, Derivation.Derived child) {
        var algorithm = algorithm(scheme);
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
    private Optional<Verdict.Why> refusal(Evidence evidence, boolean isHeld, Authority authority) {
        var intent = evidence.intent();
        var now = clock.instant();
        if (authority instanceof Authority.Awaiting) return Optional.of(Verdict.Why.DOCUMENT_AWAITED);
        var proposer = proposer(intent, authority);
        if (proposer.isEmpty())
            return Optional.of(
                    authority instanceof Authority.Judges
                            ? Verdict.Why.NO_RIGHT_TO_INITIATE
                            : Verdict.Why.UNKNOWN_INITIATOR);
        if (!evidence.isSignedBy(proposer.get())) return Optional.of(Verdict.Why.BAD_INITIATOR_SIGNATURE);
        if (!now.isBefore(intent.expiresAt())) return Optional.of(Verdict.Why.EXPIRED);
        if (intent.expiresAt().isAfter(now.plus(LIFE_MAX))) return Optional.of(Verdict.Why.EXPIRES_TOO_LATE);
        if (!isHeld) return Optional.of(Verdict.Why.UNKNOWN_KEY);
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

    private static Optional<Verdict.Why> unfitInput(GroupKey key, UnsignedTransaction ready) {
        return signsAll(key, ready) ? Optional.empty() : Optional.of(Verdict.Why.WRONG_SCHEME);
    }

    /// New code counts as opaque too: nobody here can say what it will do.
    /// @spec docs/spec/intent.md#IN-12 intent
    private static boolean isOpaque(Effect effect) {
        return effect instanceof Effect.Undecoded || effect instanceof Effect.Creation;
    }

    /// Whether the key is of the one scheme that every signature of the transaction wants.
    /// @spec docs/spec/intent.md#IN-15 intent
    private static boolean signsAll(GroupKey key, UnsignedTransaction transaction) {
        return transaction.inputs().stream().allMatch(input -> schemeOf(input.algorithm()) == key.scheme());
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

    /// With a workspace people are those of its document; the roster says who may call, and nothing more.
    /// @spec docs/spec/intent.md#IN-6 intent
    private Optional<PersonKey> proposer(Intent intent, Authority authority) {
        if (authority instanceof Authority.Judges(var by)) return Bench.initiator(by, intent);
        return rosters.get().members().stream()
                .filter(member -> member.role() == Member.Role.INITIATOR)
                .<PersonKey>map(member -> new PersonKey.EdKey(member.identity()))
                .filter(key -> key.id().equals(intent.initiator().keyId()))
                .findFirst();
    }
}
