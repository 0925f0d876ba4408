package tallystick.tools.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tallystick.core.attestation.CeremonyFacts;
import tallystick.core.audit.AuditEvent;
import tallystick.core.audit.Receipt;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.court.Case;
import tallystick.core.court.Ruling;
import tallystick.core.docket.Retrial;
import tallystick.core.pack.PackManifest;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;
import tallystick.tools.pack.Decided;
import tallystick.tools.pack.LogWalk;
import tallystick.tools.pack.PackMemory;
import tallystick.tools.pack.PackReading;
import tallystick.tools.pack.PackWalk;
import tallystick.tools.pack.Unfit;

/// Holds what the logs tell of requests against each other: every ruling is made again, every receipt verifies under
/// its key, has a verdict before it and a twin at every other signer, and what was signed counts in the limits from
/// then on.
///
/// **Threads** one. Remembers what is not settled yet, and of what is no more than it needs.
final class PackCourt implements PackReading.Listener {
    /// A ruling is written right after it is made, by the same clock; a clock may be set in between.
    private static final Duration CLOCK_SLACK = Duration.ofMinutes(10);

    private final PackManifest manifest;
    private final PackPeople people;
    private final Report report;
    private final PackRulings held = new PackRulings();
    private final Map<String, Completed> completed = PackMemory.bounded();
    private final Map<String, Completed> unread = PackMemory.bounded();
    private final Map<Digest32, Activated> keys = new HashMap<>();
    private final PackLimits limits;
    private final PackTimes times;
    private final PackSlots slots;
    private final PackTaken taken;
    private final PackLost lost;
    private final PackAlone alone;
    private final PackReads reads;
    private final PackSigners signers;
    private final PackReturned returned = new PackReturned();
    private final PackTwins twins;
    private final Map<String, Beginning> governed = new TreeMap<>();
    private final Map<String, Unruled> unruled = new TreeMap<>();
    private final int shown;
    private final Set<String> spends;
    private long rulings;
    private long receipts;
    private long signatures;

    /// When a log tells that its node came into a workspace.
    private record Beginning(Digest32 workspace, Instant at) {}

    private record Activated(String node, AuditEvent.CeremonyActivated key) {}

    /// What a node signed without a ruling before its log told of a workspace.
    ///
    /// @param joined since when a roster had it that was in force as it signed
    private record Unruled(long receipts, Instant last, Optional<Instant> joined) {}

    /// What somebody signed where what was agreed to leaves something open.
    private record Completed(String node, Set<Digest32> messages) {}

    /// @param spends signatures that chains show, in hex
    PackCourt(PackManifest manifest, PackPeople people, Set<String> spends, Report report) {
        this.shown = spends.size();
        this.spends = new LinkedHashSet<>(spends);
        this.manifest = manifest;
        this.people = people;
        this.report = report;
        this.limits = new PackLimits(report);
        this.times = new PackTimes(report);
        this.slots = new PackSlots(report);
        this.taken = new PackTaken(report);
        this.signers = new PackSigners(people.nodeNames(), report);
        this.lost = new PackLost(report);
        this.alone = new PackAlone(report);
        this.reads = new PackReads(report);
        this.twins = new PackTwins(
                manifest.logs().stream().map(PackManifest.Log::node).toList(),
                (node, intent) -> held.agreement(node, intent).isPresent(),
                returned,
                report);
    }

    @Override
    public void saw(PackWalk walk, PackWalk.Step step, boolean isAsked) {
        var node = step.found().node();
        var event = step.found().entry().event();
        people.saw(step.found());
        returned.saw(step.found());
        times.saw(step.found());
        taken.saw(step.found());
        limits.saw(step.found());
        lost.saw(step.found());
        switch (event) {
            case AuditEvent.GenesisTaken(var workspace) ->
                governed.putIfAbsent(
                        node, new Beginning(workspace, step.found().entry().at()));
            case AuditEvent.PolicyDecided _ -> ruled(node, step, isAsked);
            case AuditEvent.NodeVerdict verdict -> {
                if (verdict.ruling() == AuditEvent.Ruling.SIGN) {
                    held.agreed(node, verdict, step.found().entry().at());
                    limits.agreed(node, verdict.intent());
                    slots.agreed(step.found(), verdict.intent());
                }
            }
            case AuditEvent.CeremonyActivated key -> {
                key(node, key);
                signers.activated(node, key);
            }
            case AuditEvent.Signed(var receipt) -> receipt(walk, step.found(), receipt, isAsked);
            default -> {}
        }
    }

    /// A key's joint point is the same in each epoch, and for each node. Which of two that differ made it up nobody can
    /// tell by the one that wrote it first.
    private void key(String node, AuditEvent.CeremonyActivated key) {
        var first = keys.putIfAbsent(key.keyId(), new Activated(node, key));
        if (first == null) return;
        var isSame = first.key().point().equals(key.point())
                && first.key().chainCode().equals(key.chainCode())
                && first.key().schemeCode() == key.schemeCode();
        if (!isSame)
            report.wrong(
                    "keys", "%s and %s have different keys under the id %s".formatted(first.node(), node, key.keyId()));
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

    /// @spec docs/spec/evidence-pack.md#EP-8 evidence-pack
    private void ruled(String node, PackWalk.Step step, boolean isAsked) {
        var decided = step.decided().orElseThrow();
        if (isAsked) rulings++;
        var wrong = decided.wrong();
        var isMissing = decided.heard().isEmpty();
        if (wrong.isPresent() && (isAsked || !isMissing)) {
            var what = "entry %d of %s, on intent %s: %s"
                    .formatted(step.found().index(), node, decided.said().intent(), wrong.get());
            if (isMissing) lost.missing(step.found(), what);
            else report.wrong("rulings", what);
        }
        decided.heard().ifPresent(heard -> reads.ruled(node, heard));
        Optional<String> wrongIfSigned = Optional.empty();
        if (decided.outcome() instanceof Retrial.Outcome.Same same) wrongIfSigned = rests(node, step, decided, same);
        else if (decided.said().decision() == AuditEvent.Said.ALLOWED) limits.unknown(step.found());
        held.ruled(
                node,
                decided.said().intent(),
                new PackRulings.Ruled(
                        decided.said().decision(), step.found().entry().at(), permit(node, decided), wrongIfSigned));
    }

    private Optional<PackRulings.Permit> permit(String node, Decided decided) {
        if (!(decided.outcome() instanceof Retrial.Outcome.Same same)
                || !(same.ruling() instanceof Ruling.Allowed allowed)) return Optional.empty();
        var now = decided.heard().orElseThrow().now();
        var asked = PackSigners.Asked.of(same, allowed, now, people.places(node, now));
        return Optional.of(PackRulings.Permit.of(same, decided.policies(), asked));
    }

    /// What is wrong if something is signed by that ruling; what is wrong in any case is told.
    private Optional<String> rests(String node, PackWalk.Step step, Decided decided, Retrial.Outcome.Same same) {
        var heard = decided.heard().orElseThrow();
        var at = step.found().entry().at();
        var where = "entry %d of %s, on intent %s: "
                .formatted(step.found().index(), node, decided.said().intent());
        if (heard.now().isAfter(at.plus(CLOCK_SLACK)) || heard.now().isBefore(at.minus(CLOCK_SLACK))) {
            report.wrong("rulings", where + "it was ruled on at %s, and written at %s".formatted(heard.now(), at));
            return Optional.empty();
        }
        var wrong = people.wrong(node, same, heard.now());
        var isAlone = wrong.isPresent() && people.isOfBeforeItHeard(node, same, heard.now());
        if (isAlone) alone.ruled(node);
        else wrong.ifPresent(why -> report.wrong("rulings", where + why));
        times.ruled(step.found(), heard);
        policy(decided, where);
        limits.ruled(node, step.found().index(), same.standing().counters(), heard.now());
        if (same.ruling() instanceof Ruling.Allowed allowed) charged(step.found(), same.asked(), allowed, heard.now());
        return isAlone ? wrong.map(why -> where + why) : Optional.empty();
    }

    private void charged(LogWalk.Found found, Case asked, Ruling.Allowed allowed, Instant now) {
        var node = found.node();
        var intent = asked.evidence().intent().id();
        var place = PackSlots.of(asked);
        limits.allowed(node, found.index(), intent, place, allowed.charges(), now);
        place.ifPresent(slot -> slots.allowed(node, intent, slot, asked.isReplacement(), now));
    }

    /// The policy that an entry names is the one that ruling again went by.
    /// @spec docs/spec/evidence-pack.md#EP-30 evidence-pack
    private void policy(Decided decided, String where) {
        if (!decided.policies().contains(decided.said().policy()))
            report.wrong("rulings", where + "it names another policy than the ruling rests on");
    }

    /// @spec docs/spec/evidence-pack.md#EP-11 evidence-pack
    private void receipt(PackWalk walk, LogWalk.Found found, Receipt receipt, boolean isAsked) {
        var node = found.node();
        if (isAsked) {
            receipts++;
            signers.signed(receipt);
            signatures += receipt.parts().size();
            var key = walk.key(node, receipt.keyId());
            var where = "entry %d of %s, the receipt of intent %s: ".formatted(found.index(), node, receipt.intent());
            if (!receipt.verifies()) report.wrong("receipts", where + "a signature does not verify");
            else if (key.isEmpty()) report.wrong("receipts", where + "its key was never activated in this log");
            else if (!receipt.isUnder(key.get()))
                report.wrong("receipts", where + "it is signed under another key than the one that was activated");
            if (!receipt.signers().contains(node)) report.wrong("receipts", where + "the node is none of its signers");
            var verdict = held.agreement(node, receipt.intent());
            if (verdict.isEmpty()) report.wrong("receipts", where + "no verdict to sign stands before it");
            else if (!verdict.get().digests().containsAll(messages(receipt)))
                report.wrong("receipts", where + "what is signed is not what the verdict before it names");
            allowed(found, receipt, where);
        }
        completed(found, receipt);
        by(node, receipt).flatMap(PackRulings.Ruled::wrong).ifPresent(why -> report.wrong("rulings", why));
        if (!spends.isEmpty())
            for (var part : receipt.parts()) spends.remove(part.signature().toHex());
        limits.signed(node, found.index(), receipt.intent(), found.entry().at());
        slots.signed(node, receipt.intent(), found.entry().at());
        twins.saw(found, receipt, isAsked);
    }

    /// The ruling that a receipt rests on.
    /// @spec docs/spec/evidence-pack.md#EP-37 evidence-pack
    private Optional<PackRulings.Ruled> by(String node, Receipt receipt) {
        return held.agreement(node, receipt.intent())
                .map(PackRulings.Agreed::by)
                .orElseGet(() -> held.newest(node, receipt.intent()));
    }

    /// A receipt rests on the ruling before its verdict: the same request may be brought again meanwhile.
    /// @spec docs/spec/evidence-pack.md#EP-19 evidence-pack
    /// @spec docs/spec/evidence-pack.md#EP-34 evidence-pack
    private void allowed(LogWalk.Found found, Receipt receipt, String where) {
        var node = found.node();
        var newest = held.newest(node, receipt.intent());
        var by = by(node, receipt);
        var isAllowed = by.filter(PackRulings.Ruled::isAllowed).isPresent();
        if (!isAllowed && governed.containsKey(node))
            report.wrong("receipts", where + "the policy in force had not allowed it");
        if (!isAllowed && !governed.containsKey(node))
            unruled(node, found.entry().at());
        if (isAllowed && !newest.filter(PackRulings.Ruled::isAllowed).isPresent())
            report.note(
                    "rulings",
                    where + "it was ruled on again after the node had agreed to sign, and not allowed that time");
        var permit = by.flatMap(PackRulings.Ruled::permit);
        if (isAllowed && permit.isEmpty())
            report.wrong("receipts", where + "the ruling that allowed it cannot be made again");
        permit.ifPresent(given -> {
            permitted(receipt, given, where);
            signers.wrong(found, receipt, given.signers()).ifPresent(why -> report.wrong("receipts", where + why));
            late(found, receipt, given).ifPresent(why -> report.wrong("receipts", where + why));
        });
    }

    private Optional<String> late(LogWalk.Found found, Receipt receipt, PackRulings.Permit given) {
        var at = found.entry().at();
        var allowed = held.newestAllowed(found.node(), receipt.intent()).map(PackRulings.Ruled::at);
        return given.until()
                .wrong(at, allowed)
                .or(() -> people.stopped(found.node(), given.until(), receipt.signers(), at));
    }

    private void permitted(Receipt receipt, PackRulings.Permit permit, String where) {
        var messages = messages(receipt);
        if (!permit.covers(receipt, messages))
            report.wrong("receipts", where + "what is signed is not what was allowed");
        if (!permit.policies().contains(receipt.policy()))
            report.wrong("receipts", where + "it names another policy than the one that allowed it");
    }

    /// Sets without a node in common bind each other to nothing: over all logs, and all that is in the pack, it is one.
    /// @spec docs/spec/evidence-pack.md#EP-33 evidence-pack
    private void completed(LogWalk.Found found, Receipt receipt) {
        var permit = held.agreement(found.node(), receipt.intent())
                .flatMap(PackRulings.Agreed::by)
                .or(() -> held.newest(found.node(), receipt.intent()))
                .flatMap(PackRulings.Ruled::permit);
        var isOpen = permit.filter(given -> given.open().isPresent()).isPresent();
        // Of a ruling that is not in the pack nobody can see whether it left something open.
        if (!isOpen && permit.isPresent()) return;
        var intent = receipt.intent().toString();
        var mine = new Completed(found.node(), messages(receipt));
        var before = Optional.ofNullable(completed.get(intent))
                .or(() -> Optional.ofNullable(unread.get(intent)).filter(_ -> isOpen));
        (isOpen ? completed : unread).putIfAbsent(intent, mine);
        if (before.filter(each -> !each.messages().equals(mine.messages())).isPresent())
            report.wrong(
                    "receipts",
                    ("entry %d of %s, the receipt of intent %s: what it leaves open was filled in twice, which is two"
                                    + " payments; the other is by %s")
                            .formatted(
                                    found.index(),
                                    found.node(),
                                    receipt.intent(),
                                    before.get().node()));
    }

    @Override
    public void ended(PackWalk walk) throws Unfit {
        twins.ended();
        unruled.forEach(this::unruled);
        people.ended();
        times.ended();
        limits.ended();
        lost.ended();
        alone.ended();
        signers.ended();
        for (var log : manifest.logs())
            walk.rest(log.node(), at -> {
                if (!at.isBefore(manifest.from()) && at.isBefore(manifest.to()))
                    report.note(
                            "rulings of dockets",
                            "the docket of %s has a ruling of %s that no entry tells of".formatted(log.node(), at));
            });
    }

    private void unruled(String node, Instant at) {
        var joined = people.joined(node, at.minus(CLOCK_SLACK));
        unruled.merge(
                node,
                new Unruled(1, at, joined),
                (before, now) -> new Unruled(
                        before.receipts() + 1, now.last(), before.joined().or(now::joined)));
    }

    /// Keys may be older than workspaces. That a node was not in one yet is its word, unless another log tells that it
    /// began before, or people and nodes agreed to have it there; nodes take a genesis one after the other.
    /// @spec docs/spec/evidence-pack.md#EP-19 evidence-pack
    private void unruled(String node, Unruled signed) {
        var began = Optional.ofNullable(governed.get(node));
        if (signed.joined().isPresent()) {
            report.add(
                    false,
                    "%s signed without rulings until %s, and is in the workspace by the roster in force since %s"
                            .formatted(node, signed.last(), signed.joined().get()));
            return;
        }
        if (began.isEmpty() && !people.isGoverned(node)) {
            report.note("%s has %d receipts, and nothing shows that it was in a workspace: no rule held for them"
                    .formatted(node, signed.receipts()));
            return;
        }
        if (began.isEmpty()) {
            report.add(
                    false,
                    "%s signed without rulings, and nothing shows since when it is in the workspace".formatted(node));
            return;
        }
        var earlier = governed.entrySet().stream()
                .filter(each -> each.getValue().workspace().equals(began.get().workspace())
                        && each.getValue().at().plus(CLOCK_SLACK).isBefore(signed.last()))
                .map(Map.Entry::getKey)
                .findFirst();
        var isOfGenesis = people.isGoverned(node);
        if (earlier.isPresent() && isOfGenesis)
            report.add(
                    false,
                    "%s signed without a ruling at %s, and by the log of %s the workspace had begun before"
                            .formatted(node, signed.last(), earlier.get()));
        else
            report.note("%s has %d receipts from before its log tells of the workspace: no rule held for them"
                    .formatted(node, signed.receipts()));
    }

    /// @spec docs/spec/evidence-pack.md#EP-26 evidence-pack
    private void spent() {
        for (var signature : spends)
            report.wrong("spends", "a chain shows the signature %s, and no receipt has it".formatted(signature));
        if (shown > 0 && spends.isEmpty())
            report.add(true, "%d spends that chains show have receipts".formatted(shown));
    }

    /// All who took part signed who may sign with that key.
    void attested(CeremonyFacts facts) {
        signers.attested(facts);
    }

    /// Who came back with another log.
    PackReturned returned() {
        return returned;
    }

    /// @param files names of all that the pack has
    void close(Collection<String> files) {
        spent();
        reads.ended(files);
        report.add(true, "%d receipts with %d signatures were verified".formatted(receipts, signatures));
        report.add(true, "%d rulings were made again".formatted(rulings));
    }
}
