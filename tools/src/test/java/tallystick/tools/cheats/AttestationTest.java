package tallystick.tools.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tallystick.core.attestation.Attestation;
import tallystick.core.attestation.AttestedKey;
import tallystick.core.attestation.CeremonyFacts;
import tallystick.core.attestation.SignedTestimony;
import tallystick.core.attestation.Testimony;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.seal.Signature64;
import tallystick.mpc.ceremony.Certificate;
import tallystick.tools.attest.AttestationJson;
import tallystick.tools.kit.AttestedCeremony;
import tallystick.tools.verify.VerifyCommand;

@DisplayName("Attestations that are not what they say, docs/spec/attestation.md §9")
class AttestationTest {
    private static final Digest32 OTHER = StandardHash.sha256(Bytes.ofUtf8("other"));

    private final AttestedCeremony ceremony = new AttestedCeremony(21);
    private final CeremonyFacts facts = ceremony.facts();

    @TempDir
    Path folder;

    private record Ran(int exit, String text) {}

    @BeforeEach
    void trust() throws IOException {
        ceremony.trust(folder, ceremony.roster());
    }

    @AfterEach
    void close() {
        ceremony.close();
    }

    private Ran verify(Attestation attestation, Object... further) throws IOException {
        var file = folder.resolve("attestation.json");
        Files.write(file, AttestationJson.encode(attestation).toArray());
        var words = new ArrayList<>(List.of(
                file.toString(),
                "--roster",
                folder.resolve("roster").toString(),
                "--administrator",
                folder.resolve("administrator.card").toString()));
        for (var each : further) words.add(each.toString());
        var text = new StringWriter();
        var line = new CommandLine(new VerifyCommand())
                .setOut(new PrintWriter(text))
                .setErr(new PrintWriter(text));
        return new Ran(line.execute(words.toArray(String[]::new)), text.toString());
    }

    private void assertWrong(String why, Attestation attestation, Object... further) throws IOException {
        var ran = verify(attestation, further);
        var wrong = ran.text().lines().filter(line -> line.startsWith("WRONG")).toList();
        assertThat(String.join("\n", wrong)).contains(why);
        assertThat(ran.text()).endsWith("NOT VERIFIED" + System.lineSeparator());
        assertEquals(1, ran.exit());
    }

    private static List<Testimony> all() {
        return AttestedCeremony.NAMES.stream().map(AttestedCeremony::testimony).toList();
    }

    private static List<Testimony> with(Testimony other) {
        return all().stream()
                .map(each -> each.name().equals(other.name()) ? other : each)
                .toList();
    }

    /// Whether all sign it or nobody does: what differs from the certificate is named.
    private void assertDiffers(String what, CeremonyFacts altered) throws IOException {
        assertWrong("the attestation differs from the certificate in: " + what, ceremony.attestation(altered, all()));
        var honest = ceremony.attestation();
        assertWrong(
                "the signature under the name of client is not its own over this",
                new Attestation(altered, honest.certificate(), honest.signed()));
    }

    private CeremonyFacts with(AttestedKey key) {
        return new CeremonyFacts(
                facts.kind(), key, facts.participants(), facts.ordered(), facts.session(), facts.transcript());
    }

    private CeremonyFacts with(CeremonyFacts.Ordered ordered) {
        return new CeremonyFacts(
                facts.kind(), facts.key(), facts.participants(), ordered, facts.session(), facts.transcript());
    }

    @Test
    void goodAttestation_isVerified() throws IOException {
        var ran = verify(ceremony.attestation());
        assertThat(ran.text())
                .contains("ok    the ceremony followed this very roster, version 1")
                .contains("ok    client signed: build ")
                .contains("ok    all 3 participants signed")
                .contains("ok    the certificate is signed by all 3 parties of the run")
                .contains("ok    the participants began within 0.080 s by their clocks")
                .contains("ok    all of them ran build " + AttestedCeremony.build())
                .contains("NOTE  no participant had a policy to judge by")
                .contains("words: " + AttestationJson.words(ceremony.attestation()))
                .doesNotContain("WRONG")
                .endsWith("verified" + System.lineSeparator());
        assertEquals(0, ran.exit());
        assertThat(verify(ceremony.attestation(), "--json").text())
                .startsWith("{\"verified\":true")
                .contains("{\"holds\":true,\"note\":true,\"what\":\"no participant had a policy to judge by\"}");
    }

    @Test
    void missingSignature_isNamed() throws IOException {
        assertWrong(
                "incomplete, and so no attestation: not signed by client, backup",
                ceremony.attestation(facts, List.of(AttestedCeremony.testimony("risk"))));
        assertWrong("not signed by risk, client, backup", ceremony.attestation(facts, List.of()));
    }

    @Test
    void signatureOfAnotherNode_isNamed() throws IOException {
        var forged = AttestedCeremony.testimony("client").sign(facts, ceremony.key("stranger"));
        var others = ceremony.attestation().signed();
        assertWrong(
                "the signature under the name of client is not its own",
                new Attestation(
                        facts, ceremony.certificate().encode(), List.of(others.getFirst(), forged, others.getLast())));
        // Another participant's own good signature is not client's either.
        var moved = new SignedTestimony(
                AttestedCeremony.testimony("client"), others.getFirst().signature());
        assertWrong(
                "the signature under the name of client is not its own",
                new Attestation(
                        facts, ceremony.certificate().encode(), List.of(others.getFirst(), moved, others.getLast())));
    }

    @Test
    void everyFieldOfATestimony_isUnderItsSignature() throws IOException {
        var own = AttestedCeremony.testimony("backup");
        var altered = List.of(
                new Testimony("backup", OTHER, own.began(), own.activated(), own.policy()),
                new Testimony("backup", own.build(), own.began().plusMillis(1), own.activated(), own.policy()),
                new Testimony(
                        "backup", own.build(), own.began(), own.activated().plusMillis(1), own.policy()),
                new Testimony("backup", own.build(), own.began(), own.activated(), Optional.of(OTHER)));
        var signed = ceremony.attestation().signed();
        for (var each : altered)
            assertWrong(
                    "the signature under the name of backup is not its own over this",
                    new Attestation(
                            facts,
                            ceremony.certificate().encode(),
                            List.of(
                                    signed.get(0),
                                    signed.get(1),
                                    new SignedTestimony(each, signed.get(2).signature()))));
        assertEquals(4, altered.size());
    }

    @Test
    void everyFieldOfTheFacts_isUnderAllSignaturesAndTheCertificate() throws IOException {
        var key = facts.key();
        assertDiffers(
                "key id",
                with(new AttestedKey(
                        OTHER, key.schemeCode(), key.point(), key.groupKey(), key.epoch(), key.attempt(), key.tree())));
        assertDiffers(
                "scheme",
                with(new AttestedKey(
                        key.id(), 3, key.point(), key.groupKey(), key.epoch(), key.attempt(), key.tree())));
        assertDiffers(
                "public key",
                with(new AttestedKey(
                        key.id(), 4, OTHER.bytes(), key.groupKey(), key.epoch(), key.attempt(), key.tree())));
        assertDiffers(
                "group key",
                with(new AttestedKey(key.id(), 4, key.point(), OTHER, key.epoch(), key.attempt(), key.tree())));
        assertDiffers(
                "attempt", with(new AttestedKey(key.id(), 4, key.point(), key.groupKey(), key.epoch(), 2, key.tree())));
        assertDiffers(
                "tree",
                with(new AttestedKey(
                        key.id(), 4, key.point(), key.groupKey(), key.epoch(), 1, "3 of (risk, client, backup)")));
        assertDiffers(
                "transcript hash",
                new CeremonyFacts(facts.kind(), key, facts.participants(), facts.ordered(), facts.session(), OTHER));
        assertDiffers(
                "session",
                new CeremonyFacts(facts.kind(), key, facts.participants(), facts.ordered(), OTHER, facts.transcript()));
        var ordered = facts.ordered();
        assertDiffers("order", with(new CeremonyFacts.Ordered(OTHER, "operator", 1, ordered.roster())));
        assertDiffers(
                "epoch",
                new CeremonyFacts(
                        CeremonyFacts.Kind.REFRESH,
                        new AttestedKey(key.id(), 4, key.point(), key.groupKey(), 2, 1, key.tree()),
                        facts.participants(),
                        ordered,
                        facts.session(),
                        facts.transcript()));
        assertDiffers(
                "number of participants",
                new CeremonyFacts(
                        facts.kind(),
                        key,
                        List.of(
                                facts.participants().get(0),
                                facts.participants().get(1),
                                facts.participants().get(2),
                                new tallystick.core.attestation.Participant(
                                        "stranger", ceremony.key("stranger").verifyKey())),
                        ordered,
                        facts.session(),
                        facts.transcript()));
    }

    @Test
    void participantsInAnotherOrder_areNotThoseOfTheCertificate() throws IOException {
        var reversed = new CeremonyFacts(
                facts.kind(),
                facts.key(),
                facts.participants().reversed(),
                facts.ordered(),
                facts.session(),
                facts.transcript());
        assertWrong("differs from the certificate in: participants", ceremony.attestation(reversed, all()));
        assertWrong(
                "the certificate proves no epoch: a signature that does not verify",
                ceremony.attestation(reversed, all()));
    }

    @Test
    void operatorWhoIsNone_isNamed() throws IOException {
        var ordered = facts.ordered();
        var altered = with(new CeremonyFacts.Ordered(ordered.order(), "risk", 1, ordered.roster()));
        assertWrong("risk is no operator of the roster", ceremony.attestation(altered, all()));
    }

    @Test
    void certificateOfAnotherCeremony_provesNothing() throws IOException {
        try (var other = new AttestedCeremony(22)) {
            var attestation = ceremony.attestation();
            assertWrong(
                    "the certificate proves no epoch",
                    new Attestation(facts, other.certificate().encode(), attestation.signed()));
            assertWrong(
                    "transcript hash",
                    new Attestation(facts, other.certificate().encode(), attestation.signed()));
        }
        var own = ceremony.certificate();
        var cut = new Certificate(
                own.about(),
                own.key(),
                own.transcript(),
                own.prepared().headMap(own.prepared().lastKey()),
                own.backups());
        assertWrong(
                "not signed by every party of the run",
                new Attestation(facts, cut.encode(), ceremony.attestation().signed()));
        assertWrong(
                "the certificate at byte 0: expected certificate format 1",
                new Attestation(
                        facts, Bytes.copyOf(new byte[9]), ceremony.attestation().signed()));
    }

    @Test
    void clocksFarApart_areSaid() throws IOException {
        var own = AttestedCeremony.testimony("client");
        var late = new Testimony(
                "client",
                own.build(),
                own.began().plus(Duration.ofHours(2)),
                own.activated().plus(Duration.ofHours(2)),
                own.policy());
        assertWrong("the participants began 7200.040 s apart by their clocks", ceremony.attestation(facts, with(late)));
        var backwards =
                new Testimony("client", own.build(), own.began(), own.began().minusMillis(1), own.policy());
        assertWrong(
                "client says that the epoch was active before it began", ceremony.attestation(facts, with(backwards)));
    }

    @Test
    void differentBuilds_areShownAndRefusedWhereOneIsAskedFor() throws IOException {
        var own = AttestedCeremony.testimony("client");
        var other = new Testimony("client", OTHER, own.began(), own.activated(), own.policy());
        var attestation = ceremony.attestation(facts, with(other));
        var ran = verify(attestation);
        assertThat(ran.text())
                .contains("NOTE  the participants ran different builds: risk %s, client %s, backup %s"
                        .formatted(brief(AttestedCeremony.build()), brief(OTHER), brief(AttestedCeremony.build())));
        assertEquals(0, ran.exit());
        assertWrong("client ran none of the builds that may run", attestation, "--build", AttestedCeremony.build());
        assertEquals(
                0,
                verify(attestation, "--build", AttestedCeremony.build(), "--build", OTHER)
                        .exit());
        var unusable = verify(attestation, "--build", "abc");
        assertThat(unusable.text()).contains("build of 3 characters, not 64 hex digits");
        assertEquals(2, unusable.exit());
    }

    private static String brief(Digest32 digest) {
        return digest.toString().substring(0, 16);
    }

    @Test
    void differentPolicies_areShown() throws IOException {
        var own = AttestedCeremony.testimony("risk");
        var governed = new Testimony("risk", own.build(), own.began(), own.activated(), Optional.of(OTHER));
        assertThat(verify(ceremony.attestation(facts, with(governed))).text())
                .contains("NOTE  the participants judged by different policies: risk %s, client none, backup none"
                        .formatted(brief(OTHER)));
    }

    @Test
    void rosterOfAnotherVersion_isSaidAndOnlyItsKeysCount() throws IOException {
        ceremony.trust(folder, ceremony.roster(2, AttestedCeremony.NAMES));
        var ran = verify(ceremony.attestation());
        assertThat(ran.text()).contains("NOTE  the ceremony followed roster version 1 (");
        assertEquals(0, ran.exit());
        ceremony.trust(folder, ceremony.roster(3, List.of("risk", "backup", "stranger")));
        assertWrong("participant client is no node of this roster under its key", ceremony.attestation());
    }

    @Test
    void everyAlteredByteOfTheFile_isFound() throws IOException {
        var file = folder.resolve("attestation.json");
        var whole = AttestationJson.encode(ceremony.attestation()).toArray();
        var altered = 0;
        for (var at = 0; at < whole.length; at += 23) {
            var changed = whole.clone();
            changed[at] ^= 1;
            assertThat(AttestationJson.parse(Bytes.copyOf(changed)))
                    .as("byte %d of %s", at, file)
                    .isInstanceOf(tallystick.crypto.codec.Parsed.Malformed.class);
            altered++;
        }
        assertThat(altered).isGreaterThan(150);
    }

    @Test
    void signatureOfZeros_isNone() throws IOException {
        var signed = ceremony.attestation().signed();
        var empty = new SignedTestimony(signed.get(2).testimony(), new Signature64(Bytes.copyOf(new byte[64])));
        assertWrong(
                "under the name of backup is not its own",
                new Attestation(facts, ceremony.certificate().encode(), List.of(signed.get(0), signed.get(1), empty)));
    }
}
