package tallystick.mpc.kit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import tallystick.crypto.codec.Bytes;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.Denials;
import tallystick.mpc.ceremony.EpochCandidate;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.ceremony.EpochMove;
import tallystick.mpc.ceremony.EpochStatement;
import tallystick.mpc.ceremony.Settlement;
import tallystick.mpc.ceremony.ShownEpoch;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.session.PartyId;

/// Every history of the commit phase of some attempts at one epoch: at any moment an honest party hears what anybody
/// has said, lies among it, is shown any certificate that somebody could put together from that, begins an attempt in
/// which it has a part, denies it, prepares, confirms, says that all is settled, gives up what it has for what is,
/// or takes part in what others build on
/// what it does not use.
///
/// @param roll of all numbers
/// @param base the key before all attempts
/// @param attempts what each honest party brings to each; nothing where it has no part
/// @param lies what cheats say to anybody
/// @param denials what can be made of all that was said, for who prepares
public record EveryHistory(
        StampRoll roll,
        GroupKey base,
        List<List<Optional<EpochCandidate>>> attempts,
        List<EpochStatement> lies,
        Function<Collection<EpochStatement>, List<Denials>> denials) {
    /// The operator has ordered an attempt after both, so both may be denied.
    public static final int ORDERED = 3;

    /// Copies.
    public EveryHistory {
        attempts = attempts.stream().map(List::copyOf).toList();
        lies = List.copyOf(lies);
    }

    /// Visits every world that can come of `start`, once.
    ///
    /// @param look at a world, and at all that may follow at once
    /// @return how many there are
    public int visit(EpochWorld start, BiConsumer<EpochWorld, List<EpochWorld>> look) {
        return visit(start, List.of(), look);
    }

    /// The same where the honest parties are asked through states of another key, too.
    ///
    /// @param elsewhere what each of them may be in with it
    public int visit(
            EpochWorld start, List<List<EpochChange>> elsewhere, BiConsumer<EpochWorld, List<EpochWorld>> look) {
        var seen = new HashSet<String>();
        var queue = new ArrayDeque<EpochWorld>();
        seen.add(start.fingerprint());
        queue.add(start);
        while (!queue.isEmpty()) {
            var world = queue.poll();
            var following = successors(world, elsewhere);
            look.accept(world, following);
            for (var next : following) if (seen.add(next.fingerprint())) queue.add(next);
        }
        return seen.size();
    }

    private List<EpochWorld> successors(EpochWorld world, List<List<EpochChange>> elsewhere) {
        var next = new ArrayList<EpochWorld>();
        var statements = new ArrayList<>(world.said());
        statements.addAll(lies);
        var certificates = certificates(statements);
        for (var place = 0; place < world.states().size(); place++) {
            var state = world.states().get(place);
            for (var statement : statements) next.add(world.after(place, state.hear(statement, roll)));
            for (var certificate : certificates) next.add(world.after(place, state.receive(certificate, roll)));
            for (var attempt : attempts) {
                if (attempt.get(place).isEmpty()) continue;
                var candidate = attempt.get(place).get();
                var about = candidate.about();
                var self = candidate.self();
                next.add(world.after(place, state.begin(candidate)));
                next.add(world.after(place, state.deny(about, ORDERED, self, roll.identity(self))));
                for (var other : elsewhere.isEmpty() ? List.<EpochChange>of() : elsewhere.get(place))
                    next.add(world.having(other.deny(about, ORDERED, self, roll.identity(self))));
            }
            if (state instanceof EpochChange.Pending pending)
                next.add(world.after(
                        place,
                        pending.prepare(
                                pending.candidate().key().hash(),
                                List.of(),
                                denials.apply(statements),
                                roll,
                                roll.identity(pending.candidate().self()))));
            if (state instanceof EpochChange.Active active)
                next.add(world.after(place, active.confirm(roll.identity(active.self()))));
            if (state instanceof EpochChange.OldErased erased
                    && erased.certificate().about().baseEpoch() > 0)
                next.add(erased.settled(roll.identity(erased.self()))
                        .map(world::having)
                        .orElse(world));
            for (var certificate : certificates) {
                next.add(world.after(place, giveUp(state, certificate, statements)));
                next.add(world.after(place, builtOn(state, certificate)));
            }
        }
        return next;
    }

    /// An order builds on what the certificate proves, and its run has brought forth shares: who is in an earlier epoch
    /// leaves that for the run, and keeps what it has.
    private static EpochMove builtOn(EpochChange state, Certificate certificate) {
        var key = certificate.key();
        return key.epoch() > state.activeEpoch()
                ? new EpochMove.Moved(new EpochChange.Idle(key.id(), key.epoch(), 0), List.of())
                : new EpochMove.Refused(EpochMove.Refusal.NOT_NOW, "no later epoch");
    }

    /// In every attempt all who take part stay: the owners of its tree are those who made it.
    private EpochMove giveUp(EpochChange state, Certificate certificate, Collection<EpochStatement> statements) {
        var tree = certificate.key().tree();
        var names = tree.parties().stream().map(tree::nameOf).toList();
        return switch (ShownEpoch.of(certificate, names, roll)) {
            case ShownEpoch.Finding.Proved(var epoch) ->
                state.giveUp(Settlement.of(epoch, statements, roll), List.of(base));
            case ShownEpoch.Finding.Unproved(var why) -> throw new AssertionError(why);
        };
    }

    /// What a cheat, or anybody, can put together from all that was said.
    private List<Certificate> certificates(Collection<EpochStatement> statements) {
        var certificates = new ArrayList<Certificate>();
        for (var attempt : attempts) {
            var candidate =
                    attempt.stream().flatMap(Optional::stream).findFirst().orElseThrow();
            var prepared = new TreeMap<PartyId, Bytes>();
            for (var statement : statements)
                if (statement.kind() == EpochStatement.Kind.PREPARED
                        && statement.about().equals(candidate.about()))
                    prepared.put(statement.party(), statement.signature());
            if (prepared.size() == candidate.about().parties())
                certificates.add(new Certificate(
                        candidate.about(), candidate.key(), candidate.transcript(), prepared, new TreeMap<>()));
        }
        return certificates;
    }
}
