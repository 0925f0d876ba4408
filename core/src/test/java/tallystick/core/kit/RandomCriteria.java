package tallystick.core.kit;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import tallystick.core.chain.Asset;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Effect;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.PersonId;
import tallystick.core.policy.AssetClass;
import tallystick.core.policy.Bounds;
import tallystick.core.policy.Criterion;
import tallystick.core.policy.FactKind;
import tallystick.core.policy.IpRange;
import tallystick.core.policy.TimeWindow;
import tallystick.crypto.codec.Bytes;

/// Criteria of every kind by chance, of few enough words that one is often narrower than another, about what
/// [RandomScenes] makes.
public final class RandomCriteria {
    private static final IpRange WIDE = new IpRange(Bytes.ofHex("0a000000"), 8);
    private static final IpRange NARROW = new IpRange(Bytes.ofHex("0a000000"), 16);

    private final Random random;

    public RandomCriteria(Random random) {
        this.random = random;
    }

    private boolean seldom() {
        return random.nextInt(3) == 0;
    }

    private <T> T one(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    /// Mostly none: each field more makes it harder to be narrower.
    private <T extends Comparable<? super T>> NavigableSet<T> some(List<T> values) {
        return seldom() ? oneOrMore(values) : new TreeSet<>();
    }

    private <T extends Comparable<? super T>> NavigableSet<T> oneOrMore(List<T> values) {
        var found = new TreeSet<T>();
        for (var value : values) if (random.nextBoolean()) found.add(value);
        found.add(one(values));
        return found;
    }

    private <T> Optional<T> perhaps(List<T> values) {
        return seldom() ? Optional.of(one(values)) : Optional.empty();
    }

    private Bounds bounds(int max) {
        var one = random.nextInt(max);
        return switch (random.nextInt(3)) {
            case 0 -> Bounds.from(one);
            case 1 -> Bounds.to(one);
            default -> new Bounds(Optional.of(BigDecimal.valueOf(one / 2)), Optional.of(BigDecimal.valueOf(one)));
        };
    }

    private Optional<Bounds> perhapsBounds(int max) {
        return seldom() ? Optional.of(bounds(max)) : Optional.empty();
    }

    private Criterion.Unit unit() {
        return one(List.of(
                new Criterion.Unit.Fiat("USD", Optional.empty()),
                new Criterion.Unit.Fiat("USD", Optional.of(Duration.ofMinutes(30))),
                new Criterion.Unit.Whole(),
                new Criterion.Unit.Base()));
    }

    private List<Criterion.ArgumentMatch> arguments() {
        var found = new ArrayList<Criterion.ArgumentMatch>();
        for (var name : List.of("to", "amount"))
            if (seldom())
                found.add(new Criterion.ArgumentMatch(
                        name, some(List.of("5", "7")), perhapsBounds(9), some(List.of("safes", "payees"))));
        return found;
    }

    private static final List<String> LISTS = List.of("payees", "safes");

    /// Of one kind.
    public Criterion criterion(Criterion.Kind kind) {
        return switch (kind) {
            case INITIATOR -> initiator();
            case SOURCE ->
                new Criterion.FromSource(
                        some(List.of("prod", "test")),
                        some(List.of("hot", "cold")),
                        some(List.of("w1", "w2")),
                        some(List.of("hot", "cold")),
                        some(List.of("hot", "ops")),
                        seldom() ? Set.of(Judging.CHAIN) : seldom() ? Set.of(new ChainId("eip155", "10")) : Set.of());
            case DESTINATION ->
                new Criterion.ToDestination(
                        some(LISTS),
                        some(LISTS),
                        some(List.of(Criterion.Place.values())),
                        perhaps(List.of(true, false)));
            case ASSET ->
                new Criterion.OfAsset(
                        some(List.of("stables")),
                        some(List.of("stables")),
                        seldom() ? Set.of(one(List.of(Judging.ETHER, Judging.TETHER))) : Set.<Asset>of(),
                        some(List.of(AssetClass.values())));
            case CALL ->
                new Criterion.OfCall(
                        perhaps(List.of(Effect.Operation.values())),
                        some(LISTS),
                        some(LISTS),
                        some(List.of("a9059cbb", "00000000")),
                        some(List.of("f()", "g()")),
                        perhapsBounds(4),
                        perhapsBounds(4),
                        arguments());
            case TYPED_DATA ->
                new Criterion.OfTyped(some(List.of("Permit", "Order")), some(List.of("USDC", "DAI")), arguments());
            case STATEMENT -> new Criterion.OfStatement(some(List.of("login", "typed")), arguments());
            default -> ofWorld(kind);
        };
    }

    private Criterion initiator() {
        return new Criterion.ByInitiator(
                some(List.of(new PersonId("u:ann"), new PersonId("u:dee"), new PersonId("s:pay"))),
                some(List.of("ops", "exec")),
                some(List.of("ops", "risk")),
                some(List.of("trader", "clerk")),
                some(List.of("k1", "k2")),
                perhaps(List.of(true, false)),
                seldom() ? Set.of(one(List.of(WIDE, NARROW))) : Set.of(),
                perhaps(List.of(AuthStrength.values())),
                perhaps(List.of(Duration.ofHours(1), Duration.ofHours(2))));
    }

    private Criterion ofWorld(Criterion.Kind kind) {
        return switch (kind) {
            case AUTHORITY ->
                new Criterion.OfAuthority(
                        some(List.of(Effect.Authority.OWNER, Effect.Authority.MODULE)),
                        some(List.of(Effect.Turn.values())));
            case DECODED -> new Criterion.IsDecoded(random.nextBoolean());
            case TIME ->
                new Criterion.AtTime(
                        new TimeWindow(
                                ZoneId.of("Europe/Paris"),
                                new TreeSet<>(seldom() ? EnumSet.of(DayOfWeek.TUESDAY) : Set.<DayOfWeek>of()),
                                60 * random.nextInt(10),
                                60 * (24 - random.nextInt(10)),
                                seldom() ? Optional.of("fr") : Optional.empty()),
                        random.nextBoolean());
            case UTXO -> new Criterion.OfUtxo(perhapsBounds(4), perhapsBounds(4), perhaps(List.of(true, false)));
            case SOLANA -> new Criterion.OfSolana(perhaps(List.of(true, false)), some(LISTS));
            case WARNINGS -> new Criterion.Warned(oneOrMore(List.of("A", "B")));
            case DUPLICATE -> new Criterion.IsDuplicate(Duration.ofHours(1 + random.nextInt(4)));
            case COUNTERPARTY ->
                new Criterion.OfCounterparty(
                        perhaps(List.of(Duration.ZERO, Duration.ofDays(1), Duration.ofDays(9))),
                        perhaps(List.of(Duration.ofDays(1), Duration.ofDays(9))),
                        perhapsBounds(100),
                        perhaps(List.of(true, false)));
            case FEE -> new Criterion.OfFee(unit(), bounds(10));
            case RISK -> new Criterion.AtRisk(perhapsBounds(100), some(List.of("A", "B")));
            case SIMULATION -> new Criterion.Simulated(oneOrMore(List.of("A", "B")));
            case FACTS -> new Criterion.Established(oneOrMore(List.of(FactKind.values())));
            default -> new Criterion.OfAmount(unit(), bounds(10));
        };
    }
}
