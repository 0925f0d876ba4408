// An OpenID provider for the tests of control: a certified implementation with one client. Its settings are one line of
// JSON on its input, and it says `ready PORT`. Whom it is asked to sign in the test says by a POST to its login page.
import { createServer } from 'node:http';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Provider } from 'oidc-provider';

const [line] = await once(createInterface({ input: process.stdin }), 'line');
const settings = JSON.parse(line);

const provider = new Provider(settings.issuer, {
  clients: [settings.client],
  jwks: settings.jwks,
  acrValues: settings.acrValues,
  cookies: { keys: ['of no worth: a provider of tests'] },
  enabledJWA: { idTokenSigningAlgValues: ['RS256', 'PS256', 'ES256'] },
  features: { devInteractions: { enabled: false } },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  interactions: { url: (_, interaction) => `/login/${interaction.uid}` },
  // Nobody is asked what a client may know: it asks for nothing but who somebody is.
  loadExistingGrant: async (context) => {
    const grant = new context.oidc.provider.Grant({
      clientId: context.oidc.client.clientId,
      accountId: context.oidc.session.accountId,
    });
    grant.addOIDCScope('openid');
    await grant.save();
    return grant;
  },
  pkce: { required: () => true },
  ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 600, IdToken: 300, Interaction: 600, Session: 600 },
});
provider.proxy = true;

const answer = provider.callback();
const server = createServer(async (request, response) => {
  if (!request.url.startsWith('/login/')) return answer(request, response);
  try {
    const url = new URL(request.url, settings.issuer);
    const account = url.searchParams.get('account');
    await provider.interactionFinished(
      request,
      response,
      account
        ? { login: { accountId: account, acr: url.searchParams.get('acr') ?? undefined } }
        : { error: 'access_denied', error_description: 'nobody signed in' },
    );
  } catch (error) {
    response.statusCode = 500;
    response.end(String(error));
  }
});
server.listen(0, '127.0.0.1', () => console.log(`ready ${server.address().port}`));
