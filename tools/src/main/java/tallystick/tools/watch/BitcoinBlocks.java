package tallystick.tools.watch;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tools.jackson.databind.JsonNode;

/// The blocks of a network of Bitcoin: each input of a transaction is a spend of its own, by the script that it spends
/// from, and has a signature of its own.
///
/// **Why** by the endpoint's word: which script is spent from is not in a transaction. As on an EVM chain, an endpoint
/// that lies hides spends, or makes some up, and then something is frozen for nothing.
public final class BitcoinBlocks implements Lookout.Blocks {
    private static final Pattern HEX = Pattern.compile("(?:[0-9a-f]{2}){1,10000}");
    private static final int WORD_BYTES = 32;
    private static final int SCHNORR_BYTES = 64;
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    private static final int PUSH_MAX = 75;

    private final Source source;

    /// What shows the chain.
    public interface Source {
        /// The number of the newest block.
        BigInteger head() throws IOException, InterruptedException;

        /// One of a height; empty if there is none.
        Optional<Shown> block(long height) throws IOException, InterruptedException;
    }

    /// A block as Esplora shows it.
    ///
    /// @param transactions in the form of `/block/{id}/txs`
    public record Shown(String id, String before, List<JsonNode> transactions) {
        /// Copies.
        public Shown {
            transactions = List.copyOf(transactions);
        }
    }

    /// As `source` shows them.
    public BitcoinBlocks(Source source) {
        this.source = source;
    }

    @Override
    public BigInteger head() throws IOException, InterruptedException {
        return source.head();
    }

    @Override
    public Optional<Lookout.Block> block(long number) throws IOException, InterruptedException {
        return source.block(number).map(block -> {
            var spends = new ArrayList<Spend>();
            for (var each : block.transactions()) {
                var at = 0;
                for (var input : each.path("vin")) {
                    var id = "%s:%d".formatted(each.path("txid").asString(""), at++);
                    var from = input.path("prevout").path("scriptpubkey").asString("");
                    spends.add(new Spend(id, number, from, signature(input)));
                }
            }
            return new Lookout.Block(block.id(), block.before(), spends);
        });
    }

    /// The first item of the witness, or the first that is pushed where there is none: so all forms have it that one
    /// key alone can spend. What is no signature explains nothing.
    private static Optional<Bytes> signature(JsonNode input) {
        var witness = input.path("witness").path(0).asString("");
        if (!witness.isEmpty()) return bytes(witness).flatMap(BitcoinBlocks::signature);
        return bytes(input.path("scriptsig").asString("")).flatMap(script -> {
            var length = script.at(0);
            return length > PUSH_MAX || length + 1 > script.length()
                    ? Optional.empty()
                    : signature(script.slice(1, 1 + length));
        });
    }

    private static Optional<Bytes> bytes(String hex) {
        return HEX.matcher(hex).matches() ? Optional.of(Bytes.ofHex(hex)) : Optional.empty();
    }

    /// DER with the byte that says what is signed, or 64 bytes of Schnorr, perhaps with it.
    static Optional<Bytes> signature(Bytes item) {
        if (Reader.parse(item, BitcoinBlocks::der) instanceof Parsed.Ok<Bytes>(var signature))
            return Optional.of(signature);
        return item.length() == SCHNORR_BYTES || item.length() == SCHNORR_BYTES + 1
                ? Optional.of(item.slice(0, SCHNORR_BYTES))
                : Optional.empty();
    }

    private static Bytes der(Reader reader) throws MalformedInput {
        if (reader.u8("kind") != SEQUENCE) throw reader.malformed("a sequence");
        if (reader.u8("length") != reader.remaining() - 1) throw reader.malformed("a sequence to the end but one");
        var r = integer(reader);
        var s = integer(reader);
        var _ = reader.u8("what is signed");
        return Bytes.concat(r, s);
    }

    private static Bytes integer(Reader reader) throws MalformedInput {
        if (reader.u8("kind") != INTEGER) throw reader.malformed("an integer");
        var length = reader.u8("length");
        if (length < 1 || length > WORD_BYTES + 1) throw reader.malformed("an integer of 32 bytes");
        var value = reader.raw(length, "integer");
        var skip = length == WORD_BYTES + 1 ? 1 : 0;
        if (skip == 1 && value.at(0) != 0) throw reader.malformed("an integer of 32 bytes");
        var number = value.slice(skip, length);
        return Bytes.concat(Bytes.copyOf(new byte[WORD_BYTES - number.length()]), number);
    }
}
