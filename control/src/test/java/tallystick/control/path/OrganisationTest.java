package tallystick.control.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.control.kit.Anvil;
import tallystick.control.kit.Authenticator;
import tallystick.control.kit.Visitor;
import tallystick.control.kit.World;
import tallystick.crypto.secret.SecretMemory;
import tallystick.demo.organisation.Organisation;
import tallystick.demo.organisation.Programs;

/// As slow as starting all of it is; `./tallystick demo --headless` goes the same way in a browser.
@Tag("slow")
@DisplayName("The organisation that the demonstration has people meet in a browser")
class OrganisationTest {
    @Test
    void people_registerBeforeThereIsAWorkspace_whichThenBeginsWithThem(@TempDir Path directory) throws Exception {
        var anvil = Anvil.program();
        if (anvil.isEmpty()) Assumptions.abort("skipped: no chain components; ./tallystick test brings them by npm");
        var programs = new Programs(
                anvil.get(), World.command("tallystick.node.boot.Main"), World.command("tallystick.control.boot.Main"));
        try (var home = SecretMemory.open();
                var organisation = Organisation.start(programs, Files.createDirectory(directory.resolve("o")), home)) {
            var origin = organisation.base().toString();
            var ann = new Visitor(organisation.base(), new Authenticator("localhost"), origin);
            var bo = new Visitor(organisation.base(), new Authenticator("localhost"), origin);
            register(ann, organisation.links().get("ann"), origin);
            assertThat(ann.signIn(ann.assertion()).status()).isGreaterThanOrEqualTo(400);
            register(bo, organisation.links().get("bo"), origin);
            organisation.begin();
            assertThat(ann.signIn().get("/v1/session").text("person")).isEqualTo("u:ann");
            assertThat(bo.signIn().get("/v1/vaults").json().path("items")).hasSize(1);
            assertThat(organisation.evidence().holds()).isTrue();
            assertThat(organisation.pack()).exists();
        }
    }

    private static void register(Visitor visitor, URI link, String origin) throws Exception {
        var target = "/v1/invitations/" + link.getPath().replaceFirst(".*/", "");
        var welcome = visitor.get(target);
        Map<String, String> made = visitor.authenticator().register(welcome.text("challenge"), origin);
        assertThat(visitor.post(target + "/key", made).status()).isEqualTo(201);
    }
}
