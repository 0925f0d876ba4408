package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Content;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.bitcoin.AddressForm;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.Bundle;
import tallystick.core.chain.bitcoin.Transaction;
import tallystick.core.chain.bitcoin.psbt.Psbt;
import tallystick.core.chain.bitcoin.psbt.PsbtEntry;
import tallystick.core.chain.bitcoin.psbt.PsbtExport;
import tallystick.core.chain.bitcoin.psbt.PsbtMap;
import tallystick.core.chain.ethereum.abi.AbiFile;
import tallystick.core.chain.ethereum.abi.FunctionSignature;
import tallystick.core.chain.ethereum.base.Rlp;
import tallystick.core.chain.ethereum.call.CallFrame;
import tallystick.core.chain.ethereum.call.Calls;
import tallystick.core.chain.ethereum.call.DelegateTargets;
import tallystick.core.chain.ethereum.descriptor.DescriptorFile;
import tallystick.core.chain.ethereum.safe.PackedBatch;
import tallystick.core.chain.json.Json;
import tallystick.core.chain.registry.Chains;
import tallystick.core.chain.solana.Message;
import tallystick.core.chain.solana.Solana;
import tallystick.core.intent.Evidence;
import tallystick.core.intent.Intent;
import tallystick.core.intent.IntentText;
import tallystick.core.kit.Abi;
import tallystick.core.kit.BitcoinScenes;
import tallystick.core.kit.BitcoinSigner;
import tallystick.core.kit.Calling;
import tallystick.core.kit.Hostile;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.StandardHash;

/// Ten megabytes of nesting, counts and lengths for every format: refused, and without taking much memory. Memory is
/// counted in bytes allocated, which no other load on the machine changes.
@DisplayName("Ten megabytes from a stranger")
class HostileInputTest {
    /// Copies of the input that a reader may make on its way to refusing it.
    private static final int TIMES_MAX = 4;

    /// A value of JSON is an object here, and may be two bytes there.
    private static final int JSON_TIMES_MAX = 12;

    private static final Set<String> JSON = Set.of("json", "interface file", "descriptor");
    private static final byte[] COUNT_OF_ALL = {(byte) 0xfe, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f};

    private static Map<String, Function<Bytes, Parsed<?>>> readers() {
        var readers = new LinkedHashMap<String, Function<Bytes, Parsed<?>>>();
        readers.put("rlp", Rlp::parse);
        readers.put("json", json -> Json.parse(json));
        readers.put("interface file", AbiFile::parse);
        readers.put("descriptor", json -> DescriptorFile.parse(json, StandardHash.sha256(json)));
        readers.put("packed batch", PackedBatch::parse);
        readers.put("bitcoin transaction", Transaction::parse);
        readers.put("bundle", bytes -> Bundle.parse(BitcoinNetwork.MAINNET, bytes, Set.of()));
        readers.put("psbt", bytes -> Psbt.parse(bytes));
        readers.put("solana message", Message::parse);
        readers.put("intent", Intent::parse);
        readers.put("intent's text", bytes -> IntentText.parse(bytes.toHex()));
        readers.put("evidence", Evidence::parse);
        readers.put("signature", bytes -> FunctionSignature.parse("f" + "(".repeat(bytes.length())));
        return readers;
    }

    private static Map<String, Bytes> inputs() {
        var inputs = new LinkedHashMap<String, Bytes>();
        inputs.put("zeros", Hostile.repeated(Bytes.empty(), (byte) 0));
        inputs.put("ones", Hostile.repeated(Bytes.empty(), (byte) 1));
        inputs.put("all bits", Hostile.repeated(Bytes.empty(), (byte) 0xff));
        inputs.put("lists of one", Hostile.repeated(Bytes.empty(), (byte) 0xc1));
        inputs.put("lists in lists", lists());
        inputs.put("a list of everything", Hostile.repeated(Bytes.ofHex("fa98967c"), (byte) 0x80));
        inputs.put("brackets", Hostile.repeated("["));
        inputs.put("braces", Hostile.repeated("{\"a\":"));
        inputs.put("an endless array", Hostile.repeated(Bytes.ofUtf8("["), (byte) '1', (byte) ','));
        inputs.put(
                "empty arrays", Hostile.repeated(Bytes.ofUtf8("{\"vectors\":["), (byte) '[', (byte) ']', (byte) ','));
        inputs.put("an endless text", Hostile.repeated(Bytes.ofUtf8("\""), (byte) 'a'));
        inputs.put("an endless number", Hostile.repeated(Bytes.ofUtf8("["), (byte) '9'));
        inputs.put("many counts", Hostile.repeated(Bytes.ofHex("02000000"), COUNT_OF_ALL));
        inputs.put("maps", Hostile.repeated(Bytes.ofHex("70736274ff"), (byte) 1, (byte) 0, (byte) 1, (byte) 0));
        return inputs;
    }

    /// Lists in lists, every length right.
    private static Bytes lists() {
        var bytes = new byte[Hostile.LENGTH_BYTES];
        for (var at = 0; at + 4 < bytes.length; at += 4) {
            var length = bytes.length - at - 4;
            bytes[at] = (byte) 0xfa;
            bytes[at + 1] = (byte) (length >> 16);
            bytes[at + 2] = (byte) (length >> 8);
            bytes[at + 3] = (byte) length;
        }
        return Bytes.copyOf(bytes);
    }

    @Test
    void everyReader_refusesEverySortOfIt() {
        var readers = readers();
        var refused = 0;
        for (var input : inputs().entrySet())
            for (var reader : readers.entrySet()) {
                var times = JSON.contains(reader.getKey()) ? JSON_TIMES_MAX : TIMES_MAX;
                var what = "%s as %s".formatted(input.getKey(), reader.getKey());
                Hostile.refused(what, reader.getValue(), input.getValue(), times);
                refused++;
            }
        assertEquals(14 * 13, refused);
    }

    @Test
    void everyContentOfEveryChain_isRefusedByItsLengthAlone() {
        var chains = Chains.all();
        var refused = 0;
        for (var input : inputs().entrySet())
            for (var chain : List.of(Calling.CHAIN, BitcoinNetwork.MAINNET.chain(), Solana.MAINNET))
                for (var content : Content.values()) {
                    var what = "%s as %s of %s".formatted(input.getKey(), content, chain);
                    Hostile.refused(what, bytes -> chains.parse(chain, content, bytes), input.getValue(), 1);
                    refused++;
                }
        assertEquals(14 * 3 * 7, refused);
    }

    private static Bytes ofCount(int count) {
        return Bytes.copyOf((byte) 0xfe, (byte) count, (byte) (count >> 8), (byte) (count >> 16), (byte) (count >> 24));
    }

    /// One input, and outputs of nothing to nobody.
    private static Bytes outputs(int count) {
        return Bytes.concat(
                Bytes.ofHex("01000000" + "01" + "11".repeat(32) + "00000000" + "00" + "ffffffff"),
                ofCount(count),
                Bytes.copyOf(new byte[9 * count + 4]));
    }

    /// One map of keys nobody knows, all different.
    private static Bytes keys(int count) {
        var entries = new byte[6 * count];
        for (var i = 0; i < count; i++) {
            entries[6 * i] = 4;
            entries[6 * i + 1] = (byte) 0xf0;
            entries[6 * i + 2] = (byte) (i >> 16);
            entries[6 * i + 3] = (byte) (i >> 8);
            entries[6 * i + 4] = (byte) i;
        }
        return Bytes.concat(Bytes.ofHex("70736274ff"), Bytes.copyOf(entries));
    }

    @Test
    void manySmallThings_asManyAsAreRead_takeAMultipleOfTheirLength() {
        var transaction = outputs(444_000);
        var carried = outputs(399_000);
        var psbt = Bytes.concat(
                Bytes.ofHex("70736274ff" + "0100"),
                ofCount(carried.length()),
                carried,
                Bytes.copyOf(new byte[1 + 1 + 399_000]));
        assertThat(transaction.length()).isBetween(3_990_000, Transaction.LENGTH_BYTES_MAX);
        assertThat(psbt.length()).isBetween(3_980_000, Psbt.LENGTH_BYTES_MAX);
        assertThat(Hostile.allocated(
                        () -> assertThat(Transaction.parse(transaction)).isInstanceOf(Parsed.Ok.class)))
                .isLessThan(32L * transaction.length());
        assertThat(Hostile.allocated(() -> assertThat(Psbt.parse(psbt)).isInstanceOf(Parsed.Ok.class)))
                .isLessThan(96L * psbt.length());
        Hostile.refused("keys without end", bytes -> Psbt.parse(bytes), keys(666_000), 32);
    }

    @Test
    void psbtOfMoreFieldsThanAreRead_isRefusedAtTheFirstOfThem() {
        var fields = keys(Psbt.FIELDS_MAX + 1);
        assertEquals(
                new Parsed.Malformed<>(fields.length() - 6, "psbt globals: at most 65536 fields in all maps"),
                Psbt.parse(fields));
        var input = PsbtExport.of(
                BitcoinScenes.bundle(new BitcoinSigner(1), List.of(AddressForm.P2WPKH), new Random(1)),
                new BitcoinSigner(1).tree(),
                0);
        var one = input.inputs().getFirst();
        var entries = new ArrayList<>(one.entries());
        for (var i = 0; i < Psbt.FIELDS_MAX - 1; i++)
            entries.add(new PsbtEntry(0xf0, Bytes.ofHex("%06x".formatted(i)), Bytes.empty()));
        var inputs = new ArrayList<>(input.inputs());
        inputs.set(0, new PsbtMap(entries));
        assertThat(Psbt.parse(new Psbt(0, input.global(), inputs, input.outputs()).encode()))
                .isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void calldata_ofArraysInArrays_isRefused() {
        var functions = List.of("f(uint8[][][][][][][][][][][][][][][][])", "f((bytes,bytes[])[])", "f(bytes[][][])");
        var refused = 0;
        for (var signature : functions) {
            var function = FunctionSignature.parse(signature).orThrow();
            // Every offset and count reads as 32.
            var word = new byte[32];
            word[31] = 32;
            var calldata = Hostile.repeated(function.selector(), word);
            Hostile.refused(signature, function::decode, calldata, 2);
            refused++;
        }
        assertEquals(3, refused);
    }

    @Test
    void batchesInBatches_areLookedIntoToTheirDepthAndNoFurther() {
        var multiSend = Abi.address(77);
        var known = Knowledge.none()
                .chapter(
                        DelegateTargets.class,
                        new DelegateTargets(Map.of(multiSend.on(Calling.CHAIN), DelegateTargets.Code.MULTI_SEND)));
        var data = Hostile.repeated(Bytes.empty(), (byte) 0);
        for (var depth = 0; depth < 20; depth++) {
            var leg = new PackedBatch.Leg(Effect.Operation.DELEGATECALL, multiSend, BigInteger.ZERO, data);
            data = Abi.call("multiSend(bytes)", new PackedBatch(List.of(leg)).encode());
        }
        var frame = new CallFrame(
                Calling.CHAIN, Calling.ME, multiSend, BigInteger.ZERO, data, Effect.Operation.DELEGATECALL, 0);
        var allocated = Hostile.allocated(() -> assertThat(Calls.effects(frame, known))
                .hasAtLeastOneElementOfType(Effect.Undecoded.class)
                .hasSizeLessThan(20));
        assertThat(allocated).isLessThan(4L * data.length());
    }
}
