package tallystick.core.chain.ethereum.typed;

import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.RecoverableSignature;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.chain.Term;
import tallystick.core.chain.Warning;
import tallystick.core.chain.ethereum.base.KeySigned;
import tallystick.core.chain.ethereum.base.PrefixedHash;
import tallystick.core.chain.json.Json;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;

/// Structured data that a key signs for a contract to check.
///
/// **Form** the JSON of wallets, `{types, primaryType, domain, message}` and no other member. Every struct declared is
/// used, every member given is declared, every value fits its type. Two texts may say the same and so have one digest;
/// [#bytes] is the text that was read.
///
/// **Threads** immutable.
///
/// @spec https://eips.ethereum.org/EIPS/eip-712#specification EIP-712
public final class TypedMessage implements KeySigned {
    /// Longest text read, in bytes.
    public static final int LENGTH_BYTES_MAX = 1 << 18;

    private static final Set<String> MEMBERS = Set.of("types", "primaryType", "domain", "message");
    /// Signed for a contract account: how it commands is read elsewhere.
    private static final Set<String> OF_CONTRACT_ACCOUNTS =
            Set.of("SafeTx", "SafeMessage", "SafeOp", "PackedUserOperation", "UserOperation");

    private final ChainId chain;
    private final Bytes source;
    private final String primaryType;
    private final String encodedType;
    private final Domain domain;
    private final TypedValue.Struct message;
    private final Digest32 digest;

    private TypedMessage(
            ChainId chain, Bytes source, Schema schema, String primaryType, Domain domain, TypedValue.Struct message) {
        this.chain = chain;
        this.source = source;
        this.primaryType = primaryType;
        this.encodedType = schema.encodeType(primaryType);
        this.domain = domain;
        this.message = message;
        this.digest = PrefixedHash.structured(domain.separator(), message.hash());
    }

    /// Reads the JSON for one chain; what names another chain is malformed.
    public static Parsed<TypedMessage> parse(ChainId chain, Bytes utf8) {
        if (utf8.length() > LENGTH_BYTES_MAX)
            return new Parsed.Malformed<>(LENGTH_BYTES_MAX, "at most %d bytes".formatted(LENGTH_BYTES_MAX));
        return switch (Json.parse(utf8, Json.Numbers.WHOLE)) {
            case Parsed.Malformed<Json>(var offset, var expected) -> new Parsed.Malformed<>(offset, expected);
            case Parsed.Ok<Json>(var json) -> {
                try {
                    yield new Parsed.Ok<>(read(chain, utf8, json));
                } catch (MalformedInput malformed) {
                    yield new Parsed.Malformed<>(malformed.offsetBytes(), malformed.expected());
                }
            }
        };
    }

    private static TypedMessage read(ChainId chain, Bytes source, Json json) throws MalformedInput {
        if (!(json instanceof Json.Members all) || !all.members().keySet().equals(MEMBERS))
            throw new MalformedInput(json.at(), "types, primaryType, domain and message, and nothing else");
        var types = all.member("types").orElse(json);
        var schema = Schema.read(types);
        if (!(all.member("primaryType").orElse(json) instanceof Json.Text(var at, var primaryType))
                || !schema.declares(primaryType)
                || primaryType.equals(Schema.DOMAIN))
            throw new MalformedInput(json.at(), "the name of a declared struct as primaryType");
        if (OF_CONTRACT_ACCOUNTS.contains(primaryType))
            throw new MalformedInput(at, "no contract account's own type: use contract account content");
        if (schema.reached(primaryType).size() + 1 != schema.size())
            throw new MalformedInput(types.at(), "only structs that the message is made of, and EIP712Domain");
        var domainText = all.member("domain").orElse(json);
        var domain = Domain.read(schema, types, domainText);
        if (domain.number().isPresent() && !domain.isBoundTo(new BigInteger(chain.reference())))
            throw new MalformedInput(domainText.at(), "chainId of " + chain);
        var message = new ValueReader(schema)
                .struct(primaryType, all.member("message").orElse(json));
        return new TypedMessage(chain, source, schema, primaryType, domain, message);
    }

    @Override
    public ChainId chain() {
        return chain;
    }

    @Override
    public Content content() {
        return Content.TYPED_DATA;
    }

    @Override
    public Bytes bytes() {
        return source;
    }

    @Override
    public Digest32 digest() {
        return digest;
    }

    /// The name of the struct that is signed, a stranger's text.
    public String primaryType() {
        return primaryType;
    }

    /// The struct's type with all it is made of; its Keccak-256 is the type hash.
    String encodedType() {
        return encodedType;
    }

    Domain domain() {
        return domain;
    }

    TypedValue.Struct message() {
        return message;
    }

    @Override
    public List<Effect> effects(Account signer, Knowledge knowledge) {
        return new TypedEffects(this, signer, knowledge).effects();
    }

    @Override
    public List<Term> terms(Account signer, Knowledge knowledge) {
        return new TypedEffects(this, signer, knowledge).terms();
    }

    @Override
    public List<Warning> warnings(Account signer, Knowledge knowledge) {
        return new TypedEffects(this, signer, knowledge).warnings();
    }

    /// `r ‖ s ‖ v`, 65 bytes; its id is the digest.
    @Override
    public SignedTransaction attach(RecoverableSignature signature) {
        return new SignedTransaction(KeySigned.packed(signature), "0x" + digest);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TypedMessage that && chain.equals(that.chain) && source.equals(that.source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }

    @Override
    public String toString() {
        return "typed message " + digest;
    }
}
