package tallystick.core.kit;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Approval;
import tallystick.core.approval.ApprovalStatement;
import tallystick.core.approval.Hearing;
import tallystick.core.approval.Proof;
import tallystick.core.approval.SeenCount;
import tallystick.core.approval.Subject;
import tallystick.core.people.CredentialKey;
import tallystick.core.people.Directory;
import tallystick.core.people.PersonKey;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;

/// Answers of the people of [Crowd], as their programs and authenticators make them, or make them wrong.
public final class Ballots {
    /// When people approve in tests.
    public static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

    /// The policy in force in tests.
    public static final Digest32 POLICY = digest("policy");

    /// What is asked in tests.
    public static final Subject SUBJECT =
            new Subject(digest("intent"), List.of(digest("first digest"), digest("second digest")));

    private Ballots() {}

    public static Digest32 digest(String name) {
        return StandardHash.sha256(Bytes.ofUtf8(name));
    }

    /// An answer to [#SUBJECT], from now on for an hour.
    public static ApprovalStatement statement(Answer answer) {
        return statement(answer, NOW);
    }

    public static ApprovalStatement statement(Answer answer, Instant at) {
        return ApprovalStatement.of(SUBJECT, answer, POLICY, at, at.plusSeconds(3600));
    }

    /// All of one node that hears answers to [#SUBJECT].
    public static Hearing hearing(Directory people) {
        return new Hearing(SUBJECT, people, POLICY, _ -> false, SeenCount.Store.empty(), NOW.plusSeconds(60));
    }

    public static Approval ed(String name, ApprovalStatement statement) {
        try (var key = Crowd.ed(name)) {
            var proof = new Proof.Plain(key.sign(statement.digest()).bytes());
            return new Approval(statement, Crowd.edKey(name).id(), proof);
        }
    }

    public static Approval nist(String name, ApprovalStatement statement) {
        var proof = new Proof.Plain(Crowd.nist(name).sign(statement.digest()).bytes());
        return new Approval(statement, Crowd.nistKey(name).id(), proof);
    }

    /// By a device-bound passkey.
    public static Approval hardware(String name, ApprovalStatement statement) {
        return new Ceremony(Crowd.passkey(name, true)).approve(name, statement);
    }

    /// By a synchronised passkey.
    public static Approval synced(String name, ApprovalStatement statement) {
        return new Ceremony(Crowd.passkey(name, false)).approve(name, statement);
    }

    /// By a device-bound passkey of Ed25519.
    public static Approval edPasskey(String name, ApprovalStatement statement) {
        return new Ceremony(Crowd.edPasskey(name)).approve(name, statement);
    }

    /// What an authenticator and a browser say together; every part can be said otherwise.
    public record Ceremony(PersonKey.Passkey passkey, String type, String origin, String more, int flags, long count) {
        /// As it should be said.
        public Ceremony(PersonKey.Passkey passkey) {
            this(
                    passkey,
                    "webauthn.get",
                    Crowd.ORIGIN,
                    ",\"crossOrigin\":false",
                    passkey.isDeviceBound() ? 0x05 : 0x1d,
                    0);
        }

        public Ceremony withType(String other) {
            return new Ceremony(passkey, other, origin, more, flags, count);
        }

        public Ceremony withOrigin(String other) {
            return new Ceremony(passkey, type, other, more, flags, count);
        }

        public Ceremony withMore(String other) {
            return new Ceremony(passkey, type, origin, other, flags, count);
        }

        public Ceremony withFlags(int other) {
            return new Ceremony(passkey, type, origin, more, other, count);
        }

        public Ceremony withCount(long other) {
            return new Ceremony(passkey, type, origin, more, flags, other);
        }

        public Approval approve(String name, ApprovalStatement statement) {
            var challenge = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(statement.digest().bytes().toArray());
            return new Approval(statement, passkey.id(), sign(name, challenge));
        }

        /// Signs whatever stands as the challenge.
        public Proof.Assertion sign(String name, String challenge) {
            return sign(
                    name,
                    authenticatorData(Crowd.DOMAIN),
                    Bytes.ofUtf8("{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\"%s}"
                            .formatted(type, challenge, origin, more)));
        }

        public Bytes authenticatorData(String domain) {
            return new Writer()
                    .raw(StandardHash.sha256(Bytes.ofUtf8(domain)).bytes())
                    .u8(flags)
                    .u16((int) (count >> 16))
                    .u16((int) count & 0xffff)
                    .toBytes();
        }

        /// Signs these very bytes.
        public Proof.Assertion sign(String name, Bytes authenticator, Bytes client) {
            var signed = Bytes.concat(authenticator, StandardHash.sha256(client).bytes());
            if (passkey.key() instanceof CredentialKey.Es256)
                return Proof.Assertion.ofDer(
                                authenticator, client, Crowd.nist(name).der(signed))
                        .orThrow();
            return new Proof.Assertion(authenticator, client, Crowd.signBare(name, signed));
        }
    }
}
