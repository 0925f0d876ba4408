package tallystick.tools.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.Content;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.Warning;
import tallystick.core.chain.bitcoin.AddressForm;
import tallystick.core.chain.bitcoin.BareTransaction;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.Bundle;
import tallystick.core.chain.bitcoin.OutputScript;
import tallystick.core.chain.bitcoin.SighashType;
import tallystick.core.chain.bitcoin.Sighashes;
import tallystick.core.chain.bitcoin.SpentOutput;
import tallystick.core.chain.bitcoin.Transaction;
import tallystick.core.chain.bitcoin.TxOutput;
import tallystick.core.chain.bitcoin.psbt.Psbt;
import tallystick.core.chain.bitcoin.psbt.PsbtFields;
import tallystick.core.chain.bitcoin.psbt.PsbtMap;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;

/// Bitcoin bytes as they come from elsewhere: raw transactions and PSBTs, which do not say all that a bundle says.
final class BitcoinInput {
    private static final Bytes PSBT_MAGIC = Bytes.ofHex("70736274ff");
    private static final Bytes BUNDLE_MAGIC = Bytes.ofUtf8("tallystick-bitcoin");

    private final BitcoinNetwork network;
    private final Knowledge knowledge;

    BitcoinInput(BitcoinNetwork network, Knowledge knowledge) {
        this.network = network;
        this.knowledge = knowledge;
    }

    /// Whether the bytes are a bundle, which the chain's own parser reads.
    static boolean isBundle(Bytes unsigned) {
        return begins(unsigned, BUNDLE_MAGIC);
    }

    /// Reads a PSBT or a raw transaction.
    Reading read(Bytes unsigned, Optional<Prevouts> prevouts, Optional<Account> given) throws Unusable {
        return begins(unsigned, PSBT_MAGIC)
                ? psbt(unsigned, prevouts, given.orElseGet(() -> StandIn.of(network.chain())))
                : raw(unsigned, prevouts, given);
    }

    /// Reads a raw transaction, signed or not.
    Reading raw(Bytes encoded, Optional<Prevouts> prevouts, Optional<Account> given) throws Unusable {
        return switch (Transaction.parse(encoded)) {
            case Parsed.Malformed<Transaction> malformed ->
                Reading.Stuck.of(network.chain(), Content.TRANSACTION, malformed);
            case Parsed.Ok<Transaction>(var transaction) -> {
                var spent = prevouts.isPresent() ? prevouts.get().of(transaction) : List.<Prevouts.Prevout>of();
                yield read(
                        transaction.unsigned(),
                        spent,
                        given.orElseGet(() -> StandIn.of(network.chain())),
                        encoded.length());
            }
        };
    }

    private Reading psbt(Bytes encoded, Optional<Prevouts> prevouts, Account signer) throws Unusable {
        var chain = network.chain();
        switch (Psbt.parse(encoded)) {
            case Parsed.Malformed<Psbt> malformed -> {
                return Reading.Stuck.of(chain, Content.TRANSACTION, malformed);
            }
            case Parsed.Ok<Psbt>(var psbt) -> {
                var transaction = psbt.transaction().map(Transaction::unsigned);
                if (transaction.isEmpty())
                    return new Reading.Stuck(chain, Content.TRANSACTION, 0, "a psbt with a whole transaction");
                var spent =
                        prevouts.isPresent() ? prevouts.get().of(transaction.get()) : spent(psbt, transaction.get());
                return read(transaction.get(), spent, signer, encoded.length());
            }
        }
    }

    /// What a PSBT says of its inputs; nothing unless it says it of all.
    private static List<Prevouts.Prevout> spent(Psbt psbt, Transaction transaction) {
        var spent = new ArrayList<Prevouts.Prevout>();
        for (var i = 0; i < transaction.inputs().size(); i++) {
            var output = output(psbt.inputs().get(i), transaction, i);
            if (output.isEmpty()) return List.of();
            spent.add(new Prevouts.Prevout(
                    output.get().valueSatoshi(),
                    Optional.of(output.get().script()),
                    Optional.empty(),
                    DerivationPath.root()));
        }
        return spent;
    }

    private static Optional<TxOutput> output(PsbtMap input, Transaction transaction, int index) {
        var point = transaction.inputs().get(index).spends();
        var whole = input.value(PsbtFields.INPUT_PREVIOUS).map(Transaction::parse);
        if (whole.isPresent())
            return whole.get() instanceof Parsed.Ok<Transaction>(var previous)
                            && previous.hash().equals(point.transaction())
                            && point.index() < previous.outputs().size()
                    ? Optional.of(previous.outputs().get((int) point.index()))
                    : Optional.empty();
        return input.value(PsbtFields.INPUT_OUTPUT)
                .flatMap(bytes -> Reader.parse(bytes, TxOutput::read) instanceof Parsed.Ok<TxOutput>(var output)
                        ? Optional.of(output)
                        : Optional.empty());
    }

    private Reading read(Transaction transaction, List<Prevouts.Prevout> spent, Account signer, int lengthBytes) {
        if (!spent.isEmpty() && bundle(transaction, spent) instanceof Parsed.Ok<Bundle>(var bundle))
            return Reading.Done.of(bundle, signer, knowledge);
        var bare = new BareTransaction(
                network,
                transaction,
                spent.stream().map(Prevouts.Prevout::valueSatoshi).toList());
        var digests = digests(transaction, spent);
        var warnings = new ArrayList<>(bare.warnings(knowledge));
        if (!digests.isEmpty()) {
            warnings.removeIf(warning -> warning.code().equals("INPUTS_UNKNOWN"));
            warnings.add(new Warning(
                    Warning.Severity.ATTENTION,
                    "INPUT_UNPROVEN",
                    "Whether an input is the signer's own is not proven: its key is not known."));
        }
        var done = Reading.Done.of(
                network.chain(),
                Content.TRANSACTION,
                bare.effects(signer),
                warnings,
                digests,
                knowledge,
                lengthBytes,
                Optional.empty());
        return digests.isEmpty()
                ? done.noting("What each input spends is not known, value, script and key: there are no digests."
                        + " Give it with --prevouts.")
                : done;
    }

    private Parsed<Bundle> bundle(Transaction transaction, List<Prevouts.Prevout> spent) {
        var outputs = new ArrayList<SpentOutput>();
        for (var each : spent) {
            var output = each.output();
            if (output.isEmpty() || each.key().isEmpty()) return new Parsed.Malformed<>(0, "a key for each input");
            if (AddressForm.of(output.get().script().kind())
                    .filter(form ->
                            form.script(each.key().get()).equals(output.get().script()))
                    .isEmpty()) return new Parsed.Malformed<>(0, "the key that the script pays to");
            outputs.add(SpentOutput.whole(output.get(), each.key().get(), each.path()));
        }
        var paths = transaction.outputs().stream()
                .map(_ -> Optional.<DerivationPath>empty())
                .toList();
        return Bundle.of(network, transaction, outputs, paths, List.of());
    }

    /// The digests of signatures that commit to everything; none unless all can be made.
    private static List<Digest32> digests(Transaction transaction, List<Prevouts.Prevout> spent) {
        var outputs = spent.stream().flatMap(each -> each.output().stream()).toList();
        if (outputs.size() != transaction.inputs().size() || outputs.isEmpty()) return List.of();
        var sighashes = new Sighashes(transaction, outputs);
        var digests = new ArrayList<Digest32>();
        for (var i = 0; i < outputs.size(); i++) {
            var script = outputs.get(i).script();
            var key = spent.get(i).key();
            switch (script.kind()) {
                case P2PKH, OTHER -> digests.add(sighashes.legacy(i, script.bytes(), SighashType.ALL));
                case P2WPKH -> digests.add(sighashes.segwit(i, keyHashScript(script), SighashType.ALL));
                case P2TR -> digests.add(sighashes.taproot(i, SighashType.DEFAULT));
                case P2SH -> {
                    if (key.isEmpty()) return List.of();
                    digests.add(sighashes.segwit(
                            i, AddressForm.P2PKH.script(key.get()).bytes(), SighashType.ALL));
                }
                default -> {
                    return List.of();
                }
            }
        }
        return digests;
    }

    /// What BIP-143 hashes in the place of a P2WPKH script: the P2PKH script of the same hash.
    private static Bytes keyHashScript(OutputScript script) {
        return Bytes.concat(Bytes.ofHex("76a914"), script.bytes().slice(2, 22), Bytes.ofHex("88ac"));
    }

    private static boolean begins(Bytes bytes, Bytes magic) {
        return bytes.length() >= magic.length()
                && bytes.slice(0, magic.length()).equals(magic);
    }
}
