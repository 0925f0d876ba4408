package tallystick.core.policy;

import tallystick.crypto.hash.Digest32;

/// The identity of one version of a policy: SHA-256 of its canonical text without the signatures.
///
/// **Form** prints as `sha256:` and 64 hex digits.
///
/// @param value the hash
public record PolicyHash(Digest32 value) implements Comparable<PolicyHash> {
    @Override
    public int compareTo(PolicyHash other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return "sha256:" + value;
    }
}
