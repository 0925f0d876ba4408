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
        if (digests.isEmpty() || digests.size() > DIGESTS_MAX)
            throw new IllegalArgumentException("%d digests not in 1..512".formatted(digests.size()));
    }

    /// One hash of all digests and their order.
    /// @spec docs/spec/approval.md#AP-2 approval
    public Digest32 digestsHash() {
        return Transcript.of("tallystick/approval/v1/digests")
                .add("digests", digests.stream().map(Digest32::bytes).toList())
                .digest();
    }
}
