package tallystick.node.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.node.kit.Patience;

@DisplayName("what looks after all keys, by one thread")
class PulseTest {
    @Test
    void everybodyIsLookedAfter_againAndAgain_untilTakenOut() {
        try (var pulse = Pulse.start()) {
            var first = new AtomicInteger();
            var second = new AtomicInteger();
            Pulse.Beat gone = first::incrementAndGet;
            pulse.add(gone);
            pulse.add(second::incrementAndGet);
            Patience.until(() -> first.get() > 0 && second.get() > 0);
            pulse.remove(gone);
            var looks = second.get();
            Patience.until(() -> second.get() > looks);
            var before = first.get();
            Patience.until(() -> second.get() > looks + 2);
            assertThat(first).hasValue(before);
        }
    }

    @Test
    void oneThatFails_isLeftOut_andTheOthersGoOn() {
        try (var pulse = Pulse.start()) {
            var failed = new AtomicInteger();
            var looked = new AtomicInteger();
            pulse.add(() -> {
                failed.incrementAndGet();
                throw new IllegalStateException("meant to fail");
            });
            pulse.add(looked::incrementAndGet);
            Patience.until(() -> failed.get() > 0);
            var before = looked.get();
            Patience.until(() -> looked.get() > before + 1);
            assertThat(failed).hasValue(1);
        }
    }
}
