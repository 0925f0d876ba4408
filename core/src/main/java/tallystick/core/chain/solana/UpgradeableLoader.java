package tallystick.core.chain.solana;

import java.util.List;
import java.util.Optional;
import tallystick.core.chain.Effect.Authority;
import tallystick.crypto.codec.MalformedInput;

/// The loader of programs that can be replaced: replacing them, and handing over the power to.
///
/// @spec https://docs.rs/solana-loader-v3-interface/latest/solana_loader_v3_interface/instruction/index.html
/// Solana SDK, upgradeable loader
final class UpgradeableLoader {
    private UpgradeableLoader() {}

    static void read(Fields fields, Reading reading) throws MalformedInput {
        var tag = fields.u32("loader instruction");
        fields.end();
        switch ((int) tag) {
            case 3 -> upgrade(fields, reading);
            case 4 -> setAuthority(fields, reading, false);
            case 7 -> setAuthority(fields, reading, true);
            default -> throw new MalformedInput(0, "a loader instruction known here");
        }
    }

    private static void upgrade(Fields fields, Reading reading) throws MalformedInput {
        var code = fields.writable("code account").address();
        var program = fields.writable("program").address();
        var buffer = fields.writable("buffer").address();
        var spill = fields.writable("receiver of what is left").address();
        fields.exactly(Programs.RENT, "rent");
        fields.exactly(Programs.CLOCK, "clock");
        var authority = fields.signer("upgrade authority").address();
        fields.noMoreAccounts();
        var detail = List.of(
                reading.argument("code", code),
                reading.argument("spill", spill),
                reading.argument("authority", authority));
        reading.authority(program, Authority.IMPLEMENTATION, Optional.of(buffer), detail);
        reading.danger("PROGRAM_REPLACED", "A program's code is replaced by what a buffer holds.");
    }

    private static void setAuthority(Fields fields, Reading reading, boolean checked) throws MalformedInput {
        var over = fields.writable("buffer or code account").address();
        var before = fields.signer("authority").address();
        var holder = Optional.<Address>empty();
        if (checked) holder = Optional.of(fields.signer("new authority").address());
        else if (fields.accountsLeft() > 0)
            holder = Optional.of(fields.readOnly("new authority").address());
        fields.noMoreAccounts();
        reading.authority(over, Authority.ADMIN, holder, List.of(reading.argument("before", before)));
        reading.danger("UPGRADE_AUTHORITY", "The power to replace a program's code changes hands.");
    }
}
