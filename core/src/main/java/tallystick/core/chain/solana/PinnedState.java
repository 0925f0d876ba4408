package tallystick.core.chain.solana;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallystick.core.chain.Account;

/// What an organisation has read of a cluster and vouches for: a chapter of
/// [Knowledge][tallystick.core.chain.Knowledge].
///
/// **Why** a message names token accounts and entries of lookup tables, not what they hold. A mint of a token account
/// and an entry of a table never change; an owner does, so an owner is believed only where the address follows from it.
///
/// **Threads** immutable.
public final class PinnedState {
    /// More than this is an unusual fee, lamports: 0.01 SOL.
    public static final BigInteger FEE_CAP_DEFAULT = BigInteger.valueOf(10_000_000);

    private static final PinnedState NONE = new PinnedState(Map.of(), Map.of(), FEE_CAP_DEFAULT);

    private final Map<Account, List<Address>> tables;
    private final Map<Account, Holding> holdings;
    private final BigInteger feeCap;

    /// What a token account holds.
    ///
    /// @param tokenProgram which of the token programs keeps it
    public record Holding(Address mint, Address owner, Address tokenProgram) {}

    private PinnedState(Map<Account, List<Address>> tables, Map<Account, Holding> holdings, BigInteger feeCap) {
        this.tables = Map.copyOf(tables);
        this.holdings = Map.copyOf(holdings);
        this.feeCap = feeCap;
    }

    /// Nothing pinned, and the default cap of fees.
    public static PinnedState none() {
        return NONE;
    }

    /// This, and the entries of a lookup table from its first on.
    public PinnedState table(Account table, List<Address> entries) {
        var copy = new HashMap<>(tables);
        copy.put(table, List.copyOf(entries));
        return new PinnedState(copy, holdings, feeCap);
    }

    /// This, and the entries of these lookup tables and what these token accounts hold.
    PinnedState and(Map<Account, List<Address>> moreTables, Map<Account, Holding> moreHoldings) {
        var bothTables = new HashMap<>(tables);
        moreTables.forEach((table, entries) -> bothTables.put(table, List.copyOf(entries)));
        var bothHoldings = new HashMap<>(holdings);
        bothHoldings.putAll(moreHoldings);
        return new PinnedState(bothTables, bothHoldings, feeCap);
    }

    /// This, and what a token account holds.
    public PinnedState holding(Account tokenAccount, Holding holding) {
        var copy = new HashMap<>(holdings);
        copy.put(tokenAccount, holding);
        return new PinnedState(tables, copy, feeCap);
    }

    /// This, with another cap of fees.
    ///
    /// @param lamports 0 or more
    public PinnedState feeCap(BigInteger lamports) {
        return new PinnedState(tables, holdings, lamports);
    }

    /// The most lamports that are no unusual fee.
    public BigInteger feeCap() {
        return feeCap;
    }

    Optional<Address> entry(Account table, int index) {
        var entries = tables.getOrDefault(table, List.of());
        return index < entries.size() ? Optional.of(entries.get(index)) : Optional.empty();
    }

    boolean hasTable(Account table) {
        return tables.containsKey(table);
    }

    Optional<Holding> holding(Account tokenAccount) {
        return Optional.ofNullable(holdings.get(tokenAccount));
    }
}
