package tallystick.core.policy.judge;

import java.util.List;
import java.util.NavigableSet;
import tallystick.core.approval.Voices;
import tallystick.core.facts.Facts;
import tallystick.core.policy.Names;
import tallystick.core.policy.limit.Counters;

/// Everything a judgement asks besides the matter, the policies and the clock.
///
/// @param frozen what of it is frozen now, by name; nothing if it is free to go
/// @param accounts whom the organisation knows
/// @param objections what denies besides, found by whoever judges before any rule is asked
/// @param facts those that were verified
/// @param voices what people said so far
public record Circumstances(
        NavigableSet<String> frozen,
        List<Reason> objections,
        Facts facts,
        KnownAccounts accounts,
        Past past,
        Counters counters,
        Voices voices) {
    /// Copies.
    public Circumstances {
        frozen = Names.sorted(frozen);
        objections = List.copyOf(objections);
    }

    /// Nothing known, nothing frozen, nothing counted.
    public static Circumstances none() {
        return new Circumstances(
                Names.sorted(List.<String>of()),
                List.of(),
                Facts.none(),
                KnownAccounts.none(),
                Past.none(),
                Counters.none(),
                Voices.none());
    }

    /// With other facts.
    public Circumstances with(Facts others) {
        return new Circumstances(frozen, objections, others, accounts, past, counters, voices);
    }

    /// With other accounts.
    public Circumstances with(KnownAccounts others) {
        return new Circumstances(frozen, objections, facts, others, past, counters, voices);
    }

    /// With another past.
    public Circumstances with(Past other) {
        return new Circumstances(frozen, objections, facts, accounts, other, counters, voices);
    }

    /// With other counts.
    public Circumstances with(Counters others) {
        return new Circumstances(frozen, objections, facts, accounts, past, others, voices);
    }

    /// With other voices.
    public Circumstances with(Voices others) {
        return new Circumstances(frozen, objections, facts, accounts, past, counters, others);
    }

    /// With something frozen.
    public Circumstances withFrozen(NavigableSet<String> others) {
        return new Circumstances(others, objections, facts, accounts, past, counters, voices);
    }

    /// With something that denies.
    public Circumstances withObjections(List<Reason> others) {
        return new Circumstances(frozen, others, facts, accounts, past, counters, voices);
    }
}
