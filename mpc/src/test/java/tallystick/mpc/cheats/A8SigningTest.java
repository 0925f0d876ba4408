package tallystick.mpc.cheats;

import static tallystick.mpc.cheats.SigningCheat.ONE;
import static tallystick.mpc.cheats.SigningCheat.THREE;
import static tallystick.mpc.cheats.SigningCheat.TWO;

import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.ecdsa.SetupMessage;
import tallystick.mpc.ecdsa.SigningSetup;
import tallystick.mpc.ecdsa.SigningTerms;
import tallystick.mpc.kit.Meddler;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.Parcel;
import tallystick.mpc.kit.SigningWorld;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;

/// A8: one party tells each of the others something else while they agree on a set-up. The honest ones differ by no
/// fault of theirs, and none of them is named.
class A8SigningTest {
    @Test
    void otherFreshBytesToEach_withAConsentThatFitsBoth_nameNoHonestParty() {
        try (var world = SigningWorld.of("3 of (a, b, c)", 31).prepareNonces(4)) {
            var terms = world.terms(1, 1, 2, 3);
            var outcomes =
                    world.agreeing(terms).meddle(equivocating(world, terms)).run();
            Outcomes.assertBlamed(outcomes, List.of(ONE, TWO), Fault.SETUP_MISMATCH);
        }
    }

    /// THREE says other fresh bytes to ONE than to TWO and consents to each one's own view.
    private static Meddler equivocating(SigningWorld world, SigningTerms terms) {
        var reader = world.agreement(THREE, terms);
        var fresh = new TreeMap<PartyId, Bytes>();
        var choices = new TreeMap<PartyId, SigningSetup.Choice>();
        var other = SigningWorld.digest(99).bytes();
        fresh.put(THREE, other);
        return parcel -> {
            var toOne = parcel.from().equals(THREE) && parcel.to().equals(ONE);
            return switch (reader.parse(parcel.message()).orThrow()) {
                case SetupMessage.Hello hello -> {
                    if (!parcel.from().equals(THREE)) fresh.put(parcel.from(), hello.fresh());
                    yield toOne
                            ? with(parcel, new SetupMessage.Hello(hello.opening(), hello.terms(), other))
                            : List.of(parcel);
                }
                case SetupMessage.Choose choose -> {
                    choices.put(parcel.from(), choose.choice());
                    yield List.of(parcel);
                }
                case SetupMessage.Consent consent -> {
                    if (!toOne) yield List.of(parcel);
                    var session = new SigningSetup(terms, fresh, choices).session();
                    var digest = Transcript.of("tallystick/ecdsa/v1/signing-consent")
                            .add("session", session.value())
                            .add("party", THREE.value())
                            .digest();
                    var signature = world.roll().identity(THREE).sign(digest);
                    yield with(parcel, new SetupMessage.Consent(consent.opening(), session, signature));
                }
            };
        };
    }

    private static List<Parcel> with(Parcel parcel, SetupMessage message) {
        return List.of(parcel.with(message.encode()));
    }
}
