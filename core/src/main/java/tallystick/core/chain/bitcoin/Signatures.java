package tallystick.core.chain.bitcoin;

import java.util.ArrayList;
import java.util.List;
import tallystick.core.chain.ChainSignature;
import tallystick.core.chain.RecoverableSignature;
import tallystick.core.chain.SigningInput;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.curve.EcdsaVerify;
import tallystick.crypto.curve.SchnorrVerify;

/// Puts signatures where the network looks for them.
public final class Signatures {
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;

    private Signatures() {}

    /// A signature as an input of this kind carries it, verified under the input's key: strict DER and the sighash
    /// byte, or 64 bytes of Schnorr and the byte unless it is DEFAULT.
    ///
    /// @throws IllegalArgumentException if it is of another kind or does not verify: the caller's bug
    public static Bytes encode(SpentOutput spent, SigningInput input, ChainSignature signature) {
        var code = spent.sighash().code();
        if (spent.form() == AddressForm.P2TR) {
            if (!(signature instanceof ChainSignature.Plain(var value)))
                throw new IllegalArgumentException("an ecdsa signature for taproot");
            var key = spent.output().script().named();
            if (!SchnorrVerify.verify(key, input.message(), value))
                throw new IllegalArgumentException("a signature that does not verify");
            return spent.sighash() == SighashType.DEFAULT
                    ? value
                    : new Writer().raw(value).u8(code).toBytes();
        }
        if (!(signature instanceof RecoverableSignature(var r, var s, var _)))
            throw new IllegalArgumentException("a schnorr signature for ecdsa");
        if (!EcdsaVerify.verify(spent.key(), input.digest(), Bytes.concat(r, s)))
            throw new IllegalArgumentException("a signature that does not verify");
        var body = new Writer();
        writeInteger(body, r);
        writeInteger(body, s);
        var encoded = body.toBytes();
        return new Writer()
                .u8(SEQUENCE)
                .u8(encoded.length())
                .raw(encoded)
                .u8(code)
                .toBytes();
    }

    /// An input with its signature in place, in scriptSig or witness.
    ///
    /// @param signature as [#encode] gives it
    public static TxInput signed(TxInput input, SpentOutput spent, Bytes signature) {
        var key = spent.key().encode();
        return switch (spent.form()) {
            case P2PKH -> input.with(Bytes.concat(push(signature), push(key)), List.of());
            case P2WPKH -> input.with(Bytes.empty(), List.of(signature, key));
            case P2SH_P2WPKH -> input.with(push(AddressForm.redeemScript(spent.key())), List.of(signature, key));
            case P2TR -> input.with(Bytes.empty(), List.of(signature));
        };
    }

    static Transaction attach(Bundle bundle, List<? extends ChainSignature> signatures) {
        var wanted = bundle.inputs();
        if (signatures.size() != wanted.size())
            throw new IllegalArgumentException("%d signatures, not %d".formatted(signatures.size(), wanted.size()));
        var inputs = new ArrayList<TxInput>();
        for (var i = 0; i < wanted.size(); i++) {
            var spent = bundle.spent().get(i);
            inputs.add(signed(
                    bundle.transaction().inputs().get(i), spent, encode(spent, wanted.get(i), signatures.get(i))));
        }
        return bundle.transaction().with(inputs);
    }

    /// With the scriptSigs that hold no signature: enough for the id where all inputs are segwit.
    static Transaction withoutSignatures(Bundle bundle) {
        var inputs = new ArrayList<TxInput>();
        for (var i = 0; i < bundle.spent().size(); i++) {
            var input = bundle.transaction().inputs().get(i);
            var spent = bundle.spent().get(i);
            inputs.add(
                    spent.form() == AddressForm.P2SH_P2WPKH
                            ? input.with(push(AddressForm.redeemScript(spent.key())), List.of())
                            : input);
        }
        return bundle.transaction().with(inputs);
    }

    private static Bytes push(Bytes bytes) {
        return new Writer().u8(bytes.length()).raw(bytes).toBytes();
    }

    private static void writeInteger(Writer writer, Bytes value) {
        var skip = 0;
        while (skip < value.length() - 1 && value.at(skip) == 0) skip++;
        var padded = value.at(skip) >= 0x80;
        writer.u8(INTEGER).u8(value.length() - skip + (padded ? 1 : 0));
        if (padded) writer.u8(0);
        writer.raw(value.slice(skip, value.length()));
    }
}
