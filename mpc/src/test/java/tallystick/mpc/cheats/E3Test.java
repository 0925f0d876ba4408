package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.mpc.cheats.SigningCheat.ONE;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Point;
import tallystick.mpc.ecdsa.ChosenSetup;
import tallystick.mpc.ecdsa.NonceBatch;
import tallystick.mpc.ecdsa.NonceStock;
import tallystick.mpc.ecdsa.PrecommittedNonce;
import tallystick.mpc.ecdsa.SetupAgreement;
import tallystick.mpc.ecdsa.Signing;
import tallystick.mpc.ecdsa.SigningMessage;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.Parcel;
import tallystick.mpc.kit.SigningWorld;

/// E3: whoever knows a nonce point before the message is fixed can forge. So a party lets none of
/// its points out before everybody has named terms and nonces to it, and the package offers no presignature and no raw
/// nonce.
class E3Test {
    @Test
    void noncePoints_areOnNoWireBeforeEverybodyHasChosen() {
        try (var world = SigningWorld.of("3 of (a, b, c)", 3)) {
            var before = new ArrayList<Bytes>();
            for (var party : world.parties()) {
                var batch = world.stock(party).prepare(2, world.chance(party));
                before.add(batch.encode());
                world.deliver(party, batch);
            }
            var agreeing = world.agreeing(world.terms(2, 1, 2, 3));
            var agreed = Outcomes.assertFinished(agreeing.run());
            agreeing.sent().stream().map(Parcel::message).forEach(before::add);
            var signing = SigningWorld.signing(agreed);
            Outcomes.assertFinished(signing.run());

            var points = new ArrayList<Point>();
            var reader = Signing.of(agreed.get(ONE));
            for (var parcel : signing.sent()) {
                if (reader.parse(parcel.message()).orThrow() instanceof SigningMessage.Opening opening)
                    opening.indices().forEach(index -> points.add(index.noncePoint()));
            }
            assertThat(points).hasSize(12);
            assertThat(before).hasSize(3 + 6);
            for (var point : points) {
                var x = point.xOnly().toHex();
                assertThat(before).noneMatch(message -> message.toHex().contains(x));
            }
        }
    }

    @Test
    void publicMethods_giveOutNeitherNoncesNorTheirPoints() {
        var publicMethods = Stream.of(
                        NonceStock.class,
                        NonceBatch.class,
                        PrecommittedNonce.class,
                        ChosenSetup.class,
                        SetupAgreement.class)
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .toList();
        assertThat(publicMethods).hasSizeGreaterThan(10);
        assertThat(publicMethods)
                .extracting(Method::getReturnType)
                .doesNotContain(Point.class, PrecommittedNonce.class)
                .noneMatch(
                        type -> List.of("SecretScalar", "Opened", "Own").contains(((Class<?>) type).getSimpleName()));
        assertThat(Signing.class.getConstructors()).isEmpty();
        assertThat(ChosenSetup.class.getConstructors()).isEmpty();
    }
}
