package tallystick.core.chain.ethereum.envelope;

import java.util.List;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.base.Rlp;
import tallystick.core.chain.ethereum.base.RlpCursor;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.hash.Digest32;

/// One account whose storage is warmed ahead. Changes what a transaction costs, and nothing it does.
///
/// @param slots 32-byte storage keys
/// @spec https://eips.ethereum.org/EIPS/eip-2930#specification EIP-2930
public record AccessListEntry(Address address, List<Digest32> slots) {
    /// Copies.
    public AccessListEntry {
        slots = List.copyOf(slots);
    }

    static AccessListEntry read(RlpCursor items) throws MalformedInput {
        return items.list(
                "access list entry",
                entry -> new AccessListEntry(
                        entry.address("access list address"),
                        entry.items("storage slots", slots -> slots.word("storage slot"))));
    }

    static Rlp encode(List<AccessListEntry> entries) {
        return Rlp.of(entries.stream().map(AccessListEntry::encode).toList());
    }

    private Rlp encode() {
        return Rlp.of(List.of(
                Rlp.of(address.value()),
                Rlp.of(slots.stream().map(slot -> Rlp.of(slot.bytes())).toList())));
    }
}
