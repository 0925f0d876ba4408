package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.core.kit.Calling.account;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Account;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Effect.Authority;
import tallystick.core.chain.Effect.Turn;
import tallystick.core.kit.Abi;
import tallystick.core.kit.Calling;
import tallystick.crypto.codec.Bytes;

class AuthorityCallsTest {
    private static final Object A3 = Abi.address(3);
    private static final Object A4 = Abi.address(4);
    private static final Object NOBODY = Abi.address(0);
    private static final Bytes ROLE = Bytes.copyOf(new byte[32]);

    private record Change(String signature, List<Object> arguments, Authority authority, Turn turn, int holder) {
        Optional<Account> named() {
            return holder < 0 ? Optional.empty() : Optional.of(account(holder));
        }
    }

    private static Change change(String signature, Authority authority, Turn turn, int holder, Object... arguments) {
        return new Change(signature, List.of(arguments), authority, turn, holder);
    }

    private static final List<Change> CHANGES = List.of(
            change("transferOwnership(address)", Authority.ADMIN, Turn.SET, 3, A3),
            change("renounceOwnership()", Authority.ADMIN, Turn.TAKEN, 1),
            change("acceptOwnership()", Authority.ADMIN, Turn.SET, 1),
            change("changeAdmin(address)", Authority.ADMIN, Turn.SET, 3, A3),
            change("setOwner(address)", Authority.ADMIN, Turn.SET, 3, A3),
            change("grantRole(bytes32,address)", Authority.ROLE, Turn.GIVEN, 3, ROLE, A3),
            change("revokeRole(bytes32,address)", Authority.ROLE, Turn.TAKEN, 3, ROLE, A3),
            change("renounceRole(bytes32,address)", Authority.ROLE, Turn.TAKEN, 3, ROLE, A3),
            change("upgradeTo(address)", Authority.IMPLEMENTATION, Turn.SET, 3, A3),
            change("upgradeToAndCall(address,bytes)", Authority.IMPLEMENTATION, Turn.SET, 3, A3, Bytes.empty()),
            change("setImplementation(address)", Authority.IMPLEMENTATION, Turn.SET, 3, A3),
            change("setLendingPoolImpl(address)", Authority.IMPLEMENTATION, Turn.SET, 3, A3),
            change("changeMasterCopy(address)", Authority.IMPLEMENTATION, Turn.SET, 3, A3),
            change("addMinter(address)", Authority.MINT, Turn.GIVEN, 3, A3),
            change("removeMinter(address)", Authority.MINT, Turn.TAKEN, 3, A3),
            change("changeThreshold(uint256)", Authority.THRESHOLD, Turn.SET, -1, 2),
            change("enableModule(address)", Authority.MODULE, Turn.GIVEN, 3, A3),
            change("disableModule(address,address)", Authority.MODULE, Turn.TAKEN, 4, A3, A4),
            change("setGuard(address)", Authority.GUARD, Turn.SET, 3, A3),
            change("setGuard(address)", Authority.GUARD, Turn.TAKEN, -1, NOBODY),
            change("setModuleGuard(address)", Authority.GUARD, Turn.SET, 3, A3),
            change("setFallbackHandler(address)", Authority.FALLBACK, Turn.SET, 3, A3),
            change("addOwner(address)", Authority.OWNER, Turn.GIVEN, 3, A3),
            change("removeOwner(address)", Authority.OWNER, Turn.TAKEN, 3, A3),
            change("changeRequirement(uint256)", Authority.THRESHOLD, Turn.SET, -1, 2),
            change("installModule(uint256,address,bytes)", Authority.MODULE, Turn.GIVEN, 3, 1, A3, Bytes.empty()),
            change("uninstallModule(uint256,address,bytes)", Authority.MODULE, Turn.TAKEN, 3, 1, A3, Bytes.empty()),
            change("setAddress(bytes32,address)", Authority.IMPLEMENTATION, Turn.SET, 3, ROLE, A3));

    @Test
    void everyChangeOfPower_isOneEffectAndADanger() {
        for (var change : CHANGES) {
            var call = Calling.of(change.signature(), change.arguments().toArray());
            assertThat(call.effects())
                    .as(change.signature())
                    .singleElement()
                    .satisfies(effect -> assertThat((Effect.AuthorityChange) effect)
                            .returns(account(2), Effect.AuthorityChange::over)
                            .returns(change.authority(), Effect.AuthorityChange::authority)
                            .returns(change.turn(), Effect.AuthorityChange::turn)
                            .returns(change.named(), Effect.AuthorityChange::holder));
            assertThat(call.dangers()).as(change.signature()).containsExactly(change.authority() + "_CHANGE");
        }
        assertThat(CHANGES).hasSize(28);
    }

    private static List<String> turns(Calling call) {
        return call.effects().stream()
                .map(effect -> (Effect.AuthorityChange) effect)
                .map(effect -> effect.authority() + " " + effect.turn() + " "
                        + effect.holder().map(Account::address).orElse("-"))
                .toList();
    }

    @Test
    void changesOfOwners_nameWhoComesAndGoes() {
        assertThat(turns(Calling.of("swapOwner(address,address,address)", NOBODY, A3, A4)))
                .containsExactly("OWNER TAKEN " + A3, "OWNER GIVEN " + A4);
        assertThat(turns(Calling.of("removeOwner(address,address,uint256)", NOBODY, A3, 1)))
                .containsExactly("OWNER TAKEN " + A3, "THRESHOLD SET -");
        assertThat(turns(Calling.of("replaceOwner(address,address)", A3, A4)))
                .containsExactly("OWNER TAKEN " + A3, "OWNER GIVEN " + A4);
    }

    @Test
    void upgradeWithACall_runsForeignCodeOnTheProxy() {
        var call = Calling.of("upgradeToAndCall(address,bytes)", A3, Bytes.ofHex("8129fc1c"));
        assertThat(call.shapes()).containsExactly("AuthorityChange", "AuthorityChange", "Undecoded");
        assertThat(call.dangers()).contains("IMPLEMENTATION_CHANGE", "DELEGATECALL");
    }

    @Test
    void upgradeOfAnotherProxy_isOverThatProxy() {
        for (var call : List.of(
                Calling.of("upgrade(address,address)", A3, A4),
                Calling.of("upgradeAndCall(address,address,bytes)", A3, A4, Bytes.ofHex("8129fc1c"))))
            assertThat((Effect.AuthorityChange) call.effects().getFirst())
                    .returns(account(3), Effect.AuthorityChange::over)
                    .returns(Optional.of(account(4)), Effect.AuthorityChange::holder);
        assertThat((Effect.AuthorityChange) Calling.of("changeProxyAdmin(address,address)", A3, A4)
                        .effects()
                        .getFirst())
                .returns(Authority.ADMIN, Effect.AuthorityChange::authority);
    }

    @Test
    void diamondCut_withAnInitialiser_runsForeignCode() {
        var signature = "diamondCut((address,uint8,bytes4[])[],address,bytes)";
        var cuts = List.of(List.of(A3, 0, List.of(Bytes.ofHex("12345678"))));
        assertThat(Calling.of(signature, cuts, NOBODY, Bytes.empty()).shapes()).containsExactly("AuthorityChange");
        assertThat(Calling.of(signature, cuts, A4, Bytes.ofHex("8129fc1c")).dangers())
                .contains("IMPLEMENTATION_CHANGE", "DELEGATECALL");
    }

    @Test
    void newSafe_saysWhoOwnsItAndWhatItRuns() {
        var setup = "setup(address[],uint256,address,bytes,address,address,uint256,address)";
        var plain = Calling.of(setup, List.of(A3, A4), 2, NOBODY, Bytes.empty(), A4, NOBODY, 0, NOBODY);
        assertThat(turns(plain))
                .containsExactly("OWNER GIVEN " + A3, "OWNER GIVEN " + A4, "THRESHOLD SET -", "FALLBACK SET " + A4);
        var paying = Calling.of(setup, List.of(A3), 1, NOBODY, Bytes.empty(), NOBODY, NOBODY, 9, NOBODY);
        assertThat(paying.effects().getLast()).isEqualTo(Calling.transfer(Calling.ETHER, 2, 1, 9));
        var running = Calling.of(setup, List.of(A3), 1, A4, Bytes.ofHex("00"), NOBODY, NOBODY, 0, NOBODY);
        assertThat(running.dangers()).contains("DELEGATECALL");
        var made = Calling.of(
                "createProxyWithNonce(address,bytes,uint256)",
                A3,
                Abi.call(setup, List.of(A3), 1, A4, Bytes.ofHex("00"), NOBODY, NOBODY, 0, NOBODY),
                5);
        assertThat(made.shapes()).containsExactly("Call", "Creation", "Call", "AuthorityChange");
        assertThat(((Effect.Call) made.effects().get(2)).arguments())
                .containsExactly(
                        new Effect.Argument("owners", "address[]", "[" + A3 + "]"),
                        new Effect.Argument("threshold", "uint256", "1"),
                        new Effect.Argument("to", "address", A4.toString()),
                        new Effect.Argument("fallbackHandler", "address", NOBODY.toString()),
                        new Effect.Argument("paymentToken", "address", NOBODY.toString()),
                        new Effect.Argument("payment", "uint256", "0"),
                        new Effect.Argument("paymentReceiver", "address", NOBODY.toString()));
        assertThat(made.codes()).contains("ACCOUNT_CREATED", "DELEGATE_CHANGE");
    }
}
