package tallystick.core.chain.ethereum.call;

import java.util.Map;
import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Knowledge;

/// A chapter of [Knowledge]: what contracts are known to be.
public record ContractKinds(Map<Account, ContractKind> kinds) {
    /// Copies.
    public ContractKinds {
        kinds = Map.copyOf(kinds);
    }

    /// What is known of a contract, by this chapter or because the units of its token are known.
    static Optional<ContractKind> of(Account contract, Knowledge knowledge) {
        var told = knowledge
                .chapter(ContractKinds.class)
                .map(chapter -> chapter.kinds().get(contract));
        if (told.isPresent()) return told;
        for (var token : new Token[] {
            new Token("erc20", ContractKind.ERC20),
            new Token("erc721", ContractKind.ERC721),
            new Token("erc1155", ContractKind.ERC1155)
        })
            if (knowledge
                    .unitOf(new Asset(contract.chain(), token.namespace(), contract.address()))
                    .isPresent()) return Optional.of(token.kind());
        return Optional.empty();
    }

    private record Token(String namespace, ContractKind kind) {}
}
