package tallystick.core.chain;

import java.math.BigInteger;
import tallystick.crypto.codec.Bytes;

/// One thing the decoded bytes do. A list of effects accounts for every byte; what cannot be explained is [Undecoded].
public sealed interface Effect {
    /// Value moves.
    ///
    /// @param asset CAIP-19-like name, `<chain>/slip44:60` for the native coin of an EVM chain
    /// @param to the receiver, in the chain's canonical text
    /// @param amount base units, 0 or more
    record Transfer(String asset, String to, BigInteger amount) implements Effect {}

    /// The most that the chain can take for inclusion.
    ///
    /// @param asset the coin it is paid in
    /// @param amountMax base units
    record Fee(String asset, BigInteger amountMax) implements Effect {}

    /// Bytes whose meaning is not known: never a guess. Policy can only deny them or demand more.
    ///
    /// @param target whom they reach
    /// @param bytes what they are
    /// @param why a lower-case phrase
    record Undecoded(String target, Bytes bytes, String why) implements Effect {}
}
