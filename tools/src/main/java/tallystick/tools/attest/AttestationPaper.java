package tallystick.tools.attest;

import java.io.IOException;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tallystick.core.attestation.Attestation;
import tallystick.core.attestation.CeremonyFacts;
import tallystick.core.attestation.Participant;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.access.Node;
import tallystick.mpc.access.QuorumTree;
import tallystick.tools.attest.Paper.Style;

/// The paper of an attestation: what people file, and compare with what `tallystick verify` says.
///
/// **Form** PDF on A4 with its font inside and the JSON attached; no time of printing, so the same attestation always
/// gives the same bytes. The paper proves nothing by itself: what is signed is in the attached file.
public final class AttestationPaper {
    private static final String ATTACHED = "attestation.json";
    private static final int GROUP = 8;

    private AttestationPaper() {}

    /// Prints it.
    ///
    /// @throws IOException if the PDF library fails: a broken installation
    /// @spec docs/spec/attestation.md#AT-14 attestation
    public static Bytes of(Attestation attestation) throws IOException {
        var words = AttestationJson.words(attestation);
        try (var paper = new Paper("words " + words, attestation.hash())) {
            head(paper, attestation, words);
            ceremony(paper, attestation.facts());
            tree(paper, attestation.facts().key().tree());
            paper.gap(6);
            paper.text(Style.HEADING, "Participants and what each signed");
            for (var each : attestation.facts().participants()) participant(paper, attestation, each);
            notes(paper, attestation);
            paper.attach(ATTACHED, "the attestation itself", AttestationJson.encode(attestation));
            return paper.bytes(
                    "Ceremony attestation " + attestation.facts().key().id());
        }
    }

    private static void head(Paper paper, Attestation attestation, String words) throws IOException {
        paper.text(Style.TITLE, "Ceremony attestation");
        paper.text(Style.BODY, what(attestation.facts()));
        if (attestation.missing().isEmpty())
            paper.text(
                    Style.BODY,
                    "Signed by all %d participants: %s."
                            .formatted(
                                    attestation.signed().size(),
                                    attestation.facts().participants().stream()
                                            .map(Participant::name)
                                            .collect(Collectors.joining(", "))));
        paper.gap(4);
        if (!attestation.missing().isEmpty())
            paper.framed("INCOMPLETE, AND SO NO ATTESTATION. Not signed by: " + String.join(", ", attestation.missing())
                    + ".");
        if (attestation.builds().size() > 1)
            paper.framed("The participants ran %d different builds: "
                            .formatted(attestation.builds().size())
                    + attestation.signed().stream()
                            .map(each -> "%s %s"
                                    .formatted(
                                            each.testimony().name(),
                                            grouped(each.testimony()
                                                    .build()
                                                    .toString()
                                                    .substring(0, 16))))
                            .collect(Collectors.joining(" · "))
                    + ".");
        paper.text(Style.QUIET, "Compare these six words with those that tallystick verify prints for the file:");
        paper.text(Style.LARGE, words.replace("-", "  "));
        paper.gap(2);
        paper.pair("document", Style.FINE, grouped(attestation.hash()));
        paper.rule();
    }

    private static String what(CeremonyFacts facts) {
        var number = facts.participants().size();
        return switch (facts.kind()) {
            case GENERATE ->
                "%d participants generated a new key together; each holds shares of its own.".formatted(number);
            case REFRESH -> "%d participants gave each other new shares of the same key.".formatted(number);
            case RESHARE -> "%d participants moved the same key to another circle of share holders.".formatted(number);
            case REPAIR -> "%d participants took part in giving one of them its lost share again.".formatted(number);
        };
    }

    private static void ceremony(Paper paper, CeremonyFacts facts) throws IOException {
        var key = facts.key();
        paper.text(Style.HEADING, "Ceremony and key");
        paper.pair(
                "kind",
                Style.BODY,
                "%s · epoch %d, after %s · attempt %d"
                        .formatted(
                                facts.kind().name().toLowerCase(Locale.ROOT),
                                key.epoch(),
                                key.epochBefore() == 0 ? "none" : "epoch " + key.epochBefore(),
                                key.attempt()));
        paper.pair("scheme", Style.BODY, AttestationJson.scheme(key.schemeCode()));
        paper.pair("key id", Style.FINE, grouped(key.id()));
        paper.pair("public key", Style.FINE, grouped(key.point().toHex()));
        paper.pair("group key", Style.FINE, grouped(key.groupKey()));
        paper.pair("transcript", Style.FINE, grouped(facts.transcript()));
        paper.pair("session", Style.FINE, grouped(facts.session()));
        paper.pair("ordered by", Style.BODY, facts.ordered().operator());
        paper.pair("order", Style.FINE, grouped(facts.ordered().order()));
        paper.pair("roster", Style.BODY, "version " + facts.ordered().rosterVersion());
        paper.pair("roster hash", Style.FINE, grouped(facts.ordered().roster()));
        paper.gap(6);
    }

    private static void tree(Paper paper, String text) throws IOException {
        paper.text(Style.HEADING, "Who can sign");
        paper.text(Style.BODY, text);
        if (QuorumTree.parseSingleHolder(text) instanceof Parsed.Ok<QuorumTree>(var tree))
            node(paper, tree, tree.root(), 1);
    }

    private static void node(Paper paper, QuorumTree tree, Node node, int depth) throws IOException {
        switch (node) {
            case Node.Leaf(var _, var owner) -> paper.indented(Style.QUIET, depth, tree.nameOf(owner));
            case Node.Gate(var _, var minChildren, var children) -> {
                paper.indented(
                        Style.QUIET,
                        depth,
                        minChildren == children.size()
                                ? "all of these %d".formatted(children.size())
                                : "any %d of these %d".formatted(minChildren, children.size()));
                for (var child : children) node(paper, tree, child, depth + 1);
            }
        }
    }

    private static void participant(Paper paper, Attestation attestation, Participant participant) throws IOException {
        paper.keep(86);
        paper.rule();
        paper.text(Style.NAME, participant.name());
        paper.pair("identity key", Style.FINE, grouped(participant.identity().toString()));
        var signed = attestation.signed().stream()
                .filter(each -> each.testimony().name().equals(participant.name()))
                .findFirst();
        if (signed.isEmpty()) {
            paper.pair("signature", Style.BODY, "NONE: it has not signed");
            return;
        }
        var own = signed.get().testimony();
        paper.pair(
                "its clock",
                Style.BODY,
                "began %s · active %s"
                        .formatted(AttestationJson.time(own.began()), AttestationJson.time(own.activated())));
        paper.pair("build", Style.FINE, grouped(own.build()));
        paper.pair(
                "policy",
                Style.FINE,
                own.policy().map(AttestationPaper::grouped).orElse("none: the node judges by no policy"));
        paper.pair(
                "signature",
                Style.FINE,
                grouped(signed.get().signature().bytes().toHex()));
    }

    private static void notes(Paper paper, Attestation attestation) throws IOException {
        paper.gap(4);
        paper.keep(110);
        paper.rule();
        paper.text(Style.HEADING, "How to check it");
        paper.text(
                Style.QUIET,
                "Each participant signed for itself: its times are by its own clock, its build is what its own program"
                        + " says it runs from. No participant can vouch for another's.");
        paper.text(Style.QUIET, "Save the attached %s and run, on a machine without a network:".formatted(ATTACHED));
        paper.indented(Style.BODY, 1, "tallystick verify %s --roster ROSTER --administrator CARD".formatted(ATTACHED));
        paper.text(
                Style.QUIET,
                "It checks every signature, the certificate and its transcript hash, and prints the words. With"
                        + " --log and a copy of a participant's log it also finds what the participant wrote down when"
                        + " it signed.");
        if (!attestation.missing().isEmpty())
            paper.text(Style.QUIET, "This paper is incomplete: the command will say so and refuse it.");
    }

    private static String grouped(Digest32 digest) {
        return grouped(digest.toString());
    }

    private static String grouped(String hex) {
        return IntStream.range(0, (hex.length() + GROUP - 1) / GROUP)
                .mapToObj(i -> hex.substring(i * GROUP, Math.min(hex.length(), (i + 1) * GROUP)))
                .collect(Collectors.joining(" "));
    }
}
