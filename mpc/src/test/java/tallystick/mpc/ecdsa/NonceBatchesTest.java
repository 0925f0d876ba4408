package tallystick.mpc.ecdsa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tallystick.mpc.kit.SigningWorld;
import tallystick.mpc.kit.Trial;
import tallystick.mpc.session.PartyId;

/// How much is kept of one other party's commitments, docs/spec/signing.md SG-29.
class NonceBatchesTest {
    private static final BootId LIFE = new BootId(Trial.digest("a life"));
    private static final BootId NEXT = new BootId(Trial.digest("the next"));

    private final NonceBatches kept = new NonceBatches(4);

    private void add(BootId life, String name) {
        var scope = new NonceScope(Trial.digest("key"), 1, new PartyId(2), life);
        var two = IntStream.range(0, 2).mapToObj(SigningWorld::digest).toList();
        assertThat(kept.add(scope, Trial.digest(name), two)).isTrue();
    }

    private static NonceRef ref(String name, int index) {
        return new NonceRef(Trial.digest(name), index);
    }

    @Test
    void batchThatIsSpent_makesRoomForAnother_andNoneIsForgottenForIt() {
        add(LIFE, "first");
        add(LIFE, "second");
        assertThat(kept.take(List.of(ref("first", 0), ref("first", 1)))).isPresent();
        add(LIFE, "third");
        assertThat(kept.available()).isEqualTo(4);
        assertThat(kept.take(List.of(ref("second", 1), ref("third", 0)))).isPresent();
    }

    @Test
    void batchesOfAnEarlierLife_makeRoomForThoseOfTheNext() {
        add(LIFE, "first");
        kept.forgetAllBut(NEXT);
        assertThat(kept.available()).isZero();
        add(NEXT, "second");
        add(NEXT, "third");
        assertThat(kept.available()).isEqualTo(4);
        add(NEXT, "fourth");
        assertThat(kept.available()).isEqualTo(4);
        assertThat(kept.take(List.of(ref("second", 0)))).isEmpty();
    }
}
