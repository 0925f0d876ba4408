package tallystick.core.kit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import tallystick.core.attestation.AttestationDraft;
import tallystick.core.attestation.AttestedKey;
import tallystick.core.attestation.CeremonyFacts;
import tallystick.core.attestation.NodeAttestation;
import tallystick.core.attestation.Participant;
import tallystick.core.attestation.SignedTestimony;
import tallystick.core.attestation.Testimony;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.kit.Secrets;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.seal.Signature64;
import tallystick.crypto.secret.SecretMemory;

/// Attestations of any shape, from a seed; what they say happened nowhere.
public final class AttestationWords {
    private final Random random;
    private final SecretMemory home;

    /// @param home where identity keys are made; they are not kept
    public AttestationWords(long seed, SecretMemory home) {
        this.random = new Random(seed);
        this.home = home;
    }

    private Bytes bytes(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return Bytes.copyOf(bytes);
    }

    private Digest32 digest() {
        return new Digest32(bytes(32));
    }

    /// Facts of one to five participants.
    public CeremonyFacts facts() {
        var participants = new ArrayList<Participant>();
        for (var i = 0; i <= random.nextInt(5); i++)
            try (var key = IdentityKey.generate(Secrets.entropy(random.nextInt()), home)) {
                participants.add(new Participant("node-" + i, key.verifyKey()));
            }
        var kind = CeremonyFacts.Kind.ofCode(1 + random.nextInt(4));
        var epoch = kind == CeremonyFacts.Kind.GENERATE ? 1 : 2 + random.nextInt(1 << 20);
        var key = new AttestedKey(
                digest(),
                1 + random.nextInt(4),
                bytes(32 + random.nextInt(2)),
                digest(),
                epoch,
                1 + random.nextInt(9),
                "2 of (node-0, node-1*2)");
        var ordered = new CeremonyFacts.Ordered(digest(), "operator", 1 + random.nextInt(99), digest());
        return new CeremonyFacts(kind, key, participants, ordered, digest(), digest());
    }

    /// What the first of them says.
    public Testimony testimony() {
        var began = Instant.ofEpochMilli(random.nextLong(1L << 47));
        Optional<Digest32> policy = random.nextBoolean() ? Optional.of(digest()) : Optional.empty();
        return new Testimony("node-0", digest(), began, began.plusMillis(random.nextInt(1 << 20)), policy);
    }

    /// What its node keeps.
    public NodeAttestation attestation() {
        return new NodeAttestation(
                facts(), new SignedTestimony(testimony(), new Signature64(bytes(64))), bytes(random.nextInt(300)));
    }

    /// What it kept before.
    public AttestationDraft draft() {
        return new AttestationDraft(facts(), testimony().began());
    }

    /// One of everything that is fuzzed.
    public static List<Bytes> examples(SecretMemory home) {
        var words = new AttestationWords(1, home);
        return List.of(words.attestation().encode(), words.draft().encode());
    }
}
