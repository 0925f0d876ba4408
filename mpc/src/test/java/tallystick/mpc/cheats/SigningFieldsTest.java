package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.mpc.cheats.SigningCheat.ONE;
import static tallystick.mpc.cheats.SigningCheat.THREE;
import static tallystick.mpc.cheats.SigningCheat.TWO;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.mpc.ecdsa.ChosenSetup;
import tallystick.mpc.ecdsa.Signing;
import tallystick.mpc.ecdsa.SigningResult;
import tallystick.mpc.kit.FieldSpan;
import tallystick.mpc.kit.Meddler;
import tallystick.mpc.kit.Mutation;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.Rewriter;
import tallystick.mpc.kit.SigningWorld;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.MessageHeader;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Protocol;
import tallystick.mpc.session.Run;
import tallystick.mpc.session.SessionId;

/// Every field of every message of set-up and signing, spoilt in every way: what party 2 sends reaches both others
/// spoilt alike. Bytes that no longer parse are MALFORMED, another session's are dropped, and each field that still
/// parses has the one fault its check names.
class SigningFieldsTest {
    private static final List<PartyId> HONEST = List.of(ONE, THREE);
    private static final List<PartyId> NOBODY = List.of();
    private static final List<PartyId> SENDER = List.of(TWO);

    /// A field, and what follows where it parses and is another.
    private record Field(FieldSpan span, Fault fault, List<PartyId> culprits, List<PartyId> finders) {
        Field at(int offset) {
            return new Field(new FieldSpan(span.field(), offset, span.lengthBytes()), fault, culprits, finders);
        }

        /// VOLE items that party 2 names are of its pair with party 3, which alone can tell whether it has them.
        Field foundByThree() {
            return new Field(span, fault, culprits, List.of(THREE));
        }
    }

    @Test
    void headerFields_ofEveryMessage_spoilt() {
        var cases = 0;
        cases += sweepSetup(header());
        for (var round = 1; round <= 2; round++) cases += sweepSigning(round, header());
        assertThat(cases).isEqualTo(3 * 4 * 7);
    }

    @Test
    void choice_spoilt_isASetupMismatch_orNamesWhatIsNotThere() {
        var fields = laidOut(
                unattributed("terms", 32, Fault.SETUP_MISMATCH),
                unattributed("fresh bytes", 32, Fault.SETUP_MISMATCH),
                named("nonces count", 2, Fault.WRONG_COUNT),
                unattributed("nonce batch", 32, Fault.ITEM_UNAVAILABLE),
                unattributed("nonce index", 4, Fault.ITEM_UNAVAILABLE),
                named("items count", 2, Fault.WRONG_COUNT),
                named("peer", 2, Fault.WRONG_COUNT),
                named("lower count", 2, Fault.WRONG_COUNT),
                unattributed("lower pool", 32, Fault.ITEM_UNAVAILABLE).foundByThree(),
                unattributed("lower index", 4, Fault.SETUP_MISMATCH),
                named("higher count", 2, Fault.WRONG_COUNT),
                unattributed("higher pool", 32, Fault.ITEM_UNAVAILABLE).foundByThree(),
                unattributed("higher index", 4, Fault.SETUP_MISMATCH));
        assertThat(sweepSetup(fields)).isGreaterThan(80);
    }

    @Test
    void opening_spoilt_isFoundByTheCheckOfItsField() {
        var fields = laidOut(
                named("session", 32, Fault.BAD_SIGNATURE),
                named("consent", 64, Fault.BAD_SIGNATURE),
                named("openings count", 2, Fault.MALFORMED),
                named("nonce point", 33, Fault.BAD_OPENING),
                named("opening", 16, Fault.BAD_OPENING),
                named("key-share point", 33, Fault.GAMMA_CHECK),
                named("nonce correction", 32, Fault.GAMMA_CHECK),
                named("key correction", 32, Fault.GAMMA_CHECK),
                named("nonce mask", 33, Fault.GAMMA_CHECK),
                named("key mask", 33, Fault.GAMMA_CHECK),
                unattributed("blinding", 32, Fault.FINAL_VERIFICATION));
        assertThat(sweepSigning(1, fields)).isGreaterThan(72);
    }

    @Test
    void shares_spoilt_burnTheSession() {
        var fields = laidOut(
                unattributed("view", 32, Fault.ECHO_MISMATCH),
                named("shares count", 2, Fault.MALFORMED),
                unattributed("denominator", 32, Fault.FINAL_VERIFICATION),
                unattributed("numerator", 32, Fault.FINAL_VERIFICATION));
        assertThat(sweepSigning(2, fields)).isGreaterThan(24);
    }

    @Test
    void broadcastsSaidDirectly_areOfTheWrongType() {
        try (var world = SigningWorld.of("3 of (a, b, c)", 30).prepareNonces(1)) {
            var outcomes = world.agreeing(world.terms(1, 1, 2, 3))
                    .meddle(Meddler.where(
                            parcel -> parcel.from().equals(TWO), parcel -> List.of(parcel.onTheOtherWay())))
                    .run();
            Outcomes.assertBlamed(outcomes, HONEST, Fault.WRONG_MESSAGE_TYPE, TWO);
        }
    }

    private static List<Field> header() {
        return List.of(
                named("version", 1, Fault.MALFORMED),
                named("protocol code", 1, Fault.MALFORMED).at(1),
                named("message code", 1, Fault.MALFORMED).at(2),
                named("session", 32, Fault.ABSENT).at(3));
    }

    private static Field named(String name, int lengthBytes, Fault fault) {
        return new Field(new FieldSpan(name, 0, lengthBytes), fault, SENDER, HONEST);
    }

    private static Field unattributed(String name, int lengthBytes, Fault fault) {
        return new Field(new FieldSpan(name, 0, lengthBytes), fault, NOBODY, HONEST);
    }

    /// One after the other, behind the header.
    private static List<Field> laidOut(Field... fields) {
        var laidOut = new ArrayList<Field>();
        var offset = 35;
        for (var field : fields) {
            laidOut.add(field.at(offset));
            offset += field.span().lengthBytes();
        }
        return laidOut;
    }

    private static int sweepSetup(List<Field> fields) {
        try (var world = SigningWorld.of("3 of (a, b, c)", 30)) {
            Supplier<Trial> fresh = () -> {
                world.parties().forEach(party -> world.quarantine(party).forget());
                var terms = world.prepareNonces(1).terms(1, 1, 2, 3);
                return new Trial(
                        world.agreement(ONE, terms),
                        meddler -> signed(world.agreeing(terms).meddle(meddler)));
            };
            return sweep(fresh, 1, fields);
        }
    }

    private static int sweepSigning(int round, List<Field> fields) {
        try (var world = SigningWorld.of("3 of (a, b, c)", 30)) {
            Supplier<Trial> fresh = () -> {
                world.parties().forEach(party -> world.quarantine(party).forget());
                var agreed = world.prepareNonces(1).agree(world.terms(1, 1, 2, 3));
                return new Trial(
                        Signing.of(agreed.get(ONE)),
                        meddler -> SigningWorld.signing(agreed).meddle(meddler).run());
            };
            return sweep(fresh, round, fields);
        }
    }

    /// Whoever has a set-up goes on to sign.
    private static SortedMap<PartyId, Run.Outcome<SigningResult>> signed(Network<ChosenSetup> agreeing) {
        var ends = new TreeMap<PartyId, Run.Outcome<SigningResult>>();
        var agreed = new TreeMap<PartyId, ChosenSetup>();
        agreeing.run().forEach((party, outcome) -> {
            switch (outcome) {
                case Run.Outcome.Finished<ChosenSetup>(var setup) -> agreed.put(party, setup);
                case Run.Outcome.Stopped<ChosenSetup>(var blame) -> ends.put(party, new Run.Outcome.Stopped<>(blame));
            }
        });
        ends.putAll(SigningWorld.signing(agreed).run());
        return ends;
    }

    private record Trial(
            Protocol<?, ?, ?> reader, Function<Meddler, SortedMap<PartyId, Run.Outcome<SigningResult>>> run) {}

    private static int sweep(Supplier<Trial> fresh, int round, List<Field> fields) {
        var cases = 0;
        for (var field : fields) {
            for (var mutation : Mutation.all()) cases += spoil(fresh.get(), round, field, mutation) ? 1 : 0;
        }
        return cases;
    }

    private static boolean spoil(Trial trial, int round, Field field, Mutation mutation) {
        var spoilt = new TreeMap<PartyId, Bytes>();
        var outcomes = trial.run().apply(Meddler.where(Rewriter.sentBy(TWO, round), parcel -> {
            var before = field.span().in(parcel.message());
            var message =
                    field.span().replace(parcel.message(), mutation.apply().apply(before));
            if (!message.equals(parcel.message())) spoilt.put(parcel.to(), message);
            return List.of(parcel.with(message));
        }));
        spoilt.forEach((honest, message) -> {
            try {
                assertFound(trial, field, outcomes, honest, message);
            } catch (AssertionError e) {
                throw new AssertionError("%s, %s".formatted(field.span().field(), mutation.name()), e);
            }
        });
        return !spoilt.isEmpty();
    }

    private static void assertFound(
            Trial trial,
            Field field,
            SortedMap<PartyId, Run.Outcome<SigningResult>> outcomes,
            PartyId honest,
            Bytes message) {
        var otherSession = MessageHeader.sessionOf(message) instanceof Parsed.Ok<SessionId>(var session)
                && !session.equals(trial.reader().session().id());
        var parses = trial.reader().parse(message) instanceof Parsed.Ok;
        if (otherSession) Outcomes.assertBlamed(outcomes, List.of(honest), Fault.ABSENT, TWO);
        else if (!parses) Outcomes.assertBlamed(outcomes, List.of(honest), Fault.MALFORMED, TWO);
        else if (field.finders().contains(honest))
            Outcomes.assertBlamed(
                    outcomes, List.of(honest), field.fault(), field.culprits().toArray(PartyId[]::new));
        else Outcomes.assertBlamed(outcomes, List.of(honest), Fault.ABSENT, THREE);
    }
}
