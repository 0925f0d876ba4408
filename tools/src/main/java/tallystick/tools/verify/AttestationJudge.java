package tallystick.tools.verify;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tallystick.core.attestation.Attestation;
import tallystick.core.attestation.CeremonyFacts;
import tallystick.core.attestation.Participant;
import tallystick.core.attestation.SignedTestimony;
import tallystick.core.attestation.Testimony;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.ceremony.Certificate;
import tallystick.tools.attest.AttestationJson;

/// Checks the attestation of a ceremony against a roster: who signed, that the certificate proves the same epoch and
/// transcript, and that the parts fit each other.
final class AttestationJudge {
    /// Nodes refuse an order more than an hour before it expires and from then on: so all of them began within one.
    private static final Duration BEGIN_SPREAD_MAX = Duration.ofHours(1);

    private final Attestation attestation;
    private final CeremonyFacts facts;
    private final Roster roster;
    private final Report report = new Report();

    AttestationJudge(Attestation attestation, Roster roster) {
        this.attestation = attestation;
        this.facts = attestation.facts();
        this.roster = roster;
    }

    Report report() {
        return report;
    }

    /// All that the document itself must hold.
    ///
    /// @param builds those that nodes may have run; any if empty
    /// @spec docs/spec/attestation.md#AT-16 attestation
    void judge(Collection<Digest32> builds) {
        report.add(
                true,
                "an attestation that key %s was brought to epoch %d: %s, %s"
                        .formatted(
                                brief(facts.key().id()),
                                facts.key().epoch(),
                                facts.kind().name().toLowerCase(Locale.ROOT),
                                facts.key().tree()));
        participants();
        signatures();
        certificate();
        times();
        builds(builds);
        policies();
        report.add(true, "compare its words: " + AttestationJson.words(attestation));
    }

    private void participants() {
        var isSame = roster.statement().equals(facts.ordered().roster());
        if (isSame) report.add(true, "the ceremony followed this very roster, version %d".formatted(roster.version()));
        else
            report.note(
                    "the ceremony followed roster version %d (%s), this is version %d: only names and keys are compared"
                            .formatted(
                                    facts.ordered().rosterVersion(),
                                    brief(facts.ordered().roster()),
                                    roster.version()));
        for (var each : facts.participants())
            if (!isKnown(each))
                report.add(
                        false,
                        "participant %s is no node of this roster under its key %s: give the roster it was in"
                                .formatted(each.name(), brief(each)));
        if (isSame
                && roster.named(facts.ordered().operator())
                        .filter(each -> each.role() == Member.Role.OPERATOR)
                        .isEmpty())
            report.add(
                    false,
                    "%s is no operator of the roster".formatted(facts.ordered().operator()));
    }

    private boolean isKnown(Participant participant) {
        return roster.named(participant.name())
                .filter(each ->
                        each.role() == Member.Role.NODE && each.identity().equals(participant.identity()))
                .isPresent();
    }

    private void signatures() {
        for (var each : attestation.signed()) {
            var name = each.testimony().name();
            report.add(
                    each.verifies(facts),
                    each.verifies(facts)
                            ? "%s signed: %s".formatted(name, words(each.testimony()))
                            : "the signature under the name of %s is not its own over this".formatted(name));
        }
        var missing = attestation.missing();
        report.add(
                missing.isEmpty(),
                missing.isEmpty()
                        ? "all %d participants signed"
                                .formatted(facts.participants().size())
                        : "incomplete, and so no attestation: not signed by %s".formatted(String.join(", ", missing)));
    }

    private static String words(Testimony own) {
        return "build %s, began %s, active %s".formatted(brief(own.build()), own.began(), own.activated());
    }

    private void certificate() {
        switch (Certificate.parse(attestation.certificate())) {
            case Parsed.Ok<Certificate>(var certificate) -> certificate(certificate);
            case Parsed.Malformed<Certificate>(var offset, var expected) ->
                report.add(false, "the certificate at byte %d: expected %s".formatted(offset, expected));
        }
    }

    private void certificate(Certificate certificate) {
        var names = facts.participants();
        switch (certificate.verify(new AttestedRoster(names), certificate.key().tree())) {
            case Certificate.Verdict.Valid _ ->
                report.add(true, "the certificate is signed by all %d parties of the run".formatted(names.size()));
            case Certificate.Verdict.Invalid(var why) ->
                report.add(false, "the certificate proves no epoch: %s".formatted(why));
        }
        var differing = differing(certificate);
        report.add(
                differing.isEmpty(),
                differing.isEmpty()
                        ? "its transcript hash %s, key and tree are the attested ones"
                                .formatted(brief(facts.transcript()))
                        : "the attestation differs from the certificate in: " + String.join(", ", differing));
    }

    private List<String> differing(Certificate certificate) {
        var about = certificate.about();
        var key = certificate.key();
        var attested = facts.key();
        var same = new TreeMap<String, Boolean>();
        same.put("transcript hash", certificate.transcript().equals(facts.transcript()));
        same.put("session", about.session().value().equals(facts.session()));
        same.put(
                "number of participants",
                about.parties() == facts.participants().size());
        same.put("key id", key.id().equals(attested.id()));
        same.put("scheme", key.scheme().code() == attested.schemeCode());
        same.put("public key", key.point().encode().equals(attested.point()));
        same.put("group key", key.hash().equals(attested.groupKey()));
        same.put("epoch", key.epoch() == attested.epoch());
        same.put("attempt", about.attempt() == attested.attempt());
        same.put("tree", key.tree().toString().equals(attested.tree()));
        same.put(
                "participants",
                owners(certificate).equals(firstNames(key.tree().parties().size())));
        same.put(
                "order",
                facts.kind() != CeremonyFacts.Kind.GENERATE
                        || about.subject().equals(facts.ordered().order()));
        return same.entrySet().stream()
                .filter(each -> !each.getValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static List<String> owners(Certificate certificate) {
        var tree = certificate.key().tree();
        return tree.parties().stream().map(tree::nameOf).toList();
    }

    private List<String> firstNames(int count) {
        return facts.participants().stream().limit(count).map(Participant::name).toList();
    }

    private void times() {
        var testimonies =
                attestation.signed().stream().map(SignedTestimony::testimony).toList();
        for (var each : testimonies)
            if (each.activated().isBefore(each.began()))
                report.add(false, "%s says that the epoch was active before it began".formatted(each.name()));
        var begins = testimonies.stream().map(Testimony::began).sorted().toList();
        if (begins.size() < 2) return;
        var spread = Duration.between(begins.getFirst(), begins.getLast());
        if (spread.compareTo(BEGIN_SPREAD_MAX) <= 0)
            report.add(true, "the participants began within %s by their clocks".formatted(seconds(spread)));
        else
            report.add(
                    false,
                    "the participants began %s apart by their clocks, and an order lives for an hour: a clock is wrong"
                            .formatted(seconds(spread)));
    }

    private static String seconds(Duration spread) {
        return String.format(Locale.ROOT, "%d.%03d s", spread.toSeconds(), spread.toMillisPart());
    }

    private void builds(Collection<Digest32> allowed) {
        var found = attestation.builds();
        if (found.size() > 1)
            report.note("the participants ran different builds: "
                    + attestation.signed().stream()
                            .map(SignedTestimony::testimony)
                            .map(each -> "%s %s".formatted(each.name(), brief(each.build())))
                            .collect(Collectors.joining(", ")));
        else if (!found.isEmpty()) report.add(true, "all of them ran build " + found.getFirst());
        if (allowed.isEmpty()) return;
        for (var each : attestation.signed())
            report.add(
                    allowed.contains(each.testimony().build()),
                    "%s ran %s of the builds that may run"
                            .formatted(
                                    each.testimony().name(),
                                    allowed.contains(each.testimony().build()) ? "one" : "none"));
    }

    private void policies() {
        var found = attestation.signed().stream()
                .map(each -> each.testimony().policy())
                .distinct()
                .toList();
        if (found.size() > 1)
            report.note("the participants judged by different policies: "
                    + attestation.signed().stream()
                            .map(SignedTestimony::testimony)
                            .map(each -> "%s %s"
                                    .formatted(
                                            each.name(),
                                            each.policy()
                                                    .map(AttestationJudge::brief)
                                                    .orElse("none")))
                            .collect(Collectors.joining(", ")));
        else if (!found.isEmpty() && found.getFirst().isEmpty()) report.note("no participant had a policy to judge by");
        else found.forEach(policy -> report.add(true, "all of them judged by policy " + policy.orElseThrow()));
    }

    static String brief(Digest32 digest) {
        return digest.toString().substring(0, 16);
    }

    private static String brief(Participant participant) {
        return participant.identity().toString().substring(0, 16);
    }
}
