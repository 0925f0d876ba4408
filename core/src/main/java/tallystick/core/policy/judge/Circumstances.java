package tallystick.core.policy.judge;

import java.util.List;
import java.util.NavigableSet;
import tallystick.core.policy.Names;
import tallystick.core.policy.limit.Counters;

/// Everything a judgement asks besides the matter, the policies and the clock.
///
/// @param frozen what of it is frozen now, by name; nothing if it is free to go
/// @param accounts whom the organisation knows
/// @param votes what people said so far, in any order
public record Circumstances(
        NavigableSet<String> frozen,
        FactSource facts,
        KnownAccounts accounts,
        Past past,
        Counters counters,
        List<Vote> votes) {
    /// Copies.
    public Circumstances {
        frozen = Names.sorted(frozen);
        votes = List.copyOf(votes);
    }

    /// Nothing known, nothing frozen, nothing counted.
    public static Circumstances none() {
        return new Circumstances(
                Names.sorted(List.<String>of()),
                FactSource.none(),
                KnownAccounts.none(),
                Past.none(),
                Counters.none(),
                List.of());
    }

    /// With other facts.
    public Circumstances with(FactSource others) {
        return new Circumstances(frozen, others, accounts, past, counters, votes);
    }

    /// With other accounts.
    public Circumstances with(KnownAccounts others) {
        return new Circumstances(frozen, facts, others, past, counters, votes);
    }

    /// With another past.
    public Circumstances with(Past other) {
        return new Circumstances(frozen, facts, accounts, other, counters, votes);
    }

    /// With other counts.
    public Circumstances with(Counters others) {
        return new Circumstances(frozen, facts, accounts, past, others, votes);
    }

    /// With other votes.
    public Circumstances with(List<Vote> others) {
        return new Circumstances(frozen, facts, accounts, past, counters, others);
    }

    /// With something frozen.
    public Circumstances withFrozen(NavigableSet<String> others) {
        return new Circumstances(others, facts, accounts, past, counters, votes);
    }
}
