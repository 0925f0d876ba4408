package tallystick.core.approval;

import java.util.List;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;

/// What an answer is about: the identity of an intent or a change, and the very digests that come of it.
///
/// **Why** the digests beside the identity: at Bybit people approved what a screen showed, and what was signed was
/// something else. Here an answer names the bytes that a chain will see.
///
/// @param id of an intent, a change or an order; each is hashed for its own purpose, so no two kinds ever have the same
/// @param digests what is signed when it is let through, 1..512, in order
public record Subject(Digest32 id, List<Digest32> digests) {
    private static final int DIGESTS_MAX = 512;

    /// @throws IllegalArgumentException if there is no digest, or more than 512: the caller's fault
    public Subject {
        digests = List.copyOf(digests);
        if (!isCount(digests.size()))
            throw new IllegalArgumentException("%d digests not in 1..512".formatted(digests.size()));
    }

    /// One hash of all digests and their order.
    /// @spec docs/spec/approval.md#AP-2 approval
    public Digest32 digestsHash() {
        return hash(digests);
    }

    /// Whether so many digests can be answered at once.
    public static boolean isCount(int digests) {
        return digests >= 1 && digests <= DIGESTS_MAX;
    }

    /// One hash of digests and their order.
    public static Digest32 hash(List<Digest32> digests) {
        return Transcript.of("tallystick/approval/v1/digests")
                .add("digests", digests.stream().map(Digest32::bytes).toList())
                .digest();
    }
}
