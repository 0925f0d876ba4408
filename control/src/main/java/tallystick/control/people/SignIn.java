package tallystick.control.people;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
import tallystick.control.site.Site;
import tallystick.control.store.Store;
import tallystick.core.approval.AssertionCheck;
import tallystick.core.chain.json.Json;
import tallystick.core.people.PersonKey;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.SystemEntropy;

/// Whether somebody is who he says, by one assertion of his passkey over a challenge that nobody else was given.
///
/// **Why** the challenge is a hash of its own purpose: what signs somebody in is never an answer to a withdrawal, and
/// the page can see for itself that it is not asked for one.
@Component
public final class SignIn {
    static final Duration LIFE = Duration.ofMinutes(5);

    private static final int CHALLENGES_MAX = 120;

    private final Store store;
    private final People people;
    private final Failures failures;
    private final Site site;
    private final InstantSource clock;

    SignIn(Store store, People people, Failures failures, Site site, InstantSource clock) {
        this.store = store;
        this.people = people;
        this.failures = failures;
        this.site = site;
        this.clock = clock;
    }

    /// What a passkey is asked to sign.
    ///
    /// @param nonce of which the challenge is made
    record Challenge(Digest32 challenge, Bytes nonce) {}

    /// What a browser brings.
    record Brought(Bytes credential, Bytes clientData, Bytes authenticatorData, Bytes signature) {}

    /// A challenge that counts once and for five minutes.
    ///
    /// @throws Problem if too many were asked for from the same address
    /// @spec docs/spec/session.md#SN-1 session
    Challenge challenge(String remote) {
        var now = clock.instant();
        var open = store.sql("select count(*) from sign_in_challenges where remote = ? and at > ?")
                .params(remote, Store.moment(now.minusSeconds(60)))
                .query(Integer.class)
                .single();
        if (open >= CHALLENGES_MAX) throw Problem.of(Code.CROWDED, "%d challenges within a minute".formatted(open));
        var nonce = new SystemEntropy().bytes(Digest32.LENGTH_BYTES);
        var challenge = Transcript.of("tallystick/control/v1/sign-in")
                .add("origin", site.origin())
                .add("nonce", nonce)
                .digest();
        store.sql("insert into sign_in_challenges (challenge, remote, at) values (?, ?, ?)")
                .params(challenge.bytes().toArray(), remote, Store.moment(now))
                .update();
        return new Challenge(challenge, nonce);
    }

    /// Who signed, if it is a person that counts and the challenge was open; then it is open no more.
    ///
    /// @throws Problem in the same words whatever is wrong
    /// @spec docs/spec/session.md#SN-2 session
    People.Holder verify(Brought brought, String remote) {
        failures.requireFew(remote);
        var challenge = challenge(brought.clientData()).filter(this::take);
        var holder = people.holder(brought.credential());
        if (challenge.isPresent() && holder.isPresent() && holds(holder.get().passkey(), brought, challenge.get()))
            return holder.get();
        failures.count(remote);
        throw Problem.of(Code.UNSIGNED, "no passkey that counts signed this");
    }

    /// Of all pages that may ask for the passkey only this one counts here.
    private boolean holds(PersonKey.Passkey passkey, Brought brought, Digest32 challenge) {
        var origin = site.origin();
        if (!passkey.origins().contains(origin)) return false;
        var here = new PersonKey.Passkey(
                passkey.credential(),
                passkey.key(),
                passkey.aaguid(),
                passkey.relyingParty(),
                List.of(origin),
                passkey.isDeviceBound());
        return Passkeys.assertion(passkey, brought)
                .filter(each -> AssertionCheck.check(here, each, challenge) instanceof AssertionCheck.Outcome.Holds)
                .isPresent();
    }

    private static Optional<Digest32> challenge(Bytes clientData) {
        if (!(Json.parse(clientData) instanceof Parsed.Ok<Json>(var json))) return Optional.empty();
        return json.text("challenge").flatMap(SignIn::digest);
    }

    private static Optional<Digest32> digest(String text) {
        try {
            var bytes = Bytes.copyOf(Base64.getUrlDecoder().decode(text));
            return bytes.length() == Digest32.LENGTH_BYTES ? Optional.of(new Digest32(bytes)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private boolean take(Digest32 challenge) {
        return store.sql("delete from sign_in_challenges where challenge = ? and at > ?")
                        .params(
                                challenge.bytes().toArray(),
                                Store.moment(clock.instant().minus(LIFE)))
                        .update()
                == 1;
    }

    /// Forgets what counts no more.
    public int forget() {
        var now = clock.instant();
        return store.sql("delete from sign_in_challenges where at < ?")
                        .params(Store.moment(now.minus(LIFE)))
                        .update()
                + failures.forget();
    }
}
