package tallystick.sdk.api;

import java.util.List;
import tallystick.sdk.Fields;

/// What the API calls PeopleEdit, to be sent; what is not given is left out. **Threads** one.
public final class PeopleEdit {
    private final Fields fields = Fields.none();

    /// With this act.
    public PeopleEdit act(String value) {
        var _ = fields.with("act", value);
        return this;
    }

    /// With this human.
    public PeopleEdit human(String value) {
        var _ = fields.with("human", value);
        return this;
    }

    /// With this invitation.
    public PeopleEdit invitation(String value) {
        var _ = fields.with("invitation", value);
        return this;
    }

    /// With this key.
    public PeopleEdit key(String value) {
        var _ = fields.with("key", value);
        return this;
    }

    /// With this name.
    public PeopleEdit name(String value) {
        var _ = fields.with("name", value);
        return this;
    }

    /// With this person.
    public PeopleEdit person(String value) {
        var _ = fields.with("person", value);
        return this;
    }

    /// With this rights.
    public PeopleEdit rights(List<String> value) {
        var _ = fields.with("rights", value);
        return this;
    }

    /// With this roles.
    public PeopleEdit roles(List<String> value) {
        var _ = fields.with("roles", value);
        return this;
    }

    Fields fields() {
        return fields;
    }
}
