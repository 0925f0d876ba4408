package tallystick.bench;

import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Approval;
import tallystick.core.approval.ApprovalStatement;
import tallystick.core.approval.Proof;
import tallystick.core.book.AddressBook;
import tallystick.core.book.BookEntry;
import tallystick.core.book.BookInForce;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.envelope.FeeMarketTransaction;
import tallystick.core.chain.registry.Chains;
import tallystick.core.court.Case;
import tallystick.core.court.Court;
import tallystick.core.court.Documents;
import tallystick.core.court.Ruling;
import tallystick.core.court.Standing;
import tallystick.core.docket.Docket;
import tallystick.core.docket.Heard;
import tallystick.core.docket.Retrial;
import tallystick.core.facts.FactKeys;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.intent.Evidence;
import tallystick.core.intent.Intent;
import tallystick.core.people.Directory;
import tallystick.core.people.HeldKey;
import tallystick.core.people.HumanId;
import tallystick.core.people.Person;
import tallystick.core.people.PersonId;
import tallystick.core.people.PersonKey;
import tallystick.core.people.Right;
import tallystick.core.policy.Names;
import tallystick.core.policy.Scope;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.judge.Level;
import tallystick.core.policy.matter.Source;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Point;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;

/// What it takes to rule again on one ruling of an evidence pack, in CPU time of the one thread it has: of a payment
/// that one of twenty people approved, where five hundred accounts are in the book.
final class Retrying {
    private static final int PEOPLE = 20;
    private static final int ACCOUNTS = 500;
    private static final int RULINGS = 200;
    private static final Instant AT = Instant.parse("2026-11-24T16:00:00Z");
    private static final ChainId CHAIN = new ChainId("eip155", "1");
    private static final Digest32 KEY = Digest32.ofHex("11".repeat(32));
    private static final Digest32 ZERO = Digest32.ofHex("00".repeat(32));
    private static final String POLICY = """
        {"schema": "tallystick.policy/v1", "id": "bench", "version": 1, "scope": {"org": "bench"},
         "effectiveFrom": "2026-01-01T00:00:00Z", "groups": {"admins": {"members": ["u:p00", "u:p01"]}},
         "rules": [{"id": "pay", "effect": "ALLOW", "activity": ["TRANSFER"]},
          {"id": "eyes", "effect": "REQUIRE", "activity": ["TRANSFER"],
           "approvals": [{"group": "admins", "min": 1, "authStrength": "API_KEY"}]},
          {"id": "daily", "effect": "LIMIT", "activity": ["TRANSFER"],
           "limit": {"measure": "ASSET", "max": "400", "window": {"type": "ROLLING", "length": "PT24H"}}}]}
        """;

    private final Figures figures;
    private final SystemEntropy entropy = new SystemEntropy();

    Retrying(Figures figures) {
        this.figures = figures;
    }

    void run() {
        try (var home = SecretMemory.open();
                var secret = Curve.SECP256K1.group().randomSecret(entropy, home)) {
            var keys = new ArrayList<IdentityKey>();
            for (var i = 0; i < PEOPLE; i++) keys.add(IdentityKey.generate(entropy, home));
            var point = (Point) secret.timesGenerator();
            var whole = heard(point, keys);
            var key = new Retrial.Key(point, ZERO, Algorithm.ECDSA_SECP256K1);
            figures.measure("audit.ruling_again_us", 1, () -> again(whole, key));
            keys.forEach(IdentityKey::close);
        }
    }

    private static double again(Docket.Whole whole, Retrial.Key key) {
        var threads = ManagementFactory.getThreadMXBean();
        var begun = threads.getCurrentThreadCpuTime();
        for (var i = 0; i < RULINGS; i++)
            if (!(Retrial.of(whole, key, Chains.all(), Knowledge.none()) instanceof Retrial.Outcome.Same same
                    && same.ruling() instanceof Ruling.Allowed)) throw new AssertionError("another ruling");
        return (threads.getCurrentThreadCpuTime() - begun) / 1e3 / RULINGS;
    }

    private static Docket.Whole heard(Point point, List<IdentityKey> keys) {
        var level = Level.of(PolicyFile.parse(Bytes.ofUtf8(POLICY)).orThrow());
        var evidence = evidence(keys, level);
        var intent = evidence.intent();
        var child = (Derivation.Derived) new Derivation(point, ZERO).along(new DerivationPath(intent.path()));
        var family = Chains.all().family(CHAIN).orElseThrow();
        var signer = family.account(CHAIN, child.key(), Algorithm.ECDSA_SECP256K1);
        var vault = "k" + "11".repeat(16).substring(0, 31);
        var place = new Scope("bench", Optional.of("main"), Optional.of(vault), Optional.empty());
        var source = new Source(place, Optional.empty(), Names.sorted(List.<String>of()), Optional.of(signer));
        var transaction =
                Chains.all().parse(CHAIN, intent.content(), intent.unsigned()).orThrow();
        var knowledge = family.own(Knowledge.none(), new Derivation(child.key(), child.chainCode()));
        var asked = new Case(evidence, transaction, signer, knowledge, source, false, AT);
        var standing = standing(level, keys);
        var ruling = Court.rule(asked, standing, AT);
        var heard = new Heard(ruling.basis().digest(), AT, AT, evidence, source, false, Optional.empty(), List.of());
        return new Docket.Whole(heard, standing.encode());
    }

    private static Standing standing(Level level, List<IdentityKey> keys) {
        var people = new ArrayList<Person>();
        for (var i = 0; i < PEOPLE; i++) people.add(person(i, keys.get(i)));
        var accounts = new ArrayList<BookEntry>();
        for (var i = 0; i < ACCOUNTS; i++) {
            var account = new Account(CHAIN, "0x%040d".formatted(i));
            accounts.add(new BookEntry(account, "Payee " + i, "payee", AT, new PersonId("u:p00"), List.of(), false));
        }
        accounts.sort(Comparator.comparing(entry -> entry.account().address()));
        var node = keys.getFirst().verifyKey();
        var member = new Member("alpha", Member.Role.NODE, node, new Digest32(node.bytes()), "localhost", 9000);
        return Standing.of(
                ZERO,
                "alpha",
                new Documents(
                        new Directory(1, people),
                        List.of(level),
                        BookInForce.of(new AddressBook(1, accounts), AT.minusSeconds(3600)),
                        new Roster(1, List.of(member)),
                        new FactKeys(1, List.of())));
    }

    private static Person person(int number, IdentityKey key) {
        return new Person(
                new PersonId("u:p%02d".formatted(number)),
                new HumanId("h:p%02d".formatted(number)),
                "Person " + number,
                Person.Status.ACTIVE,
                EnumSet.allOf(Right.class),
                List.of(),
                List.of(HeldKey.of(new PersonKey.EdKey(key.verifyKey()))));
    }

    private static Evidence evidence(List<IdentityKey> keys, Level level) {
        var transaction = new FeeMarketTransaction(
                BigInteger.ONE,
                BigInteger.ONE,
                BigInteger.ONE,
                BigInteger.TWO,
                BigInteger.valueOf(21_000),
                Optional.of(Address.of(Curve.SECP256K1.group().generator())),
                BigInteger.valueOf(300),
                Bytes.empty(),
                List.of());
        var intent = new Intent(
                Intent.Version.V2,
                KEY,
                List.of(0, 1),
                CHAIN,
                transaction.content(),
                transaction.bytes(),
                transaction.digests(),
                AT.plus(Duration.ofHours(1)),
                keys.get(0).verifyKey(),
                Bytes.copyOf(new byte[16]));
        var evidence = Evidence.of(intent, keys.get(0));
        var statement = ApprovalStatement.of(
                evidence.subject(), Answer.APPROVE, level.hash().value(), AT.minusSeconds(60), AT.plusSeconds(3600));
        var proof = new Proof.Plain(keys.get(1).sign(statement.digest()).bytes());
        var approval = new Approval(statement, new PersonKey.EdKey(keys.get(1).verifyKey()).id(), proof);
        return evidence.with(List.of(approval), List.of());
    }
}
