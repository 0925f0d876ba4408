package tallystick.crypto.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.seal.ChannelOffer;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.secret.LockPolicy;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SecretMemoryRefused;
import tallystick.crypto.secret.SeededEntropy;

/// What throws half way has given back what was lent to it.
class NothingLentTest {
    @ParameterizedTest
    @EnumSource(Curve.class)
    void operationsOfAClosedScalar_leaveNothingLent(Curve curve) {
        var group = curve.group();
        try (var home = SecretMemory.open();
                var other = group.randomSecret(new SeededEntropy(1), home)) {
            var closed = group.randomSecret(new SeededEntropy(2), home);
            closed.close();
            var lent = home.lentBytes();
            var two = group.scalar(2);
            for (var operation : List.<ThrowingCallable>of(
                    () -> closed.plus(other),
                    () -> other.plus(closed),
                    () -> closed.plus(two),
                    () -> closed.minus(other),
                    () -> other.minus(closed),
                    () -> closed.times(other),
                    () -> other.times(closed),
                    () -> closed.times(two),
                    () -> closed.times(group.generator()),
                    closed::negate,
                    closed::invert,
                    closed::copy,
                    closed::encode,
                    closed::timesGenerator)) {
                assertThatIllegalStateException().isThrownBy(operation);
                assertThat(home.lentBytes()).isEqualTo(lent);
            }
        }
    }

    @Test
    void channelWhoseSecondKeyGetsNoMemory_leavesNothingLent() {
        var left = new AtomicInteger(Integer.MAX_VALUE);
        var session = StandardHash.sha256(Bytes.ofUtf8("session"));
        try (var home = SecretMemory.asking(LockPolicy.ofProperty(), _ -> left.getAndDecrement() > 0);
                var mine = IdentityKey.generate(new SeededEntropy(1), home);
                var peers = IdentityKey.generate(new SeededEntropy(2), home);
                var theirs = ChannelOffer.fresh(new SeededEntropy(3), home)) {
            var ends = new ChannelOffer.Ends(mine.verifyKey(), peers.verifyKey());
            var before = home.lentBytes();
            for (var loans = 0; loans < 3; loans++) {
                left.set(Integer.MAX_VALUE);
                try (var own = ChannelOffer.fresh(new SeededEntropy(4 + loans), home)) {
                    left.set(loans);
                    assertThatExceptionOfType(SecretMemoryRefused.class)
                            .isThrownBy(() -> own.accept(ends, session, theirs.point(), home));
                }
                assertThat(home.lentBytes()).isEqualTo(before);
            }
        }
    }
}
