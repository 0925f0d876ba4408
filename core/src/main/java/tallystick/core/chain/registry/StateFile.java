package tallystick.core.chain.registry;

import tallystick.core.chain.Building;
import tallystick.core.chain.Chain;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.json.Entry;
import tallystick.core.chain.json.Unusable;
import tallystick.crypto.codec.Bytes;

/// What a chain shows at one moment of a key's holdings, as somebody wrote it down: enough to make a transaction.
///
/// **Why** a file, and no question to a chain: what is made hangs on what the file says and on nothing else, so anybody
/// can make it again; and a file that lies costs a refusal by the chain, never a payment that nobody wished.
///
/// **Form** `docs/spec/state.md`.
///
/// @param chain which the state is of
/// @param family that serves the chain
/// @param entry the whole file, whose other fields the family reads
public record StateFile(ChainId chain, Chain family, Entry entry) {
    /// Reads the fields that every family's state has.
    ///
    /// @spec docs/spec/state.md#ST-1 state
    public static StateFile parse(Chains chains, Bytes utf8) throws Unusable {
        var entry = Entry.parse(utf8, "state");
        if (!entry.text("format").equals(Building.STATE_FORMAT))
            throw entry.get("format").expected(Building.STATE_FORMAT);
        var parts = entry.text("chain").split(":", 2);
        if (parts.length == 2 && ChainId.isValid(parts[0], parts[1])) {
            var chain = new ChainId(parts[0], parts[1]);
            var family = chains.family(chain).filter(each -> each.serves(chain));
            if (family.isPresent()) return new StateFile(chain, family.get(), entry);
        }
        throw entry.get("chain").expected("a chain such as eip155:1, of " + String.join(", ", chains.namespaces()));
    }

    /// What makes transactions from it.
    public Building.Builder builder(Building.Asked asked) throws Unusable {
        return family.building().builder(asked, entry);
    }
}
