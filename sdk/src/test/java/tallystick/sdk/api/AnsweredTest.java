package tallystick.sdk.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.json.Json;
import tallystick.crypto.codec.Bytes;
import tallystick.sdk.ControlUnreachable;

/// Answers that are not what the description of the API says.
class AnsweredTest {
    private static final String GOOD =
            "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"1\",\"use\":\"sig\",\"x\":\"e\"}";

    private static Json json(String text) {
        return Json.parse(Bytes.ofUtf8(text)).orThrow();
    }

    @Test
    void fieldThatIsMore_isNotLookedAt_andOneThatLacksIsMissed() throws Exception {
        var more = GOOD.replace("{", "{\"new\":[1],");
        assertThat(PublicKeyBody.read(json(more))).isEqualTo(PublicKeyBody.read(json(GOOD)));
        assertThatThrownBy(() -> PublicKeyBody.read(json(GOOD.replace("kid", "kit"))))
                .isInstanceOf(ControlUnreachable.class)
                .hasMessageContaining("kid");
        assertThat(PageVaultBody.read(json("{\"items\":[],\"next\":null}")).next())
                .isEmpty();
    }

    @Test
    void valueOfAnotherKind_isNotTaken() {
        var bad = List.<Answered.Reading<?>>of(
                Answered::text, Answered::truth, Answered::large, Answered::whole, Answered::id, Answered::moment);
        for (var reading : bad)
            for (var value : List.of("null", "{}", "[]", "1.5", "9223372036854775808"))
                assertThatThrownBy(() -> reading.of(json(value))).isInstanceOf(ControlUnreachable.class);
        assertThatThrownBy(() -> Answered.whole(json("2147483648"))).isInstanceOf(ControlUnreachable.class);
        assertThatThrownBy(() -> Answered.id(json("\"x\""))).isInstanceOf(ControlUnreachable.class);
        assertThatThrownBy(() -> Answered.moment(json("\"now\""))).isInstanceOf(ControlUnreachable.class);
        assertThatThrownBy(() -> Answered.list(Answered::text).of(json("[1]"))).isInstanceOf(ControlUnreachable.class);
    }

    @Test
    void valueOfItsKind_isTaken() throws Exception {
        assertThat(Answered.large(json("-9"))).isEqualTo(-9);
        assertThat(Answered.whole(json("2147483647"))).isEqualTo(Integer.MAX_VALUE);
        assertThat(Answered.truth(json("true"))).isTrue();
        assertThat(Answered.moment(json("\"2026-01-01T00:00:00Z\""))).hasToString("2026-01-01T00:00:00Z");
        assertThat(Answered.list(Answered.list(Answered::text)).of(json("[[\"a\"],[]]")))
                .containsExactly(List.of("a"), List.of());
    }

    @Test
    void partOfAPath_staysOnePart() {
        assertThat(Target.of("/v1/a/", "../b?c=d#e f%", "/g").text()).isEqualTo("/v1/a/..%2Fb%3Fc%3Dd%23e%20f%25/g");
        assertThat(Target.of("/v1/a")
                        .with(new ListVaultsQuery().limit(2).cursor("ü&=").values())
                        .text())
                .isEqualTo("/v1/a?cursor=%C3%BC%26%3D&limit=2");
    }
}
