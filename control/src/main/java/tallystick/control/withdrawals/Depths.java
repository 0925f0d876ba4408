package tallystick.control.withdrawals;

import java.time.Duration;

/// How deep a transaction has to be to count as done, and how often a chain is looked at.
///
/// @param blocks from 1 on
/// @param pause between looks at a chain
public record Depths(int blocks, Duration pause) {
    /// @throws IllegalArgumentException if out of range: the caller's fault
    public Depths {
        if (blocks < 1) throw new IllegalArgumentException("%d blocks, not 1 or more".formatted(blocks));
    }
}
