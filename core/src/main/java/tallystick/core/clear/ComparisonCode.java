package tallystick.core.clear;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;

/// Six words that stand for what is to be signed, so that people can compare two screens by reading aloud.
///
/// **Why** a screen may lie. The code is the same on every node, console and command line that was given the same bytes
/// for the same account of the same chain, and 96 bits cannot be met by chance or by trying.
///
/// **Form** six words of five letters, consonant and vowel in turn, 16 bits each, joined by hyphens, lower case;
/// `docs/spec/comparison-code.md`.
///
/// @param value the 12 bytes
public record ComparisonCode(Bytes value) {
    /// How many words.
    public static final int WORDS = 6;

    private static final int LENGTH_BYTES = 12;
    private static final int WORD_LETTERS = 5;
    private static final String CONSONANTS = "bdfghjklmnprstvz";
    private static final String VOWELS = "aiou";

    /// @throws IllegalArgumentException if not 12 bytes: the caller's fault
    public ComparisonCode {
        if (value.length() != LENGTH_BYTES)
            throw new IllegalArgumentException("comparison code of " + value.length() + " bytes, not 12");
    }

    /// What people compare. The digests alone would not do: they bind neither the account that pays, nor what lookups
    /// of a Solana message are claimed to find, nor as what kind of content the bytes were read.
    ///
    /// @param account whose key signs; empty if that is not known, and then the code is of the bytes alone and
    /// equals that of no node
    /// @param bytes the canonical unsigned bytes, with what a chain lets be filled in later left open
    /// @param digests one or more, in their order
    public record Subject(
            ChainId chain, Optional<Account> account, Content content, Bytes bytes, List<Digest32> digests) {
        /// Copies.
        ///
        /// @throws IllegalArgumentException if there is no digest: the caller's fault
        public Subject {
            digests = List.copyOf(digests);
            if (digests.isEmpty()) throw new IllegalArgumentException("no digest to compare");
        }
    }

    /// The code of a transaction, whether or not what it left open is filled in by now.
    ///
    /// @param signer the account whose key signs
    public static ComparisonCode of(UnsignedTransaction transaction, Account signer) {
        var agreed = transaction.agreed();
        return of(new Subject(agreed.chain(), Optional.of(signer), agreed.content(), agreed.bytes(), agreed.digests()));
    }

    /// The code of what people compare.
    ///
    /// @spec docs/spec/comparison-code.md#CC-1 comparison-code
    public static ComparisonCode of(Subject subject) {
        var hash = Transcript.of("tallystick/comparison/v2/code")
                .add("chain", subject.chain().toString())
                .add("account", subject.account().map(Account::toString).orElse(""))
                .add("content", subject.content().code())
                .add("bytes", subject.bytes())
                .add("digests", subject.digests().stream().map(Digest32::bytes).toList())
                .digest();
        return new ComparisonCode(hash.bytes().slice(0, LENGTH_BYTES));
    }

    /// The code of what has a hash of its own: an attestation, or a change of governance, whose hash is its id.
    ///
    /// @spec docs/spec/comparison-code.md#CC-2 comparison-code
    public static ComparisonCode ofHash(Digest32 hash) {
        return new ComparisonCode(hash.bytes().slice(0, LENGTH_BYTES));
    }

    /// Reads six words, in either case, separated by one or more hyphens or spaces. Offsets count characters.
    public static Parsed<ComparisonCode> parse(String text) {
        var writer = new Writer();
        var at = 0;
        for (var word = 0; word < WORDS; word++) {
            var start = at;
            while (at < text.length() && isGap(text.charAt(at))) at++;
            if (word > 0 && at == start) return new Parsed.Malformed<>(at, "a hyphen or space between words");
            var bits = 0;
            for (var letter = 0; letter < WORD_LETTERS; letter++, at++) {
                var letters = letter % 2 == 0 ? CONSONANTS : VOWELS;
                var digit = at < text.length() ? letters.indexOf(lower(text.charAt(at))) : -1;
                if (digit < 0)
                    return new Parsed.Malformed<>(at, (letter % 2 == 0 ? "one of " : "a vowel of ") + letters);
                bits = bits * letters.length() + digit;
            }
            writer.u16(bits);
        }
        while (at < text.length() && isGap(text.charAt(at))) at++;
        if (at != text.length()) return new Parsed.Malformed<>(at, "end of the sixth word");
        return new Parsed.Ok<>(new ComparisonCode(writer.toBytes()));
    }

    /// Whether a person's text is this code, however it is spaced and cased.
    public boolean matches(String text) {
        return parse(text) instanceof Parsed.Ok<ComparisonCode>(var other) && other.equals(this);
    }

    /// The six words.
    public List<String> words() {
        var words = new ArrayList<String>();
        for (var i = 0; i < LENGTH_BYTES; i += 2) words.add(word(value.at(i) << 8 | value.at(i + 1)));
        return List.copyOf(words);
    }

    @Override
    public String toString() {
        return String.join("-", words());
    }

    private static String word(int bits) {
        return ""
                + CONSONANTS.charAt(bits >> 12)
                + VOWELS.charAt(bits >> 10 & 3)
                + CONSONANTS.charAt(bits >> 6 & 15)
                + VOWELS.charAt(bits >> 4 & 3)
                + CONSONANTS.charAt(bits & 15);
    }

    private static boolean isGap(char c) {
        return c == '-' || c == ' ';
    }

    private static char lower(char c) {
        return c < 0x80 ? String.valueOf(c).toLowerCase(Locale.ROOT).charAt(0) : c;
    }
}
