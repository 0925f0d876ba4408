package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.bitcoin.AddressForm;
import tallystick.core.chain.bitcoin.Bundle;
import tallystick.core.chain.bitcoin.LittleEndian;
import tallystick.core.chain.bitcoin.psbt.Psbt;
import tallystick.core.chain.bitcoin.psbt.PsbtClaims;
import tallystick.core.chain.bitcoin.psbt.PsbtEntry;
import tallystick.core.chain.bitcoin.psbt.PsbtExport;
import tallystick.core.chain.bitcoin.psbt.PsbtFields;
import tallystick.core.chain.bitcoin.psbt.PsbtImport;
import tallystick.core.chain.bitcoin.psbt.PsbtMap;
import tallystick.core.kit.BitcoinScenes;
import tallystick.core.kit.BitcoinSigner;
import tallystick.core.kit.Hostile;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.StandardHash;

/// What another wallet can say wrongly in a PSBT.
class PsbtCheatsTest {
    private static final BitcoinSigner SIGNER = new BitcoinSigner(41);
    /// PSBT_IN_TAP_BIP32_DERIVATION of BIP-371.
    private static final int TAP_DERIVATION = 0x16;

    private static final List<AddressForm> SEGWIT = List.of(AddressForm.P2WPKH);

    private static Bundle bundle(List<AddressForm> forms) {
        return BitcoinScenes.bundle(SIGNER, forms, new Random(4), true);
    }

    private static Psbt psbt(List<AddressForm> forms, int version) {
        return PsbtExport.of(bundle(forms), SIGNER.tree(), version);
    }

    private static Psbt with(Psbt psbt, PsbtEntry entry) {
        var inputs = new ArrayList<>(psbt.inputs());
        var entries = new ArrayList<>(inputs.getFirst().entries());
        entries.removeIf(each -> each.type() == entry.type());
        entries.add(entry);
        inputs.set(0, new PsbtMap(entries));
        return new Psbt(psbt.version(), psbt.global(), inputs, psbt.outputs());
    }

    private static Psbt without(Psbt psbt, int type) {
        var inputs = psbt.inputs().stream()
                .map(map -> new PsbtMap(map.entries().stream()
                        .filter(each -> each.type() != type)
                        .toList()))
                .toList();
        return new Psbt(psbt.version(), psbt.global(), inputs, psbt.outputs());
    }

    private static PsbtEntry entry(int type, Bytes value) {
        return new PsbtEntry(type, Bytes.empty(), value);
    }

    private static String refusal(Psbt psbt) {
        return switch (PsbtImport.bundle(BitcoinScenes.NETWORK, psbt, SIGNER.tree())) {
            case Parsed.Malformed<Bundle>(var offset, var expected) -> {
                assertThat(offset).as(expected).isEqualTo(placeOfFirst(psbt, expected));
                yield expected.substring(expected.indexOf(": ") + 2);
            }
            case Parsed.Ok<Bundle>(var bundle) -> throw new AssertionError("accepted " + bundle);
        };
    }

    /// Where the value of the field named stands in the first input, or where that ends without it: found by looking.
    private static int placeOfFirst(Psbt psbt, String expected) {
        assertThat(expected).startsWith("psbt input 0, field 0x");
        var type = Integer.parseInt(expected.substring(22, 24), 16);
        var before = new Psbt(psbt.version(), psbt.global(), List.of(), List.of())
                .encode()
                .length();
        var map = psbt.inputs().getFirst();
        var upTo = new ArrayList<PsbtEntry>();
        for (var entry : map.entries()) {
            upTo.add(entry);
            if (entry.type() == type) break;
        }
        var whole = new Psbt(psbt.version(), psbt.global(), List.of(new PsbtMap(upTo)), List.of());
        var end = whole.encode().length() - 1;
        assertThat(end).isGreaterThan(before);
        return upTo.getLast().type() == type ? end - upTo.getLast().value().length() : end;
    }

    @Test
    void fieldOutOfForm_isNamedWithItsByte() {
        var psbt = psbt(SEGWIT, 2);
        for (var wrong : List.of(
                new PsbtEntry(0x03, Bytes.empty(), Bytes.ofHex("01")),
                new PsbtEntry(0x0e, Bytes.empty(), Bytes.ofHex("0102")),
                new PsbtEntry(0x11, Bytes.empty(), u32(7)),
                new PsbtEntry(0x12, Bytes.empty(), u32(0)),
                new PsbtEntry(0x16, Bytes.copyOf(new byte[32]), Bytes.ofHex("05")))) {
            var bad = with(psbt, wrong);
            if (!(Psbt.parse(bad.encode()) instanceof Parsed.Malformed<Psbt>(var offset, var expected)))
                throw new AssertionError("accepted field " + wrong.type());
            assertThat(expected).startsWith(String.format(Locale.ROOT, "psbt input 0, field 0x%02x: ", wrong.type()));
            assertThat(offset).as(expected).isEqualTo(placeOfFirst(bad, expected));
        }
    }

    @Test
    void keyTransactionOrMissingField_isNamedWithItsByte() {
        // Magic; then the transaction's field: key of one byte, value of nine, whose fifth byte counts inputs wrongly.
        assertThat(Psbt.parse(Bytes.ofHex("70736274ff" + "010009" + "02000000fd0000" + "0000" + "00")))
                .isEqualTo(new Parsed.Malformed<Psbt>(
                        12, "psbt globals, field 0x00: unsigned transaction: input count in the fewest bytes"));
        assertThat(Psbt.parse(Bytes.ofHex("70736274ff" + "0200aa0100" + "00")))
                .isEqualTo(new Parsed.Malformed<Psbt>(7, "psbt globals, field 0x00: key data of [0] bytes"));
        assertThat(Psbt.parse(Bytes.ofHex("70736274ff" + "01fb0402000000" + "00")))
                .isEqualTo(new Parsed.Malformed<Psbt>(12, "psbt globals, field 0x02: this field in version 2"));
        assertThat(Psbt.parse(Bytes.ofHex("70736274ff" + "01fb0403000000" + "00")))
                .isEqualTo(new Parsed.Malformed<Psbt>(8, "psbt globals, field 0xfb: psbt version 0 or 2"));
    }

    @Test
    void inputSignedAlready_isRefused() {
        var psbt = psbt(SEGWIT, 0);
        assertThat(refusal(with(psbt, entry(PsbtFields.INPUT_FINAL_SCRIPT, Bytes.ofHex("51")))))
                .isEqualTo("an input not signed yet");
        assertThat(refusal(with(psbt, entry(PsbtFields.INPUT_FINAL_WITNESS, Bytes.ofHex("00")))))
                .isEqualTo("an input not signed yet");
    }

    @Test
    void outputSpent_missingOrLiedAbout_isRefused() {
        var psbt = psbt(SEGWIT, 2);
        assertThat(refusal(without(without(psbt, PsbtFields.INPUT_OUTPUT), PsbtFields.INPUT_PREVIOUS)))
                .isEqualTo("the output spent");
        var lie = new Writer();
        BitcoinScenes.transaction(new Random(1)).outputs().getFirst().write(lie);
        assertThat(refusal(with(psbt, entry(PsbtFields.INPUT_OUTPUT, lie.toBytes()))))
                .isEqualTo("the same output in both fields");
        var other = BitcoinScenes.transaction(new Random(2)).encode();
        assertThat(refusal(with(psbt, entry(PsbtFields.INPUT_PREVIOUS, other))))
                .isEqualTo("the previous transaction with the hash spent");
    }

    @Test
    void outputSpent_beyondThoseMade_isRefused() {
        var psbt = psbt(SEGWIT, 2);
        assertThat(refusal(with(psbt, entry(0x0f, u32(2))))).isEqualTo("a previous transaction with the output spent");
    }

    @Test
    void legacyInput_withoutItsTransaction_isRefused() {
        assertThat(refusal(without(psbt(List.of(AddressForm.P2PKH), 0), PsbtFields.INPUT_PREVIOUS)))
                .isEqualTo("the output spent");
        var output = new Writer();
        bundle(List.of(AddressForm.P2PKH)).spent().getFirst().output().write(output);
        assertThat(refusal(with(
                        without(psbt(List.of(AddressForm.P2PKH), 0), PsbtFields.INPUT_PREVIOUS),
                        entry(PsbtFields.INPUT_OUTPUT, output.toBytes()))))
                .isEqualTo("the whole previous transaction of a non-witness input");
    }

    @Test
    void keyOfAnotherTree_isNotOurs() {
        var psbt = psbt(SEGWIT, 0);
        assertThat(PsbtImport.bundle(BitcoinScenes.NETWORK, psbt, new BitcoinSigner(42).tree()))
                .isInstanceOfSatisfying(
                        Parsed.Malformed.class,
                        refused -> assertThat(refused.expected())
                                .isEqualTo("psbt input 0, field 0x06: a script of one key alone, with that key's"
                                        + " derivation from ours"));
    }

    @Test
    void manyKeysThatDoNotHoldTheOutput_areNotDerived() {
        var random = new Random(9);
        for (var forms : List.of(SEGWIT, List.of(AddressForm.P2TR))) {
            var psbt = psbt(forms, 0);
            var taproot = forms.contains(AddressForm.P2TR);
            var fingerprint = StandardHash.hash160(
                            SIGNER.tree().derivation().key().encode())
                    .slice(0, 4);
            var entries = new ArrayList<PsbtEntry>();
            for (var i = 0; i < 300; i++) {
                var key = SIGNER.at(DerivationPath.of(7, i));
                var origin = new Writer().raw(Bytes.ofHex(taproot ? "00" : "")).raw(fingerprint);
                for (var step = 0; step < 16; step++) LittleEndian.u32(origin, random.nextInt(1 << 30));
                entries.add(
                        new PsbtEntry(taproot ? 0x16 : 0x06, taproot ? key.xOnly() : key.encode(), origin.toBytes()));
            }
            entries.addAll(psbt.inputs().getFirst().entries());
            var inputs = new ArrayList<>(psbt.inputs());
            inputs.set(0, new PsbtMap(entries));
            var crowded = new Psbt(0, psbt.global(), inputs, psbt.outputs());
            var allocated =
                    Hostile.allocated(() -> assertThat(PsbtImport.bundle(BitcoinScenes.NETWORK, crowded, SIGNER.tree()))
                            .isInstanceOf(Parsed.Ok.class));
            assertThat(allocated).isLessThan(250L * crowded.encode().length());
        }
    }

    @Test
    void sighashType_thatIsNone_isRefused_andAnOpenOneComesThroughToBeJudged() {
        var psbt = psbt(SEGWIT, 0);
        for (var code : List.of(0L, 4L, 0x184L, 0xffff_ffffL))
            assertThat(refusal(with(psbt, entry(PsbtFields.INPUT_SIGHASH, u32(code)))))
                    .isEqualTo("a sighash type");
        var open = PsbtImport.bundle(
                        BitcoinScenes.NETWORK, with(psbt, entry(PsbtFields.INPUT_SIGHASH, u32(0x81))), SIGNER.tree())
                .orThrow();
        assertThat(Bundle.parse(BitcoinScenes.NETWORK, open.bytes(), java.util.Set.of()))
                .isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void finalizer_wantsEverySignatureAndTheTypeAskedFor() {
        var bundle = bundle(SEGWIT);
        var psbt = PsbtExport.of(bundle, SIGNER.tree(), 0);
        assertThatThrownBy(() -> PsbtExport.finalized(psbt, bundle)).hasMessageContaining("without signature");
        var signed = PsbtExport.signed(psbt, bundle, SIGNER.sign(bundle));
        var inputs = new ArrayList<PsbtMap>();
        for (var map : signed.inputs())
            inputs.add(new PsbtMap(map.entries().stream()
                    .map(each -> each.type() == PsbtFields.INPUT_SIGNATURE
                            ? new PsbtEntry(
                                    each.type(),
                                    each.keyData(),
                                    Bytes.concat(
                                            each.value().slice(0, each.value().length() - 1), Bytes.ofHex("02")))
                            : each)
                    .toList()));
        var altered = new Psbt(0, signed.global(), inputs, signed.outputs());
        assertThatThrownBy(() -> PsbtExport.finalized(altered, bundle)).hasMessageContaining("sighash type 2");
    }

    @Test
    void signatures_ofAnotherTransactionOrCount_areNotPutIn() {
        var bundle = bundle(SEGWIT);
        var other = BitcoinScenes.bundle(SIGNER, SEGWIT, new Random(5), true);
        assertThatThrownBy(() -> PsbtExport.signed(PsbtExport.of(other, SIGNER.tree(), 0), bundle, SIGNER.sign(bundle)))
                .hasMessageContaining("another transaction");
        assertThatThrownBy(() -> PsbtExport.signed(PsbtExport.of(bundle, SIGNER.tree(), 0), bundle, List.of()))
                .hasMessageContaining("0 signatures");
    }

    @Test
    void unknownFields_areKept() {
        var odd = new PsbtEntry(0xfc, Bytes.ofHex("0102"), Bytes.ofHex("03"));
        var bundle = bundle(SEGWIT);
        var psbt = with(PsbtExport.of(bundle, SIGNER.tree(), 2), odd);
        assertThat(Psbt.parse(psbt.encode()).orThrow()).isEqualTo(psbt);
        var finalized = PsbtExport.finalized(PsbtExport.signed(psbt, bundle, SIGNER.sign(bundle)), bundle);
        assertThat(finalized.inputs().getFirst().entries()).contains(odd);
    }

    @Test
    void counts_beyondTheBytes_areRefused() {
        // Version 2 with a transaction version, four thousand million inputs and no outputs.
        var greedy = "70736274ff" + "01020402000000" + "010405fe00000040" + "01050100" + "01fb0402000000" + "00";
        assertThat(Psbt.parse(Bytes.ofHex(greedy))).isInstanceOf(Parsed.Malformed.class);
        var many = "70736274ff" + "01020402000000" + "010405fe00093d00" + "01050100" + "01fb0402000000" + "00";
        assertThat(Psbt.parse(Bytes.ofHex(many)))
                .isEqualTo(new Parsed.Malformed<Psbt>(32, "a map for each input and output"));
        assertThat(Psbt.parse("not base64!")).isEqualTo(new Parsed.Malformed<Psbt>(0, "base64"));
        assertThat(Psbt.parse(Bytes.copyOf(new byte[Psbt.LENGTH_BYTES_MAX + 1])))
                .isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void moreKeysThanAreTried_areRefused_beforeAnyIsTried() {
        var psbt = psbt(SEGWIT, 0);
        var random = new Random(6);
        var entries = new ArrayList<>(psbt.inputs().getFirst().entries());
        for (var i = 0; i < 9000; i++) {
            var key = new byte[32];
            random.nextBytes(key);
            entries.add(new PsbtEntry(TAP_DERIVATION, Bytes.copyOf(key), Bytes.ofHex("0000000000")));
        }
        var inputs = new ArrayList<>(psbt.inputs());
        inputs.set(0, new PsbtMap(entries));
        var hostile = new Psbt(0, psbt.global(), inputs, psbt.outputs());
        var refused = new Parsed.Malformed<>(0, "psbt of at most 8192 keys");
        assertThat(PsbtImport.bundle(BitcoinScenes.NETWORK, hostile, SIGNER.tree()))
                .isEqualTo(refused);
        assertThat(PsbtClaims.of(hostile)).isEqualTo(refused);
        assertThat(Psbt.parse(hostile.encode())).isInstanceOf(Parsed.Ok.class);
    }

    private static Bytes u32(long value) {
        return LittleEndian.u32(new Writer(), value).toBytes();
    }
}
