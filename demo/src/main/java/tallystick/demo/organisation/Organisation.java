package tallystick.demo.organisation;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.json.Json;
import tallystick.core.intent.Evidence;
import tallystick.core.intent.IntentId;
import tallystick.core.wire.SignReply;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.demo.fleet.Administration;
import tallystick.demo.fleet.Anvil;
import tallystick.demo.fleet.Fleet;
import tallystick.demo.fleet.OperatorCommand;
import tallystick.mpc.key.Scheme;
import tallystick.sdk.Connection;
import tallystick.sdk.ControlRefused;
import tallystick.sdk.ControlUnreachable;
import tallystick.sdk.Fields;
import tallystick.tools.ethereum.EthereumNode;
import tallystick.tools.operator.CeremonyDesk;
import tallystick.tools.operator.NodeUnreachable;
import tallystick.tools.operator.Unable;

/// A whole organisation for people with a browser: signer nodes as processes, an Ethereum node that makes a block every
/// second, control with the console, and a vault with coins.
///
/// **Why** it begins in two steps: nobody has a passkey before somebody registered one, and whose passkeys count says
/// the genesis that nodes accept.
public final class Organisation implements AutoCloseable {
    private static final String TREE = "all(risk, 1 of (client, backup))";
    private static final List<List<String>> SIGNING_SETS =
            List.of(List.of("risk", "client"), List.of("backup", "risk"));
    private static final BigInteger TEN_ETHER = BigInteger.TEN.pow(19);
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final Duration KEY_LIMIT = Duration.ofMinutes(1);

    /// Who proposes and who approves: without them the organisation does not begin.
    private static final List<String> NEEDED = List.of("ann", "bo");

    /// Who administers control and proposes changes, if anybody registers for it.
    private static final String ADMINISTRATOR = "cy";

    /// Whom the address book has from the beginning: what is added later waits for a day.
    private static final String PAYEE = """
        {"chain": "eip155:31337", "address": "0x70997970C51812dc3A010C7d01b50e0d17dc79C8", "label": "Contoso Ltd",
         "counterparty": "contoso", "addedAt": "2026-01-01T00:00:00Z", "addedBy": "u:ann", "tags": ["supplier"]}\
        """;

    private final Deque<Runnable> parts;
    private final Fleet fleet;
    private final URI chain;
    private final ControlProcess control;
    private final String key;
    private final Map<String, Invitation> invitations;

    private Organisation(
            Deque<Runnable> parts,
            Fleet fleet,
            URI chain,
            ControlProcess control,
            String key,
            Map<String, Invitation> invitations) {
        this.parts = parts;
        this.fleet = fleet;
        this.chain = chain;
        this.control = control;
        this.key = key;
        this.invitations = invitations;
    }

    /// @param id by which control lists it
    /// @param link that registers a passkey, once
    private record Invitation(String id, URI link) {}

    /// What a node said to control in a thief's hands.
    ///
    /// @param intent what it was asked to sign
    public record Stolen(IntentId intent, String node, SignReply reply) {}

    /// Starts all but the workspace, in an empty directory.
    public static Organisation start(Programs programs, Path directory, SecretMemory home)
            throws IOException, InterruptedException, NodeUnreachable, Unable {
        var parts = new ArrayDeque<Runnable>();
        try {
            return start(programs, directory, home, parts);
        } catch (IOException | InterruptedException | NodeUnreachable | Unable e) {
            end(parts);
            throw e;
        }
    }

    private static Organisation start(Programs programs, Path directory, SecretMemory home, Deque<Runnable> parts)
            throws IOException, InterruptedException, NodeUnreachable, Unable {
        var fleet = Fleet.start(directory, programs.node(), home);
        parts.addFirst(fleet::close);
        fleet.startNode(Fleet.JOINER);
        var anvil = Anvil.ticking(programs.anvil(), directory.resolve("anvil.log"));
        parts.addFirst(anvil::close);
        // Before control: a line to a node that is not there yet is tried again later and later.
        fleet.awaitReady(
                Stream.concat(Fleet.NODES.stream(), Stream.of(Fleet.JOINER)).toList());
        var control = ControlProcess.start(programs.control(), fleet, directory, anvil.endpoint());
        parts.addFirst(control::close);
        var key = desk(fleet).generate(TREE, Scheme.ECDSA_SECP256K1).id().toString();
        try {
            awaitKey(control.administrator(), key);
            var address = openVault(control.administrator(), key);
            new EthereumNode(anvil.endpoint()).fund(Address.parse(address).orElseThrow(), TEN_ETHER);
            var invitations = new LinkedHashMap<String, Invitation>();
            for (var name :
                    Stream.concat(NEEDED.stream(), Stream.of(ADMINISTRATOR)).toList())
                invitations.put(name, invite(control.administrator(), name));
            return new Organisation(parts, fleet, anvil.endpoint(), control, key, invitations);
        } catch (ControlRefused | ControlUnreachable e) {
            throw new Unable(String.valueOf(e.getMessage()));
        }
    }

    private static CeremonyDesk desk(Fleet fleet) {
        return new CeremonyDesk(fleet.identity("operator"), fleet.roster(), new PrintWriter(new StringWriter()));
    }

    /// Control may not have heard of a key that was made just now, on a machine that has much to do.
    private static void awaitKey(Connection administrator, String key)
            throws ControlRefused, ControlUnreachable, InterruptedException {
        var begin = System.nanoTime();
        while (administrator.get("/v1/keys").items("items").stream()
                .noneMatch(each -> each.text("id").filter(key::equals).isPresent())) {
            if (System.nanoTime() - begin > KEY_LIMIT.toNanos()) return;
            Thread.sleep(PAUSE);
        }
    }

    /// @return its first address
    private static String openVault(Connection administrator, String key) throws ControlRefused, ControlUnreachable {
        var vault = administrator.post(
                "/v1/vaults",
                Fields.none()
                        .with("name", "Payments EU")
                        .with("tier", "HOT")
                        .with("keyId", key)
                        .withLists("signingSets", SIGNING_SETS));
        var wallet = administrator.post(
                "/v1/vaults/%s/wallets".formatted(text(vault, "id")),
                Fields.none().with("chain", "eip155:31337"));
        var addresses = administrator.get("/v1/wallets/%s/addresses".formatted(text(wallet, "id")));
        return text(addresses.items("items").getFirst(), "address");
    }

    private static Invitation invite(Connection administrator, String name) throws ControlRefused, ControlUnreachable {
        var display = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        var made = administrator.post(
                "/v1/invitations", Fields.none().with("name", display).with("roles", List.of()));
        return new Invitation(text(made.member("invitation").orElseThrow(), "id"), URI.create(text(made, "link")));
    }

    private static String text(Json json, String name) {
        return json.text(name).orElseThrow();
    }

    /// Where the console is.
    public URI base() {
        return control.origin();
    }

    /// Where the chain answers.
    public URI chain() {
        return chain;
    }

    /// The link by which each registers a passkey: Ann and Bo have to, Cy may.
    public Map<String, URI> links() {
        var links = new LinkedHashMap<String, URI>();
        invitations.forEach((name, invitation) -> links.put(name, invitation.link()));
        return links;
    }

    /// How to go on by hand, while all of it runs.
    public List<String> commands() {
        return fleet.invitations();
    }

    /// Waits until Ann and Bo have registered, then has nodes begin a workspace by a document that names them, and Cy
    /// if she has, too.
    public void begin() throws IOException, InterruptedException, Unable {
        var keys = awaitKeys();
        var people =
                keys.containsKey(ADMINISTRATOR) ? List.of(administrator(keys.get(ADMINISTRATOR))) : List.<String>of();
        keys.remove(ADMINISTRATOR);
        var _ = Administration.of(fleet, new Administration.Others(keys, people, List.of(PAYEE)))
                .begin();
    }

    private Map<String, String> awaitKeys() throws InterruptedException, Unable {
        while (true) {
            var found = new HashMap<String, String>();
            for (var each : listed())
                invitations.forEach((name, invitation) -> {
                    if (each.text("id").filter(invitation.id()::equals).isPresent())
                        each.member("passkey").ifPresent(key -> found.put(name, inDocument(key)));
                });
            if (found.keySet().containsAll(NEEDED)) return found;
            Thread.sleep(PAUSE);
        }
    }

    private List<Json> listed() throws Unable {
        try {
            return control.administrator().get("/v1/invitations").items("items");
        } catch (ControlRefused | ControlUnreachable e) {
            throw new Unable(String.valueOf(e.getMessage()));
        }
    }

    /// As the file of people has a passkey. Nothing in it needs quoting: control gives hex, a domain and its origin.
    private static String inDocument(Json key) {
        var curve = key.text("p256").isPresent() ? "p256" : "ed25519";
        var isBound = key.member("deviceBound").orElseThrow() instanceof Json.Truth(var _, var bound) && bound;
        return """
            {"passkey": {"credential": "%s", "%s": "%s", "aaguid": "%s", "relyingParty": "%s", "origins": ["%s"],
              "deviceBound": %s}}\
            """.formatted(
                        text(key, "credential"),
                        curve,
                        text(key, curve),
                        text(key, "aaguid"),
                        text(key, "relyingParty"),
                        key.items("origins").getFirst() instanceof Json.Text(var _, var origin) ? origin : "",
                        isBound);
    }

    /// She sets control up and proposes; what moves money others do.
    private static String administrator(String passkey) {
        return """
            {"id": "u:cy", "human": "h:cy", "name": "cy", "rights": ["propose", "freeze"],
             "roles": ["administrator"], "keys": [%s]}\
            """.formatted(passkey);
    }

    /// The operator has the nodes refresh their shares of the vault's key.
    ///
    /// @return the epoch after
    public int refresh() throws InterruptedException, NodeUnreachable, Unable {
        return desk(fleet).refresh(key).epoch();
    }

    /// Does what control would in a thief's hands: asks nodes, by control's certificate and with all that people signed
    /// for one withdrawal, to pay somebody else; once as another intent, once as this one filled in otherwise.
    ///
    /// @param withdrawal its id
    /// @param payee who is paid by what people signed
    public List<Stolen> steal(String withdrawal, Address payee, Address thief) throws NodeUnreachable, Unable {
        var evidence = evidenceOf(withdrawal);
        var swap = new ThievingControl.Swap(payee, thief);
        var control = new ThievingControl(
                fleet.roster(), fleet.identity(Fleet.CONTROL).tls());
        var signers = SIGNING_SETS.getFirst();
        return Stream.concat(
                        control.otherIntent(evidence, swap, signers).stream(),
                        control.otherBytes(evidence, swap, signers).stream())
                .toList();
    }

    private Evidence evidenceOf(String withdrawal) throws Unable {
        try {
            var path = "/v1/withdrawals/%s/evidence".formatted(withdrawal);
            return Evidence.parse(Bytes.ofHex(text(control.administrator().get(path), "evidence")))
                    .orThrow();
        } catch (ControlRefused | ControlUnreachable e) {
            throw new Unable(String.valueOf(e.getMessage()));
        }
    }

    /// Exports what the nodes wrote down and verifies it, offline.
    ///
    /// @return what the verification said
    public OperatorCommand evidence() throws InterruptedException, Unable {
        var said = fleet.exportEvidence();
        // The nodes go on writing: what was read may have been overtaken by what was read after it.
        for (var again = 0; again < 10 && !said.holds(); again++) {
            Thread.sleep(PAUSE);
            said = fleet.exportEvidence();
        }
        return said.holds() ? fleet.verifyEvidence() : said;
    }

    /// Where the evidence pack is.
    public Path pack() {
        return fleet.evidence();
    }

    @Override
    public void close() {
        end(parts);
    }

    /// The last that began ends first.
    private static void end(Deque<Runnable> parts) {
        while (!parts.isEmpty()) parts.removeFirst().run();
    }
}
