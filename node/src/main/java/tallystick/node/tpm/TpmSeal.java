package tallystick.node.tpm;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretAccess;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.node.tpm.TpmFailed.Kind;

/// 32 bytes that one TPM alone gives out again, and only on its conditions.
///
/// **Why** the TPM is asked once, when the node starts; then it is let go.
///
/// **Secrets** they travel encrypted between this process and the TPM. The platform's cipher takes heap arrays: ours
/// last one call and are zeroed.
///
/// @param parent name of the storage key it hangs from
/// @param publicArea of the sealed object
/// @param privateArea encrypted by the TPM for itself
public record TpmSeal(Bytes parent, Bytes publicArea, Bytes privateArea) {
    /// The longest password.
    public static final int PASSWORD_BYTES_MAX = 32;

    private static final int PCRS = 24;
    private static final int FIXED = 0x12;
    private static final int USER_WITH_PASSWORD = 0x40;
    private static final int ADMIN_WITH_POLICY = 0x80;
    private static final int NO_DICTIONARY_PROTECTION = 0x400;

    /// Where the TPM is and what it hangs things from.
    ///
    /// @param address `device:PATH` or `socket:HOST:PORT`
    /// @param parent handle of a storage key that the TPM keeps, 4 bytes; none for the owner hierarchy's own
    public record Place(String address, Optional<Bytes> parent) {}

    /// What must hold for it to be given out.
    ///
    /// @param pcrs numbers 0..23 of registers of the SHA-256 bank that must be as they were
    public record Conditions(Set<Integer> pcrs) {
        /// @throws IllegalArgumentException if a number is not one of a register: the caller's fault
        public Conditions {
            pcrs = Set.copyOf(pcrs);
            for (var pcr : pcrs)
                if (pcr < 0 || pcr >= PCRS) throw new IllegalArgumentException("pcr %d not in 0..23".formatted(pcr));
        }

        /// In order.
        public SortedSet<Integer> ordered() {
            return new TreeSet<>(pcrs);
        }

        private Bytes selection() {
            var bits = new byte[PCRS / 8];
            for (var pcr : pcrs) bits[pcr / 8] |= (byte) (1 << pcr % 8);
            return Bytes.copyOf(bits);
        }
    }

    /// Work with a TPM.
    private interface Work<T> {
        T with(Tpm tpm, StorageKey parent) throws TpmFailed;
    }

    /// The name of the sealed object: what it is known by.
    public Bytes name() {
        return Tpm.name(publicArea);
    }

    /// Seals.
    ///
    /// @param secret 32 bytes
    /// @param password at most 32 bytes; wrong ones count, and lock the TPM after some
    /// @spec docs/spec/share-file.md#SF-4 share-file
    public static TpmSeal make(
            Place place, Conditions conditions, Optional<SecretBytes> password, SecretBytes secret, Entropy entropy)
            throws TpmFailed {
        return at(place, entropy, (tpm, parent) -> {
            var policy = conditions.pcrs().isEmpty()
                    ? Bytes.empty()
                    : inSession(tpm, parent, Tpm.Purpose.TRIAL, session -> {
                        bind(tpm, session, conditions, password.isPresent());
                        return tpm.policyDigest(session);
                    });
            var attributes = FIXED
                    | (conditions.pcrs().isEmpty() ? USER_WITH_PASSWORD : ADMIN_WITH_POLICY)
                    | (password.isEmpty() ? NO_DICTIONARY_PROTECTION : 0);
            var template = new Writer()
                    .u16(Tpm.ALG_KEYED_HASH)
                    .u16(Tpm.ALG_SHA256)
                    .u32(attributes)
                    .u16(policy.length())
                    .raw(policy)
                    .u16(Tpm.ALG_NULL)
                    .u16(0)
                    .toBytes();
            var blob = inSession(
                    tpm,
                    parent,
                    Tpm.Purpose.PASSWORD,
                    session -> tpm.create(parent, session, sensitive(password, secret), template));
            return new TpmSeal(parent.name(), blob.publicArea(), blob.privateArea());
        });
    }

    /// Gives the secret out again.
    ///
    /// @param conditions those it was sealed with
    /// @return 32 bytes in `home`, the caller's to close
    public SecretBytes open(
            Place place, Conditions conditions, Optional<SecretBytes> password, Entropy entropy, SecretMemory home)
            throws TpmFailed {
        return at(place, entropy, (tpm, storage) -> {
            if (!storage.name().equals(parent))
                throw new TpmFailed(Kind.OTHER_TPM, "this TPM's storage key is %s".formatted(short8(storage.name())));
            var handle = tpm.load(storage, new Tpm.Blob(publicArea, privateArea));
            try {
                var purpose = conditions.pcrs().isEmpty() ? Tpm.Purpose.PASSWORD : Tpm.Purpose.POLICY;
                return inSession(tpm, storage, purpose, session -> {
                    if (purpose == Tpm.Purpose.POLICY) bind(tpm, session, conditions, password.isPresent());
                    var authorization = revealed(password);
                    try {
                        return SecretBytes.takeFrom(tpm.unseal(handle, publicArea, session, authorization), home);
                    } finally {
                        Arrays.fill(authorization, (byte) 0);
                    }
                });
            } finally {
                tpm.flush(handle);
            }
        });
    }

    private static Bytes short8(Bytes name) {
        return name.slice(2, 10);
    }

    private static <T> T at(Place place, Entropy entropy, Work<T> work) throws TpmFailed {
        try (var channel = TpmChannel.open(place.address())) {
            var tpm = new Tpm(channel, entropy);
            if (place.parent().isPresent())
                return work.with(tpm, tpm.persistent(place.parent().get()));
            var primary = tpm.primary();
            try {
                return work.with(tpm, primary);
            } finally {
                tpm.flush(primary.handle());
            }
        }
    }

    private interface InSession<T> {
        T with(TpmSession session) throws TpmFailed;
    }

    private static <T> T inSession(Tpm tpm, StorageKey parent, Tpm.Purpose purpose, InSession<T> work)
            throws TpmFailed {
        try (var session = tpm.session(parent, purpose)) {
            try {
                return work.with(session);
            } finally {
                tpm.flush(session.handle());
            }
        }
    }

    private static void bind(Tpm tpm, TpmSession session, Conditions conditions, boolean withPassword)
            throws TpmFailed {
        tpm.policyPcr(session, conditions.selection());
        if (withPassword) tpm.policyAuthValue(session);
    }

    private static byte[] revealed(Optional<SecretBytes> password) {
        return password.map(each -> each.reveal(SecretAccess.PLATFORM_PRIMITIVE))
                .orElseGet(() -> new byte[0]);
    }

    /// Password and secret, each with its length.
    private static byte[] sensitive(Optional<SecretBytes> password, SecretBytes secret) {
        var authorization = revealed(password);
        var plain = secret.reveal(SecretAccess.SEALING);
        try {
            if (authorization.length > PASSWORD_BYTES_MAX)
                throw new IllegalArgumentException("password of %d bytes, not 1..32".formatted(authorization.length));
            var both = new byte[4 + authorization.length + plain.length];
            both[1] = (byte) authorization.length;
            System.arraycopy(authorization, 0, both, 2, authorization.length);
            both[3 + authorization.length] = (byte) plain.length;
            System.arraycopy(plain, 0, both, 4 + authorization.length, plain.length);
            return both;
        } finally {
            Arrays.fill(authorization, (byte) 0);
            Arrays.fill(plain, (byte) 0);
        }
    }
}
