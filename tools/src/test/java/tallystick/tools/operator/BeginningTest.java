package tallystick.tools.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.governance.Change;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.GlassWindow;
import tallystick.core.governance.Member;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.Roster;
import tallystick.core.people.Directory;
import tallystick.core.people.HeldKey;
import tallystick.core.people.HumanId;
import tallystick.core.people.Person;
import tallystick.core.people.PersonId;
import tallystick.core.people.PersonKey;
import tallystick.core.people.Right;
import tallystick.core.policy.Policy;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.json.PolicyText;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.seal.VerifyKey;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;

@DisplayName("From when on a change is proposed where nobody says it, docs/spec/governance.md GO-27")
class BeginningTest {
    private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");
    private static final Digest32 SOME = new Digest32(Bytes.copyOf(new byte[Digest32.LENGTH_BYTES]));
    private static final List<String> NODES = List.of("alpha", "bravo", "charlie");
    private static final Map<String, VerifyKey> KEYS = keys();

    private static Map<String, VerifyKey> keys() {
        var keys = new HashMap<String, VerifyKey>();
        try (var home = SecretMemory.open()) {
            for (var name : List.of("alpha", "bravo", "charlie", "ann", "bo", "cy", "dee"))
                try (var key = IdentityKey.generate(new SystemEntropy(), home)) {
                    keys.put(name, key.verifyKey());
                }
        }
        return Map.copyOf(keys);
    }

    private static VerifyKey key(String name) {
        return Optional.ofNullable(KEYS.get(name)).orElseThrow();
    }

    private static Person person(String name, Person.Status status) {
        return new Person(
                new PersonId("u:" + name),
                new HumanId("h:" + name),
                name,
                status,
                name.equals("dee") ? EnumSet.of(Right.INITIATE) : EnumSet.allOf(Right.class),
                List.of(),
                List.of(HeldKey.of(new PersonKey.EdKey(key(name)))));
    }

    static Directory people(int version, Person.Status cy) {
        var people = new ArrayList<Person>();
        for (var name : List.of("ann", "bo")) people.add(person(name, Person.Status.ACTIVE));
        people.add(person("cy", cy));
        people.add(person("dee", Person.Status.ACTIVE));
        return new Directory(version, people);
    }

    private static Roster roster(int version, List<String> nodes) {
        return new Roster(
                version,
                nodes.stream()
                        .map(name -> new Member(
                                name,
                                Member.Role.NODE,
                                key(name),
                                new Digest32(key(name).bytes()),
                                "localhost",
                                9000))
                        .toList());
    }

    /// @param more rules, each with a comma before it
    static Policy policy(int version, String delay, String more) {
        return PolicyFile.parse(Bytes.ofUtf8("""
            {"schema": "tallystick.policy/v1", "id": "p", "version": %d, "scope": {"org": "acme"},
             "effectiveFrom": "2026-01-01T00:00:00Z",
             "groups": {"ops": {"members": ["u:ann", "u:bo"]}, "risk": {"members": ["u:cy", "u:dee", "u:gus"]}},
             "rules": [{"id": "allow", "effect": "ALLOW", "activity": ["MESSAGE"]},
              {"id": "govern", "effect": "REQUIRE", "activity": ["POLICY_CHANGE"],
               "approvals": [{"group": "ops", "min": 2, "authStrength": "API_KEY", "excludeInitiator": false}]%s}%s]}
            """.formatted(version, delay, more)))
                .orThrow();
    }

    private static Document document(DocumentKind kind, Bytes content) {
        return new Document(kind, 1, Optional.empty(), NOW.minusSeconds(60), content);
    }

    private static Map<DocumentKind, Document> inForce(String delay) {
        var documents = new EnumMap<DocumentKind, Document>(DocumentKind.class);
        documents.put(
                DocumentKind.PEOPLE,
                document(DocumentKind.PEOPLE, people(1, Person.Status.ACTIVE).encode()));
        documents.put(DocumentKind.POLICY, document(DocumentKind.POLICY, PolicyText.canonical(policy(1, delay, ""))));
        documents.put(
                DocumentKind.ROSTER,
                document(DocumentKind.ROSTER, roster(1, NODES).encode()));
        return documents;
    }

    private static Optional<Duration> after(String delay, Proposal proposal) {
        var change = new Change(
                SOME,
                proposal,
                new PersonId("u:ann"),
                "a trial",
                NOW,
                NOW.plus(Duration.ofDays(14)),
                Bytes.copyOf(new byte[16]));
        return new Beginning(inForce(delay)).after(change, new PersonKey.EdKey(key("ann")).id());
    }

    private static Optional<Duration> after(String delay, DocumentKind kind, Bytes content) {
        var next = Optional.ofNullable(inForce(delay).get(kind)).orElseThrow().next(content, NOW);
        return after(delay, new Proposal.NewDocument(next));
    }

    private static final String TWO_DAYS = ",\"delay\":{\"min\":\"P2D\",\"cancelBy\":[\"risk\"]}";
    private static final Bytes LOOSER =
            PolicyText.canonical(policy(2, "", ",{\"id\":\"more\",\"effect\":\"ALLOW\",\"activity\":[\"TRANSFER\"]}"));

    @Test
    void whatWaitsForNothing_isInForceAtOnce() {
        assertThat(after(
                        "",
                        DocumentKind.PEOPLE,
                        people(2, Person.Status.SUSPENDED).encode()))
                .contains(Duration.ZERO);
    }

    @Test
    void whatLoosens_isInForceAfterADay_andWhatThePolicyAsksMoreOf_afterThat_tenMinutesLater() {
        assertThat(after("", DocumentKind.POLICY, LOOSER))
                .contains(Duration.ofDays(1).plusMinutes(10));
        assertThat(after(TWO_DAYS, DocumentKind.POLICY, LOOSER))
                .contains(Duration.ofDays(2).plusMinutes(10));
        assertThat(after("", DocumentKind.ROSTER, roster(2, NODES.subList(0, 2)).encode()))
                .contains(Duration.ofDays(2).plusMinutes(10));
        var glass = new Proposal.BreakGlass(SOME, new GlassWindow(NOW, NOW.plusSeconds(60)));
        assertThat(after("", glass)).contains(Duration.ofDays(1).plusMinutes(10));
        // What tightens waits as the policy says.
        var hour = ",\"delay\":{\"min\":\"PT1H\"}";
        var denies = ",{\"id\":\"never\",\"effect\":\"DENY\",\"activity\":[\"TRANSFER\"]}";
        assertThat(after(hour, DocumentKind.POLICY, PolicyText.canonical(policy(2, hour, denies))))
                .contains(Duration.ofMinutes(70));
    }

    @Test
    void whatThePolicyDenies_orCannotBeRead_hasNoMomentOfItsOwn() {
        var denied = new EnumMap<DocumentKind, Document>(inForce(""));
        var rule = ",{\"id\":\"never\",\"effect\":\"DENY\",\"activity\":[\"POLICY_CHANGE\"]}";
        denied.put(DocumentKind.POLICY, document(DocumentKind.POLICY, PolicyText.canonical(policy(1, "", rule))));
        var next = Optional.ofNullable(denied.get(DocumentKind.POLICY))
                .orElseThrow()
                .next(LOOSER, NOW);
        var change = new Change(
                SOME,
                new Proposal.NewDocument(next),
                new PersonId("u:ann"),
                "a trial",
                NOW,
                NOW.plusSeconds(60),
                Bytes.copyOf(new byte[16]));
        assertThat(new Beginning(denied).after(change, SOME)).isEmpty();
        assertThat(new Beginning(Map.of()).after(change, SOME)).isEmpty();
    }
}
