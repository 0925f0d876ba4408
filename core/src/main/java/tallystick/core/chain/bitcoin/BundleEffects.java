package tallystick.core.chain.bitcoin;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.Effect;
import tallystick.crypto.codec.Bytes;

/// What a transaction does, output by output.
final class BundleEffects {
    private BundleEffects() {}

    /// @spec docs/spec/bitcoin.md#BT-9 bitcoin
    static List<Effect> of(Bundle bundle, Ownership ownership) {
        var network = bundle.network();
        var payers = Payers.of(bundle, ownership);
        var payer = payers.payer();
        var effects = new ArrayList<Effect>();
        for (var i = 0; i < bundle.spent().size(); i++) {
            var spent = bundle.spent().get(i);
            var script = spent.output().script();
            if (ownership.inputs().get(i) == Ownership.Standing.FOREIGN)
                effects.add(new Effect.Undecoded(
                        script.account(network), script.bytes(), "an input whose key is not the signer's"));
            if (!spent.sighash().isWhole())
                effects.add(new Effect.Undecoded(
                        script.account(network),
                        Bytes.copyOf((byte) spent.sighash().code()),
                        "a signature that leaves part of the transaction to others"));
        }
        for (var i : UnprovenValues.of(bundle, ownership))
            effects.add(new Effect.Undecoded(
                    bundle.spent().get(i).output().script().account(network),
                    bundle.transaction().inputs().get(i).spends().transaction().bytes(),
                    "an input of unproven value: the transaction that made it is missing"));
        effects.addAll(payers.spends());
        var outputs = bundle.transaction().outputs();
        for (var i = 0; i < outputs.size(); i++) {
            var output = outputs.get(i);
            var path = ownership.change().get(i);
            if (path.isPresent())
                effects.add(new Effect.Change(
                        network.coin(), output.script().account(network), amount(output), path.get()));
            else effects.addAll(of(output, network, payer));
        }
        effects.add(new Effect.Fee(network.coin(), payer, BigInteger.valueOf(bundle.feeSatoshi())));
        return List.copyOf(effects);
    }

    /// What an output does that is not known to be the signer's own.
    static List<Effect> of(TxOutput output, BitcoinNetwork network, Account payer) {
        var effects = new ArrayList<Effect>();
        var account = output.script().account(network);
        if (output.script().kind() != OutputScript.Kind.DATA || output.valueSatoshi() > 0)
            effects.add(new Effect.Transfer(network.coin(), payer, account, amount(output)));
        if (output.script().kind() == OutputScript.Kind.DATA)
            effects.add(output.script()
                    .data()
                    .map(items -> statement(payer, output.script(), items))
                    .orElseGet(() -> new Effect.Undecoded(
                            account, output.script().bytes(), "an unspendable script that holds more than data")));
        return effects;
    }

    /// The same items can be written in several scripts, so the script is told too.
    private static Effect statement(Account payer, OutputScript script, List<Bytes> items) {
        var fields = new ArrayList<Effect.Argument>();
        for (var item : items) fields.add(new Effect.Argument("data", "bytes", "0x" + item.toHex()));
        fields.add(new Effect.Argument("script", "bytes", "0x" + script.bytes().toHex()));
        var text = new StringBuilder();
        for (var item : items) readable(item).ifPresent(text::append);
        return new Effect.Statement(payer, "data", text.toString(), fields);
    }

    /// The bytes as text, if they are printable ASCII.
    private static Optional<String> readable(Bytes bytes) {
        for (var i = 0; i < bytes.length(); i++) if (bytes.at(i) < ' ' || bytes.at(i) > '~') return Optional.empty();
        return Optional.of(new String(bytes.toArray(), StandardCharsets.US_ASCII));
    }

    private static BigInteger amount(TxOutput output) {
        return BigInteger.valueOf(output.valueSatoshi());
    }
}
