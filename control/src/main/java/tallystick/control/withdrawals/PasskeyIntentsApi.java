package tallystick.control.withdrawals;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tallystick.control.access.Caller;
import tallystick.control.access.Requires;
import tallystick.control.access.Scope;
import tallystick.control.answer.Given;
import tallystick.control.people.Passkeys;
import tallystick.core.intent.Evidence;

/// Intents that a passkey signs, over the API.
@RestController
final class PasskeyIntentsApi {
    private final Withdrawals withdrawals;
    private final PasskeyIntents intents;
    private final Legible legible;
    private final InstantSource clock;

    PasskeyIntentsApi(Withdrawals withdrawals, PasskeyIntents intents, Legible legible, InstantSource clock) {
        this.withdrawals = withdrawals;
        this.intents = intents;
        this.legible = legible;
        this.clock = clock;
    }

    /// @param keyId which passkey is to sign; the first that counts if absent
    record NewIntent(@Nullable String keyId) {}

    /// @param intent canonical bytes in hex, docs/spec/intent.md: who signs may read them
    /// @param toSign what the page asks the passkey for
    /// @param effects what it does, in words
    /// @param comparisonCode six words that stand for it on every screen
    record IntentBody(
            String intentId,
            String intent,
            Passkeys.ToSign toSign,
            List<String> effects,
            String comparisonCode,
            List<String> warnings,
            Instant expiresAt) {}

    @PostMapping("/v1/withdrawals/{id}/intent")
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(
            value = Scope.WITHDRAWALS_WRITE,
            bound = true,
            says = "Writes the intent over a draft that a passkey of the person who is signed in then signs.")
    IntentBody createIntent(
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller, @PathVariable String id, @RequestBody NewIntent body) {
        var withdrawal = withdrawals.draft(caller, Given.id("id", id));
        var asked = intents.write(withdrawal, caller, body.keyId() == null ? "" : body.keyId());
        var read = legible.of(withdrawal);
        return new IntentBody(
                asked.intent().id().toString(),
                asked.intent().encode().toHex(),
                Passkeys.toSign(Evidence.statement(asked.intent().id()), List.of(asked.passkey())),
                read.effects(),
                read.comparisonCode(),
                PasskeyIntents.warnings(withdrawal, clock.instant()),
                asked.intent().expiresAt());
    }
}
