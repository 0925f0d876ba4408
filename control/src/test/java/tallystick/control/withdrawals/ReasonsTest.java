package tallystick.control.withdrawals;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import tallystick.control.life.SubStatus;
import tallystick.core.wire.RefusalCode;

/// Every number with which a node refuses has a sub-status, which says what helps.
class ReasonsTest {
    @Test
    void everyRefusal_hasASubStatusOfItsOwn_besideTheOneWithoutANumber() {
        var seen = EnumSet.noneOf(SubStatus.class);
        for (var code : RefusalCode.values()) {
            var told = Reasons.of(code);
            assertThat(told == SubStatus.NODE_REFUSED).as(code.name()).isEqualTo(code == RefusalCode.UNSAID);
            assertThat(told.remedy()).isNotBlank();
            seen.add(told);
        }
        assertThat(seen).hasSize(RefusalCode.values().length - 2);
    }
}
