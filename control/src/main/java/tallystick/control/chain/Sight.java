package tallystick.control.chain;

/// What a chain shows of a transaction.
public sealed interface Sight {
    /// It does not know it.
    record Unknown() implements Sight {}

    /// It has it, in no block.
    record Waiting() implements Sight {}

    /// It is in a block of the chain.
    ///
    /// @param depth how many blocks there are from that one on, 1 or more
    /// @param succeeded whether it did what it says
    record Mined(long block, String blockHash, int depth, boolean succeeded) implements Sight {}
}
