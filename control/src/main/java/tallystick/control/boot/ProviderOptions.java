package tallystick.control.boot;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tallystick.control.provider.Provider;

/// What names the organisation's OpenID provider. Without an issuer there is none.
final class ProviderOptions {
    private static final Duration AGE_MAX = Duration.ofDays(365);

    @Option(
            names = "--oidc-issuer",
            paramLabel = "URL",
            description =
                    "OpenID provider at which people may sign in beside passkeys, as its tokens name it; what they"
                            + " decide their passkeys still sign")
    private @Nullable String issuer;

    @Option(names = "--oidc-client-id", paramLabel = "NAME", description = "what the provider calls control")
    private @Nullable String clientId;

    @Option(
            names = "--oidc-client-secret-file",
            paramLabel = "FILE",
            description = "the client's secret, read with each use")
    private @Nullable Path secret;

    @Option(
            names = "--oidc-name",
            paramLabel = "TEXT",
            description = "what people call the provider (default the host of its issuer)")
    private @Nullable String name;

    @Option(names = "--oidc-private", description = "the provider may be on a private network, still by https")
    private boolean isPrivate;

    @Option(
            names = "--oidc-max-age",
            paramLabel = "SECONDS",
            description = "how long ago the provider may have signed somebody in (default any time)")
    private @Nullable Long maxAgeSeconds;

    @Option(
            names = "--oidc-acr",
            paramLabel = "VALUE",
            description = "in which way the provider has to have signed somebody in, as its acr says (default any)")
    private @Nullable String acr;

    /// What is wrong with the arguments.
    static final class Wrong extends Exception {
        private static final long serialVersionUID = 1L;

        Wrong(String why) {
            super(why);
        }
    }

    /// @throws IOException if the secret cannot be read
    Optional<Provider> provider() throws IOException, Wrong {
        if (issuer == null) {
            if (clientId != null || secret != null || name != null || maxAgeSeconds != null || acr != null)
                throw new Wrong("--oidc-*: --oidc-issuer is missing");
            return Optional.empty();
        }
        if (!Provider.isGood(issuer))
            throw new Wrong("--oidc-issuer: expected https://HOST, with a path or without, and no query");
        if (clientId == null || clientId.isBlank() || secret == null)
            throw new Wrong("--oidc-issuer: --oidc-client-id and --oidc-client-secret-file are missing");
        if (maxAgeSeconds != null && (maxAgeSeconds < 0 || maxAgeSeconds > AGE_MAX.toSeconds()))
            throw new Wrong("--oidc-max-age: expected 0..%d seconds".formatted(AGE_MAX.toSeconds()));
        if (Files.readString(secret).isBlank()) throw new IOException("%s has no secret".formatted(secret));
        return Optional.of(new Provider(
                issuer,
                name == null ? URI.create(issuer).getHost() : name,
                clientId,
                secret,
                isPrivate,
                Optional.ofNullable(maxAgeSeconds).map(Duration::ofSeconds),
                Optional.ofNullable(acr)));
    }
}
