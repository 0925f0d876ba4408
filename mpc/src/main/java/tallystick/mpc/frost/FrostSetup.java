package tallystick.mpc.frost;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.access.SigningSet;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Roster;
import tallystick.mpc.session.Session;
import tallystick.mpc.session.SessionId;

/// Everything the parties of one signing session must agree on before its first message.
///
/// **Why** parties that hold different messages, paths, epochs, sets or policies must part before any nonce is spent.
/// So all of it is hashed into [#setup], which parties compare, and with everybody's fresh bytes into the session id.
///
/// **Threads** immutable.
///
/// **Form** the hash is specified in `docs/spec/frost.md` §3.
public final class FrostSetup {
    /// Most messages in one session.
    public static final int REQUESTS_MAX = 1024;
    /// Length of each party's fresh bytes.
    public static final int FRESH_LENGTH_BYTES = 32;

    static final int BIP340_MESSAGE_BYTES = 32;

    private final GroupKey key;
    private final SigningSet set;
    private final FrostTerms terms;
    private final List<OutputKey> outputKeys;
    private final Digest32 hash;

    /// Of terms that fit the key, with the output key of each request.
    FrostSetup(GroupKey key, SigningSet set, FrostTerms terms, List<OutputKey> outputKeys) {
        this.key = key;
        this.set = set;
        this.terms = terms;
        this.outputKeys = List.copyOf(outputKeys);
        this.hash = hash(key, set, terms);
    }

    /// One session that draws its nonces itself, as this party would sign it of its own accord. Terms of another's
    /// making are judged by [FrostAdmission].
    ///
    /// @param key the key, in its epoch
    /// @param set who signs
    /// @param roster whose identity key is whose
    /// @param requests what is signed, 1..[#REQUESTS_MAX]; nothing is shared between them but the session
    /// @param policy hash of the policy and evidence each party judged this by
    /// @throws IllegalArgumentException if set and key have different trees, the number of requests is out of
    ///     range, a BIP-340 message is not 32 bytes, or a tweak is not derived from the key or impossible: the
    ///     caller's fault
    public static FrostSetup drawing(
            GroupKey key, SigningSet set, Roster roster, List<SigningRequest> requests, Digest32 policy) {
        return of(key, set, FrostTerms.of(key, set, roster, requests, policy));
    }

    /// One session over commitments made ahead.
    ///
    /// @param items which commitments each party of the set uses, one for each request
    /// @throws IllegalArgumentException as [#drawing], or if the items are not one of each party for each request
    public static FrostSetup pooled(
            GroupKey key,
            SigningSet set,
            Roster roster,
            List<SigningRequest> requests,
            Digest32 policy,
            SortedMap<PartyId, NonceItems> items) {
        return of(key, set, FrostTerms.of(key, set, roster, requests, policy).over(items));
    }

    private static FrostSetup of(GroupKey key, SigningSet set, FrostTerms terms) {
        if (!set.tree().equals(key.tree())) throw new IllegalArgumentException("signing set of another quorum tree");
        return switch (new TermsJudge(key, set, terms).judge()) {
            case TermsJudge.Judged.Fit(var setup) -> setup;
            case TermsJudge.Judged.Unfit(var refused) ->
                throw new IllegalArgumentException(refused.why() + ": " + refused.detail());
        };
    }

    /// The hash of everything but fresh bytes: what the parties compare before the run.
    public Digest32 setup() {
        return hash;
    }

    /// One party's view of the run: its id is the hash of [#setup] and everybody's fresh bytes.
    ///
    /// @param fresh 32 bytes of each party of the set, drawn for this run alone
    /// @throws IllegalArgumentException if they are not of exactly these parties: the caller's fault
    public Session session(SortedMap<PartyId, Bytes> fresh, PartyId self) {
        if (!List.copyOf(fresh.keySet()).equals(set.parties()))
            throw new IllegalArgumentException("fresh bytes of other parties than the signing set");
        for (var bytes : fresh.values()) {
            if (bytes.length() != FRESH_LENGTH_BYTES)
                throw new IllegalArgumentException("%d fresh bytes, not 32".formatted(bytes.length()));
        }
        var id = Transcript.of("tallystick/frost/v1/session")
                .add("setup", setup())
                .add("fresh", List.copyOf(fresh.values()))
                .digest();
        return new Session(new SessionId(id), self, set.parties());
    }

    /// The key, in its epoch.
    public GroupKey key() {
        return key;
    }

    /// Who signs.
    public SigningSet set() {
        return set;
    }

    /// What is signed.
    public List<SigningRequest> requests() {
        return terms.requests();
    }

    /// Hash of the policy and evidence each party judged this by.
    public Digest32 policy() {
        return terms.policy();
    }

    /// Which commitments made ahead each party uses, if any.
    public Optional<SortedMap<PartyId, NonceItems>> pooled() {
        return terms.pooled();
    }

    /// The keys the signatures will verify under, request by request.
    /// @spec docs/spec/frost.md#FR-2 frost
    public List<OutputKey> outputKeys() {
        return outputKeys;
    }

    /// @spec docs/spec/frost.md#FR-12 frost
    /// @spec docs/spec/frost.md#FR-36 frost
    private static Digest32 hash(GroupKey key, SigningSet set, FrostTerms terms) {
        var transcript = Transcript.of("tallystick/frost/v2/setup")
                .add("group key", key.hash())
                .add("parties", set.parties().stream().map(FrostSetup::encode).toList())
                .add("roster", terms.claim().roster())
                .add("requests", terms.requests().size())
                .add("policy", terms.policy())
                .add("pooled", terms.pooled().isPresent() ? 1 : 0);
        for (var request : terms.requests()) {
            transcript
                    .add("message", request.message())
                    .add("path", request.child().encodePath())
                    .add("tweak", request.child().sum().encode())
                    .add("taproot", request.taproot().encode());
        }
        terms.pooled()
                .ifPresent(items -> items.forEach((party, item) -> transcript
                        .add("item of", party.value())
                        .add("pool", item.pool())
                        .add("first index", item.firstIndex())
                        .add("count", item.count())));
        return transcript.digest();
    }

    private static Bytes encode(PartyId party) {
        var writer = new Writer();
        party.write(writer);
        return writer.toBytes();
    }
}
