package tallystick.control.vaults;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import tallystick.control.access.Caller;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
import tallystick.control.store.Store;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;

/// Vaults, what they have on each chain, and their addresses.
///
/// **Why** an address is derived again whenever it is read: a row that somebody changed is found before anybody pays
/// to it.
@Component
public final class Vaults {
    private final Store store;

    Vaults(Store store) {
        this.store = store;
    }

    /// How near to the network a vault's nodes stand, in the organisation's own words for it.
    public enum Tier {
        /// Signs at any time.
        HOT,
        /// Signs with people.
        WARM,
        /// Signs with a node that is off the network.
        COLD
    }

    /// A vault.
    ///
    /// @param signingSets names of nodes, in the order in which sets are tried
    /// @param version rises with every change
    public record Vault(
            UUID id,
            UUID workspace,
            String name,
            Tier tier,
            List<String> tags,
            Key key,
            String tree,
            List<List<String>> signingSets,
            int version,
            Instant createdAt) {}

    /// What a vault has on one chain.
    public record Wallet(UUID id, UUID vault, ChainId chain, Instant createdAt) {}

    /// An address, with the path by which anybody derives it.
    public record Address(UUID id, UUID wallet, DerivationPath path, String address, String label, Instant createdAt) {
        /// As the chain names it.
        public Account account(ChainId chain) {
            return new Account(chain, address);
        }
    }

    /// What a new vault is to be.
    record Wanted(String name, Tier tier, List<String> tags, Key key, String tree, List<List<String>> signingSets) {}

    Vault add(UUID workspace, Wanted wanted) {
        var id = Store.newId();
        try {
            store.sql("""
                insert into vaults (id, workspace_id, name, tier, tags, key_id, scheme, tree, point,
                  chain_code, signing_sets) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
                """)
                    .params(
                            id,
                            workspace,
                            wanted.name(),
                            wanted.tier().name(),
                            store.texts(wanted.tags()),
                            wanted.key().id().bytes().toArray(),
                            wanted.key().scheme(),
                            wanted.tree(),
                            wanted.key().point().toArray(),
                            wanted.key().chainCode().bytes().toArray(),
                            store.texts(sets(wanted.signingSets())))
                    .update();
        } catch (DuplicateKeyException e) {
            throw Problem.of(Code.CONFLICT, "a vault of this name is there already");
        }
        return vault(workspace, id);
    }

    /// Changes what may change of a vault, if nobody did since `version`.
    Vault change(Vault before, Vault after) {
        var changed = store.sql("""
            update vaults set name = ?, tier = ?, tags = ?, signing_sets = ?, version = version + 1
            where id = ? and version = ?\
            """)
                .params(
                        after.name(),
                        after.tier().name(),
                        store.texts(after.tags()),
                        store.texts(sets(after.signingSets())),
                        before.id(),
                        before.version())
                .update();
        if (changed == 0) throw Problem.of(Code.CHANGED, "the vault was changed meanwhile: read it again");
        return vault(before.workspace(), before.id());
    }

    private static List<String> sets(List<List<String>> sets) {
        return sets.stream().map(set -> String.join(",", set)).toList();
    }

    /// Those that somebody may see.
    List<Vault> list(Caller caller, Optional<UUID> after, int rows) {
        var of = "select * from vaults where workspace_id = ? and id > ?";
        var from = after.orElse(new UUID(0, 0));
        var some = caller.vaults();
        return (some.isPresent()
                        ? store.sql(of + " and id = any(?::text[]::uuid[]) order by id limit ?")
                                .params(
                                        caller.workspace(),
                                        from,
                                        store.texts(some.get().stream()
                                                .map(UUID::toString)
                                                .toList()),
                                        rows)
                        : store.sql(of + " order by id limit ?").params(caller.workspace(), from, rows))
                .query(Vaults::vault)
                .list();
    }

    /// One that somebody may see.
    public Vault vault(Caller caller, UUID id) {
        if (!caller.sees(id)) throw Problem.absent("vault");
        return vault(caller.workspace(), id);
    }

    /// One of a vault that somebody may see.
    public Wallet wallet(Caller caller, UUID id) {
        var wallet = wallet(caller.workspace(), id);
        if (!caller.sees(wallet.vault())) throw Problem.absent("wallet");
        return wallet;
    }

    /// One of a workspace.
    public Vault vault(UUID workspace, UUID id) {
        return store.sql("select * from vaults where workspace_id = ? and id = ?")
                .params(workspace, id)
                .query(Vaults::vault)
                .optional()
                .orElseThrow(() -> Problem.absent("vault"));
    }

    /// The vault of a wallet, whosever.
    public Vault vaultOf(UUID wallet) {
        return store.sql("select v.* from vaults v join wallets w on w.vault_id = v.id where w.id = ?")
                .params(wallet)
                .query(Vaults::vault)
                .single();
    }

    /// Makes a wallet with its first address: that of the key itself where no wallet of this chain has it yet,
    /// otherwise the next one of the key.
    Wallet open(Vault vault, ChainId chain) {
        return store.atomically(() -> {
            var id = Store.newId();
            try {
                store.sql("insert into wallets (id, vault_id, chain) values (?, ?, ?)")
                        .params(id, vault.id(), chain.toString())
                        .update();
            } catch (DuplicateKeyException e) {
                throw Problem.of(Code.CONFLICT, "the vault has a wallet of this chain already");
            }
            var wallet = wallet(vault.workspace(), id);
            if (isFirstOn(vault.key(), chain)) {
                var account = vault.key()
                        .account(chain, DerivationPath.root())
                        .orElseThrow(() -> new AssertionError("the root has a key"));
                keep(id, DerivationPath.root(), account, "");
            } else {
                next(vault, wallet, "");
            }
            return wallet;
        });
    }

    /// Whether nobody ever had a wallet of this key on this chain; from now on somebody has.
    private boolean isFirstOn(Key key, ChainId chain) {
        return store.sql("insert into derivations (key_id, chain) values (?, ?) on conflict do nothing")
                        .params(key.id().bytes().toArray(), chain.toString())
                        .update()
                == 1;
    }

    List<Wallet> wallets(UUID vault) {
        return store.sql("select * from wallets where vault_id = ? order by id")
                .params(vault)
                .query(Vaults::wallet)
                .list();
    }

    /// One of a workspace.
    public Wallet wallet(UUID workspace, UUID id) {
        return store.sql("""
            select w.* from wallets w join vaults v on v.id = w.vault_id
            where w.id = ? and v.workspace_id = ?\
            """)
                .params(id, workspace)
                .query(Vaults::wallet)
                .optional()
                .orElseThrow(() -> Problem.absent("wallet"));
    }

    /// Derives the next address of the wallet's key on its chain, which no other wallet has; a path that has no child
    /// is passed over.
    Address next(Vault vault, Wallet wallet, String label) {
        while (true) {
            var index = store.sql("update derivations set next_address = next_address + 1"
                            + " where key_id = ? and chain = ? returning next_address - 1")
                    .params(vault.key().id().bytes().toArray(), wallet.chain().toString())
                    .query(Integer.class)
                    .single();
            var path = DerivationPath.of(index);
            var account = vault.key().account(wallet.chain(), path);
            if (account.isPresent()) return keep(wallet.id(), path, account.get(), label);
        }
    }

    private Address keep(UUID wallet, DerivationPath path, Account account, String label) {
        var id = Store.newId();
        store.sql("insert into addresses (id, wallet_id, path, address, label) values (?, ?, ?, ?, ?)")
                .params(id, wallet, path.toString(), account.address(), label)
                .update();
        return store.sql("select * from addresses where id = ?")
                .params(id)
                .query(Vaults::address)
                .single();
    }

    /// Those of a wallet in the order they were made, each derived again and compared.
    public List<Address> addresses(Vault vault, Wallet wallet, Optional<UUID> after, int rows) {
        var found = store.sql("select * from addresses where wallet_id = ? and id > ? order by id limit ?")
                .params(wallet.id(), after.orElse(new UUID(0, 0)), rows)
                .query(Vaults::address)
                .list();
        found.forEach(each -> verify(vault, wallet, each));
        return found;
    }

    /// One address of a wallet; its first where none is named.
    public Address address(Vault vault, Wallet wallet, Optional<UUID> id) {
        var spec = id.isPresent()
                ? store.sql("select * from addresses where wallet_id = ? and id = ?")
                        .params(wallet.id(), id.get())
                : store.sql("select * from addresses where wallet_id = ? order by id limit 1")
                        .params(wallet.id());
        var found = spec.query(Vaults::address).optional().orElseThrow(() -> Problem.absent("address"));
        verify(vault, wallet, found);
        return found;
    }

    private static void verify(Vault vault, Wallet wallet, Address address) {
        var derived = vault.key().account(wallet.chain(), address.path());
        if (!derived.map(Account::address).equals(Optional.of(address.address())))
            throw Problem.of(
                    Code.INTERNAL, "the address kept at %s is not the key's: pay to none".formatted(address.path()));
    }

    private static Vault vault(ResultSet row, int number) throws SQLException {
        return new Vault(
                row.getObject("id", UUID.class),
                row.getObject("workspace_id", UUID.class),
                row.getString("name"),
                Tier.valueOf(row.getString("tier")),
                texts(row, "tags"),
                new Key(
                        new Digest32(Bytes.copyOf(row.getBytes("key_id"))),
                        row.getInt("scheme"),
                        Bytes.copyOf(row.getBytes("point")),
                        new Digest32(Bytes.copyOf(row.getBytes("chain_code")))),
                row.getString("tree"),
                texts(row, "signing_sets").stream()
                        .map(each -> List.of(each.split(",")))
                        .toList(),
                row.getInt("version"),
                row.getTimestamp("created_at").toInstant());
    }

    private static Wallet wallet(ResultSet row, int number) throws SQLException {
        var parts = row.getString("chain").split(":", 2);
        return new Wallet(
                row.getObject("id", UUID.class),
                row.getObject("vault_id", UUID.class),
                new ChainId(parts[0], parts[1]),
                row.getTimestamp("created_at").toInstant());
    }

    private static Address address(ResultSet row, int number) throws SQLException {
        if (!(DerivationPath.parse(row.getString("path")) instanceof DerivationPath.Reading.Good(var path)))
            throw new SQLException("a path that is none in the row of an address");
        return new Address(
                row.getObject("id", UUID.class),
                row.getObject("wallet_id", UUID.class),
                path,
                row.getString("address"),
                row.getString("label"),
                row.getTimestamp("created_at").toInstant());
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return Arrays.asList((String[]) row.getArray(column).getArray());
    }
}
