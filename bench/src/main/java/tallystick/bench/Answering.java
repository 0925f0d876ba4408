package tallystick.bench;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Approval;
import tallystick.core.approval.ApprovalStatement;
import tallystick.core.approval.Proof;
import tallystick.core.approval.Subject;
import tallystick.core.book.AddressBook;
import tallystick.core.book.BookInForce;
import tallystick.core.court.Court;
import tallystick.core.court.Documents;
import tallystick.core.court.Plea;
import tallystick.core.court.Standing;
import tallystick.core.facts.FactKeys;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.people.Directory;
import tallystick.core.people.HeldKey;
import tallystick.core.people.HumanId;
import tallystick.core.people.Person;
import tallystick.core.people.PersonId;
import tallystick.core.people.PersonKey;
import tallystick.core.people.Right;
import tallystick.core.policy.judge.KnownAccounts;
import tallystick.core.policy.judge.Level;
import tallystick.core.policy.matter.Matter;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;

/// What a ruling on a payment with eight answers takes under ten thousand rules, in CPU time of its one thread: all of
/// them given under the policy in force, and each under another of the eight versions before it.
final class Answering {
    private static final int ANSWERS = 8;
    private static final int RULINGS = 200;

    private final Figures figures;
    private final Matter matter;
    private final Instant now;
    private final IntFunction<Level> versions;

    /// @param versions of one policy, by their numbers
    Answering(Figures figures, Matter matter, Instant now, IntFunction<Level> versions) {
        this.figures = figures;
        this.matter = matter;
        this.now = now;
        this.versions = versions;
    }

    void run() {
        var present = versions.apply(ANSWERS + 1);
        var older = IntStream.rangeClosed(1, ANSWERS).mapToObj(versions).toList();
        try (var home = SecretMemory.open()) {
            var keys = new ArrayList<IdentityKey>();
            for (var i = 0; i < ANSWERS; i++) keys.add(IdentityKey.generate(new SystemEntropy(), home));
            var documents = documents(present, keys);
            var under = keys.stream().map(key -> answer(key, present)).toList();
            var before = IntStream.range(0, ANSWERS)
                    .mapToObj(i -> answer(keys.get(i), older.get(i)))
                    .toList();
            measure("policy.10k_rules.answers_present", documents, under);
            measure("policy.10k_rules.answers_present_older_held", documents.withAncestors(older), under);
            measure("policy.10k_rules.answers_older", documents.withAncestors(older), before);
            keys.forEach(IdentityKey::close);
        }
    }

    private void measure(String name, Documents documents, List<Approval> answers) {
        var standing = Standing.of(matter.asked().intent().value(), "alpha", documents);
        var plea = new Plea(
                matter,
                answers,
                List.of(),
                KnownAccounts.none(),
                List.of(),
                matter.asked().intent().value());
        var cpu = ManagementFactory.getThreadMXBean();
        var millis = new double[RULINGS];
        for (var turn = 0; turn < 2; turn++)
            for (var i = 0; i < RULINGS; i++) {
                var begun = cpu.getCurrentThreadCpuTime();
                var ruling = Court.rule(plea, standing, now);
                millis[i] = (cpu.getCurrentThreadCpuTime() - begun) / 1e6;
                if (ruling.basis().answers().size() != ANSWERS) throw new AssertionError("answers were left out");
            }
        Arrays.sort(millis);
        figures.put(name + ".p50_ms", millis[RULINGS / 2]);
    }

    private Approval answer(IdentityKey key, Level seen) {
        var subject = new Subject(matter.asked().intent().value(), matter.digests());
        var statement = ApprovalStatement.of(
                subject, Answer.APPROVE, seen.hash().value(), now.minusSeconds(60), now.plusSeconds(3600));
        return new Approval(
                statement,
                new PersonKey.EdKey(key.verifyKey()).id(),
                new Proof.Plain(key.sign(statement.digest()).bytes()));
    }

    private Documents documents(Level policy, List<IdentityKey> keys) {
        var people = new ArrayList<Person>();
        for (var i = 0; i < keys.size(); i++)
            people.add(new Person(
                    new PersonId("u:a" + i),
                    new HumanId("h:a" + i),
                    "Somebody",
                    Person.Status.ACTIVE,
                    EnumSet.of(Right.APPROVE),
                    List.of(),
                    List.of(HeldKey.of(new PersonKey.EdKey(keys.get(i).verifyKey())))));
        var node = new Member("alpha", Member.Role.NODE, keys.getFirst().verifyKey(), digest(), "alpha.example", 7000);
        return new Documents(
                new Directory(1, people),
                List.of(policy),
                BookInForce.of(new AddressBook(1, List.of()), Instant.EPOCH),
                new Roster(1, List.of(node)),
                new FactKeys(1, List.of()));
    }

    private Digest32 digest() {
        return matter.asked().intent().value();
    }
}
