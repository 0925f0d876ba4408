package tallystick.core.chain.ethereum.message;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.RecoverableSignature;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.chain.Warning;
import tallystick.core.chain.ethereum.base.KeySigned;
import tallystick.core.chain.ethereum.base.PrefixedHash;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;

/// A text or bytes signed under Ethereum's prefix for messages. Not a login: those have a content of their own.
///
/// **Form** the unsigned bytes are the message itself, without the prefix.
///
/// @param chain whose key signs; the message itself is bound to none
/// @param bytes the message, at most [#LENGTH_BYTES_MAX]
/// @spec https://eips.ethereum.org/EIPS/eip-191#version-0x45-e EIP-191, version 0x45
public record PersonalMessage(ChainId chain, Bytes bytes) implements KeySigned {
    /// Longest message read, in bytes.
    public static final int LENGTH_BYTES_MAX = 1 << 16;

    private static final int PREFIX = 0x19;
    private static final Pattern HASH = Pattern.compile("\\s*(0x)?[0-9a-fA-F]{64}\\s*");

    /// Takes the message as it is; refused if it is long, or if somebody could read it as a login.
    public static Parsed<PersonalMessage> parse(ChainId chain, Bytes message) {
        if (message.length() > LENGTH_BYTES_MAX)
            return new Parsed.Malformed<>(LENGTH_BYTES_MAX, "message of at most %d bytes".formatted(LENGTH_BYTES_MAX));
        var login = SignIn.placeOfSentence(message);
        if (login >= 0) return new Parsed.Malformed<>(login, "a message without the sentence of a login");
        return prefixed(message)
                .<Parsed<PersonalMessage>>map(expected -> new Parsed.Malformed<>(1, expected))
                .orElseGet(() -> new Parsed.Ok<>(new PersonalMessage(chain, message)));
    }

    /// Bytes that begin as what is hashed under one of EIP-191's versions are no message: what they are for somebody
    /// knows who did not say it here.
    ///
    /// @spec https://eips.ethereum.org/EIPS/eip-191#version-0x00 EIP-191, version 0x00
    private static Optional<String> prefixed(Bytes message) {
        if (message.length() < 2 || message.at(0) != PREFIX) return Optional.empty();
        return switch (message.at(1)) {
            case 0 ->
                Optional.of("a message; data for an intended validator, version 0x00 of EIP-191, is not signed:"
                        + " only that contract knows what it means");
            case 1 -> Optional.of("a message; structured data, version 0x01 of EIP-191, is read as typed data only");
            case 'E' -> Optional.of("a message without the prefix of EIP-191, which is put before it here");
            default -> Optional.empty();
        };
    }

    /// The message as text; empty if it is not UTF-8.
    public Optional<String> text() {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toArray()))
                    .toString());
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }

    @Override
    public Content content() {
        return Content.MESSAGE;
    }

    @Override
    public Digest32 digest() {
        return PrefixedHash.message(bytes);
    }

    @Override
    public List<Effect> effects(Account signer, Knowledge knowledge) {
        var text = text();
        var said = new Effect.Statement(
                signer, text.isPresent() ? "message" : "bytes", text.orElse("0x" + bytes), List.of());
        return unread().<List<Effect>>map(why -> List.of(said, new Effect.Undecoded(signer, bytes, why)))
                .orElse(List.of(said));
    }

    /// Why nobody can say what the message means; empty if a person can read it.
    private Optional<String> unread() {
        // A contract account takes such a signature as its owner's yes to the transaction that hashes to it.
        if (isHash()) return Optional.of("message of 32 bytes, as a hash has");
        if (text().isEmpty()) return Optional.of("message of bytes that are no text");
        return isHashAsText() ? Optional.of("message that is a hash written as text") : Optional.empty();
    }

    @Override
    public List<Warning> warnings(Account signer, Knowledge knowledge) {
        var found = new ArrayList<Warning>();
        var text = text();
        if (isHash())
            found.add(new Warning(
                    Warning.Severity.DANGER,
                    "HASH_AS_MESSAGE",
                    "The message is as long as a hash: it can stand for a transaction nobody sees here."));
        if (text.isEmpty())
            found.add(new Warning(
                    Warning.Severity.ATTENTION, "MESSAGE_OF_BYTES", "The message is no text that a person can read."));
        if (isHashAsText())
            found.add(new Warning(
                    Warning.Severity.ATTENTION,
                    "HASH_AS_TEXT",
                    "The message is a hash written as text: nobody can say what it stands for."));
        if (text.isPresent() && text.get().codePoints().anyMatch(PersonalMessage::isHidden))
            found.add(new Warning(
                    Warning.Severity.ATTENTION,
                    "HIDDEN_CHARACTERS",
                    "The message holds characters that do not show, or change how others show."));
        return List.copyOf(found);
    }

    private boolean isHashAsText() {
        return text().filter(each -> HASH.matcher(each).matches()).isPresent();
    }

    private boolean isHash() {
        return bytes.length() == Digest32.LENGTH_BYTES;
    }

    private static boolean isHidden(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL -> character != '\n' && character != '\t' && character != '\r';
            case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.PRIVATE_USE ->
                true;
            default -> false;
        };
    }

    /// `r ‖ s ‖ v`, 65 bytes; its id is the digest.
    @Override
    public SignedTransaction attach(RecoverableSignature signature) {
        return new SignedTransaction(KeySigned.packed(signature), "0x" + digest());
    }
}
