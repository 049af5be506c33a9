// A certified OpenID provider on this machine alone. Its settings come as JSON on standard input:
// issuer, port, host, client (id, secret, callback), accounts (claims by name), and key and
// certificate where it speaks TLS. It ends with its standard input.
import http from 'node:http';
import https from 'node:https';
import { createInterface } from 'node:readline';
import Provider from 'oidc-provider';

const lines = createInterface({ input: process.stdin });
lines.once('line', (line) => start(JSON.parse(line)));
lines.once('close', () => process.exit(0));

function start({ issuer, port, host, client, accounts, key, certificate }) {
  const provider = new Provider(issuer, {
    clients: [{
      client_id: client.id,
      client_secret: client.secret,
      redirect_uris: [client.callback],
      post_logout_redirect_uris: [client.callback],
    }],
    cookies: { keys: ['of the tests alone'] },
    // As Keycloak, Entra ID and Google do it: the claims stand in the token itself.
    conformIdTokenClaims: false,
    claims: { openid: ['sub', 'groups'], email: ['email', 'email_verified'], profile: ['name'] },
    findAccount: (_ctx, id) => accounts[id] && {
      accountId: id,
      claims: () => ({ sub: id, ...accounts[id] }),
    },
    // The office has agreed for all its people: no page asks each of them once more.
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client.clientId,
        accountId: ctx.oidc.session.accountId,
      });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  });
  provider.proxy = false;
  const answer = provider.callback();
  const server = key ? https.createServer({ key, cert: certificate }, answer)
    : http.createServer(answer);
  server.listen(port, host, () => process.stdout.write('ready\n'));
}
