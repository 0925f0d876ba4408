package tallystick.tools.verify;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tallystick.core.audit.AuditEvent;
import tallystick.core.audit.Receipt;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.court.Ruling;
import tallystick.core.docket.Retrial;
import tallystick.core.intent.IntentId;
import tallystick.core.pack.PackManifest;
import tallystick.core.policy.limit.Charge;
import tallystick.core.policy.limit.Counters;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;
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
    /// A ruling is written right after it is made, by the same clock; a clock may be set in between.
    private static final Duration CLOCK_SLACK = Duration.ofMinutes(10);
    private static final IntentId NOBODY = new IntentId(Digest32.ofHex("00".repeat(Digest32.LENGTH_BYTES)));

    private final PackManifest manifest;
    private final PackPeople people;
    private final Report report;
    private final Set<String> nodes = new HashSet<>();
    private final Map<String, AuditEvent.Said> decisions = bounded();
    private final Map<String, Set<Digest32>> agreed = bounded();
    private final Map<String, Permit> permits = bounded();
    private final Map<Digest32, AuditEvent.CeremonyActivated> keys = new HashMap<>();
    private final SequencedMap<String, Unsettled> unsettled = new LinkedHashMap<>();
    private final Map<String, List<Counted>> counted = new HashMap<>();
    private final Map<String, Counted> allowed = bounded();
    private final Set<String> governed = new HashSet<>();
    private final Set<String> unruled = new TreeSet<>();
    private final int shown;
    private final Set<String> spends;
    private long rulings;
    private long receipts;
    private long signatures;

    /// What a ruling allowed to be signed.
    private record Permit(Digest32 keyId, DerivationPath path, Set<Digest32> digests) {
        static Permit of(Retrial.Outcome.Same same) {
            var intent = same.asked().evidence().intent();
            return new Permit(
                    intent.keyId(),
                    new DerivationPath(intent.path()),
                    Set.copyOf(same.asked().transaction().digests()));
        }

        boolean covers(Receipt receipt) {
            return keyId.equals(receipt.keyId())
                    && path.equals(receipt.path())
                    && digests.containsAll(messages(receipt));
        }
    }

    private record Unsettled(String node, Receipt receipt, boolean isAsked, Set<String> missing) {}

    private record Counted(IntentId intent, List<Charge> charges, Instant at) {}

    /// @param spends signatures that chains show, in hex
    PackCourt(PackManifest manifest, PackPeople people, Set<String> spends, Report report) {
        this.shown = spends.size();
        this.spends = new LinkedHashSet<>(spends);
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
                if (verdict.ruling() == AuditEvent.Ruling.SIGN)
                    agreed.put(name(node, verdict.intent()), Set.copyOf(verdict.digests()));
            }
            case AuditEvent.CeremonyActivated key -> key(node, key);
            case AuditEvent.Signed(var receipt) ->
                receipt(walk, node, step.found().index(), receipt, isAsked);
            default -> {}
        }
    }

    /// A key's joint point is the same in each epoch, and for each node.
    private void key(String node, AuditEvent.CeremonyActivated key) {
        var first = keys.putIfAbsent(key.keyId(), key);
        if (first == null) return;
        var isSame = first.point().equals(key.point())
                && first.chainCode().equals(key.chainCode())
                && first.schemeCode() == key.schemeCode();
        if (!isSame)
            report.wrong(
                    "keys", "%s has another key under the id %s than was activated first".formatted(node, key.keyId()));
    }

    /// @spec docs/spec/evidence-pack.md#EP-19 evidence-pack
    private static Set<Digest32> messages(Receipt receipt) {
        return receipt.parts().stream()
                .map(part -> receipt.algorithm() != Algorithm.ED25519
                                && part.message().length() == Digest32.LENGTH_BYTES
                        ? new Digest32(part.message())
                        : StandardHash.sha256(part.message()))
                .collect(Collectors.toSet());
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
        if (decided.outcome() instanceof Retrial.Outcome.Same same) rests(node, step, decided, same);
    }

    private void rests(String node, PackWalk.Step step, Decided decided, Retrial.Outcome.Same same) {
        var heard = decided.heard().orElseThrow();
        var at = step.found().entry().at();
        var where = "entry %d of %s, on intent %s: "
                .formatted(step.found().index(), node, decided.said().intent());
        people.wrong(node, same, heard.now()).ifPresent(why -> report.wrong("rulings", where + why));
        if (heard.now().isAfter(at.plus(CLOCK_SLACK))
                || heard.now().plus(CLOCK_SLACK).isBefore(at))
            report.wrong("rulings", where + "it was ruled on at %s, and written at %s".formatted(heard.now(), at));
        if (same.ruling() instanceof Ruling.Allowed)
            permits.put(name(node, decided.said().intent()), Permit.of(same));
        limits(node, step, decided, same);
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
                var found = taken(counters, charge, before.intent(), now);
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

    /// What a request takes of a count, together with what shares its slot: the chain takes one of them, and the
    /// largest
    /// counts, whichever that is.
    static BigDecimal taken(Counters counters, Charge charge, IntentId intent, Instant now) {
        var slot = counters.entries(charge.key()).stream()
                .filter(entry -> entry.intent().equals(intent))
                .findFirst()
                .flatMap(Counters.Entry::slot);
        return counters.used(charge, NOBODY, now).subtract(counters.used(charge, intent, slot, now));
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
            var verdict = agreed.get(name(node, receipt.intent()));
            if (verdict == null) report.wrong("receipts", where + "no verdict to sign stands before it");
            else if (!verdict.containsAll(messages(receipt)))
                report.wrong("receipts", where + "what is signed is not what the verdict before it names");
            var isAllowed = decisions.get(name(node, receipt.intent())) == AuditEvent.Said.ALLOWED;
            if (!isAllowed && governed.contains(node))
                report.wrong("receipts", where + "the policy in force had not allowed it");
            if (!isAllowed && !governed.contains(node)) unruled.add(node);
            var permit = permits.get(name(node, receipt.intent()));
            if (permit != null && !permit.covers(receipt))
                report.wrong("receipts", where + "what is signed is not what was allowed");
        }
        if (!spends.isEmpty())
            for (var part : receipt.parts()) spends.remove(part.signature().toHex());
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
        if (unsettled.size() > REMEMBERED_MAX)
            missing(unsettled.pollFirstEntry().getValue());
    }

    @Override
    public void ended(PackWalk walk) throws Unfit {
        unsettled.values().forEach(this::missing);
        for (var node : unruled)
            if (!governed.contains(node) && people.isGoverned(node))
                report.add(
                        false,
                        "%s signed without rulings, and nothing shows since when it is in the workspace"
                                .formatted(node));
        for (var log : manifest.logs())
            walk.rest(log.node(), at -> {
                if (!at.isBefore(manifest.from()) && at.isBefore(manifest.to()))
                    report.note(
                            "rulings of dockets",
                            "the docket of %s has a ruling of %s that no entry tells of".formatted(log.node(), at));
            });
    }

    private void missing(Unsettled open) {
        if (!open.isAsked()) return;
        for (var missing : open.missing()) {
            var has = agreed.containsKey(name(missing, open.receipt().intent()));
            var what = "%s has a receipt of intent %s that names %s as a signer, and %s has none"
                    .formatted(open.node(), open.receipt().intent(), missing, missing);
            if (has)
                report.note("receipts", what + ": it had agreed to sign, and was perhaps stopped before it wrote it");
            else report.wrong("receipts", what + ", nor a verdict");
        }
    }

    /// @spec docs/spec/evidence-pack.md#EP-26 evidence-pack
    private void spent() {
        for (var signature : spends)
            report.wrong("spends", "a chain shows the signature %s, and no receipt has it".formatted(signature));
        if (shown > 0 && spends.isEmpty())
            report.add(true, "%d spends that chains show have receipts".formatted(shown));
    }

    void close() {
        spent();
        report.add(true, "%d receipts with %d signatures were verified".formatted(receipts, signatures));
        report.add(true, "%d rulings were made again".formatted(rulings));
    }
}
