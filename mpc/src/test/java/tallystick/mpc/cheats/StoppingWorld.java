package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.mpc.cheats.SigningCheat.ONE;
import static tallystick.mpc.cheats.SigningCheat.THREE;
import static tallystick.mpc.cheats.SigningCheat.TWO;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import tallystick.mpc.ecdsa.ChosenSetup;
import tallystick.mpc.ecdsa.NonceRef;
import tallystick.mpc.ecdsa.PairSetup;
import tallystick.mpc.ecdsa.RosterSecrets;
import tallystick.mpc.ecdsa.SetupAgreement;
import tallystick.mpc.ecdsa.SetupMessage;
import tallystick.mpc.ecdsa.SigningSetup;
import tallystick.mpc.ecdsa.SigningTerms;
import tallystick.mpc.ecdsa.VolePools;
import tallystick.mpc.kit.Meddler;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.Rewriter;
import tallystick.mpc.kit.SigningWorld;
import tallystick.mpc.kit.Trial;
import tallystick.mpc.kit.VoleTrial;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;

/// Three parties with pools of their own making, and ways in which a set-up stops.
abstract class StoppingWorld {
    static final List<PartyId> ALL = List.of(ONE, TWO, THREE);
    static final int ROOM = 50;

    final SigningWorld world = SigningWorld.of("2 of (a, b, c)", 77);
    final VoleTrial trial = new VoleTrial(77);
    private final SortedMap<PartyId, RosterSecrets> secrets = Outcomes.assertFinished(Network.of(
                    ALL,
                    self -> PairSetup.of(
                            Trial.session("stopped set-ups", self.value(), 3),
                            world.key().key().id(),
                            1,
                            trial.entropy().split(),
                            trial.home()))
            .run());
    final SortedMap<PartyId, VolePools> pools = new TreeMap<>();

    StoppingWorld() {
        ALL.forEach(
                party -> pools.put(party, new VolePools(party, world.key().key().id(), 1, ROOM)));
    }

    @AfterEach
    void close() {
        pools.values().forEach(VolePools::close);
        world.close();
        trial.close();
    }

    int stock(PartyId party, PartyId peer) {
        return pools.get(party).stock(peer);
    }

    /// Fills those pairs to the brim that have nothing left.
    void fill() {
        for (var pair : List.of(List.of(ONE, TWO), List.of(ONE, THREE), List.of(TWO, THREE))) {
            var lower = pair.getFirst();
            var higher = pair.getLast();
            assertThat(stock(higher, lower)).as("%s", pair).isEqualTo(stock(lower, higher));
            if (stock(lower, higher) > 0) continue;
            var batches = Outcomes.assertFinished(trial.fill(
                            secrets.get(lower).byPeer().get(higher),
                            secrets.get(higher).byPeer().get(lower),
                            ROOM)
                    .run());
            batches.forEach(
                    (party, batch) -> assertThat(pools.get(party).add(batch)).isEqualTo(VolePools.Added.STOCKED));
        }
    }

    SetupAgreement agreement(PartyId party, SigningTerms terms) {
        var admitted = world.share(party)
                .admit(terms, world.roll(), _ -> false, world.quarantine(party))
                .orThrow();
        return SetupAgreement.of(
                admitted,
                new SetupAgreement.Means(
                        pools.get(party), world.stock(party), world.roll().identity(party), world.chance(party)));
    }

    Network<ChosenSetup> agreeing(SigningTerms terms) {
        return Network.of(ALL, party -> agreement(party, terms));
    }

    /// Stops it: nobody hears party 3, which hears the others.
    void mute(SigningTerms terms) {
        var outcomes = agreeing(terms)
                .meddle(Meddler.where(parcel -> parcel.from().equals(THREE), _ -> List.of()))
                .run();
        Outcomes.assertBlamed(outcomes, List.of(ONE, TWO), Fault.ABSENT, THREE);
        Outcomes.assertFinished(outcomes, List.of(THREE)).values().forEach(ChosenSetup::close);
    }

    /// Stops it: party 2 was given other terms of the same request.
    void differing(SigningTerms terms) {
        var other = SigningTerms.of(
                world.key().key(),
                world.key().set(1, 2, 3),
                world.roll(),
                new SigningTerms.Order(
                        terms.request(), SigningWorld.digest(5), terms.tweak(), List.of(SigningWorld.digest(6))));
        var outcomes = Network.of(ALL, party -> agreement(party, party.equals(TWO) ? other : terms))
                .run();
        Outcomes.assertBlamed(outcomes, ALL, Fault.SETUP_MISMATCH);
    }

    /// Stops it: what party 1 names of its own nonces nobody knows, which is found before anybody's items are taken.
    void unknown(SigningTerms terms) {
        var reader = agreement(ONE, terms);
        var outcomes = agreeing(terms)
                .meddle(Rewriter.ofMessages(reader, Rewriter.sentBy(ONE, 1), StoppingWorld::withOtherNonce))
                .run();
        Outcomes.assertBlamed(outcomes, List.of(TWO, THREE), Fault.ITEM_UNAVAILABLE);
        Outcomes.assertFinished(outcomes, List.of(ONE)).values().forEach(ChosenSetup::close);
    }

    private static SetupMessage withOtherNonce(SetupMessage message) {
        var named = message.choice().nonces().getFirst();
        var other = new NonceRef(named.batch(), named.index() + 1);
        return new SetupMessage(
                message.opening(),
                message.terms(),
                message.fresh(),
                new SigningSetup.Choice(List.of(other), message.choice().items()));
    }
}
