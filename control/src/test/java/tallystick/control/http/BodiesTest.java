package tallystick.control.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tallystick.control.access.SignedRequest;
import tallystick.control.answer.Problem;
import tallystick.control.kit.Patience;
import tallystick.control.kit.Program;
import tallystick.control.kit.World;

/// Bodies of whoever reaches control.
class BodiesTest {
    private static final String PATH = "/v1/policies/replay";

    private static World world;
    private static Program auditor;

    @BeforeAll
    static void begin() throws Exception {
        world = World.get();
        auditor = world.program("AUDITOR");
    }

    private static Map<String, String> body(int characters) {
        return Map.of("text", "a".repeat(characters));
    }

    private static int stranger(String key, int characters) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(world.base().resolve(PATH))
                    .header("Content-Type", "application/json")
                    .header(SignedRequest.KEY, key)
                    .POST(HttpRequest.BodyPublishers.ofString("a".repeat(characters)))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
        }
    }

    @Test
    void bodyOfSomebodyUnknown_isRead_onlyIfItIsSmall() throws Exception {
        assertThat(stranger(UUID.randomUUID().toString(), Bodies.STRANGERS_BYTES_MAX))
                .isEqualTo(401);
        assertThat(stranger(UUID.randomUUID().toString(), Bodies.STRANGERS_BYTES_MAX + 1))
                .isEqualTo(413);
        assertThat(stranger("no name of a key", Bodies.STRANGERS_BYTES_MAX + 1)).isEqualTo(413);
        // The name of a key is no secret: with it there is more room, and still no answer.
        assertThat(stranger(auditor.id(), Bodies.STRANGERS_BYTES_MAX + 1)).isEqualTo(401);
    }

    @Test
    void bodyThatAKeySigned_mayBeLarge_upToItsBound() throws Exception {
        assertThat(auditor.post(PATH, body(Bodies.STRANGERS_BYTES_MAX * 2)).status())
                .isEqualTo(422);
        assertThat(auditor.post(PATH, body(Bodies.BYTES_MAX)).status()).isEqualTo(413);
    }

    /// A byte at a time is in time for every read, and never for all of them.
    @Test
    void bodyThatComesAByteAtATime_isLeft() {
        var drip = new InputStream() {
            private int bytes;

            @Override
            public int read() {
                throw new AssertionError("read one by one");
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                bytes++;
                return 1;
            }
        };
        assertThatThrownBy(() -> Bodies.fill(new ByteArrayOutputStream(), drip, 1000, System.nanoTime() - 1))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(Problem.Code.SLOW));
        assertThat(drip.bytes).isEqualTo(1);
    }

    /// So many that are begun and never ended hold all places of large ones, and no others.
    @Test
    void largeBodiesThatDoNotEnd_leaveSmallOnesAlone() throws Exception {
        var open = new ArrayList<Socket>();
        try {
            for (var i = 0; i < Bodies.LARGE_AT_ONCE; i++) open.add(begun(world.base()));
            Patience.until("a large body that is turned away", () -> {
                assertThat(auditor.get("/v1/vaults").status()).isEqualTo(200);
                assertThat(auditor.post(PATH, body(100)).status()).isEqualTo(422);
                return auditor.post(PATH, body(Bodies.STRANGERS_BYTES_MAX * 2)).status() == 503;
            });
        } finally {
            for (var each : open) each.close();
        }
        Patience.until("a place that is free again", () -> {
            var answer = auditor.post(PATH, body(Bodies.STRANGERS_BYTES_MAX * 2));
            return answer.status() == 422;
        });
    }

    private static Socket begun(URI at) throws Exception {
        var socket = new Socket(at.getHost(), at.getPort());
        var out = socket.getOutputStream();
        out.write("POST %s HTTP/1.1\r\nHost: %s\r\n%s: %s\r\nContent-Length: %d\r\n\r\n"
                .formatted(PATH, at.getAuthority(), SignedRequest.KEY, auditor.id(), Bodies.BYTES_MAX)
                .getBytes(StandardCharsets.US_ASCII));
        out.write(new byte[Bodies.STRANGERS_BYTES_MAX + 2]);
        out.flush();
        return socket;
    }
}
