package tallystick.core.property;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Approval;
import tallystick.core.approval.Tally;
import tallystick.core.facts.ClaimKind;
import tallystick.core.facts.Fact;
import tallystick.core.facts.FactKeys;
import tallystick.core.facts.Facts;
import tallystick.core.facts.Lookup;
import tallystick.core.facts.SignedFact;
import tallystick.core.governance.Activation;
import tallystick.core.governance.Covenant;
import tallystick.core.governance.Differences;
import tallystick.core.governance.Direction;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.DocumentVersion;
import tallystick.core.governance.Freezes;
import tallystick.core.governance.Pledge;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.Ruling;
import tallystick.core.kit.Ballots;
import tallystick.core.kit.Crowd;
import tallystick.core.kit.Findings;
import tallystick.core.kit.Statutes;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.Directory;
import tallystick.core.people.HeldKey;
import tallystick.core.people.Person;
import tallystick.core.people.PersonId;
import tallystick.core.people.Right;
import tallystick.core.policy.ApprovalTerm;

@DisplayName("What holds of governance whatever happens")
class GovernancePropertyTest {
    private static final List<String> NAMES = List.of("ann", "ann-ops", "bo", "cy", "dee", "eli", "fay");

    private static Person changed(Person person, Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> person.with(List.of(Person.Status.values()).get(random.nextInt(3)));
            case 1 ->
                person.with(person.keys().stream()
                        .map(held -> random.nextBoolean() ? held.revoked() : HeldKey.of(held.key()))
                        .toList());
            case 2 -> {
                var rights = EnumSet.noneOf(Right.class);
                for (var right : Right.values()) if (random.nextInt(4) > 0) rights.add(right);
                yield new Person(
                        person.id(),
                        person.human(),
                        person.displayName(),
                        person.status(),
                        rights,
                        person.roles(),
                        person.keys());
            }
            case 3 -> person.with(List.of());
            default -> person;
        };
    }

    private static Directory changed(Directory directory, int version, Random random) {
        return new Directory(
                version,
                directory.people().stream()
                        .map(person -> changed(person, random))
                        .toList());
    }

    private static boolean letsThrough(
            Directory people, List<Approval> approvals, List<ApprovalTerm> terms, PersonId initiator) {
        var heard = Ballots.hearing(people).verify(approvals);
        var mayInitiate = people.person(initiator)
                .filter(person -> person.may(Right.INITIATE))
                .isPresent();
        return !heard.isForged()
                && mayInitiate
                && Tally.of(terms, heard.votes(), people, initiator) instanceof Tally.Met;
    }

    private static Approval some(String name, Random random, int second) {
        var answer = random.nextInt(8) == 0 ? Answer.REJECT : Answer.APPROVE;
        var statement = Ballots.statement(answer, Ballots.NOW.plusSeconds(second));
        var counted = new Ballots.Ceremony(
                        Crowd.passkey(name, !List.of("cy", "fay").contains(name)))
                .withCount(random.nextInt(6) == 0 ? 7 : 0);
        return name.equals("dee") ? Ballots.edPasskey(name, statement) : counted.approve(name, statement);
    }

    @Test
    void noTighteningOfPeople_letsThroughWhatWasStopped() {
        var random = new Random(2711);
        var tightened = 0;
        var letThrough = 0;
        for (var round = 0; round < 1500; round++) {
            var before = changed(Crowd.directory(), 1, random);
            var after = changed(before, 2, random);
            if (random.nextInt(3) == 0)
                after = new Directory(
                        2,
                        before.people().stream()
                                .map(each -> each.status() == Person.Status.ACTIVE && random.nextInt(3) == 0
                                        ? each.with(Person.Status.SUSPENDED)
                                        : each)
                                .toList());
            if (Differences.of(before, after) != Direction.TIGHTEN) continue;
            tightened++;
            var approvals = new ArrayList<Approval>();
            for (var name : NAMES)
                for (var i = 0; i < 1 + random.nextInt(2); i++)
                    if (random.nextInt(4) > 0) approvals.add(some(name, random, i));
            Set<PersonId> members = NAMES.stream()
                    .filter(_ -> random.nextInt(4) > 0)
                    .map(name -> new PersonId("u:" + name))
                    .collect(Collectors.toSet());
            var terms = List.of(new ApprovalTerm("g", members, 1 + random.nextInt(2), true, AuthStrength.PASSKEY, 1));
            var initiator = new PersonId("u:" + NAMES.get(random.nextInt(NAMES.size())));
            var isAfter = letsThrough(after, approvals, terms, initiator);
            if (isAfter) {
                assertThat(letsThrough(before, approvals, terms, initiator))
                        .as("seed 2711 round " + round)
                        .isTrue();
                letThrough++;
            }
        }
        assertThat(tightened).isGreaterThan(300);
        assertThat(letThrough).isGreaterThan(10);
    }

    @Test
    void noTighteningOfFactKeys_bringsForthAFactThatWasNotUsed() {
        var random = new Random(31);
        var two = new ArrayList<>(Findings.keys().keys());
        two.add(new FactKeys.Trusted(
                "second", ClaimKind.PRICE, Crowd.edKey("second").key(), Duration.ofHours(1)));
        var before = new FactKeys(1, two);
        var facts = new ArrayList<SignedFact>();
        try (var second = Crowd.ed("second")) {
            facts.add(Findings.sign(
                    Findings.PRICE, ClaimKind.PRICE, Findings.NOW.minusSeconds(9), Findings.NOW.plusSeconds(60)));
            facts.add(SignedFact.of(new Fact(Findings.PRICE, Findings.NOW, Findings.NOW.plusSeconds(1)), second));
        }
        var tightened = 0;
        for (var round = 0; round < 300; round++) {
            var fewer = two.stream().filter(_ -> random.nextInt(5) > 0).toList();
            var after = new FactKeys(2, fewer);
            if (Differences.of(before, after) != Direction.TIGHTEN) continue;
            tightened++;
            for (var second : List.of(0, 5)) {
                var now = Findings.NOW.plusSeconds(second);
                var then = Facts.verify(facts, after, now).price(Findings.ETHER, "USD");
                if (then instanceof Lookup.Known)
                    assertThat(Facts.verify(facts, before, now).price(Findings.ETHER, "USD"))
                            .isEqualTo(then);
            }
        }
        assertThat(tightened).isGreaterThan(50);
    }

    /// Three nodes, whatever is said to whom in whatever order, in every other world by a node that says both words of
    /// every version: at no moment do two honest ones judge by different versions.
    @Test
    void noTwoNodes_everJudgeByDifferentVersions_atOneMoment() {
        var judgedByLater = 0;
        var stopped = 0;
        for (var seed = 0; seed < 150; seed++) {
            var world = new World(new Random(seed), seed % 2 == 1);
            for (var step = 0; step < 200; step++) {
                world.step();
                var by = new HashSet<Document>();
                for (var node : world.nodes.values())
                    switch (node.standing(world.now)) {
                        case Activation.Standing.Judges(var document) -> by.add(document);
                        case Activation.Standing.Stopped _ -> stopped++;
                    }
                assertThat(by).as("seed %d step %d", seed, step).hasSizeLessThanOrEqualTo(1);
                if (by.stream().anyMatch(document -> document.version() > 1)) judgedByLater++;
            }
        }
        assertThat(judgedByLater).isGreaterThan(200);
        assertThat(stopped).isGreaterThan(200);
    }

    private static final class World {
        private static final Map<Document, Ruling.Accepted> ACCEPTED = new HashMap<>();

        private final Random random;
        private final Map<String, Activation> nodes = new HashMap<>();
        private final List<Document> documents = new ArrayList<>();
        private final Set<Pledge> pledges = new HashSet<>();
        private Instant now = Statutes.NOW;

        World(Random random, boolean hasLiar) {
            this.random = random;
            var first = Statutes.inForce(DocumentKind.POLICY);
            for (var name : Statutes.NODES) nodes.put(name, Activation.of(Statutes.WORKSPACE, name, first));
            for (var tightness : List.of(3, 4))
                documents.add(first.next(
                        Statutes.policy(2, tightness),
                        Statutes.NOW.plus(Duration.ofDays(1)).plusSeconds(tightness * 30)));
            if (!hasLiar) return;
            nodes.remove("gamma");
            for (var document : documents)
                for (var isKept : List.of(true, false))
                    pledges.add(Statutes.pledge("gamma", DocumentVersion.of(document), isKept));
        }

        private static Ruling.Accepted accepted(Document document) {
            return ACCEPTED.computeIfAbsent(document, next -> {
                var change = Statutes.change(new Proposal.NewDocument(next), "ann");
                return (Ruling.Accepted) Statutes.council(Freezes.none())
                        .rule(
                                Statutes.sign(change, "ann", "bo", "cy"),
                                Statutes.occasion(Statutes.rule(2, Duration.ofDays(1)), Statutes.NOW));
            });
        }

        private <T> T any(List<T> all) {
            return all.get(random.nextInt(all.size()));
        }

        void step() {
            var name = any(List.copyOf(new TreeSet<>(nodes.keySet())));
            var node = nodes.get(name).at(now);
            var document = documents.get(random.nextInt(8) == 0 ? 1 : 0);
            var version = DocumentVersion.of(document);
            switch (random.nextInt(6)) {
                case 0, 1 -> take(name, node.prepare(document, accepted(document)));
                case 2 -> {
                    if (random.nextInt(6) == 0) take(name, node.decline(version));
                }
                case 3 -> covenant(version).ifPresent(all -> take(name, node.bind(all, Statutes.ROSTER)));
                case 4 -> {
                    var no = pledges.stream()
                            .filter(pledge -> !pledge.isKept())
                            .sorted(Comparator.comparing(Pledge::toString))
                            .toList();
                    if (!no.isEmpty() && random.nextInt(3) == 0) take(name, node.abandon(any(no), Statutes.ROSTER));
                    else take(name, node.release(no, Statutes.ROSTER));
                }
                default -> now = now.plusSeconds(random.nextInt(3 * 3600));
            }
            if (random.nextInt(4) == 0) nodes.put(name, nodes.get(name).at(now));
        }

        private Optional<Covenant> covenant(DocumentVersion version) {
            var kept = Stream.of("alpha", "beta", "gamma")
                    .flatMap(node -> pledges.stream()
                            .filter(pledge -> pledge.isKept()
                                    && pledge.node().equals(node)
                                    && pledge.version().equals(version)))
                    .toList();
            return kept.size() == 3 ? Optional.of(new Covenant(kept)) : Optional.empty();
        }

        private void take(String name, Activation.Step step) {
            if (!(step instanceof Activation.Step.Taken(var next, var word))) return;
            nodes.put(name, next);
            word.ifPresent(said -> pledges.add(Statutes.pledge(name, said.version(), said.isKept())));
        }
    }
}
