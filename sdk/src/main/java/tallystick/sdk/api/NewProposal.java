package tallystick.sdk.api;

import java.util.List;
import tallystick.sdk.Fields;

/// What the API calls NewProposal, to be sent; what is not given is left out. **Threads** one.
public final class NewProposal {
    private final Fields fields = Fields.none();

    /// With this book.
    public NewProposal book(List<BookEdit> value) {
        var _ = fields.withEach("book", value.stream().map(BookEdit::fields).toList());
        return this;
    }

    /// With this days.
    public NewProposal days(int value) {
        var _ = fields.with("days", value);
        return this;
    }

    /// With this effectiveFrom.
    public NewProposal effectiveFrom(String value) {
        var _ = fields.with("effectiveFrom", value);
        return this;
    }

    /// With this kind.
    public NewProposal kind(String value) {
        var _ = fields.with("kind", value);
        return this;
    }

    /// With this order.
    public NewProposal order(String value) {
        var _ = fields.with("order", value);
        return this;
    }

    /// With this people.
    public NewProposal people(List<PeopleEdit> value) {
        var _ = fields.withEach("people", value.stream().map(PeopleEdit::fields).toList());
        return this;
    }

    /// With this reason.
    public NewProposal reason(String value) {
        var _ = fields.with("reason", value);
        return this;
    }

    /// With this text.
    public NewProposal text(String value) {
        var _ = fields.with("text", value);
        return this;
    }

    Fields fields() {
        return fields;
    }
}
