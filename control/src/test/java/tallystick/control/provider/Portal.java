package tallystick.control.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import tallystick.control.access.Algorithm;
import tallystick.control.boot.Control;
import tallystick.control.kit.Governing;
import tallystick.control.kit.Issuer;
import tallystick.control.kit.Program;
import tallystick.control.kit.Program.Answer;
import tallystick.control.kit.Visitor;
import tallystick.control.kit.World;
import tallystick.control.store.Store;
import tallystick.crypto.codec.Bytes;
import tools.jackson.databind.json.JsonMapper;

/// A control at which people of the cast may sign in at a real provider, begun once for all tests of a run.
/// Whoever has a part of his own has an account `sub-NAME`.
final class Portal {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String COOKIE = "__Host-tallystick-provider";
    private static final Deque<Closeable> PARTS = new ConcurrentLinkedDeque<>();

    private static Optional<Portal> begun = Optional.empty();

    private final World world;
    private final Issuer issuer;
    private final Control control;

    private Portal(World world, Issuer issuer, Control control) {
        this.world = world;
        this.issuer = issuer;
        this.control = control;
    }

    /// The one of this run.
    static synchronized Portal get() throws Exception {
        if (begun.isEmpty()) {
            var world = World.get();
            Runtime.getRuntime().addShutdownHook(new Thread(Portal::end, "end of the portal"));
            var portal = open(world, Files.createTempDirectory("portal"));
            for (var each : List.of("ina", "ava", "adi", "aud", "pia", "gus")) portal.bind("pia", each, "sub-" + each);
            begun = Optional.of(portal);
        }
        return begun.get();
    }

    private static Portal open(World world, Path directory) throws Exception {
        var issuer = Issuer.start(directory.resolve("provider.log"));
        PARTS.addFirst(issuer::close);
        var secret = Files.writeString(directory.resolve("secret"), Issuer.SECRET + "\n");
        var provider = new Provider(
                issuer.name(),
                "Example",
                Issuer.CLIENT,
                secret,
                false,
                Optional.of(Duration.ofMinutes(5)),
                Optional.of(Issuer.STRONG));
        var first = Program.with(URI.create("http://127.0.0.1:1"), Algorithm.ED25519);
        var control = world.another(
                Files.createDirectory(directory.resolve("control")),
                Bytes.ofHex(first.publicKey()),
                Optional.of(provider));
        PARTS.addFirst(control::close);
        return new Portal(world, issuer, control);
    }

    private static void end() {
        for (var part : PARTS)
            try {
                part.close();
            } catch (IOException e) {
                System.err.println("a part of the portal did not end: " + e.getMessage());
            }
    }

    World world() {
        return world;
    }

    Issuer issuer() {
        return issuer;
    }

    Store store() {
        return control.part(Store.class);
    }

    /// As before any test.
    void forget() {
        issuer.honest();
        issuer.forget();
        store().sql("delete from sign_in_failures").update();
    }

    /// A person with a browser, not signed in.
    Visitor visitor(String person) {
        var base = URI.create("http://127.0.0.1:" + control.port());
        return new Visitor(base, world.cast().authenticator(person), Visitor.ORIGIN);
    }

    /// Has somebody bind an account, which has to succeed: the binding's id.
    String bind(String by, String person, String subject) throws Exception {
        var binder = visitor(by).signIn();
        var what = Map.of("person", "u:" + person, "subject", subject);
        var asked = binder.post("/v1/identities/statements", what);
        assertThat(asked.status()).as(asked.json().toString()).isEqualTo(201);
        var body = new LinkedHashMap<String, Object>(what);
        body.put("at", asked.text("at"));
        body.put("assertion", Governing.sign(binder, asked.json().path("toSign")));
        var made = binder.post("/v1/identities", body);
        assertThat(made.status()).as(made.json().toString()).isEqualTo(201);
        assertThat(made.json().path("stands").asBoolean()).isTrue();
        assertThat(made.text("by")).isEqualTo("u:" + by);
        return made.text("id");
    }

    /// A sign-in that a browser began.
    record Flow(Portal portal, Visitor browser, String cookie, String location) {
        /// As the page does, of all that the provider gave.
        Answer finish(Map<String, String> given) throws Exception {
            var back = new LinkedHashMap<>(given);
            back.keySet().retainAll(Set.of("state", "code", "iss", "error"));
            var headers = browser.headers();
            headers.put("Cookie", cookie);
            return browser.send("POST", "/v1/session/provider/answer", JSON.writeValueAsString(back), headers);
        }

        /// What the provider gives the browser once somebody has signed in there.
        Map<String, String> back(String account) throws Exception {
            return portal.issuer.signIn(location, account);
        }

        Answer through(String account) throws Exception {
            return finish(back(account));
        }
    }

    /// Begins one.
    Flow begin() throws Exception {
        var browser = visitor("ina");
        var answer = browser.send("POST", "/v1/session/provider", "", browser.headers());
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        return new Flow(this, browser, Visitor.cookie(answer, COOKIE), answer.text("location"));
    }

    /// Somebody who signed in there, in a browser that had nobody's account before.
    Visitor entered(String account) throws Exception {
        issuer.forget();
        var flow = begin();
        var answer = flow.through(account);
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(201);
        return flow.browser().enter(answer);
    }

    /// That an answer says just this, and begins nothing.
    static void refused(Trouble trouble, Answer answer) {
        assertThat(answer.json().path("number").asInt())
                .as(answer.json().toString())
                .isEqualTo(trouble.number());
        assertThat(answer.status()).isEqualTo(trouble.problem().code().status());
        assertThat(answer.text("remedy")).isNotBlank();
        assertThat(answer.response().headers().allValues("set-cookie")).isEmpty();
    }
}
