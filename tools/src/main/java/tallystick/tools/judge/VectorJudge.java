package tallystick.tools.judge;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Chain;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.Forms;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.Seen;
import tallystick.core.chain.Warning;
import tallystick.core.chain.json.Entry;
import tallystick.core.chain.json.Unusable;
import tallystick.core.chain.registry.Chains;
import tallystick.core.court.Court;
import tallystick.core.court.Plea;
import tallystick.core.court.Ruling;
import tallystick.core.court.Standing;
import tallystick.core.facts.Facts;
import tallystick.core.facts.SignedFact;
import tallystick.core.intent.IntentId;
import tallystick.core.policy.Criterion;
import tallystick.core.policy.NamedList;
import tallystick.core.policy.Policy;
import tallystick.core.policy.RuleEffect;
import tallystick.core.policy.explain.Explanation;
import tallystick.core.policy.judge.Circumstances;
import tallystick.core.policy.judge.Judge;
import tallystick.core.policy.judge.KnownAccounts;
import tallystick.core.policy.judge.Level;
import tallystick.core.policy.judge.Reason;
import tallystick.core.policy.judge.Unmet;
import tallystick.core.policy.matter.Lifting;
import tallystick.core.policy.matter.Matter;
import tallystick.core.policy.matter.Source;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.tools.vector.VectorFile;

/// Judges recorded objects by one policy, each for itself: nothing was counted before, and nobody has agreed yet.
///
/// **Threads** one at a time.
final class VectorJudge {
    private static final Set<String> MISMATCHES = Set.of("SAFE_TX_HASH_MISMATCH");
    private static final String NOBODY = "nobody";

    private final Chains chains;
    private final Policy policy;
    private final Level level;
    private final Standing standing;
    private final Controls controls;
    private final Knowledge knowledge;
    private final KnownAccounts accounts;
    private final StandInWitness witness;
    private final Instant now;

    /// @param witness who signs what records tell was established
    /// @param now the clock of who judges
    VectorJudge(
            Chains chains, Policy policy, Controls controls, Knowledge knowledge, StandInWitness witness, Instant now) {
        this.chains = chains;
        this.policy = policy;
        this.controls = controls;
        this.knowledge = knowledge;
        this.witness = witness;
        this.now = now;
        level = Level.of(controls.applied(policy));
        standing = StandInNode.standing(level, witness);
        accounts = accounts(policy, knowledge);
    }

    /// What was judged by: why a matter was decided as it was.
    Explanation explain(Judged.Heard heard) {
        var levels = List.of(level);
        var judgement = Judge.judge(heard.matter(), levels, heard.circumstances(), now);
        return Explanation.of(heard.matter(), levels, heard.circumstances(), now, judgement);
    }

    /// Whom the organisation knows: those that an ALLOW of the policy names as destinations, and those of the knowledge
    /// file.
    private static KnownAccounts accounts(Policy policy, Knowledge knowledge) {
        var book = new HashMap<Account, KnownAccounts.Entry>();
        var entry = KnownAccounts.Entry.since(policy.effectiveFrom());
        var own = new HashSet<Account>();
        for (var account : knowledge.named())
            if (knowledge.isOwn(account)) own.add(account);
            else book.put(account, entry);
        for (var rule : policy.rules())
            for (var criterion : rule.criteria())
                if (rule.effect() == RuleEffect.ALLOW && criterion instanceof Criterion.ToDestination to)
                    for (var name : to.in())
                        if (policy.lists().get(name) instanceof NamedList.Addresses(var items))
                            for (var account : items) book.put(account, entry);
        return new KnownAccounts(book, own);
    }

    /// Judges one.
    /// @spec docs/spec/judge.md#JU-1 judge
    ///
    /// @param position from 0, for those without a name
    Judged judge(Entry vector, int position) {
        var id = "#" + position;
        try {
            id = VectorFile.name(vector).orElse(id);
            return judge(id, vector);
        } catch (Unusable wrong) {
            return new Judged.Refused(id, String.valueOf(wrong.getMessage()));
        }
    }

    private Judged judge(String id, Entry vector) throws Unusable {
        var reader = VectorFile.family(chains, vector);
        var unread = VectorFields.check(vector);
        var chain = reader.forms().chain(vector);
        var expected = vector.has("expected")
                ? Optional.of(vector.name("expected", Verdict.values()))
                : Optional.<Verdict>empty();
        var unsignable = Unsignable.of(vector);
        if (unsignable.isPresent()) return denied(id, expected, unsignable.get(), unread);
        var asked = new Forms.Asked(chain, Content.TRANSACTION, reader.standIn(chain), knowledge, Optional.empty());
        return switch (reader.forms().read(vector, asked)) {
            case Seen.Part part ->
                judge(
                        new Given(id, vector, expected, unread),
                        reader,
                        part,
                        request -> Lifting.of(request, chain, part, knowledge));
            case Seen.Whole whole -> {
                var transaction = whole.transaction();
                var signer = signer(whole, reader);
                yield judge(
                        new Given(id, vector, expected, unread),
                        reader,
                        part(whole, signer),
                        request -> Lifting.of(request, transaction, signer, knowledge));
            }
            case Seen.Refused(var why) -> new Judged.Refused(id, why);
            case Seen.Stuck(var malformed) ->
                denied(
                        id,
                        expected,
                        new Unsignable(
                                "UNREADABLE",
                                "at byte %d expected %s".formatted(malformed.offsetBytes(), malformed.expected())),
                        unread);
        };
    }

    private static Judged denied(String id, Optional<Verdict> expected, Unsignable why, List<String> unread) {
        return new Judged.Done(
                id, Verdict.DENY, expected, List.of(why.control()), List.of(why.sentence()), Optional.empty(), unread);
    }

    /// What is judged, as it was given.
    private record Given(String id, Entry vector, Optional<Verdict> expected, List<String> unread) {}

    private static Account signer(Seen.Whole whole, Chain reader) {
        var transaction = whole.transaction();
        return whole.signer()
                .or(() -> reader.signerOf(transaction))
                .map(named -> reader.signer(transaction, named))
                .orElseGet(() -> reader.standIn(transaction.chain()));
    }

    private Seen.Part part(Seen.Whole whole, Account signer) {
        var transaction = whole.transaction();
        return new Seen.Part(
                transaction.content(),
                transaction.bytes(),
                transaction.effects(signer, knowledge),
                transaction.terms(signer, knowledge),
                transaction.warnings(signer, knowledge),
                transaction.digests(),
                transaction.predictedId(),
                whole.notes(),
                whole.recovered());
    }

    /// @param lifted what the judgement has of a request for it
    private Judged judge(Given given, Chain reader, Seen.Part part, Function<Matter.Asked, Matter> lifted)
            throws Unusable {
        var vector = given.vector();
        var chain = reader.forms().chain(vector);
        var matter = matter(vector, chain, lifted.apply(asked(given.id(), vector, part)));
        var facts = witness.sign(StatedFacts.read(vector, reader, chain, matter), now);
        var request = matter.asked().intent().value();
        var ruling = Court.rule(new Plea(matter, List.of(), facts, accounts, List.of(), request), standing, now);
        var found = new Found();
        var isForeign = controls.isOn(Controls.APPROVALS) && isForeign(vector, part);
        if (isForeign)
            found.add(Controls.APPROVALS, "a signature was made by no owner's key over what is to be signed");
        switch (ruling) {
            case Ruling.Denied denied -> denied.reasons().forEach(found::add);
            case Ruling.Pending pending -> pending.unmet().forEach(found::add);
            case Ruling.Allowed _ -> {}
        }
        var verdict =
                isForeign ? Verdict.REJECT_APPROVAL_AND_FREEZE : found.reasons.isEmpty() ? Verdict.ADMIT : Verdict.DENY;
        return new Judged.Done(
                given.id(),
                verdict,
                given.expected(),
                List.copyOf(found.reasons.keySet()),
                List.copyOf(found.sentences),
                Optional.of(new Judged.Heard(matter, circumstances(facts), ruling)),
                given.unread());
    }

    private Circumstances circumstances(List<SignedFact> facts) {
        var verified = Facts.verify(facts, witness.keys(), now);
        return Circumstances.none().with(verified).with(accounts);
    }

    /// What fired.
    private static final class Found {
        private final Map<String, String> reasons = new LinkedHashMap<>();
        private final Set<String> sentences = new LinkedHashSet<>();

        void add(String control, String sentence) {
            reasons.putIfAbsent(control, sentence);
            sentences.add(control + ": " + sentence);
        }

        void add(Reason reason) {
            var control =
                    switch (reason.code()) {
                        case DENIED_BY, LIMIT_EXCEEDED ->
                            reason.rule()
                                    .map(rule -> Controls.of(rule.rule()))
                                    .orElse(reason.code().name());
                        default -> reason.code().name();
                    };
            var rule = reason.rule().map(each -> " (" + each.rule() + ")").orElse("");
            add(control, reason.text() + rule);
        }

        /// There is nobody here who would still establish it.
        void add(Unmet unmet) {
            if (unmet instanceof Unmet.Establishing(var kind, var why)) add(kind.name() + "_MISSING", why);
        }
    }

    /// Whether somebody agreed who is no owner, or agreed to something else than what was submitted.
    /// @spec docs/spec/judge.md#JU-2 judge
    private static boolean isForeign(Entry vector, Seen.Part part) throws Unusable {
        if (part.warnings().stream().anyMatch(each -> each.code().equals(Controls.APPROVALS))) return true;
        if (part.recovered().isEmpty()) return false;
        var recovered = part.recovered().get();
        if (recovered.contains(NOBODY)) return true;
        if (vector.has("submitted") && !part.digests().equals(List.of(digest(vector)))) return true;
        if (!vector.has("tx") || !vector.get("tx").has("recovered")) return false;
        var told = new HashSet<String>();
        for (var each : vector.get("tx").get("recovered").items())
            told.add(each.text().toLowerCase(Locale.ROOT));
        return !recovered.stream()
                .map(each -> each.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet())
                .equals(told);
    }

    private Matter matter(Entry vector, ChainId chain, Matter read) throws Unusable {
        return new Matter(
                read.asked(),
                read.chain(),
                read.content(),
                read.legs(),
                read.terms(),
                controls.isOn(Controls.DEPTH) ? read.warnings() : without(read.warnings(), Controls.DEPTH),
                fee(vector, chain).or(read::fee),
                read.coins(),
                read.solana(),
                read.digests());
    }

    private static List<Warning> without(List<Warning> warnings, String code) {
        return warnings.stream().filter(each -> !each.code().equals(code)).toList();
    }

    /// Nobody says who asked or from which vault: the source is where the policy holds.
    private Matter.Asked asked(String id, Entry vector, Seen.Part part) throws Unusable {
        var digests = part.digests();
        if (controls.isOn(Controls.INTENT)) {
            if (part.warnings().stream().anyMatch(each -> MISMATCHES.contains(each.code()))) digests = List.of();
            else if (vector.has("submitted")) digests = List.of(digest(vector));
        }
        var intent = Transcript.of("tallystick/judge/v1/intent")
                .add("id", id)
                .add("bytes", part.bytes())
                .digest();
        return new Matter.Asked(
                new IntentId(intent),
                Source.of(policy.scope(), List.of()),
                StandInNode.initiator(),
                digests,
                false,
                now);
    }

    private static Digest32 digest(Entry vector) throws Unusable {
        var bytes = vector.hex("submitted");
        if (bytes.length() != 32) throw vector.get("submitted").expected("32 bytes in hex");
        return new Digest32(bytes);
    }

    /// What a plain call can cost at the most, where its record says what gas and at which price.
    private static Optional<Matter.Fee> fee(Entry vector, ChainId chain) throws Unusable {
        if (!vector.has("tx") || !vector.text("kind").equals("evmCall")) return Optional.empty();
        var tx = vector.get("tx");
        var price = tx.has("maxFeePerGas") ? "maxFeePerGas" : "gasPrice";
        if (!tx.has("gas") || !tx.has(price)) return Optional.empty();
        var most = tx.natural("gas").multiply(tx.natural(price));
        return Optional.of(
                new Matter.Fee(Asset.coin(chain, 60), new Account(chain, tx.text("from")), most, OptionalInt.of(18)));
    }
}
