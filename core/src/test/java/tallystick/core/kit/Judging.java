package tallystick.core.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Vote;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.facts.Claim;
import tallystick.core.facts.Facts;
import tallystick.core.intent.IntentId;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.PersonId;
import tallystick.core.policy.Activity;
import tallystick.core.policy.Policy;
import tallystick.core.policy.Scope;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.judge.Circumstances;
import tallystick.core.policy.judge.Decision;
import tallystick.core.policy.judge.Judge;
import tallystick.core.policy.judge.Judgement;
import tallystick.core.policy.judge.KnownAccounts;
import tallystick.core.policy.judge.Level;
import tallystick.core.policy.judge.Reason;
import tallystick.core.policy.matter.Initiator;
import tallystick.core.policy.matter.Leg;
import tallystick.core.policy.matter.Matter;
import tallystick.core.policy.matter.Quantity;
import tallystick.core.policy.matter.Source;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;

/// A small organisation whose matters are judged.
public final class Judging {
    public static final ChainId CHAIN = new ChainId("eip155", "1");
    public static final Asset ETHER = Asset.coin(CHAIN, 60);
    public static final Asset TETHER = new Asset(CHAIN, "erc20", "0xdAC17F958D2ee523a2206206994597C13D831ec7");
    public static final Account PAYEE = new Account(CHAIN, "0xf89d7b9c864f589bbF53a82105107622B35EaA40");
    public static final Account STRANGER = new Account(CHAIN, "0x96221423681A6d52E184D440a8eFCEbB105C7242");
    /// Saturday, five in the afternoon in Paris would be Tuesday's: a working hour of a working day.
    public static final Instant NOW = Instant.parse("2026-11-24T16:00:00Z");

    public static final Scope HOT = Scope.of("acme", "prod", "hot");

    /// Circumstances in which ether costs 2,000 dollars, tether one, and the payee is known for a year.
    public static final Circumstances CALM = Circumstances.none()
            .with(prices(Map.of(ETHER, "2000", TETHER, "1")))
            .with(known(PAYEE));

    private Judging() {}

    /// A policy of the organisation with these rules, which may name the lists and groups of the example.
    public static Policy policy(String rules) {
        return policy("{\"org\":\"acme\"}", rules);
    }

    /// A policy of a place.
    public static Policy policy(String scope, String rules) {
        return PolicyFile.parse(Bytes.ofUtf8("""
                {"schema":"tallystick.policy/v1","id":"p%d","version":1,"scope":%s,%s
                "effectiveFrom":"2026-01-01T00:00:00Z",
                "groups":{"ops":{"members":["u:ann","u:bo","u:cy"]},"exec":{"members":["u:dee","u:eli","u:fay"]},
                "risk":{"members":["u:gus","u:hal"]}},
                "lists":{"payees":{"kind":"addressBook","minAgeHours":24},
                "safes":{"kind":"address","items":["eip155:1:0x40a2accbd92bca938b02010e17a5b8929b49130d"]},
                "stables":{"kind":"asset","class":"STABLE",
                "items":["eip155:1/erc20:0xdac17f958d2ee523a2206206994597c13d831ec7"]}},
                "calendars":{"fr":{"holidays":["2026-12-25"]}},
                "rules":[%s]}
                """.formatted(
                                scope.length(),
                                scope,
                                rules.startsWith("\"admission\"") ? rules.substring(0, rules.indexOf(',') + 1) : "",
                                rules.startsWith("\"admission\"") ? rules.substring(rules.indexOf(',') + 1) : rules)))
                .orThrow();
    }

    /// The example of the specification.
    public static Bytes example() {
        return file("example.json");
    }

    /// A file of vectors/policy.
    public static Bytes file(String name) {
        try {
            return Bytes.copyOf(Files.readAllBytes(Path.of(System.getProperty("tallystick.root", ".."))
                    .resolve("vectors/policy")
                    .resolve(name)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    public static Facts prices(Map<Asset, String> dollars) {
        return Witness.facts(claims(dollars).toArray(Claim[]::new));
    }

    /// What assets cost, in the order of their names.
    public static List<Claim.Price> claims(Map<Asset, String> dollars) {
        return dollars.entrySet().stream()
                .map(each -> new Claim.Price(each.getKey(), "USD", new BigDecimal(each.getValue())))
                .sorted(Comparator.comparing(each -> each.asset().toString()))
                .toList();
    }

    public static KnownAccounts known(Account... accounts) {
        var book = new java.util.HashMap<Account, KnownAccounts.Entry>();
        for (var account : accounts) book.put(account, KnownAccounts.Entry.since(NOW.minusSeconds(365 * 86_400L)));
        return new KnownAccounts(book, Set.of());
    }

    public static IntentId intent(int number) {
        return new IntentId(StandardHash.sha256(Bytes.ofUtf8("intent " + number)));
    }

    /// Ether for somebody.
    public static Leg ether(Account to, String whole) {
        return Leg.of(
                Activity.TRANSFER,
                to,
                ETHER,
                Quantity.of(new BigDecimal(whole).movePointRight(18).toBigIntegerExact()),
                OptionalInt.of(18));
    }

    /// Tether for somebody.
    public static Leg tether(Account to, long whole) {
        return Leg.of(
                Activity.TRANSFER,
                to,
                TETHER,
                Quantity.of(BigInteger.valueOf(whole).multiply(BigInteger.valueOf(1_000_000))),
                OptionalInt.of(6));
    }

    public static Matter.Asked asked(int number) {
        return new Matter.Asked(
                intent(number),
                Source.of(HOT, List.of("hot")),
                Initiator.of(new PersonId("u:ann"), AuthStrength.HARDWARE),
                List.of(digest()),
                false,
                NOW);
    }

    private static Digest32 digest() {
        return Digest32.ofHex("77".repeat(32));
    }

    /// What ann wants from the hot vault.
    public static Matter matter(Leg... legs) {
        return matter(asked(1), legs);
    }

    public static Matter matter(Matter.Asked asked, Leg... legs) {
        return new Matter(
                asked,
                Optional.of(CHAIN),
                Optional.of(Content.TRANSACTION),
                List.of(legs),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(digest()));
    }

    public static Judgement judge(Matter matter, Policy... policies) {
        return judge(matter, CALM, policies);
    }

    public static Judgement judge(Matter matter, Circumstances circumstances, Policy... policies) {
        return judge(matter, circumstances, NOW, policies);
    }

    public static Judgement judge(Matter matter, Circumstances circumstances, Instant now, Policy... policies) {
        var levels = new ArrayList<Level>();
        for (var policy : policies) levels.add(Level.of(policy));
        return Judge.judge(matter, levels, circumstances, now);
    }

    public static Vote yes(String person) {
        return yes(person, NOW);
    }

    public static Vote yes(String person, Instant at) {
        return Assembly.vote(person, AuthStrength.HARDWARE, Answer.APPROVE, at);
    }

    public static Vote no(String person) {
        return Assembly.vote(person, AuthStrength.HARDWARE, Answer.REJECT, NOW);
    }

    /// The codes of a denial, none if it is none.
    public static List<Reason.Code> codes(Judgement judgement) {
        return judgement.decision() instanceof Decision.Denied(var reasons)
                ? reasons.stream().map(Reason::code).toList()
                : List.of();
    }
}
