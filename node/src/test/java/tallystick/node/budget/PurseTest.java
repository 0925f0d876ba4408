package tallystick.node.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tallystick.core.wire.PeerFrame;
import tallystick.wire.Wire;

/// What is held for a member, of all kinds together.
class PurseTest {
    private static final long MIB = 1L << 20;

    private final Purse purse = new Purse(Purse.Bounds.STANDARD);
    private final Budget one = Budget.of(32 * MIB, purse);
    private final List<Budget> kinds = List.of(one, Budget.of(32 * MIB, purse), Budget.of(12 * MIB, purse));

    private void takeAll(String member, long bytes) {
        for (var kind : kinds)
            while (kind.take(member, bytes)) assertThat(purse.heldBytes()).isPositive();
    }

    @Test
    void memberThatUsesEveryKind_isHeldWithinOneBound() {
        takeAll("mallory", MIB);
        assertThat(purse.heldBytes()).isEqualTo(40 * MIB);
    }

    @Test
    void membersThatTakeAllThatIsCommon_leaveEachOtherRoomOfItsOwn() {
        for (var corrupt : List.of("mallory", "mandy", "max")) takeAll(corrupt, MIB);
        assertThat(purse.heldBytes()).isEqualTo((3 * 9 + 60) * MIB);
        assertThat(one.take("honest", Wire.MESSAGE_BYTES_MAX)).isTrue();
        assertThat(kinds.get(1).take("honest", MIB)).isTrue();
        assertThat(kinds.get(1).take("honest", 1)).isFalse();
        assertThat(kinds.get(1).take("honest", 0)).isTrue();
    }

    @Test
    void fleetOfFive_holdsNoMoreThanItsNodesHaveMemoryFor() {
        for (var member : List.of("a", "b", "c", "d")) takeAll(member, 64 * 1024);
        assertThat(purse.heldBytes()).isEqualTo(96 * MIB);
    }

    @Test
    void honestNode_hasRoomForEightLargeFills_whileOneOtherIsCorrupt() {
        takeAll("mallory", MIB);
        assertThat(Stream.generate(() -> one.take("honest", PeerFrame.BODY_BYTES_MAX))
                        .limit(7)
                        .toList())
                .doesNotContain(false);
    }

    @Test
    void whatIsGivenBack_othersMayTake() {
        for (var corrupt : List.of("mallory", "mandy", "max")) takeAll(corrupt, MIB);
        assertThat(one.take("honest", 12 * MIB)).isFalse();
        one.giveBack("mallory", 2 * MIB);
        assertThat(one.take("honest", 12 * MIB)).isFalse();
        one.giveBack("mandy", MIB);
        assertThat(one.take("honest", 12 * MIB)).isTrue();
        one.giveBack("honest", 12 * MIB);
        assertThat(one.take("honest", 12 * MIB)).isTrue();
        assertThat(one.take("mallory", MIB)).isFalse();
    }

    @Test
    void kindThatIsFull_takesNothingOfThePurse() {
        var small = Budget.of(MIB, purse);
        assertThat(small.take("a", 2 * MIB)).isFalse();
        assertThat(purse.heldBytes()).isZero();
        var apart = Budget.apart(MIB);
        assertThat(apart.take("a", MIB)).isTrue();
        assertThat(apart.take("a", 1)).isFalse();
        assertThat(apart.take("b", MIB)).isTrue();
        assertThat(purse.heldBytes()).isZero();
    }
}
