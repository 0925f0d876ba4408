package tallystick.bench;

import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import tallystick.core.chain.Account;
import tallystick.core.chain.Chain;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.bitcoin.AddressForm;
import tallystick.core.chain.bitcoin.Bitcoin;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.Bundle;
import tallystick.core.chain.bitcoin.KeyTree;
import tallystick.core.chain.bitcoin.OutPoint;
import tallystick.core.chain.bitcoin.SpentOutput;
import tallystick.core.chain.bitcoin.Transaction;
import tallystick.core.chain.bitcoin.TxInput;
import tallystick.core.chain.bitcoin.TxOutput;
import tallystick.core.chain.ethereum.Ethereum;
import tallystick.core.chain.ethereum.abi.AbiValue;
import tallystick.core.chain.ethereum.abi.FunctionSignature;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.envelope.FeeMarketTransaction;
import tallystick.core.chain.ethereum.safe.PackedBatch;
import tallystick.core.chain.solana.Draft;
import tallystick.core.chain.solana.Solana;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;

/// What a node does with the bytes of an intent before anybody signs: it reads them, says what they do and what is
/// unusual, and computes what is to be signed.
final class Decoding {
    private static final int REPEATS = 200;
    private static final int HOSTILE_BYTES = 10_000_000;
    private static final ChainId ETHEREUM = new ChainId("eip155", "1");
    private static final Address SENDER = address("11");
    private static final Address TOKEN = address("22");
    private static final Address PAYEE = address("33");

    private final Figures figures;
    private final int warmUp;

    Decoding(Figures figures, int warmUp) {
        this.figures = figures;
        this.warmUp = warmUp;
    }

    void run() {
        var ethereum = new Ethereum();
        var sender = SENDER.on(ETHEREUM);
        var none = Knowledge.none();
        measure("erc20", new Reading(ethereum, ETHEREUM, erc20(), sender, none));
        measure("safe_batch", new Reading(ethereum, ETHEREUM, safeBatch(), sender, none));
        measure("p2wpkh_2in2out", bitcoin(2));
        measure("sol_transfer", solana(1));
        // Ten times as much of the same: a little over ten is linear, a hundred is not.
        tenfold("batch", size -> new Reading(ethereum, ETHEREUM, batch(30 * size), sender, none));
        tenfold("p2wpkh", size -> bitcoin(20 * size));
        tenfold("sol_transfers", size -> solana(3 * size));
        hostile(ethereum);
    }

    /// What ten times as much costs, as a multiple: the sizes are 1 and 10.
    private void tenfold(String name, IntFunction<Reading> ofSize) {
        var small = ofSize.apply(1);
        var large = ofSize.apply(10);
        figures.measure(
                "decode.%s.tenfold_ratio".formatted(name),
                warmUp / 10,
                () -> micros(large, REPEATS / 20) / micros(small, REPEATS / 2));
    }

    /// Ten megabytes that open and never close, as every form that nests, and as nothing at all: refused quickly.
    private void hostile(Ethereum ethereum) {
        refused("rlp", ethereum, ETHEREUM, Content.TRANSACTION, repeated("c1"));
        refused("json", ethereum, ETHEREUM, Content.TYPED_DATA, repeated("5b"));
        refused("bitcoin", new Bitcoin(), BitcoinNetwork.MAINNET.chain(), Content.TRANSACTION, repeated("01"));
        refused("solana", new Solana(), Solana.MAINNET, Content.TRANSACTION, repeated("01"));
    }

    private void refused(String name, Chain family, ChainId chain, Content content, Bytes hostile) {
        var cpu = ManagementFactory.getThreadMXBean();
        figures.measure("decode.hostile_10mb_%s.cpu_us".formatted(name), warmUp, () -> {
            var begun = cpu.getCurrentThreadCpuTime();
            if (family.parse(chain, content, hostile) instanceof Parsed.Ok<?>)
                throw new AssertionError(name + " of ten megabytes is read");
            return (cpu.getCurrentThreadCpuTime() - begun) / 1e3;
        });
    }

    private static Bytes repeated(String hex) {
        return Bytes.ofHex(hex.repeat(HOSTILE_BYTES));
    }

    /// Bytes and everything it takes to read them.
    ///
    /// @param signer whose key is asked to sign
    private record Reading(Chain family, ChainId chain, Bytes unsigned, Account signer, Knowledge knowledge) {
        /// All that is computed of one transaction, counted so that none of it is idle.
        int all() {
            var read = family.parse(chain, Content.TRANSACTION, unsigned).orThrow();
            return read.effects(signer, knowledge).size()
                    + read.terms(signer, knowledge).size()
                    + read.warnings(signer, knowledge).size()
                    + read.inputs().size();
        }
    }

    private void measure(String name, Reading reading) {
        figures.measure("decode.%s.cpu_us".formatted(name), warmUp, () -> micros(reading, REPEATS));
    }

    /// Processor time of one reading, of so many.
    private static double micros(Reading reading, int repeats) {
        var cpu = ManagementFactory.getThreadMXBean();
        var effects = reading.family()
                .parse(reading.chain(), Content.TRANSACTION, reading.unsigned())
                .orThrow()
                .effects(reading.signer(), reading.knowledge());
        if (effects.stream().anyMatch(Effect.Undecoded.class::isInstance))
            throw new AssertionError("what is not understood, so that its time says nothing");
        var parts = reading.all();
        var begun = cpu.getCurrentThreadCpuTime();
        for (var i = 0; i < repeats; i++)
            if (reading.all() != parts) throw new AssertionError("what is read in two ways");
        return (cpu.getCurrentThreadCpuTime() - begun) / 1e3 / repeats;
    }

    private static Bytes erc20() {
        return envelope(TOKEN, transfer());
    }

    private static Bytes safeBatch() {
        return executed(new PackedBatch(List.of(
                new PackedBatch.Leg(Effect.Operation.CALL, TOKEN, BigInteger.ZERO, transfer()),
                new PackedBatch.Leg(Effect.Operation.CALL, PAYEE, BigInteger.TEN, Bytes.empty()))));
    }

    private static Bytes batch(int transfers) {
        return executed(new PackedBatch(Collections.nCopies(
                transfers, new PackedBatch.Leg(Effect.Operation.CALL, TOKEN, BigInteger.ZERO, transfer()))));
    }

    private static Bytes executed(PackedBatch batch) {
        var library =
                Address.parse("0x40A2aCCbd92BCA938b02010E17A5b8929b49130D").orElseThrow();
        var none = new AbiValue.Location(new Address(Bytes.copyOf(new byte[20])));
        var zero = new AbiValue.Numeral(BigInteger.ZERO);
        // Two owners who agree: r, s and v of each.
        var signatures = Bytes.ofHex(("55".repeat(64) + "1b").repeat(2));
        return envelope(
                address("44"),
                call(
                        "execTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, "
                                + "uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, "
                                + "bytes signatures)",
                        new AbiValue.Location(library),
                        zero,
                        new AbiValue.Binary(call("multiSend(bytes transactions)", new AbiValue.Binary(batch.encode()))),
                        new AbiValue.Numeral(BigInteger.ONE),
                        zero,
                        zero,
                        zero,
                        none,
                        none,
                        new AbiValue.Binary(signatures)));
    }

    private static Bytes envelope(Address to, Bytes data) {
        return new FeeMarketTransaction(
                        BigInteger.ONE,
                        BigInteger.valueOf(42),
                        BigInteger.valueOf(1_000_000_000L),
                        BigInteger.valueOf(30_000_000_000L),
                        BigInteger.valueOf(200_000),
                        Optional.of(to),
                        BigInteger.ZERO,
                        data,
                        List.of())
                .bytes();
    }

    private static Bytes transfer() {
        return call(
                "transfer(address to, uint256 amount)",
                new AbiValue.Location(PAYEE),
                new AbiValue.Numeral(BigInteger.valueOf(25_000_000)));
    }

    private static Bytes call(String signature, AbiValue... values) {
        return FunctionSignature.parse(signature).orThrow().encode(List.of(values));
    }

    private static Address address(String repeated) {
        return new Address(Bytes.ofHex(repeated.repeat(20)));
    }

    private static Reading bitcoin(int coins) {
        var key = Curve.SECP256K1.group().generator();
        var tree = new KeyTree(new Derivation(key, new Digest32(Bytes.copyOf(new byte[32]))));
        var network = BitcoinNetwork.REGTEST;
        var inputs = new ArrayList<TxInput>();
        var spent = new ArrayList<SpentOutput>();
        var made = new ArrayList<Transaction>();
        for (var i = 0; i < coins; i++) {
            var path = DerivationPath.of(0, i);
            var at = tree.key(path).orElseThrow();
            var output = new TxOutput(100_000, AddressForm.P2WPKH.script(at));
            var before = new OutPoint(new Digest32(Bytes.ofHex("66".repeat(32))), i);
            var previous = new Transaction(2, List.of(TxInput.unsigned(before, TxInput.FINAL)), List.of(output), 0);
            made.add(previous);
            inputs.add(TxInput.unsigned(new OutPoint(previous.hash(), 0), TxInput.REPLACEABLE));
            spent.add(SpentOutput.whole(output, at, path));
        }
        var change = DerivationPath.of(1, 0);
        var back = AddressForm.P2WPKH.script(tree.key(change).orElseThrow());
        var payee = AddressForm.P2WPKH.script(tree.key(DerivationPath.of(9, 9)).orElseThrow());
        var outputs = List.of(new TxOutput(75_000L * coins, payee), new TxOutput(24_500L * coins, back));
        var bundle = Bundle.of(
                        network,
                        new Transaction(2, inputs, outputs, 0),
                        spent,
                        List.of(Optional.empty(), Optional.of(change)),
                        made)
                .orThrow();
        return new Reading(
                new Bitcoin(),
                bundle.chain(),
                bundle.bytes(),
                AddressForm.P2WPKH.script(key).account(network),
                Knowledge.none().chapter(KeyTree.class, tree));
    }

    private static Reading solana(int transfers) {
        var payer = new tallystick.core.chain.solana.Address(Bytes.ofHex("41".repeat(32)));
        var payee = new tallystick.core.chain.solana.Address(Bytes.ofHex("42".repeat(32)));
        var draft = Draft.of(Solana.MAINNET, payer);
        for (var i = 0; i < transfers; i++) draft = draft.transfer(payee, BigInteger.valueOf(1_500_000_000L + i));
        var transaction = draft.build();
        return new Reading(
                new Solana(), Solana.MAINNET, transaction.bytes(), payer.on(Solana.MAINNET), Knowledge.none());
    }
}
