package tallystick.control.kit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import tallystick.control.kit.Program.Answer;
import tools.jackson.databind.json.JsonMapper;

/// A person with a browser, as far as control can tell: a cookie, a page's origin and a passkey.
public final class Visitor {
    /// Where people reach control in tests.
    public static final String ORIGIN = "https://custody.example.org";

    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final URI base;
    private final Authenticator authenticator;
    private final String origin;
    private String cookie = "";
    private String csrf = "";

    Visitor(URI base, Authenticator authenticator) {
        this(base, authenticator, ORIGIN);
    }

    /// Before a control whose pages have another origin.
    public Visitor(URI base, Authenticator authenticator, String origin) {
        this.base = base;
        this.authenticator = authenticator;
        this.origin = origin;
    }

    /// The device.
    public Authenticator authenticator() {
        return authenticator;
    }

    /// What the browser holds.
    public String cookie() {
        return cookie;
    }

    /// The same browser, asking another replica.
    public Visitor at(URI other) {
        var same = new Visitor(other, authenticator, origin);
        same.cookie = cookie;
        same.csrf = csrf;
        return same;
    }

    /// What signs in, over a fresh challenge.
    public Map<String, String> assertion() throws Exception {
        var challenge = send("POST", "/v1/session/challenge", "", headers());
        if (challenge.status() != 200) throw new AssertionError("no challenge: " + challenge.json());
        return authenticator.sign(challenge.text("challenge"), origin);
    }

    /// Signs in, which has to succeed.
    public Visitor signIn() throws Exception {
        var answer = signIn(assertion());
        if (answer.status() != 201) throw new AssertionError("not signed in: " + answer.json());
        return this;
    }

    /// Signs in with this.
    public Answer signIn(Map<String, String> assertion) throws IOException, InterruptedException {
        var answer = send("POST", "/v1/session", JSON.writeValueAsString(assertion), headers());
        if (answer.status() == 201) enter(answer);
        return answer;
    }

    /// Keeps what an answer gives that began a session.
    public Visitor enter(Answer answer) {
        cookie = cookie(answer, "__Host-tallystick");
        csrf = answer.text("csrf");
        return this;
    }

    /// What an answer has a browser keep under this name, with the name.
    public static String cookie(Answer answer, String name) {
        return answer.response().headers().allValues("set-cookie").stream()
                .filter(each -> each.startsWith(name + "="))
                .map(each -> each.replaceFirst(";.*", ""))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no cookie " + name));
    }

    /// What the console's page sends along.
    public Map<String, String> headers() {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Origin", origin);
        if (!cookie.isEmpty()) headers.put("Cookie", cookie);
        if (!csrf.isEmpty()) headers.put("X-Tallystick-Csrf", csrf);
        return headers;
    }

    /// Asks.
    public Answer get(String target) throws IOException, InterruptedException {
        return send("GET", target, "", headers());
    }

    /// Asks, under a fresh idempotency key.
    public Answer post(String target, Object body) throws IOException, InterruptedException {
        var headers = headers();
        headers.put("Idempotency-Key", UUID.randomUUID().toString());
        return send("POST", target, JSON.writeValueAsString(body), headers);
    }

    /// Asks with these headers.
    public Answer send(String method, String target, String body, Map<String, String> headers)
            throws IOException, InterruptedException {
        var builder =
                HttpRequest.newBuilder(base.resolve(target)).method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty()) builder.header("Content-Type", "application/json");
        headers.forEach(builder::header);
        var response = HTTP.send(builder.build(), HttpResponse.BodyHandlers.ofString());
        var text = response.body();
        var json = JSON.readTree(text.startsWith("{") ? text : "{}");
        Contract.record(method, target, body, response.statusCode(), json);
        return new Answer(response.statusCode(), json, response);
    }
}
