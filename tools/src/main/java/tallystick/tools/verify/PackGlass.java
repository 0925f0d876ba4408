package tallystick.tools.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import tallystick.core.governance.GlassWindow;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.SignedChange;
import tallystick.crypto.hash.Digest32;
import tallystick.tools.pack.Governed;

/// When one node had the emergency policy in the place of the policy.
///
/// **Threads** one.
final class PackGlass {
    /// A ruling and the entry of the broken glass are made by different threads.
    private static final Duration SLACK = Duration.ofMinutes(1);

    private final Governed governed;
    private final Report report;
    private final Map<Digest32, Broken> broken = new HashMap<>();
    private Instant began = Instant.MAX;

    private record Broken(GlassWindow window, Instant since) {}

    PackGlass(Governed governed, Report report) {
        this.governed = governed;
        this.report = report;
    }

    /// An entry of the node's log is of this moment: before the first of them, what it did is not told.
    void saw(Instant at) {
        if (began.equals(Instant.MAX)) began = at;
    }

    /// Its council accepts that the glass was broken, of which the log tells at this moment.
    void broke(SignedChange accepted, GlassWindow window, Instant at) {
        broken.put(accepted.change().id(), new Broken(window, at));
    }

    /// Whether that change broke it.
    boolean isBy(Digest32 change) {
        return broken.containsKey(change);
    }

    /// The times for which it was broken.
    List<GlassWindow> windows() {
        return broken.values().stream().map(Broken::window).toList();
    }

    /// Whether it was, for certain.
    /// @spec docs/spec/evidence-pack.md#EP-17 evidence-pack
    boolean isBroken(Instant now) {
        var early = now.minus(SLACK);
        return broken.values().stream()
                .anyMatch(each -> each.window().holds(early)
                        && each.window().holds(now.plus(SLACK))
                        && !early.isBefore(each.since()));
    }

    /// Whether it may have been: where a log began anew on a node whose documents outlived it, it does not tell of
    /// what was broken before.
    ///
    /// @param isAccepted whether the node's council could accept that change by then
    boolean mayBeBroken(Instant now, Predicate<SignedChange> isAccepted) {
        var late = now.plus(SLACK);
        if (broken.values().stream().anyMatch(each -> isAround(each.window(), now) && !late.isBefore(each.since())))
            return true;
        var isFromBefore = governed.changes().stream()
                .anyMatch(signed -> signed.change().proposal() instanceof Proposal.BreakGlass(var _, var window)
                        && window.from().isBefore(began)
                        && isAround(window, now)
                        && isAccepted.test(signed));
        if (isFromBefore)
            report.note(
                    "broken glass",
                    "%s ruled by the emergency policy at %s, for which its log, begun at %s, has no broken glass"
                            .formatted(governed.node(), now, began));
        return isFromBefore;
    }

    private static boolean isAround(GlassWindow window, Instant now) {
        return window.holds(now) || window.holds(now.plus(SLACK)) || window.holds(now.minus(SLACK));
    }
}
