package tallystick.core.facts;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// Something about the world.
///
/// **Form** kind byte, what it is about, what is said of it; `docs/spec/facts.md`. Two claims are about the same thing
/// if their first two parts are the same.
public sealed interface Claim {
    /// What a whole unit of an asset costs.
    ///
    /// @param currency three capital letters
    /// @param price above 0 and below 2^63 in its last digit, at most 18 digits behind the point, no zero at the
    /// end behind the point
    record Price(Asset asset, String currency, BigDecimal price) implements Claim {
        private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
        private static final int SCALE_MAX = 18;

        /// @throws IllegalArgumentException if a part is out of range: the caller's fault
        public Price {
            if (!CURRENCY.matcher(currency).matches()) throw new IllegalArgumentException("currency not of [A-Z]{3}");
            price = price.stripTrailingZeros();
            if (price.scale() < 0) price = price.setScale(0);
            if (price.signum() <= 0
                    || price.scale() > SCALE_MAX
                    || price.unscaledValue().bitLength() > 63)
                throw new IllegalArgumentException("a price that is not above 0 or has too many digits");
        }
    }

    /// How risky something is.
    ///
    /// @param score 0..100
    /// @param reasons codes, ascending, at most 32
    record Risk(Topic of, int score, List<String> reasons) implements Claim {
        private static final int SCORE_MAX = 100;

        /// @throws IllegalArgumentException if a part is out of range: the caller's fault
        public Risk {
            reasons = Words.codes(reasons);
            if (score < 0 || score > SCORE_MAX)
                throw new IllegalArgumentException("score %d not in 0..100".formatted(score));
        }
    }

    /// Which lists of sanctions name an account.
    ///
    /// @param lists codes of those that do, ascending, at most 32; none if no list does
    /// @param snapshot hash of the lists that were searched
    record Screening(Account account, List<String> lists, Digest32 snapshot) implements Claim {
        /// @throws IllegalArgumentException if a code is none: the caller's fault
        public Screening {
            lists = Words.codes(lists);
        }
    }

    /// Which code a contract has.
    ///
    /// @param hash of the code, as its chain hashes it
    /// @param since when it came to be this code, whole seconds
    record Code(Account contract, Digest32 hash, Instant since) implements Claim {
        /// @throws IllegalArgumentException if the moment is no whole second: the caller's fault
        public Code {
            Fact.requireSecond(since);
        }
    }

    /// What changed when bytes were carried out on a copy of the chain.
    ///
    /// @param digests hash of the digests of exactly those bytes, `docs/spec/approval.md` AP-2
    /// @param changes codes of what changed that should not, ascending, at most 32
    record Changes(Digest32 digests, List<String> changes) implements Claim {
        /// @throws IllegalArgumentException if a code is none: the caller's fault
        public Changes {
            changes = Words.codes(changes);
        }
    }

    /// That what a request answers has happened.
    ///
    /// @param request the intent's id
    /// @param source where it happened
    /// @param event hash of what happened, as that chain names it
    record SourceEvent(Digest32 request, Account source, Digest32 event) implements Claim {}

    /// Whose an account is.
    ///
    /// @param name `[a-z][a-z0-9.-]{0,62}`
    record Counterparty(Account account, String name) implements Claim {
        /// @throws IllegalArgumentException if the name is none: the caller's fault
        public Counterparty {
            Words.name(name);
        }
    }

    /// That the receiver's provider was told whom the value comes from.
    ///
    /// @param request the intent's id
    /// @param provider who was told, `[a-z][a-z0-9.-]{0,62}`
    record TravelRule(Digest32 request, String provider) implements Claim {
        /// @throws IllegalArgumentException if the name is none: the caller's fault
        public TravelRule {
            Words.name(provider);
        }
    }

    /// Of which kind it is.
    default ClaimKind kind() {
        return switch (this) {
            case Price _ -> ClaimKind.PRICE;
            case Risk _ -> ClaimKind.RISK;
            case Screening _ -> ClaimKind.SCREENING;
            case Code _ -> ClaimKind.CODE;
            case Changes _ -> ClaimKind.CHANGES;
            case SourceEvent _ -> ClaimKind.SOURCE_EVENT;
            case Counterparty _ -> ClaimKind.COUNTERPARTY;
            case TravelRule _ -> ClaimKind.TRAVEL_RULE;
        };
    }

    /// Kind and what it is about, as bytes: claims with equal ones speak of the same thing.
    /// @spec docs/spec/facts.md#FA-3 facts
    default Bytes about() {
        var writer = new Writer().u8(kind().code());
        writeAbout(writer);
        return writer.toBytes();
    }

    private void writeAbout(Writer writer) {
        switch (this) {
            case Price(var asset, var currency, var _) -> Words.write(Words.write(writer, asset), currency);
            case Risk(var of, var _, var _) -> of.write(writer);
            case Screening(var account, var _, var _) -> Words.write(writer, account);
            case Code(var contract, var _, var _) -> Words.write(writer, contract);
            case Changes(var digests, var _) -> writer.raw(digests.bytes());
            case SourceEvent(var request, var _, var _) -> writer.raw(request.bytes());
            case Counterparty(var account, var _) -> Words.write(writer, account);
            case TravelRule(var request, var _) -> writer.raw(request.bytes());
        }
    }

    /// Writes the canonical bytes.
    /// @spec docs/spec/facts.md#FA-2 facts
    default void write(Writer writer) {
        writer.u8(kind().code());
        writeAbout(writer);
        switch (this) {
            case Price(var _, var _, var price) ->
                writer.u64(price.unscaledValue().longValueExact()).u8(price.scale());
            case Risk(var _, var score, var reasons) -> Words.write(writer.u8(score), reasons);
            case Screening(var _, var lists, var snapshot) ->
                Words.write(writer, lists).raw(snapshot.bytes());
            case Code(var _, var hash, var since) -> writer.raw(hash.bytes()).u64(since.getEpochSecond());
            case Changes(var _, var changes) -> Words.write(writer, changes);
            case SourceEvent(var _, var source, var event) ->
                Words.write(writer, source).raw(event.bytes());
            case Counterparty(var _, var name) -> Words.write(writer, name);
            case TravelRule(var _, var provider) -> Words.write(writer, provider);
        }
    }

    /// Reads the canonical bytes.
    static Claim read(Reader reader) throws MalformedInput {
        var start = reader.position();
        try {
            return switch (ClaimKind.read(reader)) {
                case PRICE -> price(reader);
                case RISK -> new Risk(Topic.read(reader), reader.u8("score"), Words.codes(reader));
                case SCREENING ->
                    new Screening(Words.account(reader), Words.codes(reader), Digest32.read(reader, "snapshot"));
                case CODE ->
                    new Code(Words.account(reader), Digest32.read(reader, "hash of the code"), Fact.second(reader));
                case CHANGES -> new Changes(Digest32.read(reader, "digests"), Words.codes(reader));
                case SOURCE_EVENT ->
                    new SourceEvent(
                            Digest32.read(reader, "request"), Words.account(reader), Digest32.read(reader, "event"));
                case COUNTERPARTY -> new Counterparty(Words.account(reader), Words.word(reader, "name"));
                case TRAVEL_RULE -> new TravelRule(Digest32.read(reader, "request"), Words.word(reader, "provider"));
            };
        } catch (IllegalArgumentException outOfRange) {
            throw new MalformedInput(start, "a good claim: " + outOfRange.getMessage());
        }
    }

    private static Price price(Reader reader) throws MalformedInput {
        var asset = Words.asset(reader);
        var currency = Words.word(reader, "currency");
        var start = reader.position();
        var unscaled = reader.u64("price");
        var scale = reader.u8("digits behind the point");
        var price = new Price(asset, currency, BigDecimal.valueOf(unscaled, scale));
        if (price.price().scale() != scale) throw new MalformedInput(start, "a price without a zero at its end");
        return price;
    }
}
