package tallystick.node.rounds;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tallystick.core.chain.ChainSignature;
import tallystick.core.chain.RecoverableSignature;
import tallystick.core.wire.SignReply;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.ecdsa.Admission;
import tallystick.mpc.ecdsa.AgreedSetup;
import tallystick.mpc.ecdsa.EcdsaKeyShare;
import tallystick.mpc.ecdsa.EcdsaSignature;
import tallystick.mpc.ecdsa.SetupAgreement;
import tallystick.mpc.ecdsa.Signing;
import tallystick.mpc.ecdsa.SigningResult;
import tallystick.mpc.ecdsa.SigningTerms;
import tallystick.mpc.key.KeyTweak;
import tallystick.mpc.session.Run;

/// Signs with an ECDSA key: one run for each child of the key that has to sign.
final class EcdsaSigner implements KeySigner {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration STOCK_LIMIT = Duration.ofMinutes(1);

    private final Self self;
    private final Driver driver;
    private final EcdsaKeyShare share;
    private final NodeRoster roster;
    private final Pools pools;
    private final PairRenewal renewal;

    /// @param share owned by this signer
    /// @param pools owned by this signer
    /// @param renewal owned by this signer
    EcdsaSigner(Self self, Driver driver, EcdsaKeyShare share, NodeRoster roster, Pools pools, PairRenewal renewal) {
        this.self = self;
        this.driver = driver;
        this.share = share;
        this.roster = roster;
        this.pools = pools;
        this.renewal = renewal;
    }

    @Override
    public boolean awaitReady(SigningTask task) throws InterruptedException {
        return pools.awaitStock(task.set().parties(), task.inputs().size(), STOCK_LIMIT);
    }

    @Override
    public void retire() {
        renewal.close();
        pools.retire();
    }

    @Override
    public SignReply sign(SigningTask task) throws InterruptedException {
        var signatures = new ChainSignature[task.inputs().size()];
        for (var child : children(task).entrySet()) {
            var tweak = KeyTweak.of(share.key(), child.getKey());
            if (tweak.isEmpty()) return new SignReply.Refused("the derivation path has no child: use the next index");
            var inputs = child.getValue();
            switch (run(task, terms(task, child.getKey(), tweak.get(), inputs))) {
                case SignReply.Signed(var signed) -> {
                    for (var i = 0; i < signed.size(); i++) signatures[inputs.get(i)] = signed.get(i);
                }
                case SignReply.Refused refused -> {
                    return refused;
                }
                case SignReply.Aborted aborted -> {
                    return aborted;
                }
            }
        }
        return new SignReply.Signed(List.of(signatures));
    }

    @Override
    public void close() {
        retire();
        pools.close();
        share.close();
    }

    /// Every child's run has a name of its own.
    private SigningTerms terms(SigningTask task, DerivationPath path, KeyTweak tweak, List<Integer> inputs) {
        var request = Transcript.of("tallystick/node/v1/ecdsa-run")
                .add("request", task.request())
                .add("path", path.toString())
                .digest();
        var digests =
                inputs.stream().map(index -> task.inputs().get(index).digest()).toList();
        return SigningTerms.of(
                share.key(), task.set(), new SigningTerms.Order(request, SigningTask.NO_POLICY, tweak, digests));
    }

    /// Which inputs each child signs, in the order in which the children first occur.
    private static Map<DerivationPath, List<Integer>> children(SigningTask task) {
        var children = new LinkedHashMap<DerivationPath, List<Integer>>();
        for (var i = 0; i < task.inputs().size(); i++)
            children.computeIfAbsent(task.path(task.inputs().get(i)), _ -> new ArrayList<>())
                    .add(i);
        return children;
    }

    private SignReply run(SigningTask task, SigningTerms terms) throws InterruptedException {
        return switch (share.admit(terms, pools::isBanned)) {
            case Admission.Refused(var why, var detail) -> new SignReply.Refused(why + ": " + detail);
            case Admission.Admitted admitted -> {
                var names = roster.names();
                names.keySet().retainAll(task.set().parties());
                var means =
                        new SetupAgreement.Means(pools.items(), pools.nonces(), self.signer(), roster, self.entropy());
                var setup = Run.of(SetupAgreement.of(admitted, means));
                yield switch (driver.drive(setup.session().id().value(), setup, names, LIMIT)) {
                    case Run.Outcome.Stopped<?>(var blame) -> Blames.aborted(blame, roster.names());
                    case Run.Outcome.Finished<AgreedSetup>(var agreed) -> {
                        var signing = Run.of(Signing.of(agreed));
                        yield reply(driver.drive(signing.session().id().value(), signing, names, LIMIT));
                    }
                };
            }
        };
    }

    private SignReply reply(Run.Outcome<SigningResult> outcome) {
        return switch (outcome) {
            case Run.Outcome.Stopped<SigningResult>(var blame) -> Blames.aborted(blame, roster.names());
            case Run.Outcome.Finished<SigningResult>(var result) ->
                new SignReply.Signed(result.signatures().stream()
                        .map(EcdsaSigner::recoverable)
                        .toList());
        };
    }

    private static ChainSignature recoverable(EcdsaSignature signature) {
        return new RecoverableSignature(signature.r().encode(), signature.s().encode(), signature.recoveryId());
    }
}
