package tallystick.core.chain.ethereum.safe;

import java.util.Optional;
import java.util.regex.Pattern;

/// A release of the Safe contracts, such as 1.4.1.
///
/// **Why** what is hashed changed twice: the name of one field at 1.0.0, and the chain in the domain at 1.3.0.
public record SafeVersion(int major, int minor, int patch) implements Comparable<SafeVersion> {
    private static final Pattern TEXT =
            Pattern.compile("(0|[1-9][0-9]{0,2})\\.(0|[1-9][0-9]{0,2})\\.(0|[1-9][0-9]{0,2})(\\+L2)?");
    private static final SafeVersion NAMED_BASE_GAS = new SafeVersion(1, 0, 0);
    private static final SafeVersion CHAIN_IN_DOMAIN = new SafeVersion(1, 3, 0);
    private static final int LAST_KNOWN_MINOR = 5;

    /// @throws IllegalArgumentException if a part is not in 0..255 or the release is not known: the caller's fault
    public SafeVersion {
        if (!isKnown(major, minor, patch))
            throw new IllegalArgumentException("safe version %d.%d.%d not known".formatted(major, minor, patch));
    }

    /// Reads `major.minor.patch`, `+L2` allowed after it; empty if it is no known release.
    public static Optional<SafeVersion> parse(String text) {
        var parts = TEXT.matcher(text);
        if (!parts.matches()) return Optional.empty();
        var major = Integer.parseInt(parts.group(1));
        var minor = Integer.parseInt(parts.group(2));
        var patch = Integer.parseInt(parts.group(3));
        return isKnown(major, minor, patch) ? Optional.of(new SafeVersion(major, minor, patch)) : Optional.empty();
    }

    /// Whether hashing rules are known for it: 0.1.0 to 1.5.x.
    public static boolean isKnown(int major, int minor, int patch) {
        if (minor < 0 || minor > 255 || patch < 0 || patch > 255) return false;
        return major == 0 ? minor == 1 : major == 1 && minor <= LAST_KNOWN_MINOR;
    }

    /// Whether the domain holds the chain's number.
    public boolean bindsChain() {
        return compareTo(CHAIN_IN_DOMAIN) >= 0;
    }

    /// Whether the sixth field is called `baseGas` and not `dataGas`.
    public boolean namesBaseGas() {
        return compareTo(NAMED_BASE_GAS) >= 0;
    }

    @Override
    public int compareTo(SafeVersion other) {
        if (major != other.major) return Integer.compare(major, other.major);
        if (minor != other.minor) return Integer.compare(minor, other.minor);
        return Integer.compare(patch, other.patch);
    }

    @Override
    public String toString() {
        return "%d.%d.%d".formatted(major, minor, patch);
    }
}
