package tallystick.tools.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.wire.CeremonyOrder;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.wire.MemberIdentity;

@DisplayName("The attempt that an operator names, docs/spec/node-wire.md NW-53")
class NamedAttemptTest {
    @Test
    void attempt_isOneThatThereIs() throws Unable {
        try (var home = SecretMemory.open();
                var operator = MemberIdentity.generate("operator", Instant.EPOCH, new SystemEntropy(), home)) {
            var member = new Member(
                    "operator",
                    Member.Role.OPERATOR,
                    operator.key().verifyKey(),
                    operator.tls().pin(),
                    "",
                    0);
            var roster = new Roster(1, List.of(member));
            var desk = new CeremonyDesk(operator, roster, new PrintWriter(Writer.nullWriter()));
            for (var none : List.of(0, -1, CeremonyOrder.ATTEMPT_MAX + 1, Integer.MIN_VALUE))
                assertThatThrownBy(() -> desk.ordering(none))
                        .isInstanceOf(Unable.class)
                        .hasMessageContaining("1 to 2000000000");
            for (var good : List.of(1, CeremonyOrder.ATTEMPT_MAX))
                assertThat(desk.ordering(good)).isNotSameAs(desk);
        }
    }
}
