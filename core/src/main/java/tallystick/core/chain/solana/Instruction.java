package tallystick.core.chain.solana;

import java.util.List;
import tallystick.crypto.codec.Bytes;

/// One call of a program.
///
/// @param program whose code runs
/// @param accounts in the order the program takes them
/// @param data what the program is told
public record Instruction(Address program, List<AccountUse> accounts, Bytes data) {
    /// Copies.
    public Instruction {
        accounts = List.copyOf(accounts);
    }
}
