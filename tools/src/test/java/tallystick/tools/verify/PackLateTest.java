package tallystick.tools.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.governance.FreezeOrder;
import tallystick.core.governance.FreezeScope;
import tallystick.core.people.PersonId;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

@DisplayName("Until when what was allowed may be signed: docs/spec/evidence-pack.md EP-45")
class PackLateTest {
    private static final Instant AT = Instant.parse("2027-01-15T08:00:00Z");
    private static final Digest32 REQUEST = Digest32.ofHex("01".repeat(32));
    private static final PersonId ANN = new PersonId("u:ann");

    private static PackLate until(Optional<String> vault) {
        return new PackLate(AT, new PackLate.Touched(REQUEST, vault, Set.of(ANN)));
    }

    private static boolean isStopped(FreezeScope scope, Optional<String> vault) {
        var order = new FreezeOrder(REQUEST, scope, ANN, "a doubt", AT, Bytes.copyOf(new byte[16]));
        return until(vault).isStoppedBy(order, "alpha", List.of("alpha", "beta"));
    }

    @Test
    void signature_isLateTwoMinutesBehindTheEndOfItsRequest() {
        var until = until(Optional.empty());
        assertThat(until.wrong(AT.plusSeconds(120), Optional.of(AT.plusSeconds(10))))
                .isEmpty();
        assertThat(until.wrong(AT.plusSeconds(121), Optional.of(AT.plusSeconds(10))))
                .hasValueSatisfying(why -> assertThat(why).contains("the request ended at"));
    }

    @Test
    void signature_isLateTwoMinutesBehindTheLastRulingThatAllowedIt() {
        var until = until(Optional.empty());
        assertThat(until.wrong(AT, Optional.of(AT.minusSeconds(120)))).isEmpty();
        assertThat(until.wrong(AT, Optional.of(AT.minusSeconds(121))))
                .hasValueSatisfying(why -> assertThat(why).contains("long after it was last allowed"));
    }

    @Test
    void orders_stopWhatTheyAreAbout() {
        var hot = Optional.of("hot");
        assertThat(isStopped(new FreezeScope.Workspace(), hot)).isTrue();
        assertThat(isStopped(new FreezeScope.Request(REQUEST), hot)).isTrue();
        assertThat(isStopped(new FreezeScope.Request(Digest32.ofHex("02".repeat(32))), hot))
                .isFalse();
        assertThat(isStopped(new FreezeScope.Vault("hot"), hot)).isTrue();
        assertThat(isStopped(new FreezeScope.Vault("cold"), hot)).isFalse();
        assertThat(isStopped(new FreezeScope.Vault("cold"), Optional.empty())).isTrue();
        assertThat(isStopped(new FreezeScope.Initiator(ANN), hot)).isTrue();
        assertThat(isStopped(new FreezeScope.Initiator(new PersonId("u:bo")), hot))
                .isFalse();
        assertThat(isStopped(new FreezeScope.Node("beta"), hot)).isTrue();
        assertThat(isStopped(new FreezeScope.Node("gamma"), hot)).isFalse();
    }
}
