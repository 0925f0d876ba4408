package tallystick.node.rounds;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import tallystick.core.chain.ChainSignature;
import tallystick.core.chain.RecoverableSignature;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.ecdsa.Admission;
import tallystick.mpc.ecdsa.ChosenSetup;
import tallystick.mpc.ecdsa.EcdsaKeyShare;
import tallystick.mpc.ecdsa.EcdsaSignature;
import tallystick.mpc.ecdsa.SetupAgreement;
import tallystick.mpc.ecdsa.Signing;
import tallystick.mpc.ecdsa.SigningResult;
import tallystick.mpc.ecdsa.SigningTerms;
import tallystick.mpc.key.KeyTweak;
import tallystick.mpc.key.Quarantine;
import tallystick.mpc.key.Refusal;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;

/// Signs with an ECDSA key: one run for each child of the key that has to sign.
final class EcdsaSigner implements KeySigner {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int INPUTS_PER_RUN_MAX = 32;

    private final Self self;
    private final Driver driver;
    private final EcdsaKeyShare share;
    private final NodeRoster roster;
    private final Pools pools;
    private final PairRenewal renewal;
    private final Quarantine quarantine;
    private final Pulse pulse;
    private final Pulse.Beat beat;
    private final Pulse.Beat reminder;
    private final Supplier<Duration> stockLimit;

    /// @param share owned by this signer
    /// @param pools owned by this signer
    /// @param renewal owned by this signer
    /// @param pulse has pools and renewal look after what is short
    /// @param stockLimit how long a run waits for what it spends
    EcdsaSigner(
            Self self,
            Driver driver,
            EcdsaKeyShare share,
            NodeRoster roster,
            Pools pools,
            PairRenewal renewal,
            Quarantine quarantine,
            Pulse pulse,
            Supplier<Duration> stockLimit) {
        this.self = self;
        this.driver = driver;
        this.share = share;
        this.roster = roster;
        this.pools = pools;
        this.renewal = renewal;
        this.quarantine = quarantine;
        this.pulse = pulse;
        this.beat = pools::beat;
        this.reminder = renewal::beat;
        this.stockLimit = stockLimit;
    }

    @Override
    public void start() {
        pools.start();
        renewal.start();
        pulse.add(beat);
        pulse.add(reminder);
    }

    @Override
    public List<PoolStock> stock() {
        return pools.stock();
    }

    @Override
    public void retire() {
        pulse.remove(beat);
        pulse.remove(reminder);
        renewal.close();
        pools.retire();
    }

    @Override
    public SigningEnd sign(SigningTask task) throws InterruptedException {
        var signatures = new ChainSignature[task.inputs().size()];
        for (var part : parts(task)) {
            var tweak = KeyTweak.of(share.key(), part.path());
            if (tweak.isEmpty())
                return new SigningEnd.Refused(Refusal.NO_CHILD, "the derivation path has no child: use the next index");
            var inputs = part.inputs();
            switch (run(task, terms(task, part, tweak.get()))) {
                case SigningEnd.Signed(var signed) -> {
                    for (var i = 0; i < signed.size(); i++) signatures[inputs.get(i)] = signed.get(i);
                }
                case SigningEnd end -> {
                    return end;
                }
            }
        }
        return new SigningEnd.Signed(List.of(signatures));
    }

    @Override
    public void close() {
        retire();
        pools.close();
        share.close();
    }

    /// What one run signs.
    ///
    /// @param path to the child that signs all of it
    /// @param inputs by their place in the task
    private record Part(DerivationPath path, List<Integer> inputs) {}

    /// Every part's run has a name of its own.
    private SigningTerms terms(SigningTask task, Part part, KeyTweak tweak) {
        var request = Transcript.of("tallystick/node/v1/ecdsa-run")
                .add("request", task.request())
                .add("path", part.path().toString())
                .add("first", part.inputs().getFirst())
                .digest();
        var digests = part.inputs().stream()
                .map(index -> task.inputs().get(index).digest())
                .toList();
        var order = new SigningTerms.Order(request, task.policy(), tweak, digests);
        return SigningTerms.of(share.key(), task.set(), roster, order);
    }

    /// Child by child, in the order in which they first occur, so many at a time as pools hold with ease.
    private static List<Part> parts(SigningTask task) {
        var children = new LinkedHashMap<DerivationPath, List<Integer>>();
        for (var i = 0; i < task.inputs().size(); i++)
            children.computeIfAbsent(task.path(task.inputs().get(i)), _ -> new ArrayList<>())
                    .add(i);
        var parts = new ArrayList<Part>();
        children.forEach((path, inputs) -> {
            for (var from = 0; from < inputs.size(); from += INPUTS_PER_RUN_MAX)
                parts.add(new Part(path, inputs.subList(from, Math.min(inputs.size(), from + INPUTS_PER_RUN_MAX))));
        });
        return parts;
    }

    /// What is missing may be on its way, pairs set up anew as well: it is waited for. Of a banned peer nothing will
    /// ever come, and that is said at once.
    private SigningEnd run(SigningTask task, SigningTerms terms) throws InterruptedException {
        if (task.set().parties().stream().anyMatch(pools::isBanned)) return admitted(task, terms, Optional.empty());
        var turn = pools.await(task.set().parties(), terms.digests().size(), stockLimit.get());
        return turn.isPresent() ? admitted(task, terms, turn) : new SigningEnd.Unstocked();
    }

    private SigningEnd admitted(SigningTask task, SigningTerms terms, Optional<Turns.Turn> turn)
            throws InterruptedException {
        return switch (share.admit(terms, roster, pools::isBanned, quarantine)) {
            case Admission.Refused(var why, var detail) -> {
                turn.ifPresent(Turns.Turn::close);
                yield new SigningEnd.Refused(why, detail);
            }
            case Admission.Admitted admitted ->
                turn.isPresent() ? run(task, admitted, turn.get()) : new SigningEnd.Unstocked();
        };
    }

    private SigningEnd run(SigningTask task, Admission.Admitted admitted, Turns.Turn turn) throws InterruptedException {
        pools.runBegins();
        try (turn) {
            var names = roster.names();
            names.keySet().retainAll(task.set().parties());
            var items = pools.items();
            var means = new SetupAgreement.Means(items, pools.nonces(), self.signer(), self.entropy());
            var setup = Run.of(SetupAgreement.of(admitted, means));
            var agreement = setup.session().id().value();
            return switch (driver.driveBefore(agreement, setup, names, LIMIT)) {
                case Run.Outcome.Stopped<?>(var blame) -> {
                    items.stopped();
                    yield new SigningEnd.Stopped(blame);
                }
                case Run.Outcome.Finished<ChosenSetup>(var chosen) -> {
                    turn.close();
                    var end = signed(task, agreement, chosen, names);
                    if (!(end instanceof SigningEnd.Signed)) items.stopped();
                    yield end;
                }
            };
        } finally {
            pools.runEnds();
        }
    }

    private SigningEnd signed(
            SigningTask task, Digest32 agreement, ChosenSetup chosen, SortedMap<PartyId, String> names)
            throws InterruptedException {
        var signing = Run.of(Signing.of(chosen));
        var id = signing.session().id().value();
        try {
            return reply(driver.driveAfter(agreement, id, signing, names, LIMIT, task.consent()));
        } catch (Withdrawn e) {
            return new SigningEnd.Withdrawn();
        }
    }

    private static SigningEnd reply(Run.Outcome<SigningResult> outcome) {
        return switch (outcome) {
            case Run.Outcome.Stopped<SigningResult>(var blame) -> new SigningEnd.Stopped(blame);
            case Run.Outcome.Finished<SigningResult>(var result) ->
                new SigningEnd.Signed(result.signatures().stream()
                        .map(EcdsaSigner::recoverable)
                        .toList());
        };
    }

    private static ChainSignature recoverable(EcdsaSignature signature) {
        return new RecoverableSignature(signature.r().encode(), signature.s().encode(), signature.recoveryId());
    }
}
