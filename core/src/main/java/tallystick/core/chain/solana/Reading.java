package tallystick.core.chain.solana;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Effect.Argument;
import tallystick.core.chain.Effect.Authority;
import tallystick.core.chain.Effect.Turn;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.Warning;

/// What has been understood of a transaction so far, instruction after instruction: effects, warnings, and which token
/// accounts the transaction itself proves.
final class Reading {
    /// The coin's number in SLIP-44.
    static final int COIN = 501;

    private final ChainId chain;
    private final Account signer;
    private final Knowledge knowledge;
    private final PinnedState pinned;
    private final Asset coin;
    private final List<Effect> effects = new ArrayList<>();
    private final Map<String, Warning> warnings = new LinkedHashMap<>();
    private final Map<Address, PinnedState.Holding> proven = new HashMap<>();
    private final Map<Address, Account> named = new HashMap<>();

    Reading(ChainId chain, Account signer, Knowledge knowledge) {
        this.chain = chain;
        this.signer = signer;
        this.coin = Asset.coin(chain, COIN);
        this.knowledge = knowledge;
        this.pinned = knowledge.chapter(PinnedState.class).orElse(PinnedState.none());
    }

    List<Effect> effects() {
        return List.copyOf(effects);
    }

    /// The gravest first, otherwise in the order found.
    List<Warning> warnings() {
        return warnings.values().stream()
                .sorted(Comparator.comparing(Warning::severity))
                .toList();
    }

    PinnedState pinned() {
        return pinned;
    }

    Account signer() {
        return signer;
    }

    Account account(Address address) {
        return named.computeIfAbsent(address, each -> each.on(chain));
    }

    Account account(AccountUse use) {
        return account(use.address());
    }

    Asset coin() {
        return coin;
    }

    Asset token(Address mint) {
        return new Asset(chain, "token", account(mint).address());
    }

    /// Whether the organisation counts a token in other decimals.
    boolean decimalsDiffer(Address mint, int decimals) {
        return knowledge
                .unitOf(token(mint))
                .filter(unit -> unit.decimals() != decimals)
                .isPresent();
    }

    /// Whether it is the signer's, or another account of the same organisation.
    boolean isOurs(Address address) {
        var account = account(address);
        return account.equals(signer) || knowledge.isOwn(account);
    }

    boolean knowsOwn(Address address) {
        return knowledge.isOwn(account(address));
    }

    void add(Effect effect) {
        effects.add(effect);
    }

    void transfer(Asset asset, Address from, Address to, BigInteger amount) {
        add(new Effect.Transfer(asset, account(from), account(to), amount));
    }

    /// What is not understood, and what of the signer's it can reach.
    void undecoded(Instruction instruction, String why) {
        var reach = instruction.accounts().stream()
                .filter(use -> use.isWritable() && isTheSigners(use.address()))
                .map(use -> account(use).address())
                .distinct()
                .toList();
        var signs = instruction.accounts().stream()
                .anyMatch(use -> use.isSigner() && account(use).equals(signer));
        var text = why
                + (reach.isEmpty() ? "" : "; can change " + String.join(" and ", reach))
                + (signs ? "; acts with the signature of this key" : "");
        add(new Effect.Undecoded(account(instruction.program()), instruction.data(), text));
        danger("UNDECODED", "Part of the transaction is not understood, and can do anything its accounts allow.");
    }

    private boolean isTheSigners(Address address) {
        return isOurs(address) || holding(address).stream().anyMatch(held -> isOurs(held.owner()));
    }

    void call(Address caller, Address program, String function, List<Argument> arguments) {
        add(new Effect.Call(
                account(caller), account(program), function, arguments, Effect.Operation.CALL, BigInteger.ZERO, 0));
    }

    void authority(Address over, Authority authority, Optional<Address> holder, List<Argument> detail) {
        add(new Effect.AuthorityChange(account(over), authority, Turn.SET, holder.map(this::account), detail));
    }

    Argument argument(String name, Address address) {
        return new Argument(name, "address", account(address).address());
    }

    static Argument argument(String name, BigInteger value) {
        return new Argument(name, "u64", value.toString());
    }

    static Argument word(String name, String value) {
        return new Argument(name, "enum", value);
    }

    void danger(String code, String text) {
        warnings.put(code, new Warning(Warning.Severity.DANGER, code, text));
    }

    void attention(String code, String text) {
        warnings.putIfAbsent(code, new Warning(Warning.Severity.ATTENTION, code, text));
    }

    /// The transaction itself makes this token account, or fails.
    void prove(Address tokenAccount, PinnedState.Holding holding) {
        proven.put(tokenAccount, holding);
    }

    /// Somebody may command the token account from here on whom no earlier proof names.
    void forget(Address tokenAccount) {
        proven.remove(tokenAccount);
    }

    /// What a token account holds, by this transaction's own bytes or as pinned.
    Optional<PinnedState.Holding> holding(Address tokenAccount) {
        return Optional.ofNullable(proven.get(tokenAccount)).or(() -> pinned.holding(account(tokenAccount)));
    }

    boolean isProven(Address tokenAccount) {
        return proven.containsKey(tokenAccount);
    }

    /// Where an instruction began, to return to if it is not understood after all.
    Mark mark() {
        return new Mark(effects.size(), new LinkedHashMap<>(warnings), new HashMap<>(proven));
    }

    void backTo(Mark mark) {
        effects.subList(mark.effects(), effects.size()).clear();
        warnings.clear();
        warnings.putAll(mark.warnings());
        proven.clear();
        proven.putAll(mark.proven());
    }

    /// @param effects how many there were
    record Mark(int effects, Map<String, Warning> warnings, Map<Address, PinnedState.Holding> proven) {}
}
