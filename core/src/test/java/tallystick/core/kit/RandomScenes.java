package tallystick.core.kit;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import tallystick.core.approval.Subject;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Content;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Warning;
import tallystick.core.facts.Claim;
import tallystick.core.facts.Topic;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.PersonId;
import tallystick.core.policy.Activity;
import tallystick.core.policy.Scope;
import tallystick.core.policy.judge.Circumstances;
import tallystick.core.policy.judge.KnownAccounts;
import tallystick.core.policy.judge.Past;
import tallystick.core.policy.matter.Initiator;
import tallystick.core.policy.matter.Leg;
import tallystick.core.policy.matter.Matter;
import tallystick.core.policy.matter.Quantity;
import tallystick.core.policy.matter.Source;
import tallystick.crypto.codec.Bytes;

/// Matters and circumstances by chance, of which each thing that a criterion can ask about is known, unknown or not
/// there.
public final class RandomScenes {
    private static final Account SAFE = new Account(Judging.CHAIN, "0x40A2aCCbd92BCA938b02010E17A5b8929b49130D");
    private static final List<Account> ACCOUNTS = List.of(Judging.PAYEE, Judging.STRANGER, SAFE);

    private final Random random;

    public RandomScenes(Random random) {
        this.random = random;
    }

    private <T> T one(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private <T> Optional<T> perhaps(T value) {
        return random.nextBoolean() ? Optional.of(value) : Optional.empty();
    }

    private <T extends Comparable<? super T>> NavigableSet<T> some(List<T> values) {
        var found = new TreeSet<T>();
        for (var value : values) if (random.nextBoolean()) found.add(value);
        return found;
    }

    /// One thing or two at once.
    public Matter matter() {
        var place = random.nextBoolean()
                ? Scope.of("acme", "prod", one(List.of("hot", "cold")))
                : new Scope("acme", Optional.of("prod"), Optional.of("hot"), Optional.of(one(List.of("w1", "w2"))));
        var asked = new Matter.Asked(
                Judging.intent(1),
                new Source(place, perhaps(one(List.of("hot", "cold"))), some(List.of("hot", "ops")), Optional.empty()),
                initiator(),
                Judging.asked(1).digests(),
                random.nextBoolean(),
                Judging.NOW);
        var legs = new ArrayList<Leg>();
        for (var i = random.nextInt(3); i >= 0; i--) legs.add(leg());
        return new Matter(
                asked,
                random.nextInt(8) == 0 ? Optional.empty() : Optional.of(Judging.CHAIN),
                Optional.of(Content.TRANSACTION),
                legs,
                List.of(),
                some(List.of("A", "B")).stream()
                        .map(code -> new Warning(Warning.Severity.ATTENTION, code, "Look."))
                        .toList(),
                perhaps(new Matter.Fee(
                        one(List.of(Judging.ETHER, Judging.TETHER)),
                        SAFE,
                        BigInteger.valueOf(random.nextInt(10)),
                        random.nextBoolean() ? OptionalInt.of(0) : OptionalInt.empty())),
                perhaps(new Matter.Coins(
                        random.nextInt(4), BigDecimal.valueOf(random.nextInt(4)), random.nextBoolean())),
                perhaps(new Matter.Programs(random.nextBoolean(), Set.copyOf(accounts()))),
                asked.digests());
    }

    private List<Account> accounts() {
        return ACCOUNTS.stream().filter(_ -> random.nextBoolean()).toList();
    }

    private Initiator initiator() {
        return new Initiator(
                new PersonId(one(List.of("u:ann", "u:dee", "u:gus", "s:pay"))),
                some(List.of("trader", "clerk")),
                perhaps(one(List.of("k1", "k2", "k3"))),
                perhaps(Bytes.ofHex(one(List.of("0a000001", "0a010001", "0b000001")))),
                one(List.of(AuthStrength.values())),
                perhaps(Duration.ofMinutes(random.nextInt(180))));
    }

    private List<Effect.Argument> arguments() {
        var found = new ArrayList<Effect.Argument>();
        for (var name : List.of("to", "amount", "amount"))
            if (random.nextBoolean())
                found.add(new Effect.Argument(
                        name, "any", one(List.of("5", "7", SAFE.address(), Judging.PAYEE.address(), "domain"))));
        if (random.nextBoolean())
            found.add(new Effect.Argument("domain.name", "string", one(List.of("USDC", "DAI", "X"))));
        return found;
    }

    private Leg leg() {
        var hasAsset = random.nextInt(4) > 0;
        var unlimited = random.nextInt(8) == 0;
        return new Leg(
                one(List.of(Activity.TRANSFER, Activity.CONTRACT_CALL)),
                random.nextInt(4) > 0 ? Optional.of(one(ACCOUNTS)) : Optional.empty(),
                hasAsset ? Optional.of(asset()) : Optional.empty(),
                hasAsset
                        ? Optional.of(
                                unlimited
                                        ? new Quantity.Unlimited()
                                        : Quantity.of(BigInteger.valueOf(random.nextInt(10))))
                        : Optional.empty(),
                random.nextInt(4) == 0 ? OptionalInt.empty() : OptionalInt.of(0),
                perhaps(new Leg.Code(
                        one(ACCOUNTS),
                        perhaps(one(List.of("a9059cbb", "00000000"))),
                        perhaps(one(List.of("f()", "g()"))),
                        arguments(),
                        one(List.of(Effect.Operation.values())),
                        BigInteger.valueOf(random.nextInt(4)),
                        random.nextInt(4))),
                perhaps(new Leg.Said(
                        one(List.of("typed", "login")), one(List.of("Permit", "Order", "Other")), arguments())),
                perhaps(new Leg.Power(
                        SAFE,
                        one(List.of(Effect.Authority.OWNER, Effect.Authority.GUARD)),
                        one(List.of(Effect.Turn.values())))),
                random.nextInt(3) > 0,
                random.nextInt(4) == 0);
    }

    private Asset asset() {
        return one(List.of(Judging.ETHER, Judging.ETHER, Judging.TETHER, Asset.coin(Judging.CHAIN, 61)));
    }

    /// What is established, known and past.
    public Circumstances circumstances() {
        var request = Judging.intent(1);
        var claims = new ArrayList<Claim>();
        claims.add(new Claim.Price(Judging.ETHER, "USD", BigDecimal.ONE));
        claims.add(new Claim.Price(Judging.TETHER, "USD", BigDecimal.TWO));
        claims.add(Witness.risk(
                1, one(List.of(10, 50, 90)), some(List.of("A", "B")).toArray(new String[0])));
        claims.add(
                new Claim.Changes(Subject.hash(Judging.asked(1).digests()), List.copyOf(some(List.of("A", "B", "C")))));
        claims.add(new Claim.TravelRule(request.value(), "someone"));
        claims.add(new Claim.SourceEvent(request.value(), SAFE, Ballots.digest("event")));
        for (var account : ACCOUNTS) {
            claims.add(Witness.screening(account, random.nextBoolean()));
            claims.add(new Claim.Risk(new Topic.Party(account), one(List.of(10, 50, 90)), List.of()));
            claims.add(new Claim.Code(
                    account, Ballots.digest("code"), Judging.NOW.minus(Duration.ofDays(random.nextInt(12)))));
        }
        claims.removeIf(_ -> random.nextInt(3) == 0);
        var expired = claims.stream().filter(_ -> random.nextInt(6) == 0).toList();
        claims.removeAll(expired);
        return Circumstances.none()
                .with(Witness.facts(expired, claims))
                .with(new KnownAccounts(book(), accounts()))
                .with(new Past(payments()));
    }

    private Map<Account, KnownAccounts.Entry> book() {
        var book = new HashMap<Account, KnownAccounts.Entry>();
        for (var account : accounts())
            book.put(
                    account,
                    new KnownAccounts.Entry(
                            Judging.NOW.minus(Duration.ofHours(random.nextInt(48))),
                            some(List.of("bank")),
                            random.nextInt(3) == 0));
        return book;
    }

    private List<Past.Payment> payments() {
        var payments = new ArrayList<Past.Payment>();
        for (var account : ACCOUNTS)
            for (var units = 0; units < 10; units++)
                payments.add(new Past.Payment(
                        Judging.intent(2 + units),
                        Judging.NOW.minus(Duration.ofMinutes(random.nextInt(300))),
                        account,
                        Judging.ETHER,
                        BigInteger.valueOf(units)));
        return payments;
    }

    /// When all of it happened, or some minute of the week after.
    public Instant now() {
        return random.nextBoolean() ? Judging.NOW : Judging.NOW.plus(Duration.ofMinutes(random.nextInt(7 * 24 * 60)));
    }
}
