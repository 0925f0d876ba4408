package tallystick.control.provider;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import tallystick.control.outside.Destinations;
import tools.jackson.databind.JsonNode;

/// What a provider says of itself, as far as it is used here.
///
/// @param authorization where browsers are sent
/// @param token where codes are redeemed
/// @param keys where its public keys are
/// @param namesItself whether every answer of it names it
/// @param takesHeader whether it takes the client's secret in a header; in the body if not
record Metadata(URI authorization, URI token, URI keys, boolean namesItself, boolean takesHeader) {
    private static final String BASIC = "client_secret_basic";
    private static final String POST = "client_secret_post";

    /// @throws tallystick.control.answer.Problem if it is another's, or says what cannot be used
    /// @spec https://openid.net/specs/openid-connect-discovery-1_0.html#rfc.section.4.3 OIDC Discovery §4.3
    static Metadata of(JsonNode said, Provider provider) {
        if (!said.path("issuer").asString("").equals(provider.issuer()))
            throw Trouble.UNFIT.problem("its issuer is another one");
        require(said, "response_types_supported", List.of("code"));
        require(said, "code_challenge_methods_supported", List.of("S256"));
        require(
                said,
                "id_token_signing_alg_values_supported",
                IdToken.ALGORITHMS.stream().map(each -> each.getName()).toList());
        require(said, "token_endpoint_auth_methods_supported", List.of(BASIC, POST));
        var methods = said.path("token_endpoint_auth_methods_supported");
        return new Metadata(
                url(said, "authorization_endpoint", provider.destinations()),
                url(said, "token_endpoint", provider.destinations()),
                url(said, "jwks_uri", provider.destinations()),
                said.path("authorization_response_iss_parameter_supported").asBoolean(false),
                methods.isMissingNode() || texts(methods).contains(BASIC));
    }

    /// What it lists has to have one of these. Not every provider lists everything.
    private static void require(JsonNode said, String name, List<String> oneOf) {
        var list = said.path(name);
        if (!list.isMissingNode() && texts(list).stream().noneMatch(oneOf::contains))
            throw Trouble.UNFIT.problem("its %s have none of %s".formatted(name, oneOf));
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(each -> each.asString("")).toList();
    }

    private static URI url(JsonNode said, String name, Destinations destinations) {
        var text = Optional.of(said.path(name).asString("")).filter(each -> !each.isEmpty());
        try {
            return destinations.read(text.orElseThrow(() -> Trouble.UNFIT.problem("it has no " + name)));
        } catch (Destinations.Barred e) {
            throw Trouble.UNFIT.problem("its %s is %s".formatted(name, e.getMessage()));
        }
    }
}
