package tallystick.tools.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tallystick.core.attestation.Attestation;
import tallystick.core.attestation.CeremonyFacts;
import tallystick.core.audit.AuditEvent;
import tallystick.core.audit.LogNames;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.pack.Archive;
import tallystick.core.pack.PackManifest;
import tallystick.core.tlog.ConsistencyProof;
import tallystick.core.tlog.SignedNote;
import tallystick.core.tlog.TreeHead;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.RunningSha256;
import tallystick.tools.attest.AttestationJson;
import tallystick.tools.pack.NoRoom;
import tallystick.tools.pack.PackFile;
import tallystick.tools.pack.PackNames;
import tallystick.tools.pack.PackOpenings;
import tallystick.tools.pack.PackReading;
import tallystick.tools.pack.PackWalk;
import tallystick.tools.pack.Packed;
import tallystick.tools.pack.PackedLog;
import tallystick.tools.pack.Unfit;
import tallystick.tools.timestamp.Timestamp;

/// Checks an evidence pack: first that the file is what its maker wrote, then that what it holds was signed by whom it
/// must be, then that ruling again says the same, then that what people read says what the evidence says.
final class PackJudge {
    private static final int MANIFEST_BYTES_MAX = 32 * 1024 * 1024;
    private static final int MAGIC_BYTES = 4;
    private static final long TOLD_EVERY = 100_000;
    private static final int END_BYTES = 22;

    private final Packed pack;
    private final Archive archive;
    private final Consumer<String> tells;
    private final Report report = new Report();
    private long looked;
    private final Map<String, String> attested = new TreeMap<>();
    private final List<CeremonyFacts> ceremonies = new ArrayList<>();

    private PackJudge(Archive archive, Consumer<String> tells) {
        this.archive = archive;
        this.tells = tells;
        this.pack = new Packed(archive);
    }

    /// Whether a file begins or ends as an archive does: one altered byte does not make it something else.
    static boolean isPack(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) < END_BYTES) return false;
        try (var open = PackFile.open(file)) {
            return open.read(0, MAGIC_BYTES).equals(Bytes.ofHex("504b0304"))
                    || open.read(open.length() - END_BYTES, MAGIC_BYTES).equals(Bytes.ofHex("504b0506"));
        }
    }

    /// Checks all of it.
    ///
    /// @param tells hears how far it is
    /// @spec docs/spec/evidence-pack.md#EP-10 evidence-pack
    /// @spec docs/spec/evidence-pack.md#EP-41 evidence-pack
    static Report judge(Path file, TrustOptions trust, Consumer<String> tells)
            throws IOException, Unverifiable, WrongOption {
        try (var open = PackFile.open(file)) {
            switch (Archive.parse(open)) {
                case Parsed.Ok<Archive>(var archive) -> {
                    var judge = new PackJudge(archive, tells);
                    judge.judge(trust);
                    judge.report.closeCounts();
                    return judge.report;
                }
                case Parsed.Malformed<Archive>(var offset, var expected) -> {
                    var report = new Report();
                    report.add(false, "the archive at byte %d: expected %s".formatted(offset, expected));
                    return report;
                }
            }
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof NoRoom room) throw room;
            throw new IOException(e.getMessage(), e);
        }
    }

    private void judge(TrustOptions trust) throws IOException, Unverifiable, WrongOption {
        var manifest = manifest();
        if (manifest.isEmpty() || !files(manifest.get())) return;
        report.add(
                true,
                "a pack of %s until %s, %s, made at %s"
                        .formatted(
                                manifest.get().from(),
                                manifest.get().to(),
                                manifest.get().scope(),
                                manifest.get().made()));
        timestamp(trust);
        var roster = new PackTrust(pack, report).roster(trust);
        if (roster.isEmpty()) return;
        new PackCountersigned(pack, report).judge(manifest.get(), roster.get(), trust);
        try {
            for (var log : manifest.get().logs()) log(log, roster.get());
            logsOf(manifest.get(), roster.get());
            attestations(roster.get());
            readable(manifest.get(), roster.get(), trust.spends());
        } catch (Unfit unfit) {
            report.add(false, unfit.why());
        } catch (DateTimeException beyond) {
            // Moments are bounded where they are read; what is counted on from them is not everywhere.
            report.add(false, "a moment in the pack leads out of the calendar");
        }
    }

    /// @spec docs/spec/evidence-pack.md#EP-18 evidence-pack
    private void timestamp(TrustOptions trust) throws WrongOption {
        var authorities = trust.timestampAuthorities();
        if (!pack.names().contains(PackNames.TIMESTAMP)) {
            if (!authorities.isEmpty()) report.add(false, "the pack has no timestamp");
            return;
        }
        var manifest = new RunningSha256();
        pack.read(PackManifest.NAME, manifest::take);
        var answer = pack.read(PackNames.TIMESTAMP, Timestamp.LENGTH_BYTES_MAX).orElse(Bytes.empty());
        switch (Timestamp.check(answer, manifest.digest(), authorities)) {
            case Timestamp.Outcome.Wrong(var why) -> report.add(false, "%s: %s".formatted(PackNames.TIMESTAMP, why));
            case Timestamp.Outcome.Held(var at, var certificate) -> {
                report.add(true, "the pack was there at %s, by a timestamp of %s".formatted(at, certificate));
                if (authorities.isEmpty())
                    report.note("the timestamp's certificate is the pack's own: compare its SHA-256, or give"
                            + " --timestamp-authority");
            }
        }
    }

    private Optional<PackManifest> manifest() {
        var bytes = pack.read(PackManifest.NAME, MANIFEST_BYTES_MAX);
        if (bytes.isEmpty()) {
            report.add(false, "the pack has no " + PackManifest.NAME);
            return Optional.empty();
        }
        return switch (PackManifest.parse(bytes.get())) {
            case Parsed.Ok<PackManifest>(var manifest) -> Optional.of(manifest);
            case Parsed.Malformed<PackManifest>(var offset, var expected) -> {
                report.add(false, "%s at byte %d: expected %s".formatted(PackManifest.NAME, offset, expected));
                yield Optional.empty();
            }
        };
    }

    /// Every file is what the manifest says, and there is no other.
    private boolean files(PackManifest manifest) {
        var listed = manifest.byName();
        var names = new TreeSet<>(pack.names());
        names.remove(PackManifest.NAME);
        var nodes = manifest.logs().stream().map(PackManifest.Log::node).collect(Collectors.toSet());
        var isGood = true;
        for (var entry : archive.entries()) {
            var file = listed.get(entry.name());
            if (!archive.isWhole(entry)) {
                report.wrong("files", "%s was altered: its check differs".formatted(entry.name()));
                isGood = false;
            } else if (!entry.name().equals(PackManifest.NAME) && !PackNames.isPlace(entry.name(), nodes)) {
                report.wrong("files", "%s is no file that a pack has".formatted(entry.name()));
                isGood = false;
            } else if (file == null && PackNames.isListed(entry.name())) {
                report.wrong("files", "%s is not in the manifest".formatted(entry.name()));
                isGood = false;
            } else if (file != null && !isListed(file)) {
                report.wrong("files", "%s is another file than the manifest lists".formatted(entry.name()));
                isGood = false;
            }
        }
        for (var name : listed.keySet())
            if (!names.contains(name)) {
                report.wrong("files", "%s is in the manifest and not in the pack".formatted(name));
                isGood = false;
            }
        if (isGood) report.add(true, "%d files have the hashes of the manifest".formatted(listed.size()));
        return isGood;
    }

    private boolean isListed(PackManifest.Packed file) {
        var hash = new RunningSha256();
        pack.read(file.name(), hash::take);
        return hash.lengthBytes() == file.size() && hash.digest().equals(file.sha256());
    }

    /// @spec docs/spec/evidence-pack.md#EP-5 evidence-pack
    private void log(PackManifest.Log listed, Roster roster) throws Unfit {
        var log = PackedLog.open(pack, listed.node());
        var member = roster.named(listed.node()).filter(each -> each.role() == Member.Role.NODE);
        var isSigned = member.isPresent()
                && log.checkpoint()
                        .checkpoint()
                        .origin()
                        .equals(LogNames.log(member.get()).name())
                && log.checkpoint().isOf(LogNames.log(member.get()));
        report.add(
                isSigned,
                "%s signed the checkpoint over %d entries"
                        .formatted(listed.node(), log.head().size()));
        if (!log.head().equals(listed.head()))
            report.add(false, "the manifest names another checkpoint of " + listed.node());
        report.add(
                log.rebuilt().equals(log.head()),
                "the hashes of %s make the root %s"
                        .formatted(listed.node(), log.head().root().toString().substring(0, 16)));
        if (member.isPresent()) witnesses(log, member.get(), roster);
    }

    private void witnesses(PackedLog log, Member owner, Roster roster) throws Unfit {
        var cosigned = log.cosigned();
        if (cosigned.isEmpty()) report.note("no other node has cosigned the log of " + log.node());
        for (var each : cosigned.entrySet()) {
            var old = each.getValue();
            var by = roster.named(each.getKey())
                    .filter(member -> member.role() == Member.Role.NODE)
                    .flatMap(member -> old.note().cosignedAt(LogNames.witness(member)));
            var isOwn = old.isOf(LogNames.log(owner));
            var grown = log.grown(each.getKey());
            report.add(
                    by.isPresent() && isOwn,
                    "%s cosigned the first %d entries of %s%s"
                            .formatted(
                                    each.getKey(),
                                    old.head().size(),
                                    log.node(),
                                    by.map(at -> " at " + at).orElse(": it did not")));
            report.add(
                    isGrown(grown.proof(), log, old.head())
                            && grown.checkpoint().equals(log.checkpoint()),
                    "the log of %s goes on from those %d entries"
                            .formatted(log.node(), old.head().size()));
        }
        for (var member : roster.nodes())
            if (log.checkpoint().note().check(LogNames.witness(member)) == SignedNote.Check.BAD)
                report.add(false, "a cosignature under the name of %s is not its own".formatted(member.name()));
    }

    private static boolean isGrown(ConsistencyProof proof, PackedLog log, TreeHead old) {
        return proof.proves(old, log.head());
    }

    /// A node whose log is not here, and a log of a node that is not in the manifest.
    private void logsOf(PackManifest manifest, Roster roster) {
        var listed = manifest.logs().stream().map(PackManifest.Log::node).toList();
        for (var node : roster.nodes())
            if (!listed.contains(node.name()))
                report.note("the log of %s is not in the pack: what it alone knows is not told".formatted(node.name()));
        for (var name : pack.below(PackNames.LOGS))
            if (listed.stream().noneMatch(node -> name.startsWith(PackNames.log(node, ""))))
                report.wrong("files", "%s is of no log of the manifest".formatted(name));
    }

    private void attestations(Roster roster) {
        for (var name : pack.below(PackNames.ATTESTATIONS)) {
            var bytes = pack.read(name, AttestationJson.BYTES_MAX).orElse(Bytes.empty());
            switch (AttestationJson.parse(bytes)) {
                case Parsed.Ok<Attestation>(var attestation) -> {
                    var judge = new AttestationJudge(attestation, roster);
                    judge.judge(List.of());
                    judge.report().findings().stream()
                            .filter(finding -> !finding.holds())
                            .forEach(finding -> report.wrong("attestations", name + ": " + finding.what()));
                    if (judge.report().holds()) {
                        report.add(true, name + " is signed by all participants");
                        ceremonies.add(attestation.facts());
                    }
                    expect(name, attestation, roster);
                }
                case Parsed.Malformed<Attestation>(var offset, var expected) ->
                    report.wrong("attestations", "%s at byte %d: expected %s".formatted(name, offset, expected));
            }
        }
    }

    /// What each participant signed stands in its log, if that is here.
    private void expect(String name, Attestation attestation, Roster roster) {
        for (var node : roster.nodes())
            if (pack.names().contains(PackNames.log(node.name(), "checkpoint")))
                attestation.signed().stream()
                        .filter(each -> each.testimony().name().equals(node.name()))
                        .map(each -> each.testimony().statement(attestation.facts()))
                        .forEach(statement -> attested.put(node.name() + " " + statement, name));
    }

    /// A participant that came back with another log since has nothing to show of the ceremony.
    private void unattested(PackReturned returned, String said, String name) {
        var what = "%s: the log of its participant tells of no %s".formatted(name, said);
        var anew = returned.after(said.substring(0, said.indexOf(' ')), Instant.EPOCH);
        if (anew.isPresent()) report.note("attestations", what + ": " + anew.get());
        else report.wrong("attestations", what);
    }

    private void readable(PackManifest manifest, Roster roster, Set<String> spends) throws IOException, Unfit {
        var people = new PackPeople(pack, manifest, roster, report);
        people.judge();
        var court = new PackCourt(manifest, people, spends, report);
        ceremonies.forEach(court::attested);
        var councils = people.councils();
        var span = new PackSpan(manifest, report);
        var openings = PackOpenings.read(pack, manifest);
        var witnesses = new PackWitnesses(manifest, report, openings::lifted);
        var members = new PackMembers(roster, people.governedRosters(), report);
        members.judge(manifest.to());
        for (var log : manifest.logs()) witnesses.log(PackedLog.open(pack, log.node()));
        var redaction = new PackRedaction(pack, manifest, report);
        redaction.judge();
        var again = new ReadAgain(manifest);
        new PackReading(pack, manifest, roster).write(again, new PackReading.Listener() {
            @Override
            public void saw(PackWalk walk, PackWalk.Step step, boolean isAsked) {
                if (++looked % TOLD_EVERY == 0) tells.accept("%d entries looked at".formatted(looked));
                span.saw(step.found());
                witnesses.saw(step.found());
                members.saw(step.found(), isAsked);
                redaction.saw(step.found());
                if (step.found().entry().event() instanceof AuditEvent.CeremonyAttested said)
                    attested.remove(step.found().node() + " " + said.statement());
                court.saw(walk, step, isAsked);
                Optional.ofNullable(councils.get(step.found().node())).ifPresent(council -> council.saw(step.found()));
            }

            @Override
            public void ended(PackWalk walk) throws Unfit {
                span.ended();
                witnesses.ended();
                redaction.ended();
                attested.forEach((said, name) -> unattested(court.returned(), said, name));
                court.ended(walk);
            }
        });
        court.close(pack.names());
        var rulings = councils.values().stream().mapToLong(PackCouncil::rulings).sum();
        if (rulings > 0) report.add(true, "%d rulings on changes were made again".formatted(rulings));
        again.tell(report, pack.below(PackNames.PARTS));
    }
}
