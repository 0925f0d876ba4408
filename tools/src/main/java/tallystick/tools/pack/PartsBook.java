package tallystick.tools.pack;

import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tallystick.core.audit.AuditEvent;
import tallystick.core.audit.LogNames;
import tallystick.core.audit.Receipt;
import tallystick.core.book.AddressBook;
import tallystick.core.clear.ClearText;
import tallystick.core.court.Ruling;
import tallystick.core.docket.Retrial;
import tallystick.core.governance.Covenant;
import tallystick.core.governance.Document;
import tallystick.core.governance.Member;
import tallystick.core.governance.Pledge;
import tallystick.core.governance.Roster;
import tallystick.core.intent.IntentId;
import tallystick.core.pack.PackManifest;
import tallystick.core.people.Directory;
import tallystick.core.people.Person;
import tallystick.core.places.Places;
import tallystick.core.policy.judge.Reason;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.key.Scheme;

/// Writes the parts from what a pack holds, and from nothing else: whoever has the same evidence writes the same bytes,
/// so that a readable file which says something else than the evidence is found.
///
/// **Threads** one.
/// @spec docs/spec/evidence-pack.md#EP-9 evidence-pack
public final class PartsBook {
    private static final int REMEMBERED_MAX = 8192;
    /// What a chart tells of: what was signed, what was not, what went wrong.
    private static final Set<Part> CHARTED = Set.of(Part.WITHDRAWALS, Part.REFUSALS, Part.INCIDENTS);
    private static final Told NOTHING = new Told("", "", "", "", "");

    private final PackManifest manifest;
    private final PackOpenings openings;
    private final Map<Part, PartFiles> files = new EnumMap<>(Part.class);
    private final Days days = new Days();
    private final PackMemory<IntentId, Told> told = new PackMemory<>(REMEMBERED_MAX);
    private final Map<Receipt.Gist, Boolean> written = PackMemory.bounded();

    /// What a table says of an allowed request: words, since what the ruling rests on is long.
    private record Told(String chain, String effects, String initiator, String answers, String trace) {
        static Told of(Retrial.Outcome.Same same) {
            var asked = same.asked();
            var effects = ClearText.of(asked.transaction(), asked.signer(), asked.knowledge()).effects().stream()
                    .map(ClearText.Sentence::text)
                    .collect(Collectors.joining("; "));
            return new Told(
                    asked.transaction().chain().toString(),
                    effects,
                    asked.evidence().intent().initiator().toString(),
                    String.join("; ", same.ruling().basis().answers()),
                    same.ruling().basis().traced().toString());
        }
    }

    /// @param manifest of what time and scope
    /// @param openings of veils; where one is missing, the tables say that a text is redacted
    public PartsBook(PackManifest manifest, PackOpenings openings, Outputs outputs) throws IOException {
        this.manifest = manifest;
        this.openings = openings;
        for (var part : Part.values()) files.put(part, new PartFiles(part, outputs));
    }

    private void add(Part part, Object... values) throws IOException {
        if (CHARTED.contains(part) && values[0] instanceof Instant at) days.add(part, at);
        Objects.requireNonNull(files.get(part), part::name)
                .add(Stream.of(values)
                        .map(String::valueOf)
                        .map(openings::lifted)
                        .toList());
    }

    /// How many rows each part has.
    public Map<Part, Long> counts() {
        var counts = new EnumMap<Part, Long>(Part.class);
        files.forEach((part, file) -> counts.put(part, file.rows()));
        return counts;
    }

    /// The first rows of each part, for the report.
    Map<Part, List<List<String>>> first() {
        var first = new EnumMap<Part, List<List<String>>>(Part.class);
        files.forEach((part, file) -> first.put(part, file.first()));
        return first;
    }

    /// What was signed, refused and noticed, by day.
    Days days() {
        return days;
    }

    /// That was all.
    public void finish() throws IOException {
        for (var file : files.values()) file.finish();
    }

    private boolean isInScope(Digest32 keyId) {
        return manifest.key().isEmpty() || manifest.key().get().equals(keyId);
    }

    /// Who is who.
    public void roster(Roster roster) throws IOException {
        for (var member : roster.members()) {
            add(
                    Part.ACCESS,
                    member.role().name().toLowerCase(Locale.ROOT),
                    member.name(),
                    "",
                    "",
                    "",
                    member.identity(),
                    "",
                    "",
                    "",
                    "");
            if (member.role() == Member.Role.NODE)
                add(Part.TOPOLOGY, "", member.name(), "address", member.host() + ":" + member.port(), "");
        }
    }

    /// What a log proves of itself.
    public void log(PackedLog log, PackManifest.Log range, Roster roster) throws IOException, Unfit {
        var cosigned = log.cosigned();
        if (cosigned.isEmpty()) cosigned(log, range, "nobody", "", "");
        for (var each : cosigned.entrySet()) {
            var note = each.getValue().note();
            var at = roster.named(each.getKey()).flatMap(member -> note.cosignedAt(LogNames.witness(member)));
            cosigned(
                    log,
                    range,
                    each.getKey(),
                    each.getValue().head().size(),
                    at.map(Instant::toString).orElse(""));
        }
    }

    private void cosigned(PackedLog log, PackManifest.Log range, String by, Object over, String at) throws IOException {
        add(Part.LOGS, log.node(), log.head().size(), log.head().root(), range.first(), range.end(), by, over, at);
    }

    /// What a node keeps of its workspace. Documents are told once, as `isFirst` node has them.
    public void governed(Governed governed, boolean isFirst) throws IOException {
        var proposed = new Proposed(governed);
        for (var document : governed.history()) {
            add(
                    Part.POLICIES,
                    governed.node(),
                    document.kind().name().toLowerCase(Locale.ROOT),
                    document.version(),
                    document.hash(),
                    document.parent().map(Digest32::toString).orElse(""),
                    document.effectiveFrom(),
                    proposed.by(document),
                    proposed.answers(document),
                    proposed.direction(document),
                    pledged(governed, document));
            if (isFirst) content(document);
        }
        for (var signed : governed.freezes())
            add(
                    Part.INCIDENTS,
                    signed.order().at(),
                    governed.node(),
                    "freeze order by " + signed.order().by().name(),
                    signed.order().scope(),
                    signed.order().reason(),
                    signed.order().id());
    }

    private static String pledged(Governed governed, Document document) {
        return governed.covenants().stream()
                .filter(covenant -> covenant.version().hash().equals(document.hash()))
                .map(Covenant::pledges)
                .flatMap(List::stream)
                .filter(Pledge::isKept)
                .map(Pledge::node)
                .distinct()
                .collect(Collectors.joining(" "));
    }

    private void content(Document document) throws IOException {
        switch (document.kind()) {
            case PEOPLE -> {
                if (Directory.parse(document.content()) instanceof Parsed.Ok<Directory>(var directory))
                    for (var person : directory.people()) person(directory.version(), person);
            }
            case ADDRESS_BOOK -> {
                if (AddressBook.parse(document.content()) instanceof Parsed.Ok<AddressBook>(var book))
                    for (var entry : book.entries())
                        add(
                                Part.ADDRESS_BOOK,
                                book.version(),
                                document.effectiveFrom(),
                                entry.account().chain(),
                                entry.account().address(),
                                entry.label(),
                                entry.counterparty(),
                                entry.addedBy(),
                                entry.addedAt(),
                                String.join(" ", entry.tags()),
                                entry.isBlocked() ? "blocked" : "");
            }
            case PLACES -> {
                if (Places.parse(document.content()) instanceof Parsed.Ok<Places>(var places))
                    stations(places, document.effectiveFrom());
            }
            case ROSTER, POLICY, EMERGENCY_POLICY, FACT_KEYS -> {}
        }
    }

    /// In whose hands each node is, as the organisation says.
    private void stations(Places places, Instant since) throws IOException {
        for (var station : places.stations().entrySet())
            for (var trait : station.getValue().traits().entrySet())
                add(
                        Part.TOPOLOGY,
                        since,
                        station.getKey(),
                        "%s, places version %d"
                                .formatted(trait.getKey().name().toLowerCase(Locale.ROOT), places.version()),
                        trait.getValue(),
                        "");
    }

    private void person(int version, Person person) throws IOException {
        add(
                Part.ACCESS,
                "person, version " + version,
                person.id(),
                person.human(),
                sorted(person.rights()),
                sorted(person.roles()),
                person.keys().stream().filter(held -> !held.isRevoked()).count(),
                person.keys().stream().filter(held -> held.isRevoked()).count(),
                "",
                "",
                "");
    }

    private static String sorted(Collection<?> some) {
        return some.stream().map(String::valueOf).sorted().collect(Collectors.joining(" "));
    }

    /// The next entry of a log.
    ///
    /// @param isAsked whether it is of the time that is asked for
    public void step(PackWalk.Step step, boolean isAsked) throws IOException {
        var at = step.found().entry().at();
        var node = step.found().node();
        if (step.decided().isPresent()) remember(node, step.decided().get());
        switch (step.found().entry().event()) {
            case AuditEvent.CeremonyActivated key -> activated(at, node, key);
            case AuditEvent.CeremonyAttested(var key, var epoch, var statement, var signature) ->
                add(Part.CEREMONIES, at, node, key, epoch, statement, signature.toHex());
            case AuditEvent.Signed(var receipt)
            when isInScope(receipt.keyId()) -> withdrawal(at, node, receipt, isAsked);
            case AuditEvent.NodeVerdict verdict
            when isAsked && isInScope(verdict.keyId()) -> verdict(at, node, verdict);
            case AuditEvent.NodeStarted(var software, var build, var boot) ->
                add(Part.BUILDS, at, node, software, build, boot);
            case AuditEvent event when isAsked -> act(at, node, event);
            default -> {}
        }
        if (isAsked && step.decided().isPresent())
            facts(at, node, step.decided().get());
    }

    private void activated(Instant at, String node, AuditEvent.CeremonyActivated key) throws IOException {
        add(
                Part.KEYS,
                at,
                node,
                key.keyId(),
                key.epoch(),
                Scheme.ofCode(key.schemeCode()).map(Enum::name).orElse("unknown"),
                key.point().toHex(),
                String.join(" ", PackWalk.accounts(key)),
                key.tree(),
                key.certificate());
        if (key.epoch() > 1) add(Part.REFRESHES, at, node, "activated", key.keyId(), key.epoch(), "", "", "");
    }

    /// Told once, as the first has it that wrote it: of its signers one may have been stopped before it did. What that
    /// one wrote outside the time is told there.
    private void withdrawal(Instant at, String node, Receipt receipt, boolean isAsked) throws IOException {
        if (written.put(receipt.gist(), true) != null || !isAsked) return;
        var known = told.of(node, receipt.intent()).orElse(NOTHING);
        add(
                Part.WITHDRAWALS,
                at,
                node,
                receipt.intent(),
                receipt.keyId(),
                receipt.path(),
                known.chain(),
                known.effects(),
                known.initiator(),
                known.answers(),
                receipt.policy(),
                known.trace(),
                String.join(" ", receipt.signers()),
                receipt.parts().stream().map(part -> part.message().toHex()).collect(Collectors.joining(" ")),
                receipt.parts().stream().map(part -> part.signature().toHex()).collect(Collectors.joining(" ")));
    }

    /// As that node ruled on it: another may have read it with another knowledge file.
    private void remember(String node, Decided ruled) {
        if (ruled.outcome() instanceof Retrial.Outcome.Same same && same.ruling() instanceof Ruling.Allowed)
            told.put(node, ruled.said().intent(), Told.of(same));
    }

    private void verdict(Instant at, String node, AuditEvent.NodeVerdict verdict) throws IOException {
        if (verdict.ruling() != AuditEvent.Ruling.REFUSE) return;
        add(Part.REFUSALS, at, node, verdict.intent(), verdict.keyId(), "refused", verdict.why(), verdict.policy());
    }

    private void facts(Instant at, String node, Decided ruled) throws IOException {
        if (!(ruled.outcome() instanceof Retrial.Outcome.Same same)) return;
        if (same.ruling() instanceof Ruling.Denied(var reasons, var _, var _, var _))
            add(
                    Part.REFUSALS,
                    at,
                    node,
                    ruled.said().intent(),
                    same.asked().evidence().intent().keyId(),
                    "denied",
                    reasons.stream().map(PartsBook::text).collect(Collectors.joining("; ")),
                    ruled.policies().stream().map(Digest32::toString).collect(Collectors.joining(" ")));
        for (var fact : same.asked().evidence().facts())
            add(
                    Part.SCREENING,
                    at,
                    node,
                    ruled.said().intent(),
                    fact.fact().claim().kind(),
                    fact.signer(),
                    String.join("; ", same.ruling().basis().facts()));
    }

    private static String text(Reason reason) {
        return reason.text() + reason.rule().map(name -> " (" + name + ")").orElse("");
    }

    private static String role(int code) {
        return Stream.of(Member.Role.values())
                .filter(role -> role.code() == code)
                .map(role -> role.name().toLowerCase(Locale.ROOT))
                .findFirst()
                .orElseGet(() -> "role " + code);
    }

    private void act(Instant at, String node, AuditEvent event) throws IOException {
        switch (event) {
            case AuditEvent.ShareRestored(var key, var epoch, var _, var backup) ->
                add(Part.BACKUPS, at, node, key, epoch, backup);
            case AuditEvent.RefreshBegun(var key, var epoch, var by, var cause, var words) ->
                add(Part.REFRESHES, at, node, "begun", key, epoch, by, cause, words);
            case AuditEvent.ShareQuarantined(var subject, var operator, var reason) ->
                add(Part.INCIDENTS, at, node, "share quarantined by " + operator, subject, reason, "");
            case AuditEvent.QuarantineLifted(var subject, var operator, var reason) ->
                add(Part.INCIDENTS, at, node, "quarantine lifted by " + operator, subject, reason, "");
            case AuditEvent.Frozen(var subject, var reason) ->
                add(Part.INCIDENTS, at, node, "frozen", subject, reason, "");
            case AuditEvent.Unfrozen(var subject, var reason) ->
                add(Part.INCIDENTS, at, node, "unfrozen", subject, reason, "");
            case AuditEvent.PeerQuarantined(var peer, var reason, var _, var _) ->
                add(Part.INCIDENTS, at, node, "log of a node refused", peer, reason, "");
            case AuditEvent.PeerCleared(var peer, var operator, var reason, var _) ->
                add(Part.INCIDENTS, at, node, "node cleared by " + operator, peer, reason, "");
            case AuditEvent.SetQuarantined(var key, var _, var signers) ->
                add(Part.INCIDENTS, at, node, "signing set cut off", key, String.join(" ", signers), "");
            case AuditEvent.RoundAborted(var run, var fault, var culprits, var evidence) ->
                add(Part.INCIDENTS, at, node, "run aborted: " + fault, run, String.join(" ", culprits), evidence);
            case AuditEvent.CertificateChanged(var pin, var ends) ->
                add(Part.TOPOLOGY, at, node, "certificate", pin, ends);
            case AuditEvent.RosterFollowed(var version, var roster) ->
                add(Part.TOPOLOGY, at, node, "roster version " + version, roster, "");
            case AuditEvent.AlarmRang(var about, var words) -> add(Part.INCIDENTS, at, node, "alarm", about, words, "");
            case AuditEvent.CallerAdmitted(var member, var role, var pin) ->
                add(Part.ACCESS, "calls of a day", member, "", "", role(role), "", "", at, node, "with the key " + pin);
            case AuditEvent.OpeningsErased(var count, var reason) ->
                add(Part.ACCESS, "personal texts erased", "", "", "", "", "", "", at, node, count + ": " + reason);
            case AuditEvent.PackCountersigned(var hash, var operator, var from, var to, var scope) ->
                add(
                        Part.ACCESS,
                        "evidence taken",
                        operator,
                        "",
                        "",
                        "",
                        "",
                        "",
                        at,
                        node,
                        "%s until %s, %s, manifest %s".formatted(from, to, scope, hash));
            default -> {}
        }
    }
}
