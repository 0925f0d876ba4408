package tallystick.control.people;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import tallystick.control.site.Site;

/// What a browser keeps for control: out of reach of every script and every other site.
@Component
public final class Cookies {
    private final Site site;

    Cookies(Site site) {
        this.site = site;
    }

    /// What a request brings under this name.
    public Optional<String> read(HttpServletRequest request, String name) {
        var cookies = request.getCookies();
        if (cookies == null) return Optional.empty();
        var whole = whole(name);
        for (var each : cookies) if (each.getName().equals(whole)) return Optional.of(each.getValue());
        return Optional.empty();
    }

    /// A header's value by which a browser keeps it so long.
    public String of(String name, String value, Duration life) {
        return ResponseCookie.from(whole(name), value)
                .httpOnly(true)
                .secure(true)
                .sameSite("Strict")
                .path("/")
                .maxAge(life)
                .build()
                .toString();
    }

    /// A header's value by which a browser forgets it.
    public String none(String name) {
        return of(name, "", Duration.ZERO);
    }

    /// A browser takes the first kind from an encrypted page of this very host alone.
    private String whole(String name) {
        return site.isEncrypted() ? "__Host-" + name : name;
    }
}
