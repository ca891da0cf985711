// Two OAuth client libraries of other people, one over the other's low-level half: discovery, registration, PKCE,
// pushed requests, DPoP, refresh, introspection, revocation.
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { authorize } from '../lib/browser.mjs';
import { ARGUMENTS, TOOL, expectCustomers } from './expect.mjs';

const CALLBACK = 'http://127.0.0.1:9/callback';
const CONSENT = { environment: 'production', write: false };
const PLAIN_HTTP = { [oauth.allowInsecureRequests]: true };

const registration = (name, more) => ({
  client_name: name,
  redirect_uris: [CALLBACK],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  ...more,
});

/** A tool call of 2026-07-28, to be sent by somebody else's HTTP client. */
const CALL = {
  headers: {
    accept: 'application/json, text/event-stream',
    'content-type': 'application/json',
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': 'tools/call',
    'mcp-name': TOOL,
  },
  body: JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: {
      name: TOOL,
      arguments: ARGUMENTS,
      _meta: {
        'io.modelcontextprotocol/protocolVersion': '2026-07-28',
        'io.modelcontextprotocol/clientInfo': { name: 'acceptance', version: '1' },
        'io.modelcontextprotocol/clientCapabilities': {},
      },
    },
  }),
};

async function customers(response) {
  const body = await response.text();
  if (response.status !== 200) throw new Error(`status ${response.status}: ${body}`);
  const json = body.startsWith('{') ? body : body.split('\n').filter((line) => line.startsWith('data: ')).at(-1).slice(6);
  return expectCustomers(JSON.parse(json).result);
}

const bound = (tokens) => {
  if (tokens.token_type.toLowerCase() !== 'dpop') throw new Error(`the token is ${tokens.token_type}, not bound`);
  if (!tokens.refresh_token) throw new Error('there is no refresh token');
};

async function refusedAsBearer(product, accessToken) {
  const headers = { ...CALL.headers, authorization: `Bearer ${accessToken}` };
  const answer = await fetch(product.url, { method: 'POST', headers, body: CALL.body });
  const challenge = answer.headers.get('www-authenticate');
  if (answer.status !== 401 || !challenge.includes('DPoP algs=')) {
    throw new Error(`a bound token as Bearer: ${answer.status} ${challenge}`);
  }
}

/** The low-level library, as a confidential client that signs: private_key_jwt, pushed requests, DPoP. */
export async function oauth4webapi(product) {
  const resource = new URL(product.url);
  const described = await oauth.processResourceDiscoveryResponse(
    resource, await oauth.resourceDiscoveryRequest(resource, PLAIN_HTTP));
  const issuer = new URL(described.authorization_servers[0]);
  const server = await oauth.processDiscoveryResponse(
    issuer, await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...PLAIN_HTTP }));
  const keys = await oauth.generateKeyPair('ES256', { extractable: true });
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', keys.publicKey);
  const jwks = { keys: [{ kty, crv, x, y, kid: 'one', alg: 'ES256', use: 'sig' }] };
  const client = await oauth.processDynamicClientRegistrationResponse(
    await oauth.dynamicClientRegistrationRequest(
      server,
      registration('Acceptance (oauth4webapi)', { token_endpoint_auth_method: 'private_key_jwt', jwks }),
      PLAIN_HTTP));
  const proves = oauth.PrivateKeyJwt({ key: keys.privateKey, kid: 'one' });
  const DPoP = oauth.DPoP(client, await oauth.generateKeyPair('ES256'));
  const options = { DPoP, ...PLAIN_HTTP };

  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const pushed = await oauth.processPushedAuthorizationResponse(server, client,
    await oauth.pushedAuthorizationRequest(server, client, proves, {
      response_type: 'code',
      redirect_uri: CALLBACK,
      scope: 'read write',
      state,
      resource: product.url,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    }, options));
  const start = new URL(server.authorization_endpoint);
  start.search = new URLSearchParams({ client_id: client.client_id, request_uri: pushed.request_uri });
  const back = await authorize(start, product.user, CONSENT, CALLBACK);
  const answer = oauth.validateAuthResponse(server, client, back, state);
  const first = await oauth.processAuthorizationCodeResponse(server, client,
    await oauth.authorizationCodeGrantRequest(server, client, proves, answer, CALLBACK, verifier, options));
  bound(first);
  await refusedAsBearer(product, first.access_token);
  const next = await oauth.processRefreshTokenResponse(server, client,
    await oauth.refreshTokenGrantRequest(server, client, proves, first.refresh_token, options));
  bound(next);
  const call = () => oauth.protectedResourceRequest(
    next.access_token, 'POST', resource, new Headers(CALL.headers), CALL.body, options);
  const found = await customers(await call());

  const inspect = async () => oauth.processIntrospectionResponse(server, client,
    await oauth.introspectionRequest(server, client, proves, next.access_token, PLAIN_HTTP));
  const before = await inspect();
  if (!before.active || !before.cnf?.jkt) throw new Error(`introspection says ${JSON.stringify(before)}`);
  await oauth.processRevocationResponse(
    await oauth.revocationRequest(server, client, proves, next.refresh_token, PLAIN_HTTP));
  if ((await inspect()).active) throw new Error('the revoked token is active');
  return `${found} customers`;
}

/** The high-level library, as a public client: registration, PKCE, pushed requests, DPoP, refresh, revocation. */
export async function openidClient(product) {
  const config = await openid.dynamicClientRegistration(
    new URL(await product.issuer()),
    registration('Acceptance (openid-client)', { token_endpoint_auth_method: 'none' }),
    openid.None(),
    { algorithm: 'oauth2', execute: [openid.allowInsecureRequests] });
  const DPoP = openid.getDPoPHandle(config, await openid.randomDPoPKeyPair('ES256'));
  const verifier = openid.randomPKCECodeVerifier();
  const state = openid.randomState();
  const start = await openid.buildAuthorizationUrlWithPAR(config, {
    redirect_uri: CALLBACK,
    scope: 'read write offline_access',
    state,
    resource: product.url,
    code_challenge: await openid.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  }, { DPoP });
  const back = await authorize(start, product.user, CONSENT, CALLBACK);
  const first = await openid.authorizationCodeGrant(
    config, back, { pkceCodeVerifier: verifier, expectedState: state }, undefined, { DPoP });
  bound(first);
  const stolen = await openid.refreshTokenGrant(config, first.refresh_token).then(() => true, () => false);
  if (stolen) throw new Error('a bound refresh token was good without its key');
  const next = await openid.refreshTokenGrant(config, first.refresh_token, undefined, { DPoP });
  bound(next);
  const found = await customers(await openid.fetchProtectedResource(
    config, next.access_token, new URL(product.url), 'POST', CALL.body, new Headers(CALL.headers), { DPoP }));
  await openid.tokenRevocation(config, next.refresh_token);
  const alive = await openid.refreshTokenGrant(config, next.refresh_token, undefined, { DPoP })
    .then(() => true, () => false);
  if (alive) throw new Error('the revoked refresh token is good');
  return `${found} customers`;
}
