package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.mpc.cheats.SigningCheat.ONE;
import static tallystick.mpc.cheats.SigningCheat.THREE;
import static tallystick.mpc.cheats.SigningCheat.TWO;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.mpc.ecdsa.AgreedSetup;
import tallystick.mpc.ecdsa.Signing;
import tallystick.mpc.kit.FieldSpan;
import tallystick.mpc.kit.Meddler;
import tallystick.mpc.kit.Mutation;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.Parcel;
import tallystick.mpc.kit.Rewriter;
import tallystick.mpc.kit.SigningWorld;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.MessageHeader;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Protocol;
import tallystick.mpc.session.SessionId;

/// Every field of every message of set-up and signing, spoilt in every way: what party 2 sends reaches both others
/// spoilt alike. Bytes that no longer parse are MALFORMED, another session's are dropped, and each field that still
/// parses has the one fault its check names.
class SigningFieldsTest {
    private static final List<PartyId> HONEST = List.of(ONE, THREE);
    private static final List<PartyId> NOBODY = List.of();
    private static final List<PartyId> SENDER = List.of(TWO);

    /// A field, and what follows where it parses and is another.
    private record Field(FieldSpan span, Fault fault, List<PartyId> culprits) {}

    @Test
    void headerFields_ofEveryMessage_spoilt() {
        var cases = 0;
        for (var round = 1; round <= 3; round++) cases += sweepSetup(round, header());
        for (var round = 1; round <= 2; round++) cases += sweepSigning(round, header());
        assertThat(cases).isEqualTo(5 * 4 * 7);
    }

    @Test
    void hello_spoilt_isASetupMismatch() {
        var fields = laidOut(
                unattributed("terms", 32, Fault.SETUP_MISMATCH), unattributed("fresh bytes", 32, Fault.SETUP_MISMATCH));
        assertThat(sweepSetup(1, fields)).isEqualTo(14);
    }

    @Test
    void choice_spoilt_isASetupMismatchOrAWrongCount() {
        var fields = laidOut(
                named("nonces count", 2, Fault.WRONG_COUNT),
                unattributed("nonce batch", 32, Fault.SETUP_MISMATCH),
                unattributed("nonce index", 4, Fault.SETUP_MISMATCH),
                named("items count", 2, Fault.WRONG_COUNT),
                named("peer", 2, Fault.WRONG_COUNT),
                named("lower count", 2, Fault.WRONG_COUNT),
                unattributed("lower pool", 32, Fault.SETUP_MISMATCH),
                unattributed("lower index", 4, Fault.SETUP_MISMATCH),
                named("higher count", 2, Fault.WRONG_COUNT),
                unattributed("higher pool", 32, Fault.SETUP_MISMATCH),
                unattributed("higher index", 4, Fault.SETUP_MISMATCH));
        assertThat(sweepSetup(2, fields)).isGreaterThan(65);
    }

    @Test
    void consent_spoilt_isABadSignature() {
        var fields = laidOut(named("session", 32, Fault.BAD_SIGNATURE), named("signature", 64, Fault.BAD_SIGNATURE));
        assertThat(sweepSetup(3, fields)).isEqualTo(14);
    }

    @Test
    void opening_spoilt_isFoundByTheCheckOfItsField() {
        var fields = laidOut(
                named("echo", 32, Fault.ECHO_MISMATCH),
                named("openings count", 2, Fault.MALFORMED),
                named("nonce point", 33, Fault.BAD_OPENING),
                named("opening", 32, Fault.BAD_OPENING),
                named("key-share point", 33, Fault.GAMMA_CHECK),
                named("nonce correction", 32, Fault.GAMMA_CHECK),
                named("key correction", 32, Fault.GAMMA_CHECK),
                named("nonce mask", 33, Fault.GAMMA_CHECK),
                named("key mask", 33, Fault.GAMMA_CHECK),
                unattributed("blinding", 32, Fault.FINAL_VERIFICATION));
        assertThat(sweepSigning(1, fields)).isGreaterThan(65);
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
                new Field(new FieldSpan("version", 0, 1), Fault.MALFORMED, SENDER),
                new Field(new FieldSpan("protocol code", 1, 1), Fault.MALFORMED, SENDER),
                new Field(new FieldSpan("message code", 2, 1), Fault.MALFORMED, SENDER),
                new Field(new FieldSpan("session", 3, 32), Fault.ABSENT, SENDER));
    }

    private static Field named(String name, int lengthBytes, Fault fault) {
        return new Field(new FieldSpan(name, 0, lengthBytes), fault, SENDER);
    }

    private static Field unattributed(String name, int lengthBytes, Fault fault) {
        return new Field(new FieldSpan(name, 0, lengthBytes), fault, NOBODY);
    }

    /// One after the other, behind the header.
    private static List<Field> laidOut(Field... fields) {
        var laidOut = new ArrayList<Field>();
        var offset = 35;
        for (var field : fields) {
            var span = new FieldSpan(field.span().field(), offset, field.span().lengthBytes());
            laidOut.add(new Field(span, field.fault(), field.culprits()));
            offset += span.lengthBytes();
        }
        return laidOut;
    }

    private static int sweepSetup(int round, List<Field> fields) {
        try (var world = SigningWorld.of("3 of (a, b, c)", 30)) {
            Supplier<Trial<AgreedSetup>> fresh = () -> {
                var terms = world.prepareNonces(1).terms(1, 1, 2, 3);
                return new Trial<>(world.agreeing(terms), world.agreement(ONE, terms));
            };
            return sweep(fresh, Rewriter.sentBy(TWO, round), fields);
        }
    }

    private static int sweepSigning(int round, List<Field> fields) {
        try (var world = SigningWorld.of("3 of (a, b, c)", 30)) {
            Supplier<Trial<?>> fresh = () -> {
                world.parties().forEach(party -> world.quarantine(party).forget());
                var agreed = world.prepareNonces(1).agree(world.terms(1, 1, 2, 3));
                return new Trial<>(SigningWorld.signing(agreed), Signing.of(agreed.get(ONE)));
            };
            return sweep(fresh, Rewriter.sentBy(TWO, round), fields);
        }
    }

    private record Trial<O>(Network<O> network, Protocol<?, ?, O> reader) {}

    private static int sweep(Supplier<? extends Trial<?>> fresh, Predicate<Parcel> which, List<Field> fields) {
        var cases = 0;
        for (var field : fields) {
            for (var mutation : Mutation.all()) cases += spoil(fresh.get(), which, field, mutation) ? 1 : 0;
        }
        return cases;
    }

    private static <O> boolean spoil(Trial<O> trial, Predicate<Parcel> which, Field field, Mutation mutation) {
        var spoilt = new ArrayList<Bytes>();
        var outcomes = trial.network()
                .meddle(Meddler.where(which, parcel -> {
                    var before = field.span().in(parcel.message());
                    var message = field.span()
                            .replace(parcel.message(), mutation.apply().apply(before));
                    if (!message.equals(parcel.message())) spoilt.add(message);
                    return List.of(parcel.with(message));
                }))
                .run();
        if (spoilt.isEmpty()) return false;
        var message = spoilt.getFirst();
        var otherSession = MessageHeader.sessionOf(message) instanceof Parsed.Ok<SessionId>(var session)
                && !session.equals(trial.reader().session().id());
        var parses = trial.reader().parse(message) instanceof Parsed.Ok;
        try {
            if (otherSession) Outcomes.assertBlamed(outcomes, HONEST, Fault.ABSENT, TWO);
            else if (parses)
                Outcomes.assertBlamed(
                        outcomes, HONEST, field.fault(), field.culprits().toArray(PartyId[]::new));
            else Outcomes.assertBlamed(outcomes, HONEST, Fault.MALFORMED, TWO);
        } catch (AssertionError e) {
            throw new AssertionError("%s, %s".formatted(field.span().field(), mutation.name()), e);
        }
        return true;
    }
}
