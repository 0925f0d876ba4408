package tallystick.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.control.kit.Visitor;
import tallystick.control.kit.World;

/// The same path written otherwise passes no door that the path itself does not pass.
class OtherwiseWrittenTest {
    private static final int BODY_CHARACTERS = 1024 * 1024;

    private static HttpResponse<String> posted(String path, String body) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(World.get().base() + path))
                    .header("Content-Type", "application/json")
                    .header("Origin", Visitor.ORIGIN)
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    /// Without the first door nothing counts who asks, and no body is too long.
    @Test
    void pathOfAnOpenMethod_writtenOtherwise_leadsNowhere() throws Exception {
        var body = "{\"state\": \"%s\"}".formatted("a".repeat(BODY_CHARACTERS));
        assertThat(posted("/v1/session/provider/answer", body).statusCode()).isEqualTo(413);
        for (var each : List.of(
                "/%761/session/provider/answer",
                "/%76%31/session/provider/answer",
                "/v%31/session/provider/answer",
                "/v1;a=b/session/provider/answer",
                "/v1;/session/provider/answer",
                "//v1/session/provider/answer",
                "/x/../v1/session/provider/answer")) {
            var answer = posted(each, body);
            assertThat(answer.statusCode()).as(each).isIn(400, 404);
            assertThat(answer.body()).as(each).doesNotContain("state");
        }
    }
}
