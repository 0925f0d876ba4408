package tallystick.core.chain.solana;

import java.util.List;

/// Which entries of an address lookup table a message of version 0 uses.
///
/// @param table the table's account
/// @param writable indexes 0..255 of accounts that can be changed
/// @param readOnly indexes 0..255 of accounts that are only read
/// @spec https://solana.com/docs/core/transactions/versions#address-lookup-tables Solana documentation, lookup tables
public record TableLookup(Address table, List<Integer> writable, List<Integer> readOnly) {
    /// Copies.
    public TableLookup {
        writable = List.copyOf(writable);
        readOnly = List.copyOf(readOnly);
    }

    int size() {
        return writable.size() + readOnly.size();
    }
}
