package tallystick.core.policy.change;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import tallystick.core.policy.Bounds;
import tallystick.core.policy.Criterion;
import tallystick.core.policy.IpRange;

/// Whether one criterion is met by no more than another.
///
/// **Why** field by field and never by trying: what holds of the fields holds of every matter.
///
/// @param one the policy of the first criterion
/// @param other the policy of the second
/// @param sense in which sense no more
record Narrower(Named one, Named other, Sense sense) {
    /// What is compared of the three answers a criterion can give.
    enum Sense {
        /// Where the first is met, the second is. Counts for what admits.
        MET,
        /// Where the second is not met, the first is not: it may be met there, or erring. Counts for what restricts.
        NOT_UNMET
    }

    Narrower reversed() {
        return new Narrower(other, one, sense);
    }

    /// @param a of the first policy
    /// @param b of the second, of the same kind
    /// @spec docs/spec/policy.md#PO-17 policy
    boolean is(Criterion a, Criterion b) {
        return switch (a) {
            case Criterion.ByInitiator each -> initiator(each, (Criterion.ByInitiator) b);
            case Criterion.FromSource each -> source(each, (Criterion.FromSource) b);
            case Criterion.ToDestination each -> destination(each, (Criterion.ToDestination) b);
            case Criterion.OfAsset each -> asset(each, (Criterion.OfAsset) b);
            case Criterion.OfCall each -> call(each, (Criterion.OfCall) b);
            case Criterion.OfTyped each -> typed(each, (Criterion.OfTyped) b);
            case Criterion.OfStatement each -> statement(each, (Criterion.OfStatement) b);
            case Criterion.OfAuthority each -> authority(each, (Criterion.OfAuthority) b);
            case Criterion.IsDecoded each -> each.equals(b);
            case Criterion.AtTime each -> time(each, (Criterion.AtTime) b);
            case Criterion.OfUtxo each -> utxo(each, (Criterion.OfUtxo) b);
            case Criterion.OfSolana each -> solana(each, (Criterion.OfSolana) b);
            case Criterion.Warned(var codes) -> oneOf(codes, ((Criterion.Warned) b).codes());
            case Criterion.IsDuplicate(var within) -> within.compareTo(((Criterion.IsDuplicate) b).within()) <= 0;
            case Criterion.OfCounterparty each -> counterparty(each, (Criterion.OfCounterparty) b);
            case Criterion.OfFee(var unit, var bounds) -> {
                var fee = (Criterion.OfFee) b;
                yield units(unit, fee.unit()) && within(bounds, fee.bounds());
            }
            case Criterion.AtRisk each -> risk(each, (Criterion.AtRisk) b);
            case Criterion.Simulated(var changes) -> oneOf(changes, ((Criterion.Simulated) b).changes());
            case Criterion.Established(var facts) -> facts.containsAll(((Criterion.Established) b).facts());
            case Criterion.OfAmount(var unit, var bounds) -> {
                var amount = (Criterion.OfAmount) b;
                yield units(unit, amount.unit()) && within(bounds, amount.bounds());
            }
        };
    }

    private boolean initiator(Criterion.ByInitiator a, Criterion.ByInitiator b) {
        var isInGroups = b.groups().isEmpty() || !a.groups().isEmpty() && one.areNoMore(a.groups(), other, b.groups());
        // From nowhere known, the answer is given before the session's age is looked at.
        var isAnsweredAlike = sense == Sense.MET || a.ip().isEmpty() == b.ip().isEmpty();
        return oneOf(a.users(), b.users())
                && isInGroups
                && other.areNoMore(b.notGroups(), one, a.notGroups())
                && oneOf(a.roles(), b.roles())
                && oneOf(a.apiKeys(), b.apiKeys())
                && same(a.isService(), b.isService())
                && isAnsweredAlike
                && addresses(a.ip(), b.ip())
                && b.strength()
                        .filter(least ->
                                a.strength().filter(each -> each.meets(least)).isEmpty())
                        .isEmpty()
                && noLonger(a.sessionAgeMax(), b.sessionAgeMax());
    }

    private static boolean addresses(Collection<IpRange> a, Collection<IpRange> b) {
        return b.isEmpty()
                || !a.isEmpty()
                        && a.stream()
                                .allMatch(each -> b.stream()
                                        .anyMatch(range -> range.prefixBits() <= each.prefixBits()
                                                && range.holds(each.address())));
    }

    private boolean source(Criterion.FromSource a, Criterion.FromSource b) {
        return oneOf(a.workspaces(), b.workspaces())
                && oneOf(a.vaults(), b.vaults())
                && oneOf(a.wallets(), b.wallets())
                && oneOf(a.tiers(), b.tiers())
                && oneOf(a.tags(), b.tags())
                && oneOf(a.chains(), b.chains());
    }

    private boolean destination(Criterion.ToDestination a, Criterion.ToDestination b) {
        return listed(a.in(), b.in())
                && other.holdsNoMore(b.notIn(), one, a.notIn())
                && oneOf(a.places(), b.places())
                && same(a.isLookAlike(), b.isLookAlike());
    }

    private boolean asset(Criterion.OfAsset a, Criterion.OfAsset b) {
        var isInLists = b.in().isEmpty() || !a.in().isEmpty() && one.holdsNoMoreAssets(a.in(), other, b.in());
        return isInLists
                && other.holdsNoMoreAssets(b.notIn(), one, a.notIn())
                && oneOf(a.assets(), b.assets())
                && oneOf(a.classes(), b.classes())
                && (b.classes().isEmpty() || one.listsNoMore(a.classes(), other, b.classes()));
    }

    private boolean call(Criterion.OfCall a, Criterion.OfCall b) {
        // Of a function nobody knows, the answer is given before depth, value and arguments are looked at.
        var isAnsweredAlike =
                sense == Sense.MET || a.signatures().isEmpty() == b.signatures().isEmpty();
        return same(a.operation(), b.operation())
                && listed(a.targetIn(), b.targetIn())
                && other.holdsNoMore(b.targetNotIn(), one, a.targetNotIn())
                && oneOf(a.selectors(), b.selectors())
                && isAnsweredAlike
                && oneOf(a.signatures(), b.signatures())
                && bounds(a.depth(), b.depth())
                && bounds(a.value(), b.value())
                && arguments(a.arguments(), b.arguments());
    }

    private boolean arguments(List<Criterion.ArgumentMatch> a, List<Criterion.ArgumentMatch> b) {
        return b.stream().allMatch(each -> a.stream().anyMatch(match -> argument(match, each)));
    }

    private boolean argument(Criterion.ArgumentMatch a, Criterion.ArgumentMatch b) {
        return a.name().equals(b.name())
                && oneOf(a.is(), b.is())
                && bounds(a.bounds(), b.bounds())
                && listed(a.in(), b.in());
    }

    private boolean typed(Criterion.OfTyped a, Criterion.OfTyped b) {
        return oneOf(a.primaryTypes(), b.primaryTypes())
                && oneOf(a.domains(), b.domains())
                && arguments(a.fields(), b.fields());
    }

    private boolean statement(Criterion.OfStatement a, Criterion.OfStatement b) {
        return oneOf(a.kinds(), b.kinds()) && arguments(a.fields(), b.fields());
    }

    private static boolean authority(Criterion.OfAuthority a, Criterion.OfAuthority b) {
        return oneOf(a.authorities(), b.authorities()) && oneOf(a.turns(), b.turns());
    }

    private boolean time(Criterion.AtTime a, Criterion.AtTime b) {
        if (a.isOutside() != b.isOutside()
                || !a.window().zone().equals(b.window().zone())) return false;
        // Outside a window is the more, the smaller the window is.
        return a.isOutside() ? hours(other, b, one, a) : hours(one, a, other, b);
    }

    private static boolean hours(Named inside, Criterion.AtTime inner, Named outside, Criterion.AtTime outer) {
        var a = inner.window();
        var b = outer.window();
        return oneOf(a.days(), b.days())
                && a.fromMinute() >= b.fromMinute()
                && a.toMinute() <= b.toMinute()
                && inside.holidays(a.calendar()).containsAll(outside.holidays(b.calendar()));
    }

    private static boolean utxo(Criterion.OfUtxo a, Criterion.OfUtxo b) {
        return bounds(a.inputs(), b.inputs()) && bounds(a.feeRate(), b.feeRate()) && same(a.isChange(), b.isChange());
    }

    private boolean solana(Criterion.OfSolana a, Criterion.OfSolana b) {
        // A program outside the lists is what is met: none of them is outside longer lists that is not outside shorter.
        var isOutside = b.programsNotIn().isEmpty()
                || !a.programsNotIn().isEmpty() && other.holdsNoMore(b.programsNotIn(), one, a.programsNotIn());
        return same(a.isDurable(), b.isDurable()) && isOutside;
    }

    private static boolean counterparty(Criterion.OfCounterparty a, Criterion.OfCounterparty b) {
        return noLonger(b.codeAgeMin(), a.codeAgeMin(), a.codeAgeMin().isPresent())
                && noLonger(a.codeAgeMax(), b.codeAgeMax())
                && bounds(a.risk(), b.risk())
                && same(a.isScreened(), b.isScreened());
    }

    private static boolean risk(Criterion.AtRisk a, Criterion.AtRisk b) {
        return bounds(a.score(), b.score()) && oneOf(a.reasons(), b.reasons());
    }

    /// A price that is too old errs: of what admits that is less, of what restricts that is more.
    private boolean units(Criterion.Unit a, Criterion.Unit b) {
        return switch (a) {
            case Criterion.Unit.Fiat(var currency, var ageMax) ->
                b instanceof Criterion.Unit.Fiat(var sameCurrency, var otherAgeMax)
                        && currency.equals(sameCurrency)
                        && (sense == Sense.MET ? noLonger(ageMax, otherAgeMax) : noLonger(otherAgeMax, ageMax));
            case Criterion.Unit.Whole _, Criterion.Unit.Base _ -> a.equals(b);
        };
    }

    private boolean listed(Collection<String> a, Collection<String> b) {
        return b.isEmpty() || !a.isEmpty() && one.holdsNoMore(a, other, b);
    }

    /// Of several values one is enough, and no value asks nothing.
    static boolean oneOf(Collection<?> a, Collection<?> b) {
        return b.isEmpty() || !a.isEmpty() && b.containsAll(a);
    }

    private static boolean same(Optional<?> a, Optional<?> b) {
        return b.isEmpty() || a.equals(b);
    }

    private static boolean bounds(Optional<Bounds> a, Optional<Bounds> b) {
        return b.isEmpty() || a.isPresent() && within(a.get(), b.get());
    }

    static boolean within(Bounds a, Bounds b) {
        var isFrom = b.min().isEmpty()
                || a.min().isPresent() && a.min().get().compareTo(b.min().get()) >= 0;
        var isTo = b.max().isEmpty()
                || a.max().isPresent() && a.max().get().compareTo(b.max().get()) <= 0;
        return isFrom && isTo;
    }

    /// Of times that are the most, none being without end.
    static boolean noLonger(Optional<Duration> a, Optional<Duration> b) {
        return b.isEmpty() || a.isPresent() && a.get().compareTo(b.get()) <= 0;
    }

    /// Of times that are the least, none being no time.
    private static boolean noLonger(Optional<Duration> a, Optional<Duration> b, boolean isAsked) {
        return a.isEmpty() || isAsked && a.get().compareTo(b.orElse(Duration.ZERO)) <= 0;
    }
}
