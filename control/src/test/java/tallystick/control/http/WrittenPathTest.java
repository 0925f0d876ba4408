package tallystick.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WrittenPathTest {
    private static final String CODE = "q3J_-Zb1c9QmT0xYyW7uVd5sKpLrNaEhGfIoOeUiAtw";

    @Test
    void codeOfAnInvitation_isNotWritten_howeverItIsSpelled() {
        assertThat(WrittenPath.of("/v1/invitations/%s/key".formatted(CODE))).isEqualTo("/v1/invitations/{code}/key");
        assertThat(WrittenPath.of("/v1/invitations/" + CODE)).isEqualTo("/v1/invitations/{code}");
        for (var path : List.of(
                "/v1/%69nvitations/%s/key",
                "/v1/invitations//%s/key",
                "/v1/./invitations/%s/key",
                "/v1/invitations;a=b/%s/key",
                "/v1/invitations%%2F%s/key",
                "/v1/invitations;%s",
                "/v1/INVITATIONS/%s",
                "/v1/invitation/%s",
                "/v1/invite/%s/key",
                "/v1/%s",
                "/v1/vaults/%s%%zz",
                "/v1/vaults;%s/x")) {
            var sent = path.replace("%s", CODE).replace("%%", "%");
            assertThat(WrittenPath.of(sent)).as(sent).doesNotContain(CODE);
        }
        assertThat(WrittenPath.of("/v1/invitations/" + CODE.replace("q", "%71")))
                .isEqualTo("/v1/invitations/{code}");
        assertThat(WrittenPath.of("/v1/invitations/short")).isEqualTo("/v1/invitations/{code}");
    }

    @Test
    void pathWithoutACode_isWrittenAsItWasSent() {
        for (var path : List.of(
                "/v1/invitations",
                "/v1/session/challenge",
                "/v1/withdrawals/0191f4a2-7c3e-7d10-8a55-000000000001/cancel",
                "/v1/proposals/%s/approvals".formatted("ab".repeat(32)),
                "/v1/people/u:%s".formatted("a".repeat(63)),
                "/v1/documents/address-book",
                "/v1/")) assertThat(WrittenPath.of(path)).isEqualTo(path);
    }

    /// A hundred thousand lines of strangers are kept.
    @Test
    void pathAndMethodOfAnyLength_areWrittenShort() {
        assertThat(WrittenPath.of("/v1" + "/a".repeat(4000)))
                .hasSize(WrittenPath.CHARACTERS_MAX)
                .startsWith("/v1/a/a/")
                .endsWith("…");
        var whole = "/v1" + "/a".repeat(126);
        assertThat(WrittenPath.of(whole)).isEqualTo(whole);
        assertThat(WrittenPath.method("DELETE")).isEqualTo("DELETE");
        for (var method : List.of("A".repeat(17), "get", "A\u00e4", ""))
            assertThat(WrittenPath.method(method)).isEqualTo("?");
    }
}
