package tallystick.core.kit;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Approval;
import tallystick.core.approval.ApprovalStatement;
import tallystick.core.approval.SeenCount;
import tallystick.core.approval.Subject;
import tallystick.core.book.AddressBook;
import tallystick.core.book.BookEntry;
import tallystick.core.book.BookInForce;
import tallystick.core.chain.Account;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.envelope.FeeMarketTransaction;
import tallystick.core.court.Case;
import tallystick.core.court.Court;
import tallystick.core.court.Documents;
import tallystick.core.court.Ruling;
import tallystick.core.court.Standing;
import tallystick.core.facts.SignedFact;
import tallystick.core.governance.FreezeOrder;
import tallystick.core.governance.FreezeScope;
import tallystick.core.governance.Freezes;
import tallystick.core.intent.Evidence;
import tallystick.core.intent.Intent;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.PersonId;
import tallystick.core.policy.Limit;
import tallystick.core.policy.Policy;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.json.PolicyText;
import tallystick.core.policy.judge.Level;
import tallystick.core.policy.judge.Past;
import tallystick.core.policy.judge.Reason;
import tallystick.core.policy.limit.Charge;
import tallystick.core.policy.limit.CounterKey;
import tallystick.core.policy.limit.Counters;
import tallystick.core.policy.matter.Source;
import tallystick.crypto.codec.Bytes;

/// Requests of the people of [Assembly] before the node `alpha` of [Statutes]: Ann wants ether sent out of the hot
/// vault, which two of `exec` have to agree to.
public final class Trials {
    public static final Instant NOW = Judging.NOW;
    public static final String ASKING = "API_KEY of ann";

    /// Ether to payees, up to 10,000 dollars, 12,000 a day, by two of exec, within an hour, with a node for risk.
    public static final String RULES = """
            {"id":"allow","effect":"ALLOW","activity":["TRANSFER"],
            "match":{"destination":{"in":["payees"]},"amount":{"fiat":"USD","max":"10000"}},
            "signers":{"mustInclude":["role:risk"],"minWeight":2},"expiresIn":"PT1H"},
            {"id":"exec","effect":"REQUIRE","activity":["*"],"approvals":[{"group":"exec","min":2}]},
            {"id":"daily","effect":"LIMIT","activity":["TRANSFER"],"limit":{"measure":"FIAT:USD","max":"12000",
            "per":["source"],"window":{"type":"ROLLING","length":"PT24H"}}}""";

    private static final Account SIGNER = new Account(Judging.CHAIN, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");

    private Trials() {}

    /// The policy of the organisation; Dee has a second account in `exec`.
    public static Policy policy(String rules) {
        return aliased(Judging.policy(rules));
    }

    public static Policy aliased(Policy policy) {
        var text = new String(PolicyText.canonical(policy).toArray(), StandardCharsets.UTF_8)
                .replace("\"u:dee\",\"u:eli\"", "\"u:dee\",\"u:dee-ops\",\"u:eli\"");
        return PolicyFile.parse(Bytes.ofUtf8(text)).orThrow();
    }

    public static BookEntry payee(boolean isBlocked) {
        return new BookEntry(Judging.PAYEE, "Acme", "acme.example", NOW, new PersonId("u:bo"), List.of(), isBlocked);
    }

    public static BookInForce book(BookEntry... entries) {
        return BookInForce.of(new AddressBook(1, List.of(entries)), NOW.minus(Duration.ofDays(365)));
    }

    public static Documents documents(Policy... policies) {
        return new Documents(
                Assembly.PEOPLE,
                List.of(policies).stream().map(Level::of).toList(),
                book(payee(false)),
                Statutes.ROSTER,
                Findings.keys());
    }

    public static Standing standing() {
        return standing(documents(policy(RULES)));
    }

    public static Standing standing(Documents documents) {
        return Standing.of(Statutes.WORKSPACE, "alpha", documents);
    }

    /// Three requests, one of which was given up and one is kept.
    public static Counters counted() {
        var counters = Counters.none();
        for (var number = 1; number <= 3; number++) {
            var key = new CounterKey("p14", "daily", List.of("source=acme/prod/hot"));
            var window = new Limit.Window.Rolling(Duration.ofDays(1));
            var charge = new Charge(key, new BigDecimal("1000.50"), window, new BigDecimal("12000"), false);
            var made = counters.reserve(Judging.intent(number), List.of(charge), NOW.minusSeconds(number));
            counters = ((Counters.Reservation.Made) made).counters();
        }
        return counters.commit(Judging.intent(2)).release(Judging.intent(3));
    }

    /// One that has seen something of everything.
    public static Standing busy() {
        var scopes = List.of(new FreezeScope.Vault("cold"), new FreezeScope.Node("beta"));
        var freezes = Freezes.none();
        for (var scope : scopes)
            freezes = freezes.imposed(new FreezeOrder(
                    Statutes.WORKSPACE, scope, new PersonId("s:watcher"), "test", NOW, Bytes.copyOf(new byte[16])));
        var orders = new Freezes(freezes.standing(), Set.of(Ballots.digest("one"), Ballots.digest("two")));
        var seen = Map.of(
                Ballots.digest("key one"), List.of(new SeenCount(7, NOW, Ballots.digest("said"))),
                Ballots.digest("key two"),
                        List.of(
                                new SeenCount(9, NOW.minusSeconds(5), Ballots.digest("said before")),
                                new SeenCount(8, NOW.minusSeconds(9), Ballots.digest("said first"))));
        var past = new Past(Stream.of(3, 1, 2)
                .map(number -> new Past.Payment(
                        Judging.intent(number),
                        NOW.minusNanos(number),
                        Judging.PAYEE,
                        Judging.ETHER,
                        BigInteger.TEN.pow(number)))
                .toList());
        return standing().with(orders).with(counted()).withSeen(seen).with(past);
    }

    public static FeeMarketTransaction transaction(Account to, String ether) {
        return new FeeMarketTransaction(
                BigInteger.ONE,
                BigInteger.TEN,
                BigInteger.ONE,
                BigInteger.TWO,
                BigInteger.valueOf(21_000),
                Address.parse(to.address()),
                new BigDecimal(ether).movePointRight(18).toBigIntegerExact(),
                Bytes.empty(),
                List.of());
    }

    /// An intent that Ann signs.
    public static Intent intent(FeeMarketTransaction transaction, String initiator) {
        return new Intent(
                Intent.Version.V2,
                Ballots.digest("key"),
                List.of(0, 7),
                transaction.chain(),
                transaction.content(),
                transaction.bytes(),
                transaction.digests(),
                NOW.plusSeconds(7200),
                Crowd.edKey(initiator).key(),
                Bytes.copyOf(new byte[16]));
    }

    public static Evidence evidence(Intent intent, String initiator) {
        try (var key = Crowd.ed(initiator)) {
            return Evidence.of(intent, key);
        }
    }

    /// One ether to the payee, with its price, and nobody's answer.
    public static Evidence evidence() {
        return evidence("1");
    }

    public static Evidence evidence(String ether) {
        var evidence = evidence(intent(transaction(Judging.PAYEE, ether), ASKING), ASKING);
        return evidence.with(List.of(), List.of(price()));
    }

    public static SignedFact price() {
        return Witness.sign(Judging.claims(Map.of(Judging.ETHER, "2000")).getFirst(), NOW.minusSeconds(60));
    }

    /// With a yes of each of these, by hardware, under the policy in force.
    public static Evidence agreed(Evidence evidence, Standing standing, String... accounts) {
        var approvals = new ArrayList<>(evidence.approvals());
        for (var account : accounts) approvals.add(answer(evidence.subject(), standing, account, Answer.APPROVE));
        return evidence.with(approvals, evidence.facts());
    }

    public static Approval answer(Subject subject, Standing standing, String account, Answer answer) {
        return Assembly.sign(account, AuthStrength.HARDWARE, statement(subject, standing, answer));
    }

    public static ApprovalStatement statement(Subject subject, Standing standing, Answer answer) {
        var seen = Court.policySeen(Level.covering(standing.documents().policies(), Judging.HOT));
        return ApprovalStatement.of(subject, answer, seen, NOW.minusSeconds(60), NOW.plusSeconds(3600));
    }

    public static Case asked(Evidence evidence) {
        return asked(evidence, transaction(Judging.PAYEE, "1"));
    }

    public static Case asked(Evidence evidence, FeeMarketTransaction transaction) {
        return new Case(
                evidence,
                transaction,
                SIGNER,
                Knowledge.none(),
                Source.of(Judging.HOT, List.of("hot")),
                false,
                NOW.minusSeconds(120));
    }

    public static Ruling rule(Evidence evidence, Standing standing) {
        return Court.rule(asked(evidence), standing, NOW);
    }

    /// The codes of a denial, or what else it is.
    public static List<String> words(Ruling ruling) {
        return switch (ruling) {
            case Ruling.Denied denied ->
                denied.reasons().stream().map(Reason::code).map(Enum::name).toList();
            case Ruling.Pending _ -> List.of("PENDING");
            case Ruling.Allowed _ -> List.of("ALLOWED");
        };
    }
}
