package tallystick.control.vaults;

import java.util.regex.Pattern;
import tallystick.control.answer.Problem;
import tallystick.core.chain.Asset;
import tallystick.core.chain.ChainId;

/// Assets as requests name them, as in CAIP-19.
public final class AssetText {
    private static final Pattern FORM = Pattern.compile("([^:/]+):([^:/]+)/([^:/]+):(.+)");

    private AssetText() {}

    /// Reads one.
    ///
    /// @throws Problem if it is none
    public static Asset parse(String field, String text) {
        var parts = FORM.matcher(text);
        if (parts.matches() && ChainId.isValid(parts.group(1), parts.group(2)))
            try {
                return new Asset(new ChainId(parts.group(1), parts.group(2)), parts.group(3), parts.group(4));
            } catch (IllegalArgumentException e) {
                throw Problem.field(field, "an asset such as eip155:1/slip44:60");
            }
        throw Problem.field(field, "an asset such as eip155:1/slip44:60");
    }
}
