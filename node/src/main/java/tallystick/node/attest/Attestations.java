package tallystick.node.attest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import tallystick.core.attestation.AttestationDraft;
import tallystick.core.attestation.CeremonyFacts;
import tallystick.core.attestation.NodeAttestation;
import tallystick.core.attestation.Testimony;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.ceremony.Certificate;
import tallystick.node.log.KeyEntries;
import tallystick.node.rounds.Self;
import tallystick.wire.DurableFile;

/// This node's part of every attestation, in a directory of its own: nothing in it is secret, and refreshes leave it.
///
/// **Form** `<key id>-<epoch>.attestation`, a [NodeAttestation]; while the certificate is awaited
/// `<key id>-<epoch>-<first 16 digits of the session>.draft`, an [AttestationDraft].
///
/// **Threads** one writer at a time per key; any may read.
public final class Attestations {
    private static final String DRAFT = ".draft";

    private final Path directory;
    private final Self self;
    private final KeyEntries entries;
    private final Digest32 build;
    private final InstantSource clock;

    /// @param directory made if it is not there
    /// @param entries where it is written down that this node signed
    /// @param build hash of all that this node runs from
    public Attestations(Path directory, Self self, KeyEntries entries, Digest32 build, InstantSource clock)
            throws IOException {
        this.directory = Files.createDirectories(directory);
        this.self = self;
        this.entries = entries;
        this.build = build;
        this.clock = clock;
    }

    /// Keeps what will have to be attested if the certificate comes; synced. Before the share is promised.
    /// @spec docs/spec/attestation.md#AT-6 attestation
    public void expect(Held held) throws IOException {
        var facts = held.facts(self.roster());
        DurableFile.replace(
                draft(facts.key().id(), facts.key().epoch(), facts.session()),
                new AttestationDraft(facts, held.began()).encode());
    }

    /// Signs this node's part, once; synced and in the log when this returns. Nothing happens if it is done, or if this
    /// node knows nothing of the ceremony: then an older program began it.
    /// @spec docs/spec/attestation.md#AT-7 attestation
    public void attest(Certificate certificate) throws IOException {
        var key = certificate.key();
        var file = draft(key.id(), key.epoch(), certificate.about().session().value());
        if (!Files.exists(file)) return;
        var draft = draft(file);
        var known = of(key.id(), key.epoch()).filter(each -> each.facts().equals(draft.facts()));
        // Signed in an earlier life that ended before the entry: the same words go into the log, not others.
        var attestation = known.isPresent() ? known.get() : sign(draft, certificate.encode());
        if (known.isEmpty()) DurableFile.replace(file(key.id(), key.epoch()), attestation.encode());
        entries.attested(
                draft.facts().key(),
                attestation.own().testimony().statement(draft.facts()),
                attestation.own().signature());
        for (var done : drafts(key.id(), key.epoch())) DurableFile.erase(done);
    }

    private NodeAttestation sign(AttestationDraft draft, Bytes certificate) {
        var testimony = new Testimony(self.name(), build, draft.began(), clock.instant(), Optional.empty());
        return new NodeAttestation(
                draft.facts(), testimony.sign(draft.facts(), self.identity().key()), certificate);
    }

    /// This node's part of the attestation of one epoch, if it took part and signed.
    ///
    /// @throws IOException if its file is damaged
    public Optional<NodeAttestation> of(Digest32 keyId, int epoch) throws IOException {
        var file = file(keyId, epoch);
        if (!Files.exists(file)) return Optional.empty();
        return Optional.of(good(file, NodeAttestation.parse(Bytes.copyOf(Files.readAllBytes(file)))));
    }

    /// Whether this node has signed its part about the ceremony of a certificate.
    public boolean isAttested(Certificate certificate) throws IOException {
        var key = certificate.key();
        var session = certificate.about().session().value();
        return !Files.exists(draft(key.id(), key.epoch(), session))
                && of(key.id(), key.epoch())
                        .map(NodeAttestation::facts)
                        .map(CeremonyFacts::session)
                        .filter(session::equals)
                        .isPresent();
    }

    private static AttestationDraft draft(Path file) throws IOException {
        return good(file, AttestationDraft.parse(Bytes.copyOf(Files.readAllBytes(file))));
    }

    private static <T> T good(Path file, Parsed<T> parsed) throws IOException {
        return switch (parsed) {
            case Parsed.Ok<T>(var value) -> value;
            case Parsed.Malformed<T>(var offset, var expected) ->
                throw new IOException("%s at byte %d: expected %s".formatted(file, offset, expected));
        };
    }

    /// Of all attempts at this epoch; none of the others can be certified any more.
    private List<Path> drafts(Digest32 keyId, int epoch) throws IOException {
        var stem = "%s-%d-".formatted(keyId, epoch);
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith(stem)
                            && file.getFileName().toString().endsWith(DRAFT))
                    .toList();
        }
    }

    private Path draft(Digest32 keyId, int epoch, Digest32 session) {
        return directory.resolve(
                "%s-%d-%s%s".formatted(keyId, epoch, session.toString().substring(0, 16), DRAFT));
    }

    private Path file(Digest32 keyId, int epoch) {
        return directory.resolve("%s-%d.attestation".formatted(keyId, epoch));
    }
}
