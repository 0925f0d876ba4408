package tallystick.sdk.api;

import java.util.Map;
import tallystick.crypto.codec.Bytes;
import tallystick.sdk.Connection;
import tallystick.sdk.ControlRefused;
import tallystick.sdk.ControlUnreachable;

/// Operations of the API on `/v1/address-book`, as control/openapi.json has them. **Threads** any.
public final class AddressBookApi {
    private final Connection connection;

    /// Over this connection.
    public AddressBookApi(Connection connection) {
        this.connection = connection;
    }

    /// Lists the entries of the address book that nodes have in force.
    public PageEntryBody listAddressBook() throws ControlRefused, ControlUnreachable {
        return PageEntryBody.read(connection.ask(
                new Connection.Asked("GET", Target.of("/v1/address-book").text(), Bytes.empty(), Map.of())));
    }
}
