// The official TypeScript SDK's client, with its own OAuth: discovery, registration, PKCE, iss, refresh.
import { Client, StreamableHTTPClientTransport, UnauthorizedError } from '@modelcontextprotocol/client';
import { authorize } from '../lib/browser.mjs';
import { ARGUMENTS, TOOL, expectCustomers } from './expect.mjs';

/** Keeps in memory what a client keeps on disk. */
class MemoryOAuth {
  redirectUrl = 'http://127.0.0.1:9/callback';
  clientMetadata = {
    client_name: 'Acceptance (TypeScript SDK)',
    redirect_uris: [this.redirectUrl],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
  };

  clientInformation() { return this.client; }
  saveClientInformation(client) { this.client = client; }
  tokens() { return this.saved; }
  saveTokens(tokens) { this.saved = tokens; }
  redirectToAuthorization(url) { this.asked = url; }
  saveCodeVerifier(verifier) { this.verifier = verifier; }
  codeVerifier() { return this.verifier; }
  saveDiscoveryState(state) { this.discovery = state; }
  discoveryState() { return this.discovery; }
}

/** A user of the product who works through the SDK. */
export class SdkUser {
  #oauth = new MemoryOAuth();

  /**
   * @param mode `legacy` (handshake era) or `auto` (2026-07-28 where the server speaks it)
   * @param fetch sends the requests, where somebody wants to see them
   */
  constructor(mode, consent, fetch) {
    this.mode = mode;
    this.consent = consent;
    this.fetch = fetch;
  }

  /** Runs work on a connected client; logs in first when the server asks for it. */
  async with(product, work) {
    try {
      return await this.#session(product, work);
    } catch (error) {
      if (!(error instanceof UnauthorizedError)) throw error;
      this.logins = (this.logins ?? 0) + 1;
      return await this.#session(product, work);
    }
  }

  call(product, name, args) {
    return this.with(product, (client) => client.callTool({ name, arguments: args }));
  }

  accessToken() {
    return this.#oauth.saved.access_token;
  }

  /** Forgets the access token, so that the next call has to use the refresh token. */
  loseAccessToken() {
    const { refresh_token: kept } = this.#oauth.saved;
    if (!kept) throw new Error('no refresh token was issued');
    this.#oauth.saved = { ...this.#oauth.saved, access_token: 'stale' };
  }

  async #session(product, work) {
    const client = new Client({ name: 'acceptance', version: '1' }, { versionNegotiation: { mode: this.mode } });
    const transport = new StreamableHTTPClientTransport(new URL(product.url), { authProvider: this.#oauth, fetch: this.fetch });
    try {
      await client.connect(transport);
      return await work(client);
    } catch (error) {
      if (error instanceof UnauthorizedError) {
        const callback = await authorize(this.#oauth.asked, product.user, this.consent);
        await transport.finishAuth(callback.searchParams);
      }
      throw error;
    } finally {
      await client.close();
    }
  }
}

const PROTOCOL = { legacy: '2025-', auto: '2026-' };

export async function sdk(product, mode) {
  const user = new SdkUser(mode);
  const job = async (client) => {
    const version = client.getNegotiatedProtocolVersion();
    if (!version.startsWith(PROTOCOL[mode])) throw new Error(`mode ${mode} negotiated ${version}`);
    const { tools } = await client.listTools();
    if (!tools.some((tool) => tool.name === TOOL)) throw new Error(`${TOOL} is not listed`);
    return expectCustomers(await client.callTool({ name: TOOL, arguments: ARGUMENTS }));
  };
  const customers = await user.with(product, job);
  user.loseAccessToken();
  if (await user.with(product, job) !== customers) throw new Error('the refreshed token sees other data');
  if (user.logins !== 1) throw new Error(`${user.logins} logins where one was enough`);
  return customers;
}
