package tallystick.control.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tallystick.control.answer.Given;
import tallystick.control.answer.Page;
import tallystick.control.answer.Problem;

/// Keys of programs, over the API.
@RestController
final class ApiKeysApi {
    private static final int BLOCKS_MAX = 64;
    private static final int NAME_CHARACTERS_MAX = 100;
    private static final int VAULTS_MAX = 100;

    private final ApiKeys keys;
    private final InstantSource clock;

    ApiKeysApi(ApiKeys keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /// @param algorithm ED25519 or P256
    /// @param publicKey hex: 32 bytes, or x and y of 32 bytes each
    /// @param scopes of the role; all of them if absent
    /// @param allowList blocks of addresses it may be used from; anywhere if absent
    /// @param vaults the only ones it may see and draft from; all, and those to come, if absent
    record NewApiKey(
            @Nullable String name,
            @Nullable String algorithm,
            @Nullable String publicKey,
            @Nullable String role,
            @Nullable List<String> scopes,
            @Nullable List<String> allowList,
            @Nullable List<String> vaults,
            @Nullable String expiresAt) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ApiKey(
            UUID id,
            String name,
            Algorithm algorithm,
            String publicKey,
            Role role,
            List<Scope> scopes,
            List<String> allowList,
            @Nullable List<UUID> vaults,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt,
            @Nullable Instant lastUsedAt,
            Instant createdAt) {
        static ApiKey of(ApiKeys.Row row) {
            return new ApiKey(
                    row.id(),
                    row.name(),
                    row.algorithm(),
                    row.publicKey().toHex(),
                    row.role(),
                    row.scopes().stream().sorted().toList(),
                    row.allowList(),
                    row.vaults().map(each -> each.stream().sorted().toList()).orElse(null),
                    row.expiresAt().orElse(null),
                    row.revokedAt().orElse(null),
                    row.lastUsedAt().orElse(null),
                    row.createdAt());
        }
    }

    @PostMapping("/v1/api-keys")
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(value = Scope.KEYS_WRITE, says = "Makes a key of a program, with a role and perhaps fewer scopes.")
    ApiKey createApiKey(@RequestAttribute(Caller.ATTRIBUTE) Caller caller, @RequestBody NewApiKey body) {
        var algorithm = Given.name("algorithm", body.algorithm(), List.of(Algorithm.values()));
        var key = Given.hex("publicKey", body.publicKey(), algorithm.keyBytes());
        if (!algorithm.isKey(key)) throw Problem.field("publicKey", "a public key of " + algorithm);
        var role = Given.name("role", body.role(), List.of(Role.values()));
        var expires = Optional.ofNullable(body.expiresAt()).map(each -> Given.moment("expiresAt", each));
        if (expires.isPresent() && !expires.get().isAfter(clock.instant()))
            throw Problem.field("expiresAt", "a moment in the future");
        return ApiKey.of(keys.add(
                caller.workspace(),
                new ApiKeys.Wanted(
                        Given.text("name", body.name(), NAME_CHARACTERS_MAX),
                        algorithm,
                        key,
                        role,
                        scopes(role, body.scopes()),
                        blocks(body.allowList()),
                        vaults(caller.workspace(), body.vaults()),
                        expires)));
    }

    private static Set<Scope> scopes(Role role, @Nullable List<String> wanted) {
        if (wanted == null) return role.scopes();
        var scopes = Given.list("scopes", wanted, Scope.values().length).stream()
                .map(each -> Given.name("scopes", each, List.of(Scope.values())))
                .collect(Collectors.toSet());
        if (scopes.isEmpty() || !role.scopes().containsAll(scopes))
            throw Problem.field("scopes", "scopes of the role " + role);
        return scopes;
    }

    private Optional<Set<UUID>> vaults(UUID workspace, @Nullable List<String> wanted) {
        if (wanted == null) return Optional.empty();
        var vaults = Given.list("vaults", wanted, VAULTS_MAX).stream()
                .map(each -> Given.id("vaults", each))
                .collect(Collectors.toSet());
        if (vaults.isEmpty() || !keys.areVaults(workspace, vaults))
            throw Problem.field("vaults", "one or more vaults that are there");
        return Optional.of(vaults);
    }

    private static List<String> blocks(@Nullable List<String> wanted) {
        var blocks = Given.list("allowList", wanted, BLOCKS_MAX);
        if (!blocks.stream().allMatch(Remote::isBlock)) throw Problem.field("allowList", "blocks such as 192.0.2.0/24");
        return blocks;
    }

    @GetMapping("/v1/api-keys")
    @Requires(value = Scope.KEYS_READ, says = "Lists the keys of programs, revoked ones too.")
    Page<ApiKey> listApiKeys(@RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
        return new Page<>(keys.list(caller.workspace()).stream().map(ApiKey::of).toList(), null);
    }

    @DeleteMapping("/v1/api-keys/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Requires(value = Scope.KEYS_WRITE, says = "Revokes a key at once and for ever.")
    void revokeApiKey(@RequestAttribute(Caller.ATTRIBUTE) Caller caller, @PathVariable String id) {
        keys.revoke(caller.workspace(), Given.id("id", id));
    }
}
