package tallystick.core.chain.ethereum.call;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.ethereum.abi.AbiValue;
import tallystick.crypto.codec.Bytes;

/// Single items, and items with units.
///
/// @spec https://eips.ethereum.org/EIPS/eip-721#specification EIP-721
/// @spec https://eips.ethereum.org/EIPS/eip-1155#specification EIP-1155
final class Collectibles {
    private Collectibles() {}

    static void addTo(FunctionTable table) {
        table.put("safeTransferFrom(address from, address to, uint256 item)", call -> item(call, Bytes.empty()))
                .put(
                        "safeTransferFrom(address from, address to, uint256 item, bytes data)",
                        call -> item(call, call.bytes(3)))
                .put("setApprovalForAll(address operator, bool approved)", Collectibles::approveAll)
                .put(
                        "safeTransferFrom(address from, address to, uint256 id, uint256 amount, bytes data)",
                        call -> units(
                                call,
                                List.of(call.arguments().get(2)),
                                List.of(call.arguments().get(3)),
                                call.bytes(4)))
                .put(
                        "safeBatchTransferFrom(address from, address to, uint256[] ids, uint256[] amounts, bytes data)",
                        call -> units(call, call.items(2), call.items(3), call.bytes(4)));
    }

    private static void item(Invocation call, Bytes data) {
        of(call, ContractKind.ERC721);
        call.transfer(
                call.token("erc721").item(call.number(2).toString()), call.account(0), call.account(1), BigInteger.ONE);
        told(call, data);
    }

    private static void units(Invocation call, List<AbiValue> ids, List<AbiValue> amounts, Bytes data) {
        of(call, ContractKind.ERC1155);
        if (ids.size() != amounts.size()) {
            call.undecoded("as many amounts as items");
            return;
        }
        for (var i = 0; i < ids.size(); i++)
            call.transfer(
                    call.token("erc1155").item(Invocation.number(ids.get(i)).toString()),
                    call.account(0),
                    call.account(1),
                    Invocation.number(amounts.get(i)));
        told(call, data);
    }

    /// The receiver's own code is told, with these bytes.
    private static void told(Invocation call, Bytes data) {
        if (data.length() > 0) call.undecoded(call.account(1), data, "message to the receiver's code");
    }

    private static void of(Invocation call, ContractKind expected) {
        var kind = call.kind();
        if (!call.account(0).equals(call.caller()))
            call.attention("SPENDS_ALLOWANCE", "Value of another account is moved, on an allowance it gave.");
        mismatch(call, kind, kind.isPresent() && kind.get() != expected);
    }

    private static void mismatch(Invocation call, Optional<ContractKind> kind, boolean other) {
        if (other)
            call.danger(
                    "SELECTOR_TOKEN_MISMATCH",
                    "A token's function is called on a contract known not to be such a token.");
        else if (kind.isEmpty())
            call.attention("UNKNOWN_TOKEN", "The contract is not known to be a token: units and worth are unknown.");
    }

    private static void approveAll(Invocation call) {
        var kind = call.kind();
        mismatch(
                call,
                kind,
                kind.isPresent() && kind.get() != ContractKind.ERC721 && kind.get() != ContractKind.ERC1155);
        if (kind.isEmpty())
            call.attention("UNKNOWN_TOKEN_KIND", "The contract may count single items or items with units.");
        var collection = kind.equals(Optional.of(ContractKind.ERC1155)) ? "erc1155" : "erc721";
        Account owner = call.caller();
        Allowances.allowed(
                call,
                call.token(collection),
                owner,
                call.account(0),
                call.truth(1) ? Optional.empty() : Optional.of(BigInteger.ZERO),
                Optional.empty());
    }
}
