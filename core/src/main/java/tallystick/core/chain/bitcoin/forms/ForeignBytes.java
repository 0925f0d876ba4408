package tallystick.core.chain.bitcoin.forms;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tallystick.core.chain.Content;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.Seen;
import tallystick.core.chain.Warning;
import tallystick.core.chain.bitcoin.AddressForm;
import tallystick.core.chain.bitcoin.BareTransaction;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.Bundle;
import tallystick.core.chain.bitcoin.Descendants;
import tallystick.core.chain.bitcoin.KeyTree;
import tallystick.core.chain.bitcoin.OutputScript;
import tallystick.core.chain.bitcoin.SighashType;
import tallystick.core.chain.bitcoin.Sighashes;
import tallystick.core.chain.bitcoin.SpentOutput;
import tallystick.core.chain.bitcoin.Transaction;
import tallystick.core.chain.bitcoin.UnprovenValues;
import tallystick.core.chain.bitcoin.psbt.Psbt;
import tallystick.core.chain.bitcoin.psbt.PsbtClaims;
import tallystick.core.chain.bitcoin.psbt.PsbtImport;
import tallystick.core.chain.json.Unusable;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;

/// Bitcoin bytes as they come from elsewhere: raw transactions and PSBTs, which do not say all that a bundle says.
final class ForeignBytes {
    private static final Bytes PSBT_MAGIC = Bytes.ofHex("70736274ff");
    private static final Bytes BUNDLE_MAGIC = Bytes.ofUtf8("tallystick-bitcoin");

    private final BitcoinNetwork network;
    private final Knowledge knowledge;
    private final Optional<KeyTree> tree;

    ForeignBytes(BitcoinNetwork network, Knowledge knowledge) {
        this.network = network;
        this.knowledge = knowledge;
        this.tree = knowledge.chapter(KeyTree.class);
    }

    /// Whether the bytes are a bundle, which the chain's own parser reads.
    static boolean isBundle(Bytes unsigned) {
        return begins(unsigned, BUNDLE_MAGIC);
    }

    /// Reads a PSBT or a raw transaction.
    Seen read(Bytes unsigned, Optional<Prevouts> prevouts) throws Unusable {
        return begins(unsigned, PSBT_MAGIC) ? psbt(unsigned, prevouts) : raw(unsigned, prevouts);
    }

    /// Reads a raw transaction, signed or not.
    Seen raw(Bytes encoded, Optional<Prevouts> prevouts) throws Unusable {
        return switch (Transaction.parse(encoded)) {
            case Parsed.Malformed<Transaction> malformed -> new Seen.Stuck(malformed);
            case Parsed.Ok<Transaction>(var transaction) -> {
                var spent = prevouts.isPresent() ? prevouts.get().of(transaction) : List.<Prevouts.Prevout>of();
                var seen = read(transaction.unsigned(), spent, List.of(), false, encoded);
                yield transaction.equals(transaction.unsigned()) ? seen : signed(seen);
            }
        };
    }

    private static Seen signed(Seen seen) {
        var said = "The transaction carries signatures or input scripts already, which nobody judged here. What is read"
                + " here is its unsigned part.";
        return switch (seen) {
            case Seen.Whole(var transaction, var signer, var notes, var recovered) ->
                new Seen.Whole(transaction, signer, with(said, notes), recovered);
            case Seen.Part(
                    var content,
                    var bytes,
                    var effects,
                    var terms,
                    var warnings,
                    var digests,
                    var id,
                    var notes,
                    var recovered) ->
                new Seen.Part(content, bytes, effects, terms, warnings, digests, id, with(said, notes), recovered);
            case Seen.Stuck stuck -> stuck;
            case Seen.Refused refused -> refused;
        };
    }

    private static List<String> with(String first, List<String> notes) {
        return Stream.concat(Stream.of(first), notes.stream()).toList();
    }

    private Seen psbt(Bytes encoded, Optional<Prevouts> prevouts) throws Unusable {
        var parsed = Psbt.parse(encoded);
        if (!(parsed instanceof Parsed.Ok<Psbt>(var psbt))) return new Seen.Stuck((Parsed.Malformed<Psbt>) parsed);
        if (tree.isPresent() && prevouts.isEmpty())
            return switch (PsbtImport.bundle(network, psbt, tree.get())) {
                case Parsed.Ok<Bundle>(var bundle) -> Seen.Whole.of(bundle);
                case Parsed.Malformed<Bundle> malformed -> new Seen.Stuck(malformed);
            };
        return switch (PsbtClaims.of(psbt)) {
            case Parsed.Malformed<PsbtClaims> malformed -> new Seen.Stuck(malformed);
            case Parsed.Ok<PsbtClaims>(var claims) -> {
                var transaction = psbt.transaction().orElseThrow().unsigned();
                var spent = spent(claims, prevouts.isPresent() ? prevouts.get().of(transaction) : List.of());
                var open = claims.inputs().stream().anyMatch(ForeignBytes::isOpen);
                yield read(transaction, spent, claims.previous(), open, encoded);
            }
        };
    }

    private static boolean isOpen(PsbtClaims.Claim claim) {
        return claim.sighash().filter(type -> !type.isWhole()).isPresent();
    }

    /// What a PSBT says of its inputs, and where it says nothing, what prevouts do; nothing unless all are known.
    private static List<Prevouts.Prevout> spent(PsbtClaims claims, List<Prevouts.Prevout> prevouts) throws Unusable {
        var spent = new ArrayList<Prevouts.Prevout>();
        for (var i = 0; i < claims.inputs().size(); i++) {
            var claim = claims.inputs().get(i);
            var prevout = prevouts.isEmpty() ? Optional.<Prevouts.Prevout>empty() : Optional.of(prevouts.get(i));
            var known = prevout.flatMap(Prevouts.Prevout::output);
            if (known.isPresent()
                    && claim.output().isPresent()
                    && !claim.output().equals(known))
                throw new Unusable("prevouts: input %d spends another output by the psbt".formatted(i));
            var output = claim.output().or(() -> known);
            if (output.isEmpty()) return List.of();
            spent.add(new Prevouts.Prevout(
                    output.get().valueSatoshi(),
                    Optional.of(output.get().script()),
                    claim.key().or(() -> prevout.flatMap(Prevouts.Prevout::key)),
                    prevout.map(Prevouts.Prevout::path).orElse(DerivationPath.root()),
                    claim.merkleRoot(),
                    claim.redeemScript(),
                    claim.sighash()));
        }
        return spent;
    }

    private Seen read(
            Transaction transaction,
            List<Prevouts.Prevout> spent,
            List<Transaction> previous,
            boolean open,
            Bytes encoded) {
        if (!spent.isEmpty() && bundle(transaction, spent, previous) instanceof Parsed.Ok<Bundle>(var bundle))
            return Seen.Whole.of(bundle);
        var scripts = spent.stream().flatMap(each -> each.script().stream()).toList();
        var bare = new BareTransaction(
                network,
                transaction,
                spent.stream().map(Prevouts.Prevout::valueSatoshi).toList(),
                scripts.size() == spent.size() ? scripts : List.of());
        var digests = digests(transaction, spent);
        var warnings = new ArrayList<>(bare.warnings(knowledge));
        if (!digests.isEmpty()) {
            warnings.removeIf(warning -> warning.code().equals("INPUTS_UNKNOWN"));
            warnings.add(new Warning(
                    Warning.Severity.ATTENTION,
                    "INPUT_UNPROVEN",
                    "Whether an input is the signer's own is not proven: its key is not known."));
        }
        if (!spent.isEmpty() && !isProven(transaction, spent, previous)) warnings.addFirst(UnprovenValues.WARNING);
        if (open)
            warnings.addFirst(new Warning(
                    Warning.Severity.DANGER,
                    "SIGHASH",
                    "A signature does not commit to the whole transaction: others may change the rest."));
        var notes = digests.isEmpty()
                ? List.of(
                        "What each input spends is not known, value, script and key: there are no digests. Give it with"
                                + " --prevouts.")
                : List.<String>of();
        return new Seen.Part(
                Content.TRANSACTION,
                encoded,
                bare.effects(),
                bare.terms(),
                warnings,
                digests,
                Optional.empty(),
                notes,
                Optional.empty());
    }

    /// Whether what the inputs are worth rests on nobody's word.
    private static boolean isProven(Transaction transaction, List<Prevouts.Prevout> spent, List<Transaction> previous) {
        var outputs = spent.stream().flatMap(each -> each.output().stream()).toList();
        return outputs.size() == spent.size()
                && UnprovenValues.of(transaction, outputs, previous).isEmpty();
    }

    private Parsed<Bundle> bundle(Transaction transaction, List<Prevouts.Prevout> spent, List<Transaction> previous) {
        if (spent.size() > Bundle.INPUTS_MAX)
            return new Parsed.Malformed<>(0, "at most %d inputs".formatted(Bundle.INPUTS_MAX));
        var keys = tree.map(Descendants::new);
        var outputs = new ArrayList<SpentOutput>();
        for (var each : spent) {
            var output = each.output();
            var key = each.key().or(() -> keys.flatMap(known -> known.key(each.path())));
            if (output.isEmpty()
                    || key.isEmpty()
                    || !SpentOutput.fits(output.get().script(), key.get(), each.merkleRoot()))
                return new Parsed.Malformed<>(0, "for each input the key that the script pays to");
            outputs.add(new SpentOutput(output.get(), key.get(), each.merkleRoot(), each.path(), each.commitment()));
        }
        var change = keys.map(known -> change(known, spent)).orElse(Map.of());
        var paths = transaction.outputs().stream()
                .map(output -> Optional.ofNullable(change.get(output.script())))
                .toList();
        return Bundle.of(network, transaction, outputs, paths, previous);
    }

    /// The path that leads to a script's key, if it is one that an input's key is at, or the tree's top.
    private static Map<OutputScript, DerivationPath> change(Descendants keys, List<Prevouts.Prevout> spent) {
        var found = new HashMap<OutputScript, DerivationPath>();
        Stream.concat(Stream.of(DerivationPath.root()), spent.stream().map(Prevouts.Prevout::path))
                .distinct()
                .forEach(path -> keys.key(path).ifPresent(key -> {
                    for (var form : AddressForm.values()) found.putIfAbsent(form.script(key), path);
                }));
        return found;
    }

    /// The digests of what each input would sign; none unless all can be made.
    private static List<Digest32> digests(Transaction transaction, List<Prevouts.Prevout> spent) {
        var outputs = spent.stream().flatMap(each -> each.output().stream()).toList();
        if (outputs.size() != transaction.inputs().size() || outputs.isEmpty()) return List.of();
        var sighashes = new Sighashes(transaction, outputs);
        var digests = new ArrayList<Digest32>();
        for (var i = 0; i < outputs.size(); i++) {
            var digest = digest(sighashes, i, outputs.get(i).script(), spent.get(i));
            if (digest.isEmpty()) return List.of();
            digests.add(digest.get());
        }
        return digests;
    }

    private static Optional<Digest32> digest(
            Sighashes sighashes, int index, OutputScript script, Prevouts.Prevout spent) {
        var type = spent.commitment();
        if (type == SighashType.DEFAULT && script.kind() != OutputScript.Kind.P2TR) return Optional.empty();
        return switch (script.kind()) {
            case P2PKH -> Optional.of(sighashes.legacy(index, script.bytes(), type));
            case OTHER ->
                isBareKey(script.bytes())
                        ? Optional.of(sighashes.legacy(index, script.bytes(), type))
                        : Optional.empty();
            case P2WPKH -> Optional.of(sighashes.segwit(index, keyHashScript(script), type));
            case P2TR -> Optional.of(sighashes.taproot(index, type));
            case P2SH ->
                spent.redeemScript()
                        .or(() -> spent.key().map(key -> new OutputScript(AddressForm.redeemScript(key))))
                        .filter(redeem -> redeem.kind() == OutputScript.Kind.P2WPKH
                                && script.bytes().equals(scriptHash(redeem)))
                        .map(redeem -> sighashes.segwit(index, keyHashScript(redeem), type));
            default -> Optional.empty();
        };
    }

    /// P2PK: a key and OP_CHECKSIG. What other scripts ask to be signed, if anything, is not known.
    private static boolean isBareKey(Bytes script) {
        var length = script.length();
        return (length == 35 || length == 67) && script.at(0) == length - 2 && script.at(length - 1) == 0xac;
    }

    private static Bytes scriptHash(OutputScript redeem) {
        return Bytes.concat(Bytes.ofHex("a914"), StandardHash.hash160(redeem.bytes()), Bytes.ofHex("87"));
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
