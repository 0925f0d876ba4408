package tallystick.core.chain.bitcoin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.ChainSignature;
import tallystick.core.chain.Content;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.chain.SigningInput;
import tallystick.core.chain.Term;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.Warning;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;

/// An unsigned transaction with everything needed to judge and sign it: what an intent carries.
///
/// **Why** a bare transaction says neither what its inputs are worth nor whose its outputs are. Here each input comes
/// with the output it spends, where need be with the whole transaction that made it, and an output that returns to the
/// signer names the path that proves it.
///
/// **Form** `docs/spec/bitcoin.md`. **Threads** immutable.
public final class Bundle implements UnsignedTransaction {
    /// The most inputs: each wants a signature, and an intent carries no more digests.
    public static final int INPUTS_MAX = 512;

    private final BitcoinNetwork network;
    private final Transaction transaction;
    private final List<SpentOutput> spent;
    private final List<Optional<DerivationPath>> paths;
    private final List<Transaction> previous;
    private @Nullable List<SigningInput> signingInputs;
    private @Nullable Ownership ownership;

    Bundle(
            BitcoinNetwork network,
            Transaction transaction,
            List<SpentOutput> spent,
            List<Optional<DerivationPath>> paths,
            List<Transaction> previous) {
        this.network = network;
        this.transaction = transaction;
        this.spent = List.copyOf(spent);
        this.paths = List.copyOf(paths);
        this.previous = List.copyOf(previous);
    }

    /// The bundle of these parts.
    ///
    /// @param transaction without scriptSigs and witnesses
    /// @param spent one for each input
    /// @param paths one for each output: from the intent's key to the key that holds it, where it is ours
    /// @param previous transactions that made the outputs spent, in any order; those not needed are left out
    /// @return malformed if the parts make no bundle by `docs/spec/bitcoin.md`
    public static Parsed<Bundle> of(
            BitcoinNetwork network,
            Transaction transaction,
            List<SpentOutput> spent,
            List<Optional<DerivationPath>> paths,
            List<Transaction> previous) {
        if (spent.size() != transaction.inputs().size())
            return new Parsed.Malformed<>(0, "a spent output for each input");
        if (paths.size() != transaction.outputs().size()) return new Parsed.Malformed<>(0, "a path for each output");
        var byHash = new HashMap<Digest32, Transaction>();
        for (var each : previous) byHash.put(each.hash(), stripped(each));
        var used = transaction.inputs().stream()
                .map(input -> input.spends().transaction())
                .distinct()
                .filter(byHash::containsKey)
                .map(byHash::get)
                .toList();
        // Every rule stands in the reader: what is made here is read there.
        var whole = Set.of(SighashType.values());
        return BundleFormat.parse(
                BundleFormat.encode(new Bundle(network, transaction, spent, paths, used)), network, whole);
    }

    /// Reads the canonical bytes.
    ///
    /// @param permitted sighash types that are let through besides those that commit to everything
    public static Parsed<Bundle> parse(BitcoinNetwork network, Bytes encoded, Set<SighashType> permitted) {
        return BundleFormat.parse(encoded, network, permitted);
    }

    /// The network it is for.
    public BitcoinNetwork network() {
        return network;
    }

    /// The transaction, unsigned.
    public Transaction transaction() {
        return transaction;
    }

    /// What its inputs spend, in their order.
    public List<SpentOutput> spent() {
        return spent;
    }

    /// For each output, the path from the intent's key that is said to lead to its key.
    public List<Optional<DerivationPath>> paths() {
        return paths;
    }

    /// The transactions that made outputs spent here, as far as they are carried, in the order of first use.
    public List<Transaction> previous() {
        return previous;
    }

    /// Inputs less outputs, in satoshi.
    public long feeSatoshi() {
        return valueOf(spent.stream().map(SpentOutput::output).toList()) - valueOf(transaction.outputs());
    }

    /// The most virtual bytes it has once signed.
    public int virtualBytesMax() {
        return TransactionSize.of(transaction, spent).virtualBytes();
    }

    @Override
    public ChainId chain() {
        return network.chain();
    }

    @Override
    public Content content() {
        return Content.TRANSACTION;
    }

    @Override
    public Bytes bytes() {
        return BundleFormat.encode(this);
    }

    @Override
    public List<Effect> effects(Account signer, Knowledge knowledge) {
        return BundleEffects.of(this, ownership(signer, knowledge));
    }

    @Override
    public List<Term> terms(Account signer, Knowledge knowledge) {
        return LockTimes.of(transaction);
    }

    @Override
    public List<Warning> warnings(Account signer, Knowledge knowledge) {
        return BundleWarnings.of(this, ownership(signer, knowledge), knowledge);
    }

    /// @spec docs/spec/bitcoin.md#BT-7 bitcoin
    @Override
    public List<SigningInput> inputs() {
        var known = signingInputs;
        if (known == null) {
            var sighashes = new Sighashes(
                    transaction, spent.stream().map(SpentOutput::output).toList());
            var made = new ArrayList<SigningInput>(spent.size());
            for (var i = 0; i < spent.size(); i++) made.add(signingInput(sighashes, i));
            known = List.copyOf(made);
            signingInputs = known;
        }
        return known;
    }

    /// Known beforehand unless an input is P2PKH, whose signature is hashed into the id.
    @Override
    public Optional<String> predictedId() {
        if (spent.stream().anyMatch(each -> !each.form().isSegwit())) return Optional.empty();
        return Optional.of(Signatures.withoutSignatures(this).txid());
    }

    /// @throws IllegalArgumentException also if a signature is not one of its input's digest under its key
    @Override
    public SignedTransaction attach(List<? extends ChainSignature> signatures) {
        var signed = signed(signatures);
        return new SignedTransaction(signed.encode(), signed.txid());
    }

    /// The transaction with its signatures, in the order of [#inputs].
    ///
    /// @throws IllegalArgumentException if count or kind differ, or a signature is not one of its input's digest
    /// under its key: the caller's bug
    public Transaction signed(List<? extends ChainSignature> signatures) {
        return Signatures.attach(this, signatures);
    }

    private SigningInput signingInput(Sighashes sighashes, int index) {
        var each = spent.get(index);
        var path = each.path().isRoot() ? Optional.<DerivationPath>empty() : Optional.of(each.path());
        var digest =
                switch (each.form()) {
                    case P2PKH -> sighashes.legacy(index, each.scriptCode(), each.sighash());
                    case P2WPKH, P2SH_P2WPKH -> sighashes.segwit(index, each.scriptCode(), each.sighash());
                    case P2TR -> sighashes.taproot(index, each.sighash());
                };
        return each.form() == AddressForm.P2TR
                ? new SigningInput(
                        SigningInput.Algorithm.BIP340,
                        digest.bytes(),
                        path,
                        Optional.of(each.merkleRoot().map(Digest32::bytes).orElse(Bytes.empty())))
                : new SigningInput(SigningInput.Algorithm.ECDSA_SECP256K1, digest.bytes(), path, Optional.empty());
    }

    private Ownership ownership(Account signer, Knowledge knowledge) {
        var tree = knowledge.chapter(KeyTree.class);
        var known = ownership;
        if (known == null || !known.isOf(signer, tree)) {
            known = Ownership.of(this, signer, tree);
            ownership = known;
        }
        return known;
    }

    /// Which carried transaction made the output that an input spends.
    static Map<Digest32, Transaction> byHash(List<Transaction> transactions) {
        var found = new HashMap<Digest32, Transaction>();
        for (var each : transactions) found.put(each.hash(), each);
        return found;
    }

    static long valueOf(List<TxOutput> outputs) {
        return outputs.stream().mapToLong(TxOutput::valueSatoshi).sum();
    }

    private static Transaction stripped(Transaction transaction) {
        return transaction.with(transaction.inputs().stream()
                .map(input -> input.with(input.scriptSig(), List.of()))
                .toList());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bundle that && bytes().equals(that.bytes());
    }

    @Override
    public int hashCode() {
        return transaction.hashCode();
    }

    @Override
    public String toString() {
        return "bundle of %d inputs and %d outputs on %s"
                .formatted(spent.size(), transaction.outputs().size(), network);
    }
}
