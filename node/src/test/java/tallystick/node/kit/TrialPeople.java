package tallystick.node.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Approval;
import tallystick.core.approval.ApprovalStatement;
import tallystick.core.approval.Proof;
import tallystick.core.approval.Subject;
import tallystick.core.book.AddressBook;
import tallystick.core.facts.FactKeys;
import tallystick.core.governance.Change;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.FreezeOrder;
import tallystick.core.governance.FreezeScope;
import tallystick.core.governance.Genesis;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.Roster;
import tallystick.core.governance.SignedChange;
import tallystick.core.governance.SignedFreeze;
import tallystick.core.governance.SignedGenesis;
import tallystick.core.people.CredentialKey;
import tallystick.core.people.Directory;
import tallystick.core.people.HeldKey;
import tallystick.core.people.HumanId;
import tallystick.core.people.Person;
import tallystick.core.people.PersonId;
import tallystick.core.people.PersonKey;
import tallystick.core.people.Right;
import tallystick.core.places.Places;
import tallystick.core.policy.Policy;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.json.PolicyText;
import tallystick.core.wire.GovernanceOrder;
import tallystick.core.wire.GovernanceReply;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.kit.P256Signer;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.node.documents.AcceptedGenesis;
import tallystick.node.documents.Documents;

/// Ann, Bo and Cy, each with a passkey and a key for programs, who govern a fleet; its treasurer only initiates.
public final class TrialPeople implements AutoCloseable {
    /// A rule beside others: somebody has to approve what is signed.
    public static final String TWO_EYES = """
        , {"id": "two-eyes", "effect": "REQUIRE", "activity": ["MESSAGE"],
           "approvals": [{"group": "ops", "min": 1, "authStrength": "API_KEY"}]}\
        """;
    private final SecretMemory home = SecretMemory.open();
    private final SystemEntropy entropy = new SystemEntropy();
    private final Map<String, IdentityKey> keys = new TreeMap<>();
    private final TrialFleet fleet;
    private final List<String> nodes;
    private Policy policy;
    private Genesis genesis;
    private Optional<Places> places = Optional.empty();

    /// @param nodes whom the workspace is of
    public TrialPeople(TrialFleet fleet, List<String> nodes) {
        this.fleet = fleet;
        this.nodes = List.copyOf(nodes);
        for (var name : List.of("ann", "bo", "cy")) keys.put(name, IdentityKey.generate(entropy, home));
        this.policy = policy(1, "");
        this.genesis = genesis(policy);
    }

    /// What the genesis of a workspace with this policy is.
    public Genesis genesis(Policy first) {
        var documents = new ArrayList<>(List.of(
                document(DocumentKind.PEOPLE, directory().encode()),
                document(DocumentKind.POLICY, PolicyText.canonical(first)),
                document(DocumentKind.ADDRESS_BOOK, new AddressBook(1, List.of()).encode()),
                document(DocumentKind.ROSTER, new Roster(1, fleet.roster().members()).encode()),
                document(DocumentKind.FACT_KEYS, new FactKeys(1, List.of()).encode())));
        places.ifPresent(each -> documents.add(document(DocumentKind.PLACES, each.encode())));
        return new Genesis(documents, entropy.bytes(32));
    }

    /// Begins a workspace with this policy and these places on all nodes.
    public Digest32 begin(Policy first, Places inside) {
        places = Optional.of(inside);
        return begin(first);
    }

    private Document document(DocumentKind kind, Bytes content) {
        return new Document(kind, 1, Optional.empty(), second(Instant.now().minusSeconds(60)), content);
    }

    private Directory directory() {
        var people = new ArrayList<Person>();
        people.add(new Person(
                new PersonId("s:treasurer"),
                new HumanId("h:tom"),
                "Treasurer",
                Person.Status.ACTIVE,
                EnumSet.of(Right.INITIATE),
                List.of(),
                List.of(HeldKey.of(
                        new PersonKey.EdKey(fleet.identity("treasurer").key().verifyKey())))));
        keys.forEach((name, key) -> people.add(new Person(
                new PersonId("u:" + name),
                new HumanId("h:" + name),
                name,
                Person.Status.ACTIVE,
                EnumSet.allOf(Right.class),
                List.of(),
                List.of(HeldKey.of(new PersonKey.EdKey(key.verifyKey())), HeldKey.of(passkey(name))))));
        return new Directory(1, people);
    }

    private static PersonKey.Passkey passkey(String name) {
        var signer = P256Signer.of(name.hashCode());
        return new PersonKey.Passkey(
                StandardHash.sha256(Bytes.ofUtf8(name)).bytes(),
                new CredentialKey.Es256(signer.key()),
                Bytes.copyOf(new byte[16]),
                "custody.example.org",
                List.of("https://custody.example.org"),
                true);
    }

    /// A policy that lets messages be signed, and what else it says.
    ///
    /// @param rules more of them, each with a comma before it
    public static Policy policy(int version, String rules) {
        return PolicyFile.parse(Bytes.ofUtf8("""
            {"schema": "tallystick.policy/v1", "id": "trial", "version": %d, "scope": {"org": "trial"},
             "effectiveFrom": "2026-01-01T00:00:00Z",
             "groups": {"ops": {"members": ["u:ann", "u:bo", "u:cy"]}},
             "rules": [{"id": "allow", "effect": "ALLOW", "activity": ["MESSAGE"]},
              {"id": "govern", "effect": "REQUIRE",
               "activity": ["POLICY_CHANGE", "USER_ROLE_CHANGE", "ADDRESS_BOOK_CHANGE", "UNFREEZE"],
               "approvals": [{"group": "ops", "min": 1, "authStrength": "API_KEY", "excludeInitiator": false}]}
              %s]}
            """.formatted(version, rules))).orThrow();
    }

    /// Begins a workspace with this policy on all nodes.
    public Digest32 begin(Policy first) {
        policy = first;
        genesis = genesis(first);
        accept(genesis.hash());
        var signed = new SignedGenesis(
                genesis,
                nodes.stream()
                        .map(name -> fleet.node(name)
                                .documents()
                                .follow("an operator", new GovernanceOrder.SignGenesis(genesis)))
                        .map(reply -> ((GovernanceReply.Signed) reply).signature())
                        .toList());
        for (var name : nodes) follow(name, new GovernanceOrder.TakeGenesis(signed));
        return genesis.hash();
    }

    /// The operator of each node accepts a genesis on its machine.
    public void accept(Digest32 workspace) {
        try {
            for (var name : nodes) AcceptedGenesis.write(fleet.disk(name), workspace);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What is to be taken by a node, which does.
    public void follow(String node, GovernanceOrder order) {
        follow(fleet.node(node).documents(), order);
    }

    /// The same by a node's documents alone.
    public void follow(Documents documents, GovernanceOrder order) {
        if (documents.follow("an operator", order) instanceof GovernanceReply.Refused(var why))
            throw new AssertionError(why);
    }

    /// How their workspace begins.
    public Genesis genesis() {
        return genesis;
    }

    /// Hash of the workspace.
    public Digest32 workspace() {
        return genesis.hash();
    }

    /// Hash of the policy the people know.
    public Digest32 policyHash() {
        return PolicyText.hash(policy).value();
    }

    /// From now on people have seen this one.
    public void knows(Policy other) {
        policy = other;
    }

    /// Somebody's key for programs.
    public IdentityKey key(String name) {
        var key = keys.get(name);
        if (key == null) throw new AssertionError("nobody is called " + name);
        return key;
    }

    private Digest32 keyId(String name) {
        return new PersonKey.EdKey(key(name).verifyKey()).id();
    }

    private Proof proof(String name, Digest32 statement) {
        return new Proof.Plain(key(name).sign(statement).bytes());
    }

    /// Somebody's answer.
    public Approval answer(String name, Subject subject, Answer answer) {
        return answer(name, subject, answer, policyHash());
    }

    /// Somebody's answer who has seen these policies.
    public Approval answer(String name, Subject subject, Answer answer, Digest32 seen) {
        return answer(name, subject, answer, seen, 86_400);
    }

    /// Somebody's answer that counts for so many seconds.
    public Approval answer(String name, Subject subject, Answer answer, Digest32 seen, long seconds) {
        var at = second(fleet.now());
        var statement = ApprovalStatement.of(subject, answer, seen, at, at.plusSeconds(seconds));
        return new Approval(statement, keyId(name), proof(name, statement.digest()));
    }

    /// A change that somebody proposes, and that some approve.
    public SignedChange change(String by, Proposal proposal, String... approvers) {
        var at = second(fleet.now());
        var change = new Change(
                genesis.hash(),
                proposal,
                new PersonId("u:" + by),
                "a trial",
                at,
                at.plusSeconds(10L * 86_400),
                entropy.bytes(16));
        var answers = new ArrayList<Approval>();
        for (var name : approvers) answers.add(answer(name, change.subject(), Answer.APPROVE));
        return new SignedChange(change, keyId(by), proof(by, change.id()), answers);
    }

    /// The next version of the policy.
    public Document next(Policy next, Instant from) {
        return Optional.ofNullable(genesis.inForce().get(DocumentKind.POLICY))
                .orElseThrow()
                .next(PolicyText.canonical(next), second(from));
    }

    /// The second version of a document.
    public Document next(DocumentKind kind, Bytes content, Instant from) {
        return Optional.ofNullable(genesis.inForce().get(kind)).orElseThrow().next(content, second(from));
    }

    /// The second version of people, without somebody's account being active.
    public Document suspending(Instant from, String... names) {
        var suspended = java.util.Set.of(names);
        var people = genesis.people().people().stream()
                .map(person -> suspended.contains(person.id().name().substring(2))
                        ? person.with(Person.Status.SUSPENDED)
                        : person)
                .toList();
        return next(DocumentKind.PEOPLE, new Directory(2, people).encode(), from);
    }

    /// The second version of the roster, without a node.
    public Document without(String node, Instant from) {
        var members = genesis.roster().members().stream()
                .filter(member -> !member.name().equals(node))
                .toList();
        return next(DocumentKind.ROSTER, new Roster(2, members).encode(), from);
    }

    /// An order to freeze.
    public SignedFreeze freeze(String by, FreezeScope scope) {
        var order = new FreezeOrder(
                genesis.hash(), scope, new PersonId("u:" + by), "a trial", second(fleet.now()), entropy.bytes(16));
        return new SignedFreeze(order, keyId(by), proof(by, order.id()));
    }

    private static Instant second(Instant moment) {
        return Instant.ofEpochSecond(moment.getEpochSecond());
    }

    @Override
    public void close() {
        keys.values().forEach(IdentityKey::close);
        home.close();
    }
}
