package tallystick.control.people;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tallystick.control.access.Caller;
import tallystick.control.access.Open;
import tallystick.control.access.Requires;
import tallystick.control.access.Scope;
import tallystick.control.access.Workspaces;
import tallystick.control.answer.Given;
import tallystick.control.answer.Page;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
import tallystick.control.site.Site;
import tallystick.core.people.CredentialKey;
import tallystick.core.people.PersonKey;
import tallystick.crypto.codec.Bytes;

/// Invitations of newcomers, over the API.
@RestController
final class InvitationsApi {
    private static final int NAME_CHARACTERS_MAX = 64;
    private static final int ROLES_MAX = 16;
    private static final int CLIENT_BYTES_MAX = 2048;
    private static final int AUTHENTICATOR_BYTES_MAX = 2048;

    private final Invitations invitations;
    private final Workspaces workspaces;
    private final Site site;

    InvitationsApi(Invitations invitations, Workspaces workspaces, Site site) {
        this.invitations = invitations;
        this.workspaces = workspaces;
        this.site = site;
    }

    /// @param name as the document will show it
    /// @param roles a wish: the document alone gives them
    record NewInvitation(@Nullable String name, @Nullable List<String> roles) {}

    /// @param keyId of the key that waits; absent until it was registered
    /// @param strength what that key proves at most
    /// @param aaguid the model of its authenticator, to be compared with what the organisation gives out
    /// @param passkey the key itself, to go into a file of people as it is
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record InvitationBody(
            UUID id,
            String name,
            List<String> roles,
            @Nullable String keyId,
            @Nullable String strength,
            @Nullable String aaguid,
            @Nullable PasskeyBody passkey,
            Instant createdAt,
            Instant expiresAt) {
        static InvitationBody of(Invitations.Row row) {
            return new InvitationBody(
                    row.id(),
                    row.name(),
                    row.roles(),
                    row.key().map(each -> each.id().toString()).orElse(null),
                    row.key().map(each -> each.strength().name()).orElse(null),
                    row.key().map(each -> each.aaguid().toHex()).orElse(null),
                    row.key().map(PasskeyBody::of).orElse(null),
                    row.createdAt(),
                    row.expiresAt());
        }
    }

    /// As `governance genesis --people` and `governance propose --people` take it: who begins a workspace has nobody
    /// yet who could sign in and propose.
    ///
    /// @param p256 x and y; absent of a key on edwards25519
    /// @param ed25519 absent of a key on P-256
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PasskeyBody(
            String credential,
            @Nullable String p256,
            @Nullable String ed25519,
            String aaguid,
            String relyingParty,
            List<String> origins,
            boolean deviceBound) {
        static PasskeyBody of(PersonKey.Passkey key) {
            return new PasskeyBody(
                    key.credential().toHex(),
                    key.key() instanceof CredentialKey.Es256(var nist)
                            ? nist.bytes().toHex()
                            : null,
                    key.key() instanceof CredentialKey.EdDsa(var edwards)
                            ? edwards.bytes().toHex()
                            : null,
                    key.aaguid().toHex(),
                    key.relyingParty(),
                    key.origins(),
                    key.isDeviceBound());
        }
    }

    /// @param link for the newcomer alone; it is shown this once
    record InvitationMade(InvitationBody invitation, String link) {}

    /// What the newcomer's page gives its authenticator.
    ///
    /// @param challenge base64url
    /// @param userHandle base64url
    record Welcome(String name, String organisation, String rpId, String origin, String challenge, String userHandle) {}

    /// @param authenticatorData as the browser's `getAuthenticatorData()` gives it, base64url
    record NewKey(@Nullable String clientDataJSON, @Nullable String authenticatorData) {}

    /// @param keyId to be compared, over another way, with what waits
    record KeyWaits(String keyId, String strength) {}

    @PostMapping("/v1/invitations")
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(value = Scope.INVITATIONS_WRITE, says = "Invites somebody to register a passkey, which then waits.")
    InvitationMade createInvitation(
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
            @RequestBody NewInvitation body,
            HttpServletRequest request) {
        var made = invitations.make(
                caller.workspace(),
                caller.key(),
                Given.text("name", body.name(), NAME_CHARACTERS_MAX),
                Given.list("roles", body.roles(), ROLES_MAX).stream()
                        .map(each -> Given.text("roles", each, NAME_CHARACTERS_MAX))
                        .toList());
        request.setAttribute(Caller.UNKEPT, true);
        return new InvitationMade(
                InvitationBody.of(made.row()), "%s/invitations/%s".formatted(site.origin(), made.code()));
    }

    @GetMapping("/v1/invitations")
    @Requires(value = Scope.PEOPLE_READ, says = "Lists invitations and the keys that wait, the latest first.")
    Page<InvitationBody> listInvitations(@RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
        return new Page<>(
                invitations.list(caller.workspace()).stream()
                        .map(InvitationBody::of)
                        .toList(),
                null);
    }

    @GetMapping("/v1/invitations/{code}")
    @Open(says = "Gives a newcomer what his authenticator makes a passkey of.")
    Welcome getInvitation(@PathVariable String code) {
        var row = invitations.open(code);
        return new Welcome(
                row.name(),
                workspaces.organisation(),
                site.relyingParty(),
                site.origin(),
                Passkeys.text(invitations.challenge(code).bytes()),
                Passkeys.text(Bytes.ofUtf8(row.id().toString())));
    }

    @PostMapping("/v1/invitations/{code}/key")
    @ResponseStatus(HttpStatus.CREATED)
    @Open(says = "Takes the public key of a newcomer's passkey, which waits for the next document of people.")
    KeyWaits registerKey(@PathVariable String code, @RequestBody NewKey body, HttpServletRequest request) {
        if (!site.origin().equals(request.getHeader("Origin")))
            throw Problem.of(Code.FORBIDDEN, "the header Origin has to be " + site.origin());
        var key = invitations.register(
                code,
                Given.base64url("authenticatorData", body.authenticatorData(), AUTHENTICATOR_BYTES_MAX),
                Given.base64url("clientDataJSON", body.clientDataJSON(), CLIENT_BYTES_MAX));
        return new KeyWaits(key.id().toString(), key.strength().name());
    }
}
