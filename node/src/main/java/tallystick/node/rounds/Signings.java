package tallystick.node.rounds;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import tallystick.core.chain.RecoverableSignature;
import tallystick.core.wire.SignReply;
import tallystick.core.wire.SignRequest;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.access.Qualification;
import tallystick.mpc.access.SigningSet;
import tallystick.mpc.ecdsa.Admission;
import tallystick.mpc.ecdsa.EcdsaSignature;
import tallystick.mpc.ecdsa.KeyTweak;
import tallystick.mpc.ecdsa.SetupAgreement;
import tallystick.mpc.ecdsa.Signing;
import tallystick.mpc.ecdsa.SigningTerms;
import tallystick.mpc.session.Blame;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;
import tallystick.node.gate.Authorized;
import tallystick.node.gate.Gate;
import tallystick.node.gate.Verdict;
import tallystick.node.ledger.Ledger;
import tallystick.node.ledger.StoreUnavailable;

/// Takes this node through one signature: judge alone, agree with the others on what is spent, sign, verify, remember,
/// and only then answer.
///
/// **Threads** any; one call is one attempt.
public final class Signings {
    private static final Logger LOG = Logger.getLogger(Signings.class.getName());
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration STOCK_LIMIT = Duration.ofMinutes(1);
    private static final Digest32 NO_POLICY =
            Transcript.of("tallystick/policy/v1/none").digest();

    private final Self self;
    private final Gate gate;
    private final Ledger ledger;
    private final Keys keys;
    private final Driver driver;

    /// @param keys what this node can sign with
    public Signings(Self self, Gate gate, Ledger ledger, Keys keys, Driver driver) {
        this.self = self;
        this.gate = gate;
        this.ledger = ledger;
        this.keys = keys;
        this.driver = driver;
    }

    /// Judges and signs, or says why not. An abort gives the reservation back, so that the same intent may be tried
    /// again: nothing was released.
    public SignReply sign(SignRequest request) {
        try {
            return switch (gate.decide(request.evidence(), request.completed())) {
                case Verdict.Refuse(var why) -> new SignReply.Refused(why.text());
                case Verdict.Replay(var reply) -> reply;
                case Verdict.Sign(var authorized) -> reserved(authorized, request);
            };
        } catch (StoreUnavailable e) {
            LOG.log(Level.SEVERE, "ledger failed", e);
            return new SignReply.Refused("this node's ledger cannot be written: its operator must look at the disk");
        }
    }

    private SignReply reserved(Authorized authorized, SignRequest request) throws StoreUnavailable {
        var signed = false;
        try {
            var reply = attempt(authorized, request);
            if (reply instanceof SignReply.Signed) {
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

    private SignReply attempt(Authorized authorized, SignRequest request) throws InterruptedException {
        var held = keys.held(authorized.intent().keyId());
        if (held.isEmpty()) return new SignReply.Refused(Verdict.Why.UNKNOWN_KEY.text());
        var set = signingSet(held.get(), request.signers());
        if (set instanceof Qualification.Unqualified(var why))
            return new SignReply.Refused("these nodes cannot sign together: " + why);
        var tweak = tweak(held.get(), authorized.intent().path());
        if (tweak.isEmpty()) return new SignReply.Refused("the derivation path has no child: use the next index");
        var order = new SigningTerms.Order(request.id(), NO_POLICY, tweak.get(), authorized.digests());
        return run(held.get(), set.orThrow(), order);
    }

    private SignReply run(HeldKey held, SigningSet set, SigningTerms.Order order) throws InterruptedException {
        var terms = SigningTerms.of(held.share().key(), set, order);
        if (!held.pools().awaitStock(set.parties(), terms.count(), STOCK_LIMIT))
            return new SignReply.Aborted("pools are not stocked with every signer: is each of them up?", true);
        return switch (held.share().admit(terms, held.pools()::isBanned)) {
            case Admission.Refused(var why, var detail) -> new SignReply.Refused(why + ": " + detail);
            case Admission.Admitted admitted -> {
                var names = held.roster().names();
                names.keySet().retainAll(set.parties());
                var means = new SetupAgreement.Means(
                        held.pools().items(), held.pools().nonces(), self.signer(), held.roster(), self.entropy());
                var setup = Run.of(SetupAgreement.of(admitted, means));
                yield switch (driver.drive(setup.session().id().value(), setup, names, LIMIT)) {
                    case Run.Outcome.Stopped<?>(var blame) -> aborted(blame, held);
                    case Run.Outcome.Finished<tallystick.mpc.ecdsa.AgreedSetup>(var agreed) -> {
                        var signing = Run.of(Signing.of(agreed));
                        yield switch (driver.drive(signing.session().id().value(), signing, names, LIMIT)) {
                            case Run.Outcome.Stopped<?>(var blame) -> aborted(blame, held);
                            case Run.Outcome.Finished<tallystick.mpc.ecdsa.SigningResult>(var result) ->
                                new SignReply.Signed(result.signatures().stream()
                                        .map(Signings::recoverable)
                                        .toList());
                        };
                    }
                };
            }
        };
    }

    private static SignReply aborted(Blame blame, HeldKey held) {
        LOG.log(Level.WARNING, "signing stopped: {0} by {1}", new Object[] {blame.fault(), blame.culprits()});
        return new SignReply.Aborted(
                Blames.sentence(blame, held.roster().names()), blame.fault().consequence() == Fault.Consequence.RETRY);
    }

    private Qualification signingSet(HeldKey held, List<String> signers) {
        var tree = held.share().key().tree();
        var parties = new TreeSet<PartyId>();
        for (var name : signers) {
            var party = tree.party(name);
            if (party.isEmpty()) return new Qualification.Unqualified("%s has no part in the key".formatted(name));
            parties.add(party.get());
        }
        if (parties.size() != signers.size()) return new Qualification.Unqualified("a signer is named twice");
        return tree.qualify(parties);
    }

    private static Optional<KeyTweak> tweak(HeldKey held, List<Integer> path) {
        if (path.isEmpty()) return Optional.of(KeyTweak.none());
        var key = held.share().key();
        return switch (new Derivation(key.point(), key.chainCode()).along(new DerivationPath(path))) {
            case Derivation.Derived(var tweak, var _, var _) -> Optional.of(new KeyTweak(path, tweak));
            case Derivation.NoChild _ -> Optional.empty();
        };
    }

    private static RecoverableSignature recoverable(EcdsaSignature signature) {
        return new RecoverableSignature(signature.r().encode(), signature.s().encode(), signature.recoveryId());
    }
}
