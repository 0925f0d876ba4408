package tallystick.core.chain.ethereum.message;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.RecoverableSignature;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.chain.Term;
import tallystick.core.chain.Warning;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.base.KeySigned;
import tallystick.core.chain.ethereum.base.PrefixedHash;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;

/// A login by wallet, the exact grammar only.
///
/// **Form** ASCII lines parted by one line feed, as the standard orders them; no other line, nothing after the last.
///
/// @param chain the chain named in it
/// @param scheme how the site is reached, if said
/// @param domain the site's host, with its port if said; no user name
/// @param account who logs in, with the right checksum
/// @param statement what the site has people say
/// @param uri what is logged in to
/// @param nonce the site's, at least 8 letters and digits
/// @param issuedAt with the instants below, as written in it
/// @param requestId the site's name for the request
/// @param resources what the login is also for
/// @spec https://eips.ethereum.org/EIPS/eip-4361#abnf-message-format EIP-4361
public record SignIn(
        ChainId chain,
        Bytes bytes,
        Optional<String> scheme,
        String domain,
        Address account,
        Optional<String> statement,
        String uri,
        String nonce,
        Instant issuedAt,
        Optional<Instant> expiresAt,
        Optional<Instant> notBefore,
        Optional<String> requestId,
        List<String> resources)
        implements KeySigned {
    static final String SENTENCE = " wants you to sign in with your Ethereum account:";

    /// What a lenient reader might still take for the sentence.
    private static final byte[] BEGINNING = "wants you to sign in with your".getBytes(StandardCharsets.US_ASCII);

    /// Copies.
    public SignIn {
        resources = List.copyOf(resources);
    }

    /// Reads a login for one chain; one for another chain is malformed.
    public static Parsed<SignIn> parse(ChainId chain, Bytes message) {
        return new SignInReader(chain, message).read();
    }

    /// Where the sentence of a login stands, in whatever case; less than zero if nowhere.
    static int placeOfSentence(Bytes message) {
        var bytes = message.toArray();
        for (var at = 0; at + BEGINNING.length <= bytes.length; at++) {
            var i = 0;
            while (i < BEGINNING.length && (BEGINNING[i] | 0x20) == (bytes[at + i] | 0x20)) i++;
            if (i == BEGINNING.length) return at;
        }
        return -1;
    }

    @Override
    public Content content() {
        return Content.LOGIN;
    }

    @Override
    public Digest32 digest() {
        return PrefixedHash.message(bytes);
    }

    @Override
    public List<Effect> effects(Account signer, Knowledge knowledge) {
        var fields = new ArrayList<Effect.Argument>();
        fields.add(new Effect.Argument("domain", "string", domain));
        fields.add(new Effect.Argument("account", "address", account.toString()));
        fields.add(new Effect.Argument("uri", "string", uri));
        scheme.ifPresent(value -> fields.add(new Effect.Argument("scheme", "string", value)));
        requestId.ifPresent(value -> fields.add(new Effect.Argument("requestId", "string", value)));
        for (var resource : resources) fields.add(new Effect.Argument("resource", "string", resource));
        var login = new Effect.Statement(signer, "login", statement.orElse(""), fields);
        return isOf(signer)
                ? List.of(login)
                : List.of(login, new Effect.Undecoded(signer, bytes, "login of another account than the signer's"));
    }

    /// No contract holds it to these: the site does, or does not.
    ///
    /// > expiration-time: when the message is no longer valid; not-before: when it becomes valid
    ///
    /// @spec https://eips.ethereum.org/EIPS/eip-4361#message-fields EIP-4361, message fields
    /// @spec docs/spec/ethereum.md#ET-9 ethereum
    @Override
    public List<Term> terms(Account signer, Knowledge knowledge) {
        var terms = new ArrayList<Term>();
        terms.add(new Term.Once("login", account.on(chain), Optional.empty(), nonce));
        terms.add(new Term.Made("issued at", new Term.Written(issuedAt)));
        notBefore.ifPresent(
                value -> terms.add(new Term.NotBefore("not before", Optional.empty(), new Term.Written(value), true)));
        expiresAt.ifPresent(value -> terms.add(
                new Term.NotAfter("expiration time", Optional.empty(), Optional.of(new Term.Written(value)), false)));
        return List.copyOf(terms);
    }

    @Override
    public List<Warning> warnings(Account signer, Knowledge knowledge) {
        var found = new ArrayList<Warning>();
        if (!isOf(signer))
            found.add(new Warning(
                    Warning.Severity.DANGER,
                    "LOGIN_OF_ANOTHER_ACCOUNT",
                    "The login is for another account than the one that signs."));
        if (scheme.isPresent() && scheme.get().equals("http"))
            attention(found, "LOGIN_UNPROTECTED", "The site is reached without encryption.");
        if (!host(uri).equals(Optional.of(domain.toLowerCase(Locale.ROOT))))
            attention(found, "LOGIN_FOR_ANOTHER_HOST", "The site that asks is not the one that is logged in to.");
        if (domain.toLowerCase(Locale.ROOT).contains("xn--"))
            attention(found, "LOGIN_FOREIGN_LETTERS", "The site's name has letters that can look like others.");
        if (expiresAt.isPresent() && !expiresAt.get().isAfter(notBefore.orElse(issuedAt)))
            attention(found, "LOGIN_NEVER_VALID", "The login ends before it begins.");
        if (!resources.isEmpty())
            attention(found, "LOGIN_WITH_RESOURCES", "The login also gives access to the resources it lists.");
        return List.copyOf(found);
    }

    private boolean isOf(Account signer) {
        return account.on(chain).equals(signer);
    }

    private static Optional<String> host(String uri) {
        var start = uri.indexOf("://");
        if (start < 0) return Optional.empty();
        var end = start + 3;
        while (end < uri.length() && "/?#".indexOf(uri.charAt(end)) < 0) end++;
        return Optional.of(uri.substring(start + 3, end).toLowerCase(Locale.ROOT));
    }

    private static void attention(List<Warning> found, String code, String text) {
        found.add(new Warning(Warning.Severity.ATTENTION, code, text));
    }

    /// `r ‖ s ‖ v`, 65 bytes; its id is the digest.
    @Override
    public SignedTransaction attach(RecoverableSignature signature) {
        return new SignedTransaction(KeySigned.packed(signature), "0x" + digest());
    }
}
