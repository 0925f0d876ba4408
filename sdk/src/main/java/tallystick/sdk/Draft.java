package tallystick.sdk;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.json.Json;
import tallystick.core.chain.registry.Chains;
import tallystick.core.clear.ClearText;
import tallystick.core.clear.ComparisonCode;
import tallystick.core.intent.Author;
import tallystick.core.intent.Intent;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.seal.VerifyKey;
import tallystick.crypto.secret.Entropy;

/// The unsigned transaction that control built, read by ourselves: whose account pays, and every effect it has.
///
/// **Why** control is believed nothing: whoever signs an intent reads the bytes he signs.
public final class Draft {
    private static final Chains CHAINS = Chains.all();
    private static final Pattern HEX = Pattern.compile("(?:[0-9a-f]{2})*+");
    private static final int STEPS_MAX = 8;
    private static final int SALT_BYTES = 16;

    private final String id;
    private final Vault vault;
    private final DerivationPath path;
    private final Derivation key;
    private final UnsignedTransaction transaction;
    private final Account from;

    private Draft(
            String id,
            Vault vault,
            DerivationPath path,
            Derivation key,
            UnsignedTransaction transaction,
            Account from) {
        this.id = id;
        this.vault = vault;
        this.path = path;
        this.key = key;
        this.transaction = transaction;
        this.from = from;
    }

    /// Reads what control answered, and compares all that it says with the bytes.
    ///
    /// @param withdrawal as the API shows one
    /// @throws NotSo if the bytes are not of their chain, or control says of them what is not so
    public static Draft of(Vault vault, Json withdrawal) throws NotSo {
        var said = withdrawal.member("transaction").orElseThrow(() -> new NotSo("control shows no transaction"));
        var chain = chain(text(said, "chain"));
        var path = path(said);
        var key = vault.at(chain, path).orElseThrow(() -> new NotSo("the key has no account of " + chain));
        var from = vault.verify(chain, path.toString(), text(said, "from"));
        if (!text(said, "keyId").equals(vault.keyId().toString()))
            throw new NotSo("the draft is of another key than the vault's");
        var bytes = text(said, "unsigned");
        if (!HEX.matcher(bytes).matches()
                || !(CHAINS.parse(chain, Content.TRANSACTION, Bytes.ofHex(bytes))
                        instanceof Parsed.Ok<? extends UnsignedTransaction>(var transaction)))
            throw new NotSo("the draft's bytes are no transaction of " + chain);
        var digests = said.items("digests").stream()
                .map(each -> each instanceof Json.Text(var _, var hex) ? hex : "")
                .toList();
        if (!transaction.digests().stream().map(Object::toString).toList().equals(digests))
            throw new NotSo("the draft's digests are not those of its bytes");
        return new Draft(text(withdrawal, "id"), vault, path, key, transaction, from);
    }

    private static String text(Json json, String field) throws NotSo {
        return json.text(field).orElseThrow(() -> new NotSo("control's answer has no " + field));
    }

    private static ChainId chain(String text) throws NotSo {
        var parts = text.split(":", 2);
        if (parts.length != 2 || !ChainId.isValid(parts[0], parts[1]))
            throw new NotSo("expected a chain such as eip155:1");
        return new ChainId(parts[0], parts[1]);
    }

    private static DerivationPath path(Json said) throws NotSo {
        var steps = new ArrayList<Integer>();
        for (var each : said.items("path")) {
            if (!(each instanceof Json.Numeral(var _, var digits)) || !digits.matches("[0-9]{1,9}"))
                throw new NotSo("expected a path of numbers");
            steps.add(Integer.valueOf(digits));
        }
        if (steps.size() > STEPS_MAX) throw new NotSo("a path of %d steps".formatted(steps.size()));
        return new DerivationPath(steps);
    }

    /// Control's id of the withdrawal.
    public String id() {
        return id;
    }

    /// Whose account pays.
    public Account from() {
        return from;
    }

    /// What is to be signed.
    public UnsignedTransaction transaction() {
        return transaction;
    }

    /// The key that is to sign, after the draft's path.
    Derivation key() {
        return key;
    }

    private Knowledge known() {
        return vault.family(from.chain()).orElseThrow().own(Knowledge.none(), key);
    }

    /// What it does, in words.
    public List<String> lines() {
        return ClearText.of(transaction, from, known()).lines();
    }

    /// Six words that stand for it on every screen.
    public ComparisonCode comparisonCode() {
        return ComparisonCode.of(transaction, from);
    }

    /// Says that it does what was wanted, and nothing besides.
    ///
    /// @throws NotSo if it pays somebody else, another amount or asset, too high a fee, or does anything more
    public Draft verify(Payment wanted) throws NotSo {
        verify(List.of(wanted), wanted.feeMax());
        return this;
    }

    /// The same of several payments in one transaction.
    void verify(List<Payment> wanted, BigInteger feeMax) throws NotSo {
        var open = new ArrayList<>(wanted);
        for (var effect : transaction.effects(from, known()))
            switch (effect) {
                case Effect.Transfer(var asset, var payer, var to, var amount) -> {
                    var found = open.stream()
                            .filter(each -> each.asset().equals(asset)
                                    && each.to().equals(to)
                                    && each.amount().equals(amount))
                            .findFirst()
                            .orElseThrow(() -> new NotSo("it pays %s of %s to %s, which was not asked for"
                                    .formatted(amount, asset, to.address())));
                    if (transaction.inputs().size() == 1 && !payer.equals(from))
                        throw new NotSo("it pays from " + payer.address());
                    open.remove(found);
                }
                case Effect.Change _, Effect.Spend _ -> {}
                case Effect.Fee(var _, var _, var amount) -> {
                    if (amount.compareTo(feeMax) > 0)
                        throw new NotSo("its fee can be %s, more than %s".formatted(amount, feeMax));
                }
                case Effect.Allowance _,
                        Effect.AuthorityChange _,
                        Effect.Call _,
                        Effect.Creation _,
                        Effect.Statement _,
                        Effect.Undecoded _ -> throw new NotSo("it does more than pay: " + String.join("; ", lines()));
            }
        if (!open.isEmpty())
            throw new NotSo("it does not pay " + open.getFirst().to().address());
    }

    /// The intent to sign it.
    ///
    /// @param initiator who wants it
    /// @param expiresAt no node starts to sign at or after this second; within a day
    /// @param chance for the salt, by which the same payment can be meant twice
    public Intent intent(VerifyKey initiator, Instant expiresAt, Entropy chance) {
        var agreed = transaction.agreed();
        return new Intent(
                Intent.Version.V2,
                vault.keyId(),
                path.indices(),
                from.chain(),
                Content.TRANSACTION,
                agreed.bytes(),
                agreed.digests(),
                Instant.ofEpochSecond(expiresAt.getEpochSecond()),
                new Author.Signer(initiator),
                chance.bytes(SALT_BYTES));
    }
}
