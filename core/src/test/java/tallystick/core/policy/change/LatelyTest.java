package tallystick.core.policy.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tallystick.core.governance.Proposing;
import tallystick.core.kit.Crowd;
import tallystick.core.kit.Senate;
import tallystick.core.kit.Statutes;
import tallystick.crypto.codec.Bytes;

/// docs/spec/governance.md, GO-34: what is asked many times of one policy is made ready once.
class LatelyTest {
    private final ArrayList<String> made = new ArrayList<>();
    private final Lately<String> lately = new Lately<>(4, content -> {
        made.add(content.toHex());
        return content.toHex();
    });

    private static Bytes content(int number) {
        return Bytes.ofUtf8("content " + number);
    }

    @Test
    void whatIsAskedAgainAndAgain_takesThePlaceOfNothingElse() {
        for (var number : new int[] {1, 2, 1, 1, 1, 1, 2}) lately.of(content(number));
        assertThat(made).hasSize(2);
    }

    @Test
    void sameContent_isMadeOnce_alsoInOtherBytes() {
        for (var i = 0; i < 3; i++)
            assertThat(lately.of(content(1))).isEqualTo(content(1).toHex());
        assertThat(made).hasSize(1);
    }

    @Test
    void fourAreKept_andWhatWasNotAskedForTheLongest_goesFirst() {
        IntStream.range(0, 4).forEach(i -> lately.of(content(i)));
        lately.of(content(0));
        assertThat(made).hasSize(4);
        lately.of(content(4));
        lately.of(content(0));
        assertThat(made).hasSize(5);
        lately.of(content(1));
        assertThat(made).hasSize(6);
    }

    @Test
    void whereNothingIsKept_itIsMadeEachTime() {
        var anew = new Lately<>(0, content -> made.add(content.toHex()));
        for (var i = 0; i < 3; i++) assertThat(anew.of(content(1))).isTrue();
        assertThat(made).hasSize(3);
    }

    @Test
    void whatWasMadeReadyOnce_isAskedOfManyPeople() {
        var policy = Senate.policy(1, "", "");
        var outlooks = Outlooks.by(policy);
        var some = outlooks.survey(Crowd.directory(), Statutes.NOW, Proposing.TWO);
        assertThat(some.outlooks()).isEqualTo(Outlooks.of(policy, Crowd.directory(), Statutes.NOW, Proposing.TWO));
        var alone = Crowd.of(1, Crowd.person("u:ann", "h:ann", Crowd.edKey("ann")));
        var fewer = outlooks.survey(alone, Statutes.NOW, Proposing.TWO);
        assertThat(fewer.outlooks().values())
                .allSatisfy(each -> assertThat(each.atMost()).isEqualTo(Proposing.NOBODY));
        assertThat(fewer.work()).isPositive().isLessThan(some.work());
    }
}
