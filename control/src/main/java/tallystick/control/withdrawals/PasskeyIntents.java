package tallystick.control.withdrawals;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tallystick.control.access.Caller;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
import tallystick.control.people.Passkeys;
import tallystick.control.store.Store;
import tallystick.control.vaults.Vaults;
import tallystick.core.chain.Content;
import tallystick.core.intent.Author;
import tallystick.core.intent.Evidence;
import tallystick.core.intent.Intent;
import tallystick.core.people.PersonKey;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.secret.SystemEntropy;

/// Intents that a person signs with a passkey in his browser. Control writes the intent down, because a browser brings
/// back a signature alone; what it says is the draft's, and whoever signs can read it.
@Component
class PasskeyIntents {
    private static final Duration LIFE = Duration.ofHours(12);
    private static final int SALT_BYTES = 16;

    private final Store store;
    private final Vaults vaults;
    private final Passkeys passkeys;
    private final InstantSource clock;

    PasskeyIntents(Store store, Vaults vaults, Passkeys passkeys, InstantSource clock) {
        this.store = store;
        this.vaults = vaults;
        this.passkeys = passkeys;
        this.clock = clock;
    }

    /// An intent that waits for a signature.
    record Asked(Intent intent, PersonKey.Passkey passkey) {}

    /// Writes an intent over a draft, to be signed by a passkey of who asks; it takes the place of one before.
    Asked write(Withdrawal draft, Caller caller, String keyId) {
        var person = passkeys.person(caller);
        var passkey = passkeys.of(person).stream()
                .filter(each -> keyId.isEmpty() || each.id().toString().equals(keyId))
                .findFirst()
                .orElseThrow(() -> Problem.field("keyId", "a passkey of who asks that counts"));
        var vault = vaults.vaultOf(draft.wallet());
        var wallet = vaults.wallet(vault.workspace(), draft.wallet());
        var address = vaults.address(vault, wallet, Optional.of(draft.address()));
        var intent = new Intent(
                Intent.Version.V3,
                vault.key().id(),
                address.path().indices(),
                wallet.chain(),
                Content.TRANSACTION,
                draft.unsigned(),
                draft.digests(),
                Instant.ofEpochSecond(clock.instant().plus(LIFE).getEpochSecond()),
                new Author.Holder(passkey.id()),
                new SystemEntropy().bytes(SALT_BYTES));
        store.sql("""
            insert into passkey_intents (withdrawal_id, account_id, intent) values (?, ?, ?)
            on conflict (withdrawal_id, account_id) do update set intent = excluded.intent\
            """)
                .params(draft.id(), caller.key(), intent.encode().toArray())
                .update();
        return new Asked(intent, passkey);
    }

    /// The evidence that a passkey's assertion makes of the intent that was written for who asks.
    ///
    /// @throws Problem if none was, or the assertion is of something else
    Evidence evidence(Withdrawal draft, Caller caller, Passkeys.@Nullable AssertionBody assertion) {
        var encoded = store.sql("select intent from passkey_intents where withdrawal_id = ? and account_id = ?")
                .params(draft.id(), caller.key())
                .query(byte[].class)
                .optional()
                .orElseThrow(() -> Problem.of(Code.CONFLICT, "no intent was asked for to be signed by a passkey"));
        var intent = Intent.parse(Bytes.copyOf(encoded)).orThrow();
        var signed = passkeys.verify(caller, assertion, Evidence.statement(intent.id()));
        if (!signed.passkey().id().equals(intent.initiator().keyId()))
            throw Problem.field("assertion", "one by the key that the intent names");
        return new Evidence(intent, signed.proof());
    }

    /// Whether whom an intent names signed it, as far as control can tell; nodes tell by themselves.
    boolean isSigned(Evidence evidence) {
        return evidence.intent().initiator() instanceof Author.Signer
                ? evidence.isSigned()
                : passkeys.key(evidence.intent().initiator().keyId())
                        .filter(evidence::isSignedBy)
                        .isPresent();
    }

    /// What has to be known of an intent to sign it.
    static List<String> warnings(Withdrawal draft, Instant now) {
        return draft.expiresAt().isBefore(now.plusSeconds(120))
                ? List.of("the draft expires within two minutes")
                : List.of();
    }
}
