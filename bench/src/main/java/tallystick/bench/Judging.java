package tallystick.bench;

import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.facts.Claim;
import tallystick.core.facts.ClaimKind;
import tallystick.core.facts.Fact;
import tallystick.core.facts.FactKeys;
import tallystick.core.facts.Facts;
import tallystick.core.facts.SignedFact;
import tallystick.core.intent.IntentId;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.PersonId;
import tallystick.core.policy.Activity;
import tallystick.core.policy.Scope;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.judge.Circumstances;
import tallystick.core.policy.judge.Judge;
import tallystick.core.policy.judge.KnownAccounts;
import tallystick.core.policy.judge.Level;
import tallystick.core.policy.matter.Initiator;
import tallystick.core.policy.matter.Leg;
import tallystick.core.policy.matter.Matter;
import tallystick.core.policy.matter.Quantity;
import tallystick.core.policy.matter.Source;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;

/// What a decision takes under ten thousand rules, in CPU time of the one thread it has: of a house with many vaults,
/// where each rule is about one of them; and where every rule has to be asked.
final class Judging {
    private static final int RULES = 10_000;
    private static final int VAULTS = 1_000;
    private static final int JUDGEMENTS = 2_000;
    private static final ChainId CHAIN = new ChainId("eip155", "1");
    private static final Asset COIN = Asset.coin(CHAIN, 60);
    private static final Instant NOW = Instant.parse("2026-11-24T16:00:00Z");
    private static final Account PAYEE = new Account(CHAIN, "0xf89d7b9c864f589bbF53a82105107622B35EaA40");

    private final Figures figures;
    private final int warmUp;

    Judging(Figures figures, int warmUp) {
        this.figures = figures;
        this.warmUp = warmUp;
    }

    void run() {
        measure("policy.10k_rules", Judging::ofOneVault);
        measure("policy.10k_rules.all_asked", Judging::ofAnySource);
        new Answering(figures, matter(new Random(7)), NOW, version -> level(version, Judging::ofOneVault)).run();
    }

    /// One rule of a policy.
    private interface Made {
        String rule(int number);
    }

    private void measure(String name, Made made) {
        var levels = List.of(level(1, made));
        var circumstances = circumstances();
        var random = new Random(7);
        for (var i = 0; i < 20 * warmUp; i++) {
            var _ = judge(levels, circumstances, random);
        }
        var cpu = ManagementFactory.getThreadMXBean();
        var millis = new double[JUDGEMENTS];
        for (var i = 0; i < JUDGEMENTS; i++) {
            var matter = matter(random);
            var begun = cpu.getCurrentThreadCpuTime();
            var judgement = Judge.judge(matter, levels, circumstances, NOW);
            millis[i] = (cpu.getCurrentThreadCpuTime() - begun) / 1e6;
            if (judgement.trace().rules().isEmpty()) throw new AssertionError("a judgement without a rule");
        }
        Arrays.sort(millis);
        figures.put(name + ".p50_ms", millis[JUDGEMENTS / 2]);
        figures.put(name + ".p99_ms", millis[JUDGEMENTS * 99 / 100]);
    }

    private static boolean judge(List<Level> levels, Circumstances circumstances, Random random) {
        return Judge.judge(matter(random), levels, circumstances, NOW)
                .decision()
                .isAllowed();
    }

    private static Level level(int version, Made made) {
        return Level.of(PolicyFile.parse(Bytes.ofUtf8(document(version, made))).orThrow());
    }

    private static String document(int version, Made made) {
        var rules = new ArrayList<String>();
        for (var i = 0; i < RULES; i++) rules.add(made.rule(i));
        return """
                {"schema":"tallystick.policy/v1","id":"bench","version":%d,"scope":{"org":"acme"},
                "effectiveFrom":"2026-01-01T00:00:00Z","groups":{"exec":{"members":["u:dee","u:eli","u:fay"]}},
                "lists":{"payees":{"kind":"addressBook","minAgeHours":24}},"rules":[%s]}
                """.formatted(version, String.join(",\n", rules));
    }

    private static String ofOneVault(int number) {
        return rule(number, "\"vaults\":[\"v%d\"]".formatted(number % VAULTS));
    }

    private static String ofAnySource(int number) {
        return rule(number, "");
    }

    /// By tens: four that admit, three that ask for approvals, one limit, two that deny.
    private static String rule(int number, String source) {
        var kind = number / VAULTS;
        var from = source.isEmpty() ? "" : "\"source\":{" + source + "},";
        if (kind < 4) return """
                    {"id":"r%d","effect":"ALLOW","activity":["TRANSFER"],"match":{%s"destination":{"in":["payees"]},
                    "amount":{"fiat":"USD","min":"%d","max":"%d"}},
                    "signers":{"minWeight":2}}""".formatted(number, from, kind * 10_000, kind * 10_000 + 10_000);
        if (kind < 7) return """
                    {"id":"r%d","effect":"REQUIRE","activity":["TRANSFER"],
                    "match":{%s"amount":{"fiat":"USD","min":"%d"}},
                    "approvals":[{"group":"exec","min":%d}]}""".formatted(number, from, (kind - 3) * 15_000, kind - 3);
        if (kind < 8) return """
                    {"id":"r%d","effect":"LIMIT","activity":["TRANSFER"],"match":{%s"amount":{"fiat":"USD","min":"0"}},
                    "limit":{"measure":"FIAT:USD","max":"250000","per":["source"],
                    "window":{"type":"ROLLING","length":"PT24H"}}}""".formatted(number, from);
        return """
                {"id":"r%d","effect":"DENY","activity":["*"],"match":{%s"decoded":false}}""".formatted(number, from);
    }

    private static Circumstances circumstances() {
        var book = new HashMap<Account, KnownAccounts.Entry>();
        book.put(PAYEE, KnownAccounts.Entry.since(NOW.minusSeconds(1_000_000)));
        return Circumstances.none().with(price()).with(new KnownAccounts(book, Set.of()));
    }

    private static Facts price() {
        try (var home = SecretMemory.open();
                var key = IdentityKey.generate(new SystemEntropy(), home)) {
            var hour = Duration.ofHours(1);
            var claim = new Claim.Price(COIN, "USD", BigDecimal.valueOf(2_000));
            var keys = new FactKeys(1, List.of(new FactKeys.Trusted("prices", ClaimKind.PRICE, key.verifyKey(), hour)));
            var price = SignedFact.of(new Fact(claim, NOW, NOW.plus(hour)), key);
            return Facts.verify(List.of(price), keys, NOW);
        }
    }

    private static Matter matter(Random random) {
        var place = Scope.of("acme", "prod", "v" + random.nextInt(VAULTS));
        var id = new IntentId(StandardHash.sha256(Bytes.ofUtf8(Integer.toString(random.nextInt()))));
        var leg = Leg.of(
                Activity.TRANSFER,
                PAYEE,
                COIN,
                Quantity.of(BigInteger.valueOf(1 + random.nextInt(20_000)).multiply(BigInteger.TEN.pow(15))),
                OptionalInt.of(18));
        var asked = new Matter.Asked(
                id,
                Source.of(place, List.of("hot")),
                Initiator.of(new PersonId("u:ann"), AuthStrength.HARDWARE),
                List.of(id.value()),
                false,
                NOW);
        return new Matter(
                asked,
                Optional.of(CHAIN),
                Optional.of(Content.TRANSACTION),
                List.of(leg),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(id.value()));
    }
}
