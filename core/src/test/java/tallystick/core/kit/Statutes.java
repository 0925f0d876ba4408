package tallystick.core.kit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Approval;
import tallystick.core.approval.ApprovalStatement;
import tallystick.core.approval.Attainable;
import tallystick.core.approval.SeenCount;
import tallystick.core.approval.Subject;
import tallystick.core.governance.Change;
import tallystick.core.governance.ChangeRule;
import tallystick.core.governance.Constitution;
import tallystick.core.governance.Council;
import tallystick.core.governance.Covenant;
import tallystick.core.governance.Direction;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.DocumentVersion;
import tallystick.core.governance.FreezeOrder;
import tallystick.core.governance.FreezeScope;
import tallystick.core.governance.Freezes;
import tallystick.core.governance.Genesis;
import tallystick.core.governance.Member;
import tallystick.core.governance.Outlook;
import tallystick.core.governance.Pledge;
import tallystick.core.governance.Policies;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.Proposing;
import tallystick.core.governance.Remedy;
import tallystick.core.governance.Roster;
import tallystick.core.governance.SignedChange;
import tallystick.core.governance.SignedFreeze;
import tallystick.core.governance.SignedGenesis;
import tallystick.core.governance.Survey;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.Person;
import tallystick.core.people.PersonId;
import tallystick.core.people.Right;
import tallystick.core.places.Places;
import tallystick.core.policy.ApprovalTerm;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

/// A workspace of three nodes and the people of [Crowd], and changes they propose.
public final class Statutes {
    public static final Instant NOW = Ballots.NOW;
    public static final List<String> NODES = List.of("alpha", "beta", "gamma");
    public static final Roster ROSTER = new Roster(
            1,
            NODES.stream()
                    .map(name -> new Member(
                            name,
                            Member.Role.NODE,
                            Crowd.edKey(name).key(),
                            Ballots.digest("pin " + name),
                            "localhost",
                            9000))
                    .toList());

    private static final Bytes SALT = Bytes.copyOf(new byte[16]);

    /// Policies of tests say their number in their first byte, and in their second how tight they are.
    public static final Policies POLICIES = new Policies() {
        @Override
        public boolean isGood(Bytes content, int version) {
            return content.length() == 2 && content.at(0) == version;
        }

        @Override
        public boolean fits(Bytes policy, Bytes places) {
            return policy.at(1) != ELSEWHERE
                    || Places.parse(places).orThrow().policies().isEmpty();
        }

        @Override
        public Direction direction(Bytes before, Bytes after) {
            return after.at(1) > before.at(1) ? Direction.TIGHTEN : Direction.LOOSEN;
        }

        @Override
        public boolean mayDenyChanges(Bytes before, Bytes after) {
            return false;
        }

        // As tight as can be forbids all; a strict one asks for three with a passkey, every other for two.
        @Override
        public Survey outlook(Constitution by, Proposing enough) {
            var tightness = by.policy().at(1);
            var asked = List.of(term(tightness >= STRICT ? 3 : 2, false));
            var approvers = Attainable.by(asked, by.left(), ANYBODY);
            var humans = by.left().people().stream()
                    .filter(person -> person.may(Right.PROPOSE) && !person.id().isService())
                    .map(Person::human)
                    .distinct()
                    .toList();
            if (tightness == TIGHTEST || approvers.isEmpty() || humans.isEmpty()) return Survey.NOTHING;
            var relied = approvers.get().stream()
                    .map(each -> by.left().person(each).orElseThrow().human())
                    .collect(Collectors.toSet());
            relied.add(humans.getFirst());
            var found = (humans.size() > 1 ? Proposing.TWO : Proposing.HUMAN).atMost(enough);
            return new Survey(
                    Remedy.NEEDED.stream()
                            .collect(Collectors.toMap(remedy -> remedy, _ -> new Outlook(found, found, relied))),
                    1);
        }
    };

    /// How tight a policy is that forbids every change.
    public static final int TIGHTEST = 100;

    /// How tight a policy is that is of another organisation than those of places.
    public static final int ELSEWHERE = 7;

    /// From here on a policy asks for three people.
    public static final int STRICT = 50;

    private static final PersonId ANYBODY = new PersonId("u:anybody");

    private Statutes() {}

    public static Bytes policy(int version, int tightness) {
        return Bytes.copyOf((byte) version, (byte) tightness);
    }

    private static Document first(DocumentKind kind, Bytes content) {
        return new Document(kind, 1, Optional.empty(), NOW.minusSeconds(3600), content);
    }

    public static Genesis genesis() {
        return new Genesis(
                List.of(
                        first(DocumentKind.PEOPLE, Crowd.directory().encode()),
                        first(DocumentKind.POLICY, policy(1, 5)),
                        first(DocumentKind.ADDRESS_BOOK, Books.book().encode()),
                        first(DocumentKind.ROSTER, ROSTER.encode()),
                        first(DocumentKind.FACT_KEYS, Findings.keys().encode()),
                        first(DocumentKind.EMERGENCY_POLICY, policy(1, 9))),
                Bytes.copyOf(new byte[32]));
    }

    public static SignedGenesis signedGenesis() {
        return new SignedGenesis(
                genesis(),
                NODES.stream()
                        .map(name -> {
                            try (var key = Crowd.ed(name)) {
                                return key.sign(genesis().hash());
                            }
                        })
                        .toList());
    }

    public static final Digest32 WORKSPACE = genesis().hash();

    public static Document inForce(DocumentKind kind) {
        return Objects.requireNonNull(genesis().inForce().get(kind));
    }

    public static Council council(Freezes freezes) {
        return council(genesis().inForce(), freezes);
    }

    public static Council council(Map<DocumentKind, Document> inForce, Freezes freezes) {
        return new Council(WORKSPACE, Crowd.directory(), Ballots.POLICY, inForce, freezes);
    }

    /// So many of Ann, Bo, Cy, Dee, Eli, who proposed excluded.
    public static ChangeRule rule(int min, Duration delay) {
        return new ChangeRule(List.of(term(min, true)), delay);
    }

    public static ApprovalTerm term(int min, boolean isInitiatorExcluded) {
        Set<PersonId> members = Stream.of("u:ann", "u:bo", "u:cy", "u:dee", "u:eli")
                .map(PersonId::new)
                .collect(Collectors.toSet());
        return new ApprovalTerm("admins", members, min, isInitiatorExcluded, AuthStrength.PASSKEY, 1);
    }

    public static Council.Occasion occasion(ChangeRule rule, Instant now) {
        return new Council.Occasion(rule, POLICIES, SeenCount.Store.empty(), NOW, now);
    }

    public static Change change(Proposal proposal, String by) {
        return new Change(
                WORKSPACE,
                proposal,
                new PersonId("u:" + by),
                "because it is time",
                NOW,
                NOW.plus(Duration.ofDays(20)),
                SALT);
    }

    /// Proposed by one with his device-bound passkey, approved by others.
    public static SignedChange sign(Change change, String by, String... approvers) {
        var passkey = Crowd.passkey(by, true);
        var challenge = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(change.id().bytes().toArray());
        var proof = new Ballots.Ceremony(passkey).sign(by, challenge);
        var approvals = new ArrayList<Approval>();
        for (var name : approvers) approvals.add(answer(change, Answer.APPROVE, name));
        return new SignedChange(change, passkey.id(), proof, approvals);
    }

    public static Approval answer(Change change, Answer answer, String name) {
        var statement =
                ApprovalStatement.of(change.subject(), answer, Ballots.POLICY, NOW, NOW.plus(Duration.ofDays(20)));
        return switch (name) {
            case "cy", "fay" -> Ballots.synced(name, statement);
            case "dee" -> Ballots.edPasskey(name, statement);
            default -> Ballots.hardware(name, statement);
        };
    }

    /// A yes to one change over what another would do.
    public static Approval strange(Change change, Change other, String name) {
        var subject = new Subject(change.subject().id(), other.subject().digests());
        return Ballots.hardware(
                name,
                ApprovalStatement.of(subject, Answer.APPROVE, Ballots.POLICY, NOW, NOW.plus(Duration.ofDays(20))));
    }

    public static SignedFreeze freeze(FreezeScope scope, String by) {
        var order = new FreezeOrder(WORKSPACE, scope, new PersonId("u:" + by), "something is wrong", NOW, SALT);
        return freeze(order, by);
    }

    public static SignedFreeze freeze(FreezeOrder order, String by) {
        var passkey = Crowd.passkey(by, true);
        var challenge = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(order.id().bytes().toArray());
        return new SignedFreeze(order, passkey.id(), new Ballots.Ceremony(passkey).sign(by, challenge));
    }

    public static Pledge pledge(String node, DocumentVersion version, boolean isKept) {
        try (var key = Crowd.ed(node)) {
            return Pledge.of(WORKSPACE, version, node, isKept, key);
        }
    }

    public static Covenant covenant(DocumentVersion version) {
        return new Covenant(
                NODES.stream().map(node -> pledge(node, version, true)).toList());
    }
}
