package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import tallystick.mpc.kit.FieldSpan;
import tallystick.mpc.kit.Mutation;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.Rewriter;
import tallystick.mpc.kit.Tampering;
import tallystick.mpc.kit.VoleTrial;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.MessageHeader;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;

/// Every field of every message of set-up and fill, spoilt in every way: the honest party never finishes with it,
/// blames nobody but the cheater, and with the fault of that field.
class VoleFieldsTest {
    private static final PartyId HONEST = new PartyId(1);
    private static final PartyId CHEATER = new PartyId(2);
    private static final int BODY = MessageHeader.LENGTH_BYTES;
    private static final List<FieldSpan> HEADER = List.of(
            new FieldSpan("version", 0, 1),
            new FieldSpan("protocol", 1, 1),
            new FieldSpan("code", 2, 1),
            new FieldSpan("session", 3, 32));

    @Test
    void begin_everyField() {
        setup(
                1,
                Map.of(
                        "B", Set.of(Fault.MALFORMED, Fault.BAD_PROOF),
                        "nonce", Set.of(Fault.MALFORMED, Fault.BAD_PROOF),
                        "response", Set.of(Fault.MALFORMED, Fault.BAD_PROOF),
                        "commitment", Set.of(Fault.MALFORMED, Fault.BAD_OPENING)),
                new FieldSpan("B", BODY, 33),
                new FieldSpan("nonce", BODY + 33, 33),
                new FieldSpan("response", BODY + 66, 32),
                new FieldSpan("commitment", BODY + 98, 32));
    }

    @Test
    void choices_everyField() {
        // A good point in place of another choice gives the cheater a pad it does not know: its own response fails.
        setup(
                2,
                Map.of(
                        "A_1", Set.of(Fault.MALFORMED, Fault.BASE_OT_CHECK, Fault.ABSENT),
                        "A_128", Set.of(Fault.MALFORMED, Fault.BASE_OT_CHECK, Fault.ABSENT),
                        "half", Set.of(Fault.MALFORMED, Fault.BAD_OPENING)),
                new FieldSpan("A_1", BODY, 33),
                new FieldSpan("A_128", BODY + 127 * 33, 33),
                new FieldSpan("half", BODY + 128 * 33, 32));
    }

    @Test
    void challenges_everyField() {
        setup(
                3,
                Map.of(
                        "challenge 1", Set.of(Fault.MALFORMED, Fault.BASE_OT_CHECK, Fault.ABSENT),
                        "challenge 128", Set.of(Fault.MALFORMED, Fault.BASE_OT_CHECK, Fault.ABSENT)),
                new FieldSpan("challenge 1", BODY, 32),
                new FieldSpan("challenge 128", BODY + 127 * 32, 32));
    }

    @Test
    void responses_everyField() {
        setup(
                4,
                Map.of(
                        "response 1", Set.of(Fault.MALFORMED, Fault.BASE_OT_CHECK),
                        "response 128", Set.of(Fault.MALFORMED, Fault.BASE_OT_CHECK)),
                new FieldSpan("response 1", BODY, 32),
                new FieldSpan("response 128", BODY + 127 * 32, 32));
    }

    @Test
    void openings_everyField() {
        setup(
                5,
                Map.of(
                        "zero 1", Set.of(Fault.MALFORMED, Fault.BASE_OT_CHECK),
                        "one 128", Set.of(Fault.MALFORMED, Fault.BASE_OT_CHECK)),
                new FieldSpan("zero 1", BODY, 32),
                new FieldSpan("one 128", BODY + 127 * 64 + 32, 32));
    }

    @Test
    void hello_everyField() {
        // Boot id and fresh bytes are the sender's to choose; if the parties heard different ones, nothing is checked.
        fill(
                1,
                Map.of(
                        "agreement", Set.of(Fault.MALFORMED, Fault.SETUP_MISMATCH),
                        "boot", Set.of(Fault.MALFORMED, Fault.SETUP_MISMATCH),
                        "fresh", Set.of(Fault.MALFORMED, Fault.SETUP_MISMATCH)),
                new FieldSpan("agreement", BODY, 32),
                new FieldSpan("boot", BODY + 32, 32),
                new FieldSpan("fresh", BODY + 64, 32));
    }

    @Test
    void extend_everyField() {
        var column = (752 + 128) / 8;
        fill(
                2,
                Map.of(
                        "hellos", Set.of(Fault.MALFORMED, Fault.SETUP_MISMATCH),
                        "c_1", Set.of(Fault.MALFORMED, Fault.OT_EXTENSION_CHECK),
                        "c_127", Set.of(Fault.MALFORMED, Fault.OT_EXTENSION_CHECK),
                        "bits check", Set.of(Fault.MALFORMED, Fault.OT_EXTENSION_CHECK),
                        "rows check", Set.of(Fault.MALFORMED, Fault.OT_EXTENSION_CHECK)),
                new FieldSpan("hellos", BODY, 32),
                new FieldSpan("c_1", BODY + 32, column),
                new FieldSpan("c_127", BODY + 32 + 126 * column, column),
                new FieldSpan("bits check", BODY + 32 + 127 * column, 16),
                new FieldSpan("rows check", BODY + 48 + 127 * column, 32));
    }

    @Test
    void correlate_everyField() {
        fill(
                3,
                Map.of(
                        "Q_1,1", Set.of(Fault.MALFORMED, Fault.VOLE_CHECK),
                        "Q_3,752", Set.of(Fault.MALFORMED, Fault.VOLE_CHECK),
                        "rows check", Set.of(Fault.MALFORMED, Fault.VOLE_CHECK),
                        "inputs check", Set.of(Fault.MALFORMED, Fault.VOLE_CHECK)),
                new FieldSpan("Q_1,1", BODY, 32),
                new FieldSpan("Q_3,752", BODY + (3 * 752 - 1) * 32, 32),
                new FieldSpan("rows check", BODY + 3 * 752 * 32, 32),
                new FieldSpan("inputs check", BODY + 3 * 752 * 32 + 32, 32));
    }

    @Test
    void confirm_everyField() {
        fill(4, Map.of("digest", Set.of(Fault.MALFORMED, Fault.RESULT_MISMATCH)), new FieldSpan("digest", BODY, 32));
    }

    private static void setup(int round, Map<String, Set<Fault>> expected, FieldSpan... fields) {
        sweep(round, expected, fields, () -> {
            var trial = new VoleTrial(5);
            return new World<>(trial, trial.setup(2, 1));
        });
    }

    private static void fill(int round, Map<String, Set<Fault>> expected, FieldSpan... fields) {
        sweep(round, expected, fields, () -> {
            var trial = new VoleTrial(6);
            var secrets = trial.secrets(2);
            return new World<>(
                    trial,
                    trial.fill(
                            secrets.get(HONEST).byPeer().get(CHEATER),
                            secrets.get(CHEATER).byPeer().get(HONEST),
                            1));
        });
    }

    private record World<O>(VoleTrial trial, Network<O> network) {}

    private static <O> void sweep(
            int round, Map<String, Set<Fault>> expected, FieldSpan[] fields, Supplier<World<O>> fresh) {
        var open = new ArrayList<VoleTrial>();
        Supplier<Network<O>> networks = () -> {
            open.forEach(VoleTrial::close);
            open.clear();
            var world = fresh.get();
            open.add(world.trial());
            return world.network();
        };
        var all = new ArrayList<>(HEADER);
        all.addAll(List.of(fields));
        var seen = EnumSet.noneOf(Fault.class);
        var cases = Tampering.sweep(networks, Rewriter.sentBy(CHEATER, round), all, Mutation.all());
        for (var each : cases) {
            var blame = Outcomes.blameOf(each.outcomes(), HONEST);
            // Another version, protocol or length is malformed; another session is another run's and is dropped.
            var allowed = expected.getOrDefault(each.field(), Set.of(Fault.MALFORMED, Fault.ABSENT));
            assertThat(blame.fault()).as("%s: %s", each, blame.detail()).isIn(allowed);
            if (blame.fault() != Fault.SETUP_MISMATCH)
                assertThat(blame.culprits()).as(each.toString()).containsExactly(CHEATER);
            if (each.outcomes().get(CHEATER) instanceof Run.Outcome.Stopped<O>(var theirs))
                assertThat(theirs.culprits())
                        .as("%s, the cheater's own view", each)
                        .doesNotContain(CHEATER);
            seen.add(blame.fault());
        }
        open.forEach(VoleTrial::close);
        assertThat(cases).hasSizeGreaterThanOrEqualTo(6 * all.size());
        expected.values().forEach(faults -> assertThat(seen).containsAnyElementsOf(faults));
    }
}
