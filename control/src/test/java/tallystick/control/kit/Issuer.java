package tallystick.control.kit;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.json.JsonMapper;

/// A real OpenID provider of this machine, as npm brought it, and a door before it that can lie: tests have the
/// provider's keys, and change what it answers on the way.
public final class Issuer implements AutoCloseable {
    /// What it calls control.
    public static final String CLIENT = "control";
    /// What control has to know.
    public static final String SECRET = "a secret of tests: + and %";
    /// How it signs in whom it trusts.
    public static final String STRONG = "urn:example:strong";

    private static final Path ROOT = Path.of(System.getProperty("tallystick.root", ".."));
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final List<String> PASSED = List.of("Authorization", "Cookie", "Content-Type", "Accept");

    private final Process process;
    private final HttpServer door;
    private final URI inner;
    private final RSAKey rsa;
    private final ECKey ec;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private volatile boolean isDown;
    private volatile UnaryOperator<String> tokens = UnaryOperator.identity();
    private volatile UnaryOperator<String> documents = UnaryOperator.identity();
    private volatile List<JWK> published;

    private Issuer(Process process, HttpServer door, URI inner, RSAKey rsa, ECKey ec) {
        this.process = process;
        this.door = door;
        this.inner = inner;
        this.rsa = rsa;
        this.ec = ec;
        this.published = List.of(rsa, ec);
    }

    /// Starts it; without npm's packages the test is skipped.
    public static Issuer start(Path log) throws Exception {
        var folder = ROOT.resolve("target/chains");
        if (!Files.isDirectory(folder.resolve("node_modules/oidc-provider"))) {
            if ("1".equals(System.getenv("TALLYSTICK_REAL"))) throw new AssertionError("no provider in " + folder);
            Assumptions.abort("skipped: no OpenID provider; ./tallystick test brings it by npm");
        }
        Files.copy(
                ROOT.resolve("deploy/chains/provider.mjs"),
                folder.resolve("provider.mjs"),
                StandardCopyOption.REPLACE_EXISTING);
        var door = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var rsa =
                new RSAKeyGenerator(2048).keyUse(KeyUse.SIGNATURE).keyID("rsa").generate();
        var ec = new ECKeyGenerator(Curve.P_256)
                .keyUse(KeyUse.SIGNATURE)
                .keyID("ec")
                .generate();
        var process = new ProcessBuilder("node", "provider.mjs")
                .directory(folder.toFile())
                .redirectError(log.toFile())
                .start();
        try (var out = process.outputWriter()) {
            out.write(JSON.writeValueAsString(Map.of(
                            "issuer",
                            name(door),
                            "client",
                            Map.of(
                                    "client_id",
                                    CLIENT,
                                    "client_secret",
                                    SECRET,
                                    "redirect_uris",
                                    List.of(Visitor.ORIGIN + "/sign-in/provider")),
                            "acrValues",
                            List.of(STRONG),
                            "jwks",
                            new JWKSet(List.of(rsa, ec)).toJSONObject(false)))
                    + "\n");
        }
        var said = process.inputReader().readLine();
        if (said == null || !said.startsWith("ready "))
            throw new AssertionError("the provider ended: " + Files.readString(log));
        var inner = URI.create("http://127.0.0.1:" + said.substring("ready ".length()));
        var issuer = new Issuer(process, door, inner, rsa, ec);
        door.createContext("/", issuer::pass);
        door.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        door.start();
        return issuer;
    }

    private static String name(HttpServer door) {
        return "http://127.0.0.1:" + door.getAddress().getPort();
    }

    /// As its tokens name it.
    public String name() {
        return name(door);
    }

    /// With which it signs, private half and all.
    public RSAKey rsa() {
        return rsa;
    }

    /// Its other key.
    public ECKey ec() {
        return ec;
    }

    /// Answers nobody from now on, or again.
    public void down(boolean isSo) {
        isDown = isSo;
    }

    /// Has every ID token changed on its way.
    public void tokens(UnaryOperator<String> change) {
        tokens = change;
    }

    /// Has what it says of itself changed on its way.
    public void documents(UnaryOperator<String> change) {
        documents = change;
    }

    /// Publishes other keys than its own.
    public void publish(JWK... keys) {
        published = List.of(keys);
    }

    /// Does as it should.
    public void honest() {
        isDown = false;
        tokens = UnaryOperator.identity();
        documents = UnaryOperator.identity();
        published = List.of(rsa, ec);
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (isDown) return;
            var path = exchange.getRequestURI().getPath();
            var builder = HttpRequest.newBuilder(inner.resolve(exchange.getRequestURI()))
                    .method(
                            exchange.getRequestMethod(),
                            HttpRequest.BodyPublishers.ofByteArray(
                                    exchange.getRequestBody().readAllBytes()))
                    .header("X-Forwarded-Proto", "http")
                    .header("X-Forwarded-Host", URI.create(name()).getAuthority());
            for (var each : PASSED) {
                var value = exchange.getRequestHeaders().getFirst(each);
                if (value != null) builder.header(each, value);
            }
            var response = HTTP.send(builder.build(), HttpResponse.BodyHandlers.ofString());
            for (var each : List.of("set-cookie", "location", "content-type"))
                response.headers()
                        .allValues(each)
                        .forEach(value -> exchange.getResponseHeaders().add(each, value));
            var body = changed(path, response.body()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String changed(String path, String body) {
        return switch (path) {
            case "/.well-known/openid-configuration" -> documents.apply(body);
            case "/jwks" -> JSON.writeValueAsString(new JWKSet(published).toJSONObject(true));
            case "/token" -> token(body);
            default -> body;
        };
    }

    private String token(String body) {
        var json = JSON.readTree(body);
        if (!json.has("id_token")) return body;
        var all = new LinkedHashMap<String, Object>();
        json.properties().forEach(each -> all.put(each.getKey(), each.getValue()));
        all.put("id_token", tokens.apply(json.path("id_token").asString()));
        return JSON.writeValueAsString(all);
    }

    /// Forgets who is signed in, as a browser whose cookies were cleared.
    public void forget() {
        cookies.clear();
    }

    /// A browser that control sent there, where somebody signs in to his account: what it brings back, by name.
    ///
    /// @param account of which he knows the password; nobody's if empty
    public Map<String, String> signIn(String location, String account) throws IOException, InterruptedException {
        var next = URI.create(location);
        for (var hops = 0; hops < 10; hops++) {
            if (next.toString().startsWith(Visitor.ORIGIN)) return query(next);
            var target = next.getPath().startsWith("/login/") && !account.isEmpty()
                    ? URI.create("%s?account=%s&acr=%s".formatted(next, account, STRONG))
                    : next;
            var builder = HttpRequest.newBuilder(target);
            if (!cookies.isEmpty())
                builder.header(
                        "Cookie",
                        cookies.entrySet().stream()
                                .map(each -> each.getKey() + "=" + each.getValue())
                                .collect(Collectors.joining("; ")));
            var response = HTTP.send(builder.build(), HttpResponse.BodyHandlers.ofString());
            for (var each : response.headers().allValues("set-cookie")) {
                var pair = each.replaceFirst(";.*", "");
                cookies.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
            }
            var here = target;
            next = response.headers()
                    .firstValue("location")
                    .map(here::resolve)
                    .orElseThrow(() -> new AssertionError(
                            "%s answered %d: %s".formatted(here, response.statusCode(), response.body())));
        }
        throw new AssertionError("sent from page to page: " + next);
    }

    /// What stands behind the question mark.
    public static Map<String, String> query(URI url) {
        var found = new LinkedHashMap<String, String>();
        for (var each : List.of(url.getRawQuery().split("&", -1)))
            found.put(
                    each.substring(0, each.indexOf('=')),
                    URLDecoder.decode(each.substring(each.indexOf('=') + 1), StandardCharsets.UTF_8));
        return found;
    }

    /// A key that nobody published.
    public static RSAKey stranger(String id) {
        try {
            return new RSAKeyGenerator(2048).keyUse(KeyUse.SIGNATURE).keyID(id).generate();
        } catch (JOSEException e) {
            throw new AssertionError("no key", e);
        }
    }

    @Override
    public void close() {
        door.stop(0);
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
