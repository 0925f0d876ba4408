package tallystick.control.vaults;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tallystick.control.access.Caller;
import tallystick.control.access.Requires;
import tallystick.control.access.Scope;
import tallystick.control.answer.Given;
import tallystick.control.answer.Page;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
import tallystick.control.relay.NodeUnreachable;
import tallystick.control.relay.Nodes;
import tallystick.control.vaults.Vaults.Tier;
import tallystick.core.wire.KeyCard;

/// Vaults over the API.
@RestController
final class VaultsApi {
    private static final Pattern KEY_ID = Pattern.compile("[0-9a-f]{8,64}");
    private static final int NAME_CHARACTERS_MAX = 100;
    private static final int TAGS_MAX = 32;
    private static final int SETS_MAX = 16;
    private static final int SIGNERS_MAX = 64;

    private final Vaults vaults;
    private final Nodes nodes;

    VaultsApi(Vaults vaults, Nodes nodes) {
        this.vaults = vaults;
        this.nodes = nodes;
    }

    /// @param keyId the key's id, or its first digits, at least eight
    /// @param signingSets names of nodes, in the order in which sets are tried
    record NewVault(
            @Nullable String name,
            @Nullable String tier,
            @Nullable List<String> tags,
            @Nullable String keyId,
            @Nullable List<List<String>> signingSets) {}

    /// What is absent stays as it is.
    record VaultChange(
            @Nullable String name,
            @Nullable String tier,
            @Nullable List<String> tags,
            @Nullable List<List<String>> signingSets) {}

    /// @param point the joint public key, hex
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record VaultBody(
            UUID id,
            String name,
            Tier tier,
            List<String> tags,
            String keyId,
            int scheme,
            String tree,
            String point,
            String chainCode,
            List<List<String>> signingSets,
            int version,
            Instant createdAt) {
        static VaultBody of(Vaults.Vault vault) {
            return new VaultBody(
                    vault.id(),
                    vault.name(),
                    vault.tier(),
                    vault.tags(),
                    vault.key().id().toString(),
                    vault.key().scheme(),
                    vault.tree(),
                    vault.key().point().toHex(),
                    vault.key().chainCode().toString(),
                    vault.signingSets(),
                    vault.version(),
                    vault.createdAt());
        }
    }

    @PostMapping("/v1/vaults")
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(value = Scope.VAULTS_WRITE, says = "Makes a vault of a key that nodes hold.")
    VaultBody createVault(@RequestAttribute(Caller.ATTRIBUTE) Caller caller, @RequestBody NewVault body) {
        var name = Given.called("name", body.name(), NAME_CHARACTERS_MAX);
        var tier = Given.name("tier", body.tier(), List.of(Tier.values()));
        var tags = tags(body.tags());
        var sets = sets(Given.there("signingSets", body.signingSets()));
        var card = card(Given.there("keyId", body.keyId()));
        var key = new Key(card.id(), card.schemeCode(), card.point(), card.chainCode());
        return VaultBody.of(
                vaults.add(caller.workspace(), new Vaults.Wanted(name, tier, tags, key, card.tree(), sets)));
    }

    private KeyCard card(String beginning) {
        if (!KEY_ID.matcher(beginning).matches()) throw Problem.field("keyId", "8..64 lower-case hex digits");
        try {
            return nodes.key(beginning).orElseThrow(() -> Problem.field("keyId", "a key that a node holds"));
        } catch (NodeUnreachable e) {
            throw e.problem();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(Code.UNREACHABLE, "control is stopping");
        }
    }

    private static List<String> tags(@Nullable List<String> tags) {
        return Given.list("tags", tags, TAGS_MAX).stream()
                .map(each -> Given.text("tags", each, NAME_CHARACTERS_MAX))
                .distinct()
                .toList();
    }

    private List<List<String>> sets(List<List<String>> sets) {
        var all = Given.list("signingSets", sets, SETS_MAX);
        if (all.isEmpty()) throw Problem.field("signingSets", "at least one set");
        for (var set : all)
            if (Given.list("signingSets", set, SIGNERS_MAX).size() < 2
                    || new HashSet<>(set).size() != set.size()
                    || !nodes.names().containsAll(set))
                throw Problem.field("signingSets", "sets of two or more distinct nodes of " + nodes.names());
        return all.stream().map(set -> set.stream().sorted().toList()).toList();
    }

    @GetMapping("/v1/vaults")
    @Requires(value = Scope.VAULTS_READ, bound = true, says = "Lists vaults.")
    Page<VaultBody> listVaults(
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        var asked = Page.asked(cursor, limit);
        var after = asked.after().map(each -> Given.id("cursor", each));
        var rows = vaults.list(caller, after, asked.rows()).stream()
                .map(VaultBody::of)
                .toList();
        return Page.of(rows, asked, each -> each.id().toString());
    }

    @GetMapping("/v1/vaults/{id}")
    @Requires(
            value = Scope.VAULTS_READ,
            bound = true,
            says = "Shows a vault; its ETag, the version in quotation marks, is what a change has to name.")
    ResponseEntity<VaultBody> getVault(@RequestAttribute(Caller.ATTRIBUTE) Caller caller, @PathVariable String id) {
        return tagged(vaults.vault(caller, Given.id("id", id)));
    }

    @PatchMapping("/v1/vaults/{id}")
    @Requires(
            value = Scope.VAULTS_WRITE,
            bound = true,
            says = "Changes name, tier, tags or signing sets, if nobody did meanwhile.")
    ResponseEntity<VaultBody> changeVault(
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
            @PathVariable String id,
            @RequestHeader(value = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody VaultChange body) {
        var before = vaults.vault(caller, Given.id("id", id));
        if (ifMatch == null) throw Problem.of(Code.MALFORMED, "a change needs the header If-Match with the ETag");
        if (!ifMatch.equals(tag(before)))
            throw Problem.of(Code.CHANGED, "the vault was changed meanwhile: read it again");
        var after = new Vaults.Vault(
                before.id(),
                before.workspace(),
                body.name() == null ? before.name() : Given.called("name", body.name(), NAME_CHARACTERS_MAX),
                body.tier() == null ? before.tier() : Given.name("tier", body.tier(), List.of(Tier.values())),
                body.tags() == null ? before.tags() : tags(body.tags()),
                before.key(),
                before.tree(),
                Optional.ofNullable(body.signingSets()).map(this::sets).orElse(before.signingSets()),
                before.version(),
                before.createdAt());
        return tagged(vaults.change(before, after));
    }

    private static ResponseEntity<VaultBody> tagged(Vaults.Vault vault) {
        return ResponseEntity.ok().eTag(tag(vault)).body(VaultBody.of(vault));
    }

    private static String tag(Vaults.Vault vault) {
        return "\"%d\"".formatted(vault.version());
    }
}
