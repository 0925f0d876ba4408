package tallystick.tools.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tallystick.core.audit.AuditEvent;
import tallystick.core.audit.Receipt;
import tallystick.core.book.AddressBook;
import tallystick.core.book.BookInForce;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.registry.Chains;
import tallystick.core.court.Court;
import tallystick.core.court.Documents;
import tallystick.core.court.Ruling;
import tallystick.core.court.Standing;
import tallystick.core.docket.Docket;
import tallystick.core.docket.Heard;
import tallystick.core.facts.FactKeys;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.Genesis;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.governance.SignedGenesis;
import tallystick.core.governance.SignedRoster;
import tallystick.core.intent.Evidence;
import tallystick.core.intent.Intent;
import tallystick.core.intent.IntentId;
import tallystick.core.people.Directory;
import tallystick.core.people.Person;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.judge.Level;
import tallystick.core.policy.limit.Counters;
import tallystick.core.policy.matter.Source;
import tallystick.core.veil.Opening;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.SecretScalar;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.wire.Card;
import tallystick.wire.OpeningFiles;

/// Two nodes in a workspace with four people, and what they would have written: three payments asked for, one of them
/// signed without being asked anybody, one approved, one denied.
public final class SmallFleet implements AutoCloseable {
    public static final Instant AT = Instant.parse("2025-06-01T12:00:00Z");
    public static final List<String> NODES = List.of("alpha", "beta");

    private static final Digest32 KEY = Digest32.ofHex("11".repeat(32));
    private static final Digest32 ZERO = Digest32.ofHex("00".repeat(32));
    static final String VAULT = "k" + "11".repeat(16).substring(0, 31);
    /// The rules they judge by.
    public static final String POLICY = """
        {"schema": "tallystick.policy/v1", "id": "small", "version": 1, "scope": {"org": "small"},
         "effectiveFrom": "2025-01-01T00:00:00Z", "groups": {"admins": {"members": ["u:ann", "u:bo", "u:cy", "u:dee"]}},
         "rules": [{"id": "pay", "effect": "ALLOW", "activity": ["TRANSFER"]},
          {"id": "two-eyes", "effect": "REQUIRE", "activity": ["TRANSFER", "POLICY_CHANGE", "UNFREEZE"],
           "approvals": [{"group": "admins", "min": 1, "authStrength": "API_KEY"}]},
          {"id": "daily", "effect": "LIMIT", "activity": ["TRANSFER"],
           "limit": {"measure": "ASSET", "max": "400", "window": {"type": "ROLLING", "length": "PT24H"}}}]}
        """;

    private final SecretMemory home = SecretMemory.open();
    private final SeededEntropy entropy = new SeededEntropy(77);
    private final Map<String, IdentityKey> keys = new TreeMap<>();
    private SecretScalar secret = Curve.SECP256K1.group().randomSecret(entropy, home);
    private FleetChain chain = FleetChain.ETHEREUM;
    private String rules = POLICY;
    private Level level = Level.of(PolicyFile.parse(Bytes.ofUtf8(POLICY)).orThrow());

    private Lie lie = new Lie() {};
    private Optional<Digest32> knowledge = Optional.empty();
    private Optional<SignedGenesis> begun = Optional.empty();

    /// What a node does that it must not.
    public interface Lie {
        /// What it writes into its log.
        default List<AuditEvent> told(String node, List<AuditEvent> events) {
            return events;
        }

        /// Whether it cosigns what the other did, and says so.
        default boolean cosigns(String node) {
            return true;
        }

        /// What it keeps to open veils with.
        default List<Opening> opens(String node) {
            return List.of();
        }

        /// What people are called.
        default String displayName(String person) {
            return "=" + person;
        }

        /// What it keeps in its docket.
        default List<Docket.Item> kept(String node, List<Docket.Item> items) {
            return items;
        }

        /// What it says it held when it ruled.
        ///
        /// @param request from 1; 0 where the first is asked again
        default Standing holds(String node, int request, Standing standing) {
            return standing;
        }

        /// From where it says the value is taken.
        default Source takesFrom(Source source) {
            return source;
        }

        /// What it signs when it is asked to sign this.
        default Digest32 signs(Digest32 digest) {
            return digest;
        }

        /// What it signs in the end, where what people agreed to leaves something open.
        default UnsignedTransaction completes(UnsignedTransaction ready) {
            return ready;
        }

        /// Who begins the workspace, of all nodes.
        default Roster founders(Roster all) {
            return all;
        }

        /// When its log says that it began.
        default Instant begins() {
            return AT;
        }

        /// The same of one node.
        default Instant begins(String node) {
            return begins();
        }

        /// When it writes the entry of that number.
        default Instant clock(String node, int number) {
            return begins(node).plusSeconds(20L * number);
        }

        /// Since when it says that it knew a request which it rules on now.
        default Instant seen(Instant now) {
            return now;
        }

        /// What the workspace begins with besides what every one has.
        default List<Document> documents() {
            return List.of();
        }

        /// Whether the first request is brought again without its answers, after the node agreed to it and before it
        /// signed.
        default boolean isAskedAgain() {
            return false;
        }

        /// What it has counted when it rules the next time.
        default Counters counted(Counters counters) {
            return counters;
        }
    }

    /// With this one.
    public SmallFleet telling(Lie told) {
        lie = told;
        return this;
    }

    /// Whose key pays on a chain that leaves something open until it is signed.
    public SmallFleet onSolana() {
        secret.close();
        secret = Curve.ED25519.group().randomSecret(entropy, home);
        chain = FleetChain.SOLANA;
        return this;
    }

    /// Whose nodes judge by these rules.
    public SmallFleet ruledBy(String text) {
        rules = text;
        level = Level.of(PolicyFile.parse(Bytes.ofUtf8(text)).orThrow());
        return this;
    }

    /// Whose nodes read what they judge with this file.
    public SmallFleet knowing(Digest32 file) {
        knowledge = Optional.of(file);
        return this;
    }

    public SmallFleet() {
        for (var name : List.of("alpha", "beta", "root", "ann", "bo", "cy", "dee"))
            keys.put(name, IdentityKey.generate(entropy, home));
    }

    public IdentityKey key(String name) {
        return Optional.ofNullable(keys.get(name)).orElseThrow();
    }

    public Roster roster() {
        return new Roster(
                1, NODES.stream().map(name -> member(name, Member.Role.NODE)).toList());
    }

    private Member member(String name, Member.Role role) {
        var isNode = role == Member.Role.NODE;
        var pin = new Digest32(key(name).verifyKey().bytes());
        return new Member(name, role, key(name).verifyKey(), pin, isNode ? "localhost" : "", isNode ? 9000 : 0);
    }

    /// A card that says somebody is an administrator.
    public String cardOf(String name) {
        return Card.print(member(name, Member.Role.ADMINISTRATOR));
    }

    private Person person(String name) {
        return SmallPerson.of(name, lie.displayName(name), key(name), IdentityKey.generate(entropy, home));
    }

    /// The first version of a document.
    public static Document first(DocumentKind kind, Bytes content) {
        return new Document(kind, 1, Optional.empty(), AT.minusSeconds(3600), content);
    }

    /// The workspace they are in; the same each time.
    public SignedGenesis genesis() {
        if (begun.isEmpty()) begun = Optional.of(begin());
        return begun.get();
    }

    private SignedGenesis begin() {
        var documents = new ArrayList<>(List.of(
                first(
                        DocumentKind.PEOPLE,
                        new Directory(1, List.of(person("ann"), person("bo"), person("cy"), person("dee"))).encode()),
                first(DocumentKind.POLICY, Bytes.ofUtf8(rules)),
                first(DocumentKind.ADDRESS_BOOK, new AddressBook(1, List.of()).encode()),
                first(DocumentKind.ROSTER, lie.founders(roster()).encode())));
        documents.addAll(lie.documents());
        documents.sort(Comparator.comparingInt(document -> document.kind().code()));
        var genesis = new Genesis(documents, Bytes.copyOf(new byte[32]));
        return new SignedGenesis(
                genesis,
                lie.founders(roster()).nodes().stream()
                        .map(node -> key(node.name()).sign(genesis.hash()))
                        .toList());
    }

    /// Writes roster, card and the nodes' folders.
    public SmallFleet write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.write(
                folder.resolve("roster"),
                SignedRoster.of(roster(), key("root")).encode().toArray());
        Files.writeString(folder.resolve("card"), Card.print(member("root", Member.Role.ADMINISTRATOR)));
        var signed = genesis();
        var all = new TreeMap<String, Done>();
        for (var name : NODES) all.put(name, done(name, signed));
        for (var name : NODES) node(folder.resolve(name), name, signed, all);
        return this;
    }

    private void node(Path folder, String name, SignedGenesis signed, Map<String, Done> all) throws IOException {
        var other = name.equals("alpha") ? "beta" : "alpha";
        var own = Optional.ofNullable(all.get(name)).orElseThrow();
        var told = lie.cosigns(name)
                ? own.cosigning(Optional.ofNullable(all.get(other)).orElseThrow())
                : own.told();
        var witness = new IdentityKeyOf(other, key(other));
        PublishedLog.write(folder.resolve("log"), name, key(name), told, number -> lie.clock(name, number), witness);
        new OpeningFiles(folder).keep(lie.opens(name));
        var writer = new Writer().raw(Docket.beginning(name));
        own.items().forEach(item -> writer.raw(Docket.encode(item)));
        put(folder, "docket/rulings/00000001", writer.toBytes());
        put(
                folder,
                "docket/kept/01-" + signed.genesis().hash(),
                new Writer().u64(AT.toEpochMilli()).raw(signed.encode()).toBytes());
    }

    private Done done(String name, SignedGenesis signed) {
        var events = new ArrayList<AuditEvent>();
        var items = new ArrayList<Docket.Item>();
        var known = new HashSet<Digest32>();
        events.addAll(beginnings());
        var standing = standing(name, signed);
        var first = ask(events, items, known, lie.holds(name, 1, standing), agreed(1, 300));
        var counters = ((Counters.Reservation.Made) Counters.none()
                        .reserve(first.intent(), ((Ruling.Allowed) first.ruling()).charges(), first.now()))
                .counters()
                .commit(first.intent());
        var later = standing.with(lie.counted(counters));
        var second = ask(events, items, known, lie.holds(name, 2, later), evidence(2, 10));
        var third = ask(events, items, known, lie.holds(name, 3, later), agreed(3, 350));
        if (second.ruling() instanceof Ruling.Allowed || third.ruling() instanceof Ruling.Pending)
            throw new AssertionError("the small fleet ruled otherwise");
        events.add(new AuditEvent.NodeStopped(ZERO));
        return new Done(name, lie.begins(name), lie.told(name, events), lie.kept(name, items));
    }

    List<AuditEvent> beginnings() {
        var point = ((Point) secret.timesGenerator()).encode();
        return List.of(
                new AuditEvent.NodeStarted("test", ZERO, ZERO),
                new AuditEvent.CeremonyActivated(
                        KEY, 1, chain.scheme().code(), "2 of (alpha, beta)", point, ZERO, ZERO),
                new AuditEvent.GenesisTaken(genesis().genesis().hash()));
    }

    FleetChain chain() {
        return chain;
    }

    Level level() {
        return level;
    }

    Digest32 keyId() {
        return KEY;
    }

    /// Somebody and his key.
    public record IdentityKeyOf(String name, IdentityKey key) {}

    Standing standing(String name, SignedGenesis signed) {
        return Standing.of(
                signed.genesis().hash(),
                name,
                new Documents(
                        signed.genesis().people(),
                        List.of(level),
                        BookInForce.of(new AddressBook(1, List.of()), AT.minusSeconds(3600)),
                        roster(),
                        new FactKeys(1, List.of())));
    }

    private Evidence evidence(int nonce, int wei) {
        var path = List.of(0, nonce);
        var transaction = chain.payment(child(new DerivationPath(path)).key(), nonce, wei);
        var intent = new Intent(
                Intent.Version.V2,
                KEY,
                path,
                chain.id(),
                transaction.content(),
                transaction.bytes(),
                transaction.digests(),
                AT.plus(Duration.ofHours(1)),
                key("ann").verifyKey(),
                Bytes.copyOf(new byte[16]));
        return Evidence.of(intent, key("ann"));
    }

    Derivation.Derived child(DerivationPath path) {
        return (Derivation.Derived) new Derivation((Point) secret.timesGenerator(), ZERO).along(path);
    }

    private Evidence agreed(int nonce, int wei) {
        return FleetRequest.agreed(this, evidence(nonce, wei), AT.minusSeconds(60), AT.plusSeconds(3600));
    }

    private record Asked(IntentId intent, Ruling ruling, Instant now) {}

    private Asked ask(
            List<AuditEvent> events,
            List<Docket.Item> items,
            Set<Digest32> known,
            Standing standing,
            Evidence evidence) {
        var intent = evidence.intent();
        var now = AT.plusSeconds(20L * events.size());
        var ruling = rule(events, items, known, standing, evidence);
        var policy = level.hash().value();
        if (ruling instanceof Ruling.Allowed) {
            var agreed = Chains.all()
                    .parse(chain.id(), intent.content(), intent.unsigned())
                    .orThrow();
            var ready = lie.completes(chain.completed(agreed, 1));
            events.add(new AuditEvent.NodeVerdict(
                    intent.id(), KEY, ready.digests(), AuditEvent.Ruling.SIGN, "", policy, Optional.empty()));
            if (lie.isAskedAgain()) {
                var again = lie.holds(standing.node(), 0, standing);
                rule(events, items, known, again, evidence.with(List.of(), List.of()));
                events.add(refusal(intent, policy));
            }
            var message = ready.inputs().getFirst().message();
            events.add(new AuditEvent.Signed(receipt(
                    intent.id(),
                    new DerivationPath(intent.path()),
                    chain == FleetChain.SOLANA
                            ? message
                            : lie.signs(new Digest32(message)).bytes())));
        } else events.add(refusal(intent, policy));
        return new Asked(intent.id(), ruling, now);
    }

    private static AuditEvent refusal(Intent intent, Digest32 policy) {
        return new AuditEvent.NodeVerdict(
                intent.id(), KEY, List.of(), AuditEvent.Ruling.REFUSE, "why", policy, Optional.empty());
    }

    private Ruling rule(
            List<AuditEvent> events,
            List<Docket.Item> items,
            Set<Digest32> known,
            Standing standing,
            Evidence evidence) {
        var intent = evidence.intent();
        var now = AT.plusSeconds(20L * events.size());
        var seen = lie.seen(now);
        var asked = FleetRequest.read(this, evidence, seen, lie::takesFrom);
        var ruling = Court.rule(asked, standing, now);
        var heard =
                new Heard(ruling.basis().digest(), now, seen, evidence, asked.source(), false, knowledge, List.of());
        items.addAll(Docket.items(heard, standing.encode(), known));
        var said =
                switch (ruling) {
                    case Ruling.Allowed _ -> AuditEvent.Said.ALLOWED;
                    case Ruling.Pending _ -> AuditEvent.Said.PENDING;
                    case Ruling.Denied _ -> AuditEvent.Said.DENIED;
                };
        events.add(new AuditEvent.PolicyDecided(
                intent.id(), level.hash().value(), ruling.basis().digest(), said, "why"));
        return ruling;
    }

    /// The receipt of another message under the same key.
    public Receipt other(Receipt like, Bytes message) {
        return receipt(like.intent(), like.path(), message);
    }

    /// What it helped to sign of a request, whatever that message is.
    Receipt receipt(IntentId intent, DerivationPath path, Bytes message) {
        var child = child(path);
        try (var own = secret.plus(child.tweak())) {
            return new Receipt(
                    intent,
                    KEY,
                    1,
                    path,
                    chain.algorithm(),
                    child.key().encode(),
                    Optional.empty(),
                    ZERO,
                    NODES,
                    level.hash().value(),
                    ZERO,
                    List.of(chain.sign(own, message, new SeededEntropy(message.hashCode()))));
        }
    }

    /// Puts a row into what a node keeps of its workspace.
    public static void keep(Path node, String name, Instant at, Bytes body) throws IOException {
        put(
                node,
                "docket/kept/" + name,
                new Writer().u64(at.toEpochMilli()).raw(body).toBytes());
    }

    private static void put(Path folder, String name, Bytes content) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content.toArray());
    }

    @Override
    public void close() {
        secret.close();
        keys.values().forEach(IdentityKey::close);
        home.close();
    }
}
