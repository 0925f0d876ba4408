package tallystick.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.control.kit.World;

@DisplayName("The console's files, and what browsers may do with them")
class PagesTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static World world;

    @BeforeAll
    static void begin() throws Exception {
        world = World.get();
        var console = Files.createDirectories(folder().resolve("assets"));
        Files.writeString(folder().resolve("index.html"), "<!doctype html><style nonce=\"__CSP_NONCE__\"></style>");
        Files.writeString(console.resolve("main-1.js"), "export {}");
        Files.writeString(folder().resolve("icon.svg"), "<svg/>");
        Files.writeString(folder().resolveSibling("beside.txt"), "not the console's");
    }

    private static Path folder() {
        return world.directory().resolve("console");
    }

    private static HttpResponse<String> get(String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(world.base() + path));
        if (headers.length > 0) request.headers(headers);
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Test
    void screens_areTheIndex_withAFreshNonceEachTime() throws Exception {
        var nonce = Pattern.compile("style-src 'self' 'nonce-([^']+)'");
        var seen = new java.util.HashSet<String>();
        for (var path : List.of("/", "/index.html", "/approvals", "/withdrawals/0191f4a2/timeline")) {
            var page = get(path);
            assertThat(page.statusCode()).as(path).isEqualTo(200);
            assertThat(header(page, "content-type")).startsWith("text/html");
            assertThat(header(page, "cache-control")).isEqualTo("no-store");
            var policy = header(page, "content-security-policy");
            assertThat(policy)
                    .contains("default-src 'none'", "script-src 'self';", "frame-ancestors 'none'", "base-uri 'none'")
                    .doesNotContain("unsafe");
            var found = nonce.matcher(policy);
            assertThat(found.find()).isTrue();
            assertThat(page.body()).contains("nonce=\"" + found.group(1) + "\"");
            assertThat(seen.add(found.group(1))).isTrue();
        }
    }

    @Test
    void files_haveTheirKind_andAreKeptByTheirContent() throws Exception {
        var script = get("/assets/main-1.js");
        assertThat(script.body()).isEqualTo("export {}");
        assertThat(header(script, "content-type")).startsWith("text/javascript");
        assertThat(header(script, "cache-control")).contains("immutable");
        var icon = get("/icon.svg");
        assertThat(header(icon, "content-type")).isEqualTo("image/svg+xml");
        assertThat(header(icon, "cache-control")).isEqualTo("no-cache");
        assertThat(get("/icon.svg", "If-None-Match", header(icon, "etag")).statusCode())
                .isEqualTo(304);
    }

    @Test
    void nothingBesideTheFolder_isReached() throws Exception {
        for (var path : List.of(
                "/../beside.txt",
                "/assets/../../beside.txt",
                "/..%2fbeside.txt",
                "/%2e%2e/beside.txt",
                "/assets/..%5c..%5cbeside.txt",
                "/.hidden",
                "/missing.js")) assertThat(get(path).body()).as(path).doesNotContain("not the console's");
        assertThat(get("/missing.js").statusCode()).isEqualTo(404);
    }

    @Test
    void everyAnswer_forbidsFramesAndGuesses() throws Exception {
        for (var path : List.of("/", "/assets/main-1.js", "/v1/vaults", "/health/live", "/nothing.txt")) {
            var answer = get(path);
            assertThat(header(answer, "x-frame-options")).as(path).isEqualTo("DENY");
            assertThat(header(answer, "x-content-type-options")).isEqualTo("nosniff");
            assertThat(header(answer, "referrer-policy")).isEqualTo("no-referrer");
            assertThat(header(answer, "cross-origin-opener-policy")).isEqualTo("same-origin");
            assertThat(header(answer, "strict-transport-security")).isNotEmpty();
            assertThat(header(answer, "content-security-policy")).contains("frame-ancestors 'none'");
        }
    }
}
