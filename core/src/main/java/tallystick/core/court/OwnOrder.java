package tallystick.core.court;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import tallystick.core.approval.Hearing;
import tallystick.core.governance.FreezeOrder;
import tallystick.core.governance.FreezeScope;
import tallystick.core.people.PersonId;
import tallystick.core.policy.Limit;
import tallystick.core.policy.judge.Level;
import tallystick.core.policy.judge.Reason;
import tallystick.core.policy.judge.RuleName;
import tallystick.crypto.hash.Transcript;

/// The order to freeze that a node gives itself on a request that it denies.
final class OwnOrder {
    private static final int SALT_BYTES = 16;

    private OwnOrder() {}

    /// Why, and what.
    private record Cause(FreezeScope scope, String reason) {}

    /// Of a request that nobody froze before.
    ///
    /// @param reasons why it is denied
    /// @param levels the policies it was judged by
    static Optional<FreezeOrder> of(
            Plea plea, Standing standing, Hearing.Heard heard, List<Reason> reasons, List<Level> levels, Instant now) {
        return forged(plea, heard)
                .or(() -> burst(plea, reasons, levels))
                .filter(cause -> standing.freezes().standing().values().stream()
                        .noneMatch(each -> each.scope().equals(cause.scope())))
                .map(cause -> order(plea, standing, cause, now));
    }

    /// > rejects it, and freezes it: by an order of the node's own, unless it is frozen already
    /// @spec docs/spec/court.md#CO-6 court
    private static Optional<Cause> forged(Plea plea, Hearing.Heard heard) {
        if (!heard.isForged()) return Optional.empty();
        var scope = new FreezeScope.Request(plea.matter().asked().intent().value());
        return Optional.of(new Cause(scope, "a forged answer: " + Words.forgeries(heard)));
    }

    /// Of several limits the one that freezes most.
    /// @spec docs/spec/court.md#CO-14 court
    private static Optional<Cause> burst(Plea plea, List<Reason> reasons, List<Level> levels) {
        var rules = reasons.stream()
                .filter(each -> each.code() == Reason.Code.BURST)
                .flatMap(each -> each.rule().stream())
                .distinct()
                .toList();
        for (var wanted : List.of(Limit.Freeze.WORKSPACE, Limit.Freeze.INITIATOR))
            for (var rule : rules)
                if (freeze(rule, levels).equals(Optional.of(wanted)))
                    return Optional.of(new Cause(scope(wanted, plea), "a burst: beyond the limit " + rule.rule()));
        return Optional.empty();
    }

    private static Optional<Limit.Freeze> freeze(RuleName name, List<Level> levels) {
        return levels.stream()
                .map(Level::policy)
                .filter(policy -> policy.id().equals(name.policy()))
                .flatMap(policy -> policy.rules().stream())
                .filter(rule -> rule.id().equals(name.rule()))
                .flatMap(rule -> rule.limit().stream())
                .flatMap(limit -> limit.freeze().stream())
                .findFirst();
    }

    private static FreezeScope scope(Limit.Freeze freeze, Plea plea) {
        return switch (freeze) {
            case INITIATOR ->
                new FreezeScope.Initiator(plea.matter().asked().initiator().person());
            case WORKSPACE -> new FreezeScope.Workspace();
        };
    }

    private static FreezeOrder order(Plea plea, Standing standing, Cause cause, Instant now) {
        var salt = Transcript.of("tallystick/court/v1/freeze")
                .add("evidence", plea.evidence())
                .add("node", standing.node())
                .digest()
                .bytes()
                .slice(0, SALT_BYTES);
        return new FreezeOrder(
                standing.workspace(),
                cause.scope(),
                new PersonId("s:" + standing.node()),
                cause.reason(),
                now.truncatedTo(ChronoUnit.SECONDS),
                salt);
    }
}
