package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.kit.Parcel;
import tallystick.mpc.kit.VoleTrial;
import tallystick.mpc.session.MessageHeader;
import tallystick.mpc.session.PartyId;

/// D10, a group constant whose discrete logarithm is known: then a receiver computes both strings. Base OT here has no
/// constant but the generator.
class D10Test {
    private static final Group GROUP = Curve.SECP256K1.group();

    @Test
    void everyHashOfTheTranscript_isNoDiscreteLogarithmOfAnythingInIt() {
        try (var trial = new VoleTrial(10)) {
            var network = trial.setup(2, 1);
            network.run();
            var points = new HashSet<Point>();
            var scalars = new ArrayList<Scalar>();
            for (var parcel : network.sent()) {
                points.addAll(points(parcel));
                scalars.addAll(derived(parcel));
            }
            assertThat(points).as("both B, both proofs' nonces, 2·128 choices").hasSize(260);
            for (var scalar : scalars)
                assertThat(points).doesNotContain(scalar.timesGenerator().orThrow("not zero"));
            assertThat(scalars).hasSizeGreaterThan(1000);
        }
    }

    @Test
    void sourceOfBaseOt_makesNoPointOfAHash() throws IOException {
        var folder = Path.of(System.getProperty("tallystick.root", "."), "mpc/src/main/java/tallystick/mpc/ecdsa");
        var looked = 0;
        for (var file : List.of("BaseOtSender", "BaseOtReceiver", "BaseOtContext", "PairHandshake", "PairSetup")) {
            var source = Files.readString(folder.resolve(file + ".java"));
            assertThat(source).as(file).doesNotContain("hashToScalar", "reduceWide", "secretOf");
            looked++;
        }
        assertThat(looked).isEqualTo(5);
    }

    private static List<Point> points(Parcel parcel) {
        var body = parcel.message()
                .slice(MessageHeader.LENGTH_BYTES, parcel.message().length());
        var points = new ArrayList<Point>();
        var count = parcel.round() == 1 ? 2 : parcel.round() == 2 ? 128 : 0;
        for (var i = 0; i < count; i++)
            points.add(GROUP.parsePoint(body.slice(33 * i, 33 * i + 33)).orThrow());
        return points;
    }

    /// Whatever 32 bytes of a message, plain or hashed, are as a scalar.
    private static List<Scalar> derived(Parcel parcel) {
        var scalars = new ArrayList<Scalar>();
        var body = parcel.message();
        for (var at = 0; at + 32 <= body.length(); at += 32) {
            var part = body.slice(at, at + 32);
            scalars.add(GROUP.reduceWide(Bytes.concat(Bytes.copyOf(new byte[16]), part)));
            scalars.add(GROUP.hashToScalar(
                    Transcript.of("tallystick/base-ot/v1/context").add("session", part)));
        }
        scalars.removeIf(Scalar::isZero);
        return scalars;
    }

    @Test
    void neitherSide_everHoldsTheOthersSecondSeed() {
        try (var trial = new VoleTrial(11)) {
            var secrets = trial.secrets(2);
            var one = new tallystick.mpc.kit.PairBytes(
                    secrets.get(new PartyId(1)).byPeer().get(new PartyId(2)), trial.home());
            var two = new tallystick.mpc.kit.PairBytes(
                    secrets.get(new PartyId(2)).byPeer().get(new PartyId(1)), trial.home());
            for (var j = 0; j < 128; j++) {
                var bit = one.deltaBit(j);
                assertThat(one.chosenSeed(j)).isEqualTo(two.bothSeeds(bit, j));
                assertThat(one.all().toHex())
                        .doesNotContain(two.bothSeeds(1 - bit, j).toHex());
            }
        }
    }
}
