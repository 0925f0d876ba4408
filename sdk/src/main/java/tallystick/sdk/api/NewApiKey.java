package tallystick.sdk.api;

import java.util.List;
import tallystick.sdk.Fields;

/// What the API calls NewApiKey, to be sent; what is not given is left out. **Threads** one.
public final class NewApiKey {
    private final Fields fields = Fields.none();

    /// With this algorithm.
    public NewApiKey algorithm(String value) {
        var _ = fields.with("algorithm", value);
        return this;
    }

    /// With this allowList.
    public NewApiKey allowList(List<String> value) {
        var _ = fields.with("allowList", value);
        return this;
    }

    /// With this expiresAt.
    public NewApiKey expiresAt(String value) {
        var _ = fields.with("expiresAt", value);
        return this;
    }

    /// With this name.
    public NewApiKey name(String value) {
        var _ = fields.with("name", value);
        return this;
    }

    /// With this publicKey.
    public NewApiKey publicKey(String value) {
        var _ = fields.with("publicKey", value);
        return this;
    }

    /// With this role.
    public NewApiKey role(String value) {
        var _ = fields.with("role", value);
        return this;
    }

    /// With this scopes.
    public NewApiKey scopes(List<String> value) {
        var _ = fields.with("scopes", value);
        return this;
    }

    /// With this vaults.
    public NewApiKey vaults(List<String> value) {
        var _ = fields.with("vaults", value);
        return this;
    }

    Fields fields() {
        return fields;
    }
}
