package tallystick.core.chain.ethereum.call;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Effect;
import tallystick.core.chain.ethereum.abi.AbiValue;
import tallystick.core.chain.ethereum.abi.FunctionSignature;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.crypto.codec.Bytes;

/// One call of a known function with its arguments, and what a handler says about it.
record Invocation(Walk walk, CallFrame frame, FunctionSignature signature, List<AbiValue> arguments) {
    private static final int COIN = 60;

    Address address(int index) {
        return address(arguments.get(index));
    }

    BigInteger number(int index) {
        return number(arguments.get(index));
    }

    boolean truth(int index) {
        return arguments.get(index) instanceof AbiValue.Truth(var value) && value;
    }

    Bytes bytes(int index) {
        return bytes(arguments.get(index));
    }

    List<AbiValue> items(int index) {
        return items(arguments.get(index));
    }

    static Address address(AbiValue value) {
        if (value instanceof AbiValue.Location(var address)) return address;
        throw new AssertionError("an argument that is no address");
    }

    static BigInteger number(AbiValue value) {
        if (value instanceof AbiValue.Numeral(var number)) return number;
        throw new AssertionError("an argument that is no number");
    }

    static Bytes bytes(AbiValue value) {
        if (value instanceof AbiValue.Binary(var bytes)) return bytes;
        throw new AssertionError("an argument that is no bytes");
    }

    static List<AbiValue> items(AbiValue value) {
        if (value instanceof AbiValue.Sequence(var items)) return items;
        throw new AssertionError("an argument that is no sequence");
    }

    Account account(Address address) {
        return walk.account(frame, address);
    }

    Account account(int index) {
        return account(address(index));
    }

    Account caller() {
        return account(frame.caller());
    }

    Account target() {
        return account(frame.target());
    }

    static boolean isZero(Address address) {
        return address.value().equals(Bytes.copyOf(new byte[20]));
    }

    Asset coin() {
        return Asset.coin(frame.chain(), COIN);
    }

    Asset token(String namespace, Address contract) {
        return new Asset(frame.chain(), namespace, account(contract).address());
    }

    Asset token(String namespace) {
        return token(namespace, frame.target());
    }

    Optional<ContractKind> kind() {
        return ContractKinds.of(target(), walk.knowledge());
    }

    void transfer(Asset asset, Account from, Account to, BigInteger amount) {
        walk.effect(new Effect.Transfer(asset, from, to, amount));
    }

    Effect.Argument argument(int index) {
        var input = signature.inputs().get(index);
        return new Effect.Argument(
                input.name(), input.type().canonical(), arguments.get(index).display());
    }

    /// Somebody's power over the contract called changes.
    void authority(Effect.Authority authority, Effect.Turn turn, Optional<Account> holder, int... detail) {
        authority(target(), authority, turn, holder, detail);
    }

    void authority(
            Account over, Effect.Authority authority, Effect.Turn turn, Optional<Account> holder, int... detail) {
        var told = new ArrayList<Effect.Argument>();
        for (var index : detail) told.add(argument(index));
        walk.effect(new Effect.AuthorityChange(over, authority, turn, holder, told));
        walk.danger(authority.name() + "_CHANGE", "This changes who or what has power over an account or a contract.");
    }

    /// The call by name, with all its arguments.
    void call() {
        callWithout();
    }

    /// The call by name, without the arguments whose effects follow.
    void callWithout(int... unwrapped) {
        var left = new ArrayList<Effect.Argument>();
        var skip = Set.copyOf(java.util.Arrays.stream(unwrapped).boxed().toList());
        for (var i = 0; i < arguments.size(); i++) if (!skip.contains(i)) left.add(argument(i));
        walk.effect(new Effect.Call(
                caller(),
                target(),
                signature.canonical(),
                Labels.of(this, left),
                frame.operation(),
                frame.value(),
                frame.depth()));
    }

    /// A call this one makes, if the contract does what its function is called.
    void inner(Address caller, Address to, BigInteger value, Bytes data, Effect.Operation operation) {
        believedByName();
        unwrapped(caller, to, value, data, operation);
    }

    /// A call this one makes, where the code that makes it is known or was warned of.
    void unwrapped(Address caller, Address to, BigInteger value, Bytes data, Effect.Operation operation) {
        walk.frame(new CallFrame(frame.chain(), caller, to, value, data, operation, frame.depth() + 1));
    }

    /// Bytes in it that are not understood.
    void undecoded(Account about, Bytes bytes, String why) {
        walk.danger("UNDECODED", "Part of this is not understood, so nobody can say what it does.");
        walk.effect(new Effect.Undecoded(about, bytes, why));
    }

    void undecoded(String why) {
        walk.undecoded(frame, why);
    }

    void danger(String code, String text) {
        walk.danger(code, text);
    }

    void attention(String code, String text) {
        walk.attention(code, text);
    }

    /// Says so if nothing is known about the contract whose function's name is believed.
    void believedByName() {
        if (kind().isEmpty() && walk.knowledge().labelOf(target()).isEmpty())
            attention(
                    "UNKNOWN_CONTRACT", "Nothing is known about the contract: what it does is told by its name only.");
    }
}
