package tallystick.core.kit;

import java.math.BigInteger;
import java.util.List;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.Warning;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.call.CallFrame;
import tallystick.core.chain.ethereum.call.Calls;
import tallystick.core.chain.ethereum.call.ContractKind;
import tallystick.core.chain.ethereum.call.ContractKinds;
import tallystick.crypto.codec.Bytes;

/// One call from account 1 to contract 2, and what is said of it.
public record Calling(List<Effect> effects, List<Warning> warnings) {
    public static final ChainId CHAIN = new ChainId("eip155", "1");
    public static final Address ME = Abi.address(1);
    public static final Address CONTRACT = Abi.address(2);
    public static final Asset ETHER = Asset.coin(CHAIN, 60);

    public static Account account(int number) {
        return Abi.address(number).on(CHAIN);
    }

    public static Asset token(String namespace, int contract) {
        return new Asset(CHAIN, namespace, Abi.address(contract).toString());
    }

    public static Knowledge known(ContractKind kind) {
        return Knowledge.none()
                .chapter(ContractKinds.class, new ContractKinds(java.util.Map.of(CONTRACT.on(CHAIN), kind)));
    }

    public static Calling of(CallFrame frame, Knowledge knowledge) {
        return new Calling(Calls.effects(frame, knowledge), Calls.warnings(frame, knowledge));
    }

    public static Calling of(Bytes data, long value, Knowledge knowledge) {
        return of(CallFrame.outermost(CHAIN, ME, CONTRACT, BigInteger.valueOf(value), data), knowledge);
    }

    public static Calling of(Knowledge knowledge, String signature, Object... arguments) {
        return of(Abi.call(signature, arguments), 0, knowledge);
    }

    public static Calling of(String signature, Object... arguments) {
        return of(Knowledge.none(), signature, arguments);
    }

    public static Effect.Transfer transfer(Asset asset, int from, int to, long amount) {
        return new Effect.Transfer(asset, account(from), account(to), BigInteger.valueOf(amount));
    }

    public List<String> codes() {
        return warnings.stream().map(Warning::code).toList();
    }

    public List<String> dangers() {
        return warnings.stream()
                .filter(warning -> warning.severity() == Warning.Severity.DANGER)
                .map(Warning::code)
                .toList();
    }

    public List<String> shapes() {
        return effects.stream().map(effect -> effect.getClass().getSimpleName()).toList();
    }
}
