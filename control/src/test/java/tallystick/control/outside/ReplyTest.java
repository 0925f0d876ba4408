package tallystick.control.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What strangers answer.
class ReplyTest {
    private static final int BYTES_MAX = 16;

    private static Reply read(String text) throws IOException {
        return Reply.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)), BYTES_MAX);
    }

    @Test
    void body_withALength_inChunks_orToTheEnd_isRead() throws IOException {
        for (var each : List.of(
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello and more",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\n\r\n",
                "HTTP/1.0 200\nContent-Type: text/plain\n\nhello")) {
            var reply = read(each);
            assertThat(reply.status()).isEqualTo(200);
            assertThat(new String(reply.body().toArray(), StandardCharsets.US_ASCII))
                    .isEqualTo("hello");
        }
        assertThat(read("HTTP/1.1 204 No Content\r\n\r\n").body().length()).isZero();
    }

    @Test
    void answerThatIsCutOff_tooLarge_orOfNoForm_isRefused() {
        for (var each : List.of(
                "",
                "HTTP/1.1 200 OK",
                "HTTP/2 200\r\n\r\n",
                "HTTP/1.1 999 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
                "HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n12345678901234567",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n",
                "HTTP/1.1 200 OK\r\nno name\r\n\r\n",
                "HTTP/1.1 200 OK\r\n\r\n12345678901234567",
                "HTTP/1.1 200 OK\r\n" + "a: b\r\n".repeat(101) + "\r\n",
                "HTTP/1.1 200 " + "x".repeat(9000) + "\r\n\r\n"))
            assertThatThrownBy(() -> read(each)).as(each).isInstanceOf(IOException.class);
    }

    @Test
    void anyBytes_areAnAnswerOrNone_andNothingElse() {
        var seed = Long.getLong("seed", System.nanoTime());
        var random = new Random(seed);
        var alphabet = List.of(
                "HTTP/1.1 200 OK",
                "\r\n",
                "Content-Length:",
                "Transfer-Encoding: chunked",
                "5",
                "0",
                "hello",
                "f",
                ":");
        var refused = 0;
        for (var i = 0; i < 2000; i++) {
            var text = new StringBuilder(random.nextInt(3) == 0 ? "" : "HTTP/1.1 200 OK\r\n");
            for (var part = random.nextInt(12); part > 0; part--)
                text.append(alphabet.get(random.nextInt(alphabet.size())));
            try {
                assertThat(read(text.toString()).body().length())
                        .as("seed %d: %s".formatted(seed, text))
                        .isLessThanOrEqualTo(BYTES_MAX);
            } catch (IOException no) {
                refused++;
            }
        }
        assertThat(refused).as("seed " + seed).isBetween(1, 1999);
    }
}
