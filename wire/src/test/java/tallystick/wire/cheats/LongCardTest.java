package tallystick.wire.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Parsed;
import tallystick.wire.Card;

/// A line much longer than any card is refused, not walked through.
class LongCardTest {
    @Test
    void card_ofAMillionDigits_isRefused() {
        assertThat(Card.parse("tallystick-card-v1:" + "00".repeat(500_000))).isInstanceOf(Parsed.Malformed.class);
    }
}
