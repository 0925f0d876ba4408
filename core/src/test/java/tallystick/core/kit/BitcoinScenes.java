package tallystick.core.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import tallystick.core.chain.bitcoin.AddressForm;
import tallystick.core.chain.bitcoin.Bech32;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.Bundle;
import tallystick.core.chain.bitcoin.OutPoint;
import tallystick.core.chain.bitcoin.OutputScript;
import tallystick.core.chain.bitcoin.SighashType;
import tallystick.core.chain.bitcoin.SpentOutput;
import tallystick.core.chain.bitcoin.Transaction;
import tallystick.core.chain.bitcoin.TxInput;
import tallystick.core.chain.bitcoin.TxOutput;
import tallystick.core.chain.bitcoin.build.Coin;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;

/// Coins, transactions and bundles made from a seed.
public final class BitcoinScenes {
    private BitcoinScenes() {}

    public static final BitcoinNetwork NETWORK = BitcoinNetwork.REGTEST;

    /// A coin at a path, with the transaction that made it.
    public static Coin coin(BitcoinSigner signer, AddressForm form, DerivationPath path, long value, Random random) {
        var output = new TxOutput(value, signer.script(form, path));
        var made = new Transaction(
                2,
                List.of(TxInput.unsigned(new OutPoint(digest(random), random.nextInt(3)), TxInput.FINAL)),
                List.of(new TxOutput(1000, script(random)), output),
                0);
        return new Coin(
                new OutPoint(made.hash(), 1), SpentOutput.whole(output, signer.at(path), path), Optional.of(made));
    }

    /// Some ordinary script of somebody else.
    public static OutputScript script(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> OutputScript.of(new Bech32.Program(0, bytes(random, 20)));
            case 1 -> OutputScript.of(new Bech32.Program(1, bytes(random, 32)));
            case 2 -> new OutputScript(Bytes.concat(Bytes.ofHex("76a914"), bytes(random, 20), Bytes.ofHex("88ac")));
            default -> new OutputScript(Bytes.concat(Bytes.ofHex("a914"), bytes(random, 20), Bytes.ofHex("87")));
        };
    }

    /// A bundle of 1 to 4 inputs of these forms and 1 to 4 outputs, some of them the signer's.
    public static Bundle bundle(BitcoinSigner signer, List<AddressForm> forms, Random random) {
        return bundle(signer, forms, random, random.nextBoolean());
    }

    public static Bundle bundle(BitcoinSigner signer, List<AddressForm> forms, Random random, boolean proven) {
        var inputs = new ArrayList<TxInput>();
        var spent = new ArrayList<SpentOutput>();
        var previous = new ArrayList<Transaction>();
        var count = 1 + random.nextInt(4);
        for (var i = 0; i < count; i++) {
            var form = forms.get(random.nextInt(forms.size()));
            var coin = coin(signer, form, path(random), 100_000 + random.nextInt(1_000_000), random);
            inputs.add(TxInput.unsigned(coin.at(), random.nextBoolean() ? TxInput.FINAL : TxInput.REPLACEABLE));
            spent.add(
                    form == AddressForm.P2TR && random.nextBoolean()
                            ? new SpentOutput(
                                    coin.spent().output(),
                                    coin.spent().key(),
                                    Optional.empty(),
                                    coin.spent().path(),
                                    SighashType.ALL)
                            : coin.spent());
            if (proven || !form.isSegwit()) previous.add(coin.made().orElseThrow());
        }
        var outputs = new ArrayList<TxOutput>();
        var paths = new ArrayList<Optional<DerivationPath>>();
        for (var i = random.nextInt(4); i >= 0; i--) {
            var path = Optional.of(path(random)).filter(_ -> random.nextBoolean());
            var own = List.of(AddressForm.values()).get(random.nextInt(4));
            outputs.add(new TxOutput(
                    1000 + random.nextInt(20_000),
                    path.map(each -> signer.script(own, each)).orElseGet(() -> script(random))));
            paths.add(path);
        }
        var transaction = new Transaction(1 + random.nextInt(2), inputs, outputs, random.nextInt(3) * 100L);
        return Bundle.of(NETWORK, transaction, spent, paths, previous).orThrow();
    }

    /// Any transaction, signed or not, sensible or not.
    public static Transaction transaction(Random random) {
        var inputs = new ArrayList<TxInput>();
        var witnessed = random.nextBoolean();
        for (var i = random.nextInt(4); i >= 0; i--) {
            var items = new ArrayList<Bytes>();
            for (var k = witnessed ? random.nextInt(4) : 0; k > 0; k--) items.add(bytes(random, random.nextInt(300)));
            inputs.add(new TxInput(
                    new OutPoint(digest(random), random.nextInt(Integer.MAX_VALUE)),
                    bytes(random, random.nextInt(300)),
                    random.nextInt() & 0xffff_ffffL,
                    items));
        }
        var outputs = new ArrayList<TxOutput>();
        for (var i = random.nextInt(4); i >= 0; i--)
            outputs.add(new TxOutput(
                    random.nextLong(TxOutput.VALUE_MAX + 1), new OutputScript(bytes(random, random.nextInt(600)))));
        return new Transaction(random.nextInt(1, 3), inputs, outputs, random.nextInt() & 0xffff_ffffL);
    }

    public static DerivationPath path(Random random) {
        return random.nextInt(5) == 0
                ? DerivationPath.root()
                : DerivationPath.of(random.nextInt(2), random.nextInt(1000));
    }

    public static Digest32 digest(Random random) {
        return new Digest32(bytes(random, 32));
    }

    public static Bytes bytes(Random random, int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return Bytes.copyOf(bytes);
    }
}
