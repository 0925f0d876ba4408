package tallystick.tools.judge;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tallystick.core.approval.Subject;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Chain;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.json.Entry;
import tallystick.core.chain.json.Json;
import tallystick.core.chain.json.Unusable;
import tallystick.core.facts.Claim;
import tallystick.core.facts.Topic;
import tallystick.core.policy.matter.Matter;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;

/// What a recorded object says was established about the world at its time, as claims that somebody who is trusted for
/// them would have signed.
///
/// **Form** `docs/spec/judge.md`, field `facts`.
public final class StatedFacts {
    private static final Set<String> FIELDS =
            Set.of("codeSince", "screened", "pricesUsd", "changes", "sourceEvent", "riskScore");
    private static final String A_MOMENT = "moments of whole seconds such as 2026-01-31T12:00:00Z";
    private static final String A_PRICE = "a decimal number as text, of at most 18 digits";
    private static final String NAMED = "STATED";
    private static final Digest32 UNTOLD = StandardHash.sha256(Bytes.ofUtf8("untold"));

    private StatedFacts() {}

    /// What a field `facts` says; nothing if there is none. That something did not happen is no claim.
    ///
    /// @param matter what is judged
    /// @spec docs/spec/judge.md#JU-4 judge
    public static List<Claim> read(Entry vector, Chain reader, ChainId chain, Matter matter) throws Unusable {
        var claims = new ArrayList<Claim>();
        if (!vector.has("facts")) return claims;
        var facts = vector.get("facts").object(FIELDS);
        if (facts.has("codeSince"))
            for (var name : facts.get("codeSince").names())
                claims.add(new Claim.Code(
                        account(facts.get("codeSince"), name, reader, chain), UNTOLD, moment(facts, name)));
        if (facts.has("screened"))
            for (var name : facts.get("screened").names()) {
                var lists = yes(facts.get("screened"), name) ? List.<String>of() : List.of(NAMED);
                claims.add(new Claim.Screening(account(facts.get("screened"), name, reader, chain), lists, UNTOLD));
            }
        if (facts.has("pricesUsd"))
            for (var name : facts.get("pricesUsd").names())
                price(asset(facts, name, chain), facts.get("pricesUsd").get(name))
                        .ifPresent(claims::add);
        var request = matter.asked().intent().value();
        if (facts.has("changes") && Subject.isCount(matter.digests().size()))
            claims.add(changes(Subject.hash(matter.digests()), facts.get("changes")));
        if (facts.has("sourceEvent") && yes(facts, "sourceEvent"))
            claims.add(new Claim.SourceEvent(request, reader.standIn(chain), UNTOLD));
        if (facts.has("riskScore"))
            claims.add(new Claim.Risk(new Topic.Request(request), facts.number("riskScore", 0, 100), List.of()));
        return claims;
    }

    private static Account account(Entry where, String name, Chain reader, ChainId chain) throws Unusable {
        return reader.account(chain, name)
                .orElseThrow(() -> where.expected("accounts of " + chain + " with their right checksum"));
    }

    private static Asset asset(Entry facts, String name, ChainId chain) throws Unusable {
        var parts = name.split(":", 2);
        try {
            if (parts.length == 2) return new Asset(chain, parts[0], parts[1]);
        } catch (IllegalArgumentException notOfTheForm) {
            throw facts.get("pricesUsd").expected("assets such as slip44:60 or erc20:0x...");
        }
        throw facts.get("pricesUsd").expected("assets such as slip44:60 or erc20:0x...");
    }

    private static Instant moment(Entry facts, String name) throws Unusable {
        var since = facts.get("codeSince");
        try {
            var moment = Instant.parse(since.text(name));
            if (moment.getNano() == 0 && moment.getEpochSecond() >= 0) return moment;
        } catch (DateTimeParseException noTime) {
            throw since.expected(A_MOMENT);
        }
        throw since.expected(A_MOMENT);
    }

    private static boolean yes(Entry where, String name) throws Unusable {
        if (where.get(name).json() instanceof Json.Truth(var _, var value)) return value;
        throw where.get(name).expected("true or false");
    }

    /// A price of nothing or less is one that nobody can have meant: none.
    private static Optional<Claim> price(Asset asset, Entry price) throws Unusable {
        var text = price.text();
        if (!text.matches("-?[0-9]{1,30}(\\.[0-9]{1,18})?")) throw price.expected(A_PRICE);
        var value = new BigDecimal(text);
        if (value.signum() <= 0) return Optional.empty();
        try {
            return Optional.of(new Claim.Price(asset, "USD", value));
        } catch (IllegalArgumentException tooLong) {
            throw price.expected(A_PRICE);
        }
    }

    private static Claim changes(Digest32 digests, Entry list) throws Unusable {
        var codes = new TreeSet<String>();
        for (var each : list.items()) codes.add(each.text());
        try {
            return new Claim.Changes(digests, List.copyOf(codes));
        } catch (IllegalArgumentException noCode) {
            throw list.expected("at most 32 codes such as STORAGE_SLOT_0");
        }
    }
}
