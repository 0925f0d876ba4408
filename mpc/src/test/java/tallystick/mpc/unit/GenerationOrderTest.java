package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.ceremony.Ceremony;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.Choices;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.Parcel;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.session.Expect;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;

/// What the others say does not hang on when one hears it, so one party that hears the messages of an honest run in
/// every order there can be stands for all of them. A message of the round after the one awaited may be there already,
/// a later one cannot: its sender waits for this party.
@DisplayName("Generation, every order of messages that a party can hear")
class GenerationOrderTest {
    private static final PartyId ONE = new PartyId(1);

    @Test
    void generation_amongThree_endsWithTheSameShareInEveryOrder() {
        try (var home = SecretMemory.open()) {
            var trial = TrialCeremony.generate("2 of (a, b, c)", Scheme.FROST_ED25519, home, 61);
            var network = trial.network();
            var honest = Outcomes.assertFinished(network.run());
            var key = honest.get(ONE).key();
            honest.values().forEach(pending -> pending.close());
            var heard = to(ONE, network.sent());
            assertThat(heard).hasSize(8);
            var orders =
                    inEveryOrder(heard, () -> Run.unechoed(new Ceremony(trial.plan(), trial.party(ONE))), outcome -> {
                        try (var pending = outcome.orThrow()) {
                            assertThat(pending.key()).isEqualTo(key);
                            assertThat(pending.owns()).isTrue();
                        }
                    });
            assertThat(orders).isEqualTo(848);
            assertThat(home.lentBytes()).isZero();
        }
    }

    private static List<Parcel> to(PartyId party, List<Parcel> sent) {
        return sent.stream().filter(parcel -> parcel.to().equals(party)).toList();
    }

    private interface Judge<O> {
        void judge(Run.Outcome<O> outcome);
    }

    /// @return how many orders there are
    private static <O> int inEveryOrder(List<Parcel> heard, Supplier<Run<O>> fresh, Judge<O> judge) {
        var choices = new Choices();
        var orders = 0;
        while (choices.another()) {
            try (var run = fresh.get()) {
                run.start();
                var left = new ArrayList<>(heard);
                while (!left.isEmpty()) {
                    var awaited = run.awaits().map(Expect::round).orElseThrow();
                    var possible = left.stream()
                            .filter(parcel -> parcel.round() <= awaited + 1)
                            .toList();
                    var next = possible.get(choices.pick(possible.size()));
                    left.remove(next);
                    run.receive(next.from(), next.broadcast(), next.message());
                }
                judge.judge(run.outcome().orElseThrow());
                orders++;
            }
        }
        return orders;
    }
}
