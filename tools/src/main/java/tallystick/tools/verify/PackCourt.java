package tallystick.tools.verify;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tallystick.core.audit.AuditEvent;
import tallystick.core.audit.Receipt;
import tallystick.core.court.Ruling;
import tallystick.core.docket.Retrial;
import tallystick.core.intent.IntentId;
import tallystick.core.pack.PackManifest;
import tallystick.core.policy.limit.Charge;
import tallystick.core.policy.limit.Counters;
import tallystick.crypto.hash.Digest32;
import tallystick.tools.pack.Decided;
import tallystick.tools.pack.PackReading;
import tallystick.tools.pack.PackWalk;
import tallystick.tools.pack.Unfit;

/// Holds what the logs tell of requests against each other: every ruling is made again, every receipt verifies under
/// its key, has a verdict before it and a twin at every other signer, and what was signed counts in the limits from
/// then on.
///
/// **Threads** one. Remembers what is not settled yet, and of what is no more than it needs.
final class PackCourt implements PackReading.Listener {
    private static final int REMEMBERED_MAX = 65_536;
    private static final int COUNTED_MAX = 256;
    private static final IntentId NOBODY = new IntentId(Digest32.ofHex("00".repeat(Digest32.LENGTH_BYTES)));

    private final PackManifest manifest;
    private final PackPeople people;
    private final Report report;
    private final Set<String> nodes = new HashSet<>();
    private final Map<String, AuditEvent.Said> decisions = bounded();
    private final Map<String, Boolean> agreed = bounded();
    private final Map<String, Unsettled> unsettled = new LinkedHashMap<>();
    private final Map<String, List<Counted>> counted = new HashMap<>();
    private final Map<String, Counted> allowed = bounded();
    private final Set<String> governed = new HashSet<>();
    private long rulings;
    private long receipts;
    private long signatures;

    private record Unsettled(String node, Receipt receipt, boolean isAsked, Set<String> missing) {}

    private record Counted(IntentId intent, List<Charge> charges, Instant at) {}

    PackCourt(PackManifest manifest, PackPeople people, Report report) {
        this.manifest = manifest;
        this.people = people;
        this.report = report;
        manifest.logs().forEach(log -> nodes.add(log.node()));
    }

    private static <V> Map<String, V> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > REMEMBERED_MAX;
            }
        };
    }

    @Override
    public void saw(PackWalk walk, PackWalk.Step step, boolean isAsked) {
        var node = step.found().node();
        var event = step.found().entry().event();
        people.saw(node, event);
        switch (event) {
            case AuditEvent.GenesisTaken _ -> governed.add(node);
            case AuditEvent.PolicyDecided _ -> ruled(node, step, isAsked);
            case AuditEvent.NodeVerdict verdict -> {
                if (verdict.ruling() == AuditEvent.Ruling.SIGN) agreed.put(name(node, verdict.intent()), true);
            }
            case AuditEvent.Signed(var receipt) ->
                receipt(walk, node, step.found().index(), receipt, isAsked);
            default -> {}
        }
    }

    private static String name(String node, IntentId intent) {
        return node + " " + intent;
    }

    /// @spec docs/spec/evidence-pack.md#EP-8 evidence-pack
    private void ruled(String node, PackWalk.Step step, boolean isAsked) {
        var decided = step.decided().orElseThrow();
        decisions.put(name(node, decided.said().intent()), decided.said().decision());
        if (isAsked) rulings++;
        var wrong = decided.wrong();
        var isMissing = decided.heard().isEmpty();
        if (wrong.isPresent() && (isAsked || !isMissing))
            report.wrong(
                    "rulings",
                    "entry %d of %s, on intent %s: %s"
                            .formatted(
                                    step.found().index(), node, decided.said().intent(), wrong.get()));
        if (decided.outcome() instanceof Retrial.Outcome.Same same) limits(node, step, decided, same);
    }

    /// What was signed before must be in the counts that this ruling went by, while its window lasts.
    private void limits(String node, PackWalk.Step step, Decided decided, Retrial.Outcome.Same same) {
        var now = decided.heard().orElseThrow().now();
        var counters = same.standing().counters();
        for (var before : counted.getOrDefault(node, List.of()))
            for (var charge : before.charges()) {
                var alone = Counters.none().reserve(before.intent(), before.charges(), before.at());
                if (!(alone instanceof Counters.Reservation.Made(var made))) continue;
                var expected = made.used(charge, NOBODY, now);
                var found = counters.used(charge, NOBODY, now).subtract(counters.used(charge, before.intent(), now));
                if (expected.compareTo(BigDecimal.ZERO) > 0 && found.compareTo(expected) < 0)
                    report.wrong(
                            "limits",
                            "entry %d of %s: the limit %s forgot what was signed for intent %s"
                                    .formatted(step.found().index(), node, charge.key(), before.intent()));
            }
        if (same.ruling() instanceof Ruling.Allowed ruling)
            allowed.putIfAbsent(
                    name(node, decided.said().intent()),
                    new Counted(decided.said().intent(), ruling.charges(), now));
    }

    /// @spec docs/spec/evidence-pack.md#EP-11 evidence-pack
    private void receipt(PackWalk walk, String node, long index, Receipt receipt, boolean isAsked) {
        if (isAsked) {
            receipts++;
            signatures += receipt.parts().size();
            var key = walk.key(node, receipt.keyId());
            var where = "entry %d of %s, the receipt of intent %s: ".formatted(index, node, receipt.intent());
            if (!receipt.verifies()) report.wrong("receipts", where + "a signature does not verify");
            else if (key.isEmpty()) report.wrong("receipts", where + "its key was never activated in this log");
            else if (!receipt.isUnder(key.get()))
                report.wrong("receipts", where + "it is signed under another key than the one that was activated");
            if (!receipt.signers().contains(node)) report.wrong("receipts", where + "the node is none of its signers");
            if (!agreed.containsKey(name(node, receipt.intent())))
                report.wrong("receipts", where + "no verdict to sign stands before it");
            if (governed.contains(node) && decisions.get(name(node, receipt.intent())) != AuditEvent.Said.ALLOWED)
                report.wrong("receipts", where + "the policy in force had not allowed it");
        }
        var charged = allowed.get(name(node, receipt.intent()));
        if (charged != null) count(node, charged);
        settle(node, receipt, isAsked);
    }

    private void count(String node, Counted charged) {
        var list = counted.computeIfAbsent(node, _ -> new ArrayList<>());
        if (list.stream().noneMatch(each -> each.intent().equals(charged.intent()))) list.add(charged);
        if (list.size() > COUNTED_MAX) list.removeFirst();
    }

    private void settle(String node, Receipt receipt, boolean isAsked) {
        var name = "%s %s %s"
                .formatted(
                        receipt.intent(),
                        receipt.request(),
                        receipt.parts().getFirst().message().toHex());
        var open = unsettled.computeIfAbsent(name, _ -> {
            var missing = new HashSet<>(receipt.signers());
            missing.retainAll(nodes);
            return new Unsettled(node, receipt, isAsked, missing);
        });
        if (!open.receipt().parts().equals(receipt.parts()))
            report.wrong(
                    "receipts",
                    "%s and %s have different signatures of intent %s".formatted(open.node(), node, receipt.intent()));
        open.missing().remove(node);
        if (open.missing().isEmpty()) unsettled.remove(name);
    }

    @Override
    public void ended(PackWalk walk) throws Unfit {
        for (var open : unsettled.values())
            if (open.isAsked())
                for (var missing : open.missing()) {
                    var has = agreed.containsKey(name(missing, open.receipt().intent()));
                    var what = "%s has a receipt of intent %s that names %s as a signer, and %s has none"
                            .formatted(open.node(), open.receipt().intent(), missing, missing);
                    if (has) report.note(what + ": it had agreed to sign, and was perhaps stopped before it wrote it");
                    else report.wrong("receipts", what + ", nor a verdict");
                }
        for (var log : manifest.logs())
            for (var heard : walk.rest(log.node()))
                if (!heard.now().isBefore(manifest.from()) && heard.now().isBefore(manifest.to()))
                    report.note("the docket of %s has a ruling of %s that no entry tells of"
                            .formatted(log.node(), heard.now()));
    }

    void close() {
        report.add(true, "%d receipts with %d signatures were verified".formatted(receipts, signatures));
        report.add(true, "%d rulings were made again".formatted(rulings));
    }
}
