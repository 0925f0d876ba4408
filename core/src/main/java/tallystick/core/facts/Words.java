package tallystick.core.facts;

import java.util.List;
import java.util.regex.Pattern;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.ChainId;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;

/// Names inside claims. Whatever is not of their form is refused by the type it becomes.
final class Words {
    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]{0,47}");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9.-]{0,62}");
    private static final int CODES_MAX = 32;
    private static final int WORD_BYTES_MAX = 256;

    private Words() {}

    /// @throws IllegalArgumentException if they are not codes, ascending, at most 32: the caller's fault
    static List<String> codes(List<String> codes) {
        if (codes.size() > CODES_MAX)
            throw new IllegalArgumentException("%d codes, more than 32".formatted(codes.size()));
        for (var i = 0; i < codes.size(); i++) {
            if (!CODE.matcher(codes.get(i)).matches())
                throw new IllegalArgumentException("code not of [A-Z][A-Z0-9_]{0,47}");
            if (i > 0 && codes.get(i - 1).compareTo(codes.get(i)) >= 0)
                throw new IllegalArgumentException("codes not ascending");
        }
        return List.copyOf(codes);
    }

    /// @throws IllegalArgumentException if it is no name: the caller's fault
    static String name(String name) {
        if (!NAME.matcher(name).matches()) throw new IllegalArgumentException("name not of [a-z][a-z0-9.-]{0,62}");
        return name;
    }

    static Writer write(Writer writer, String word) {
        return writer.text(word);
    }

    static Writer write(Writer writer, List<String> words) {
        return writer.list(words, Words::write);
    }

    static Writer write(Writer writer, ChainId chain) {
        return write(write(writer, chain.namespace()), chain.reference());
    }

    static Writer write(Writer writer, Account account) {
        return write(write(writer, account.chain()), account.address());
    }

    static Writer write(Writer writer, Asset asset) {
        return write(write(write(writer, asset.chain()), asset.namespace()), asset.reference());
    }

    static String word(Reader reader, String field) throws MalformedInput {
        return reader.text(WORD_BYTES_MAX, field);
    }

    static List<String> codes(Reader reader) throws MalformedInput {
        return reader.list(0, CODES_MAX, "codes", each -> word(each, "code"));
    }

    static ChainId chain(Reader reader) throws MalformedInput {
        return new ChainId(word(reader, "chain namespace"), word(reader, "chain reference"));
    }

    static Account account(Reader reader) throws MalformedInput {
        return new Account(chain(reader), word(reader, "address"));
    }

    static Asset asset(Reader reader) throws MalformedInput {
        return new Asset(chain(reader), word(reader, "asset namespace"), word(reader, "asset reference"));
    }
}
