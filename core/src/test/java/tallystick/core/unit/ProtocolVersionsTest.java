package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.wire.ProtocolVersions;
import tallystick.crypto.codec.Parsed;

@DisplayName("Protocol versions, docs/spec/node-wire.md")
class ProtocolVersionsTest {
    @Test
    void highestCommon_isUsed_andNoneIfThereIsNone() {
        var own = ProtocolVersions.of(1, 2, 5);
        assertThat(own.highestCommon(ProtocolVersions.of(2, 3))).contains(2);
        assertThat(own.highestCommon(ProtocolVersions.of(1, 2, 5, 9))).contains(5);
        assertThat(own.highestCommon(ProtocolVersions.of(3, 4))).isEmpty();
    }

    @Test
    void whoSpeaksNone_isToldWhichOfTheTwoToUpgrade() {
        var old = ProtocolVersions.of(1);
        var fresh = ProtocolVersions.of(2, 3);
        assertThat(old.apart("risk", "client", fresh)).endsWith("upgrade risk").contains("1", "2,3");
        assertThat(fresh.apart("risk", "client", old)).endsWith("upgrade client");
    }

    @Test
    void text_isReadBack_andNothingElseIs() {
        for (var good : List.of("1", "1,2", "7,65535"))
            assertThat(ProtocolVersions.parse(good).orThrow().text()).isEqualTo(good);
        var wrong =
                List.of("", ",", "0", "01", "1,", "2,1", "1,1", "1 ,2", "65536", "-1", "1,2,x", "1,".repeat(16) + "2");
        for (var each : wrong) assertThat(ProtocolVersions.parse(each)).as(each).isInstanceOf(Parsed.Malformed.class);
        assertThatThrownBy(() -> ProtocolVersions.of(2, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
