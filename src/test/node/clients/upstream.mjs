// Sign-in through a certified OpenID provider that nobody here wrote.
import Provider from 'oidc-provider';
import { Browser } from '../lib/browser.mjs';
import { freePort } from '../lib/processes.mjs';

const CLIENT = { client_id: 'altertable', client_secret: 'kept between us: 100% / a+b' };
const STRANGER = 'stranger@example.com';

/** Walks the provider's own pages: any name is let in, and its claims name it as the e-mail address. */
async function signIn(app, login) {
  const browser = new Browser();
  const start = new URL('/login/upstream', app);
  const form = browser.form(await browser.go(start), 'Sign-in');
  form.values.set('login', login);
  form.values.set('password', 'any');
  const allow = browser.form(await browser.go(form.press('Sign-in')), 'Continue');
  const home = new URL('/', app);
  return browser.go(allow.press('Continue'), (url) => url.href === home.href);
}

/**
 * Runs work beside a provider whose clients are the product's.
 * @param work gets the settings and ports to start the product with
 */
export async function withProvider(work) {
  const ports = { mcp: await freePort(), app: await freePort(), management: await freePort() };
  const port = await freePort();
  const issuer = `http://localhost:${port}`;
  const provider = new Provider(issuer, {
    clients: [{ ...CLIENT, redirect_uris: [`http://localhost:${ports.app}/login/upstream/callback`] }],
    claims: { email: ['email', 'email_verified'], profile: ['name'] },
    cookies: { keys: ['only for this test'] },
    pkce: { required: () => true },
    findAccount: (context, id) => ({
      accountId: id,
      claims: async () => ({ sub: id, email: id, email_verified: true, name: 'Ada' }),
    }),
  });
  const server = provider.listen(port, '127.0.0.1');
  try {
    return await work(ports, {
      ALTERTABLE_OIDC_ISSUER: issuer,
      ALTERTABLE_OIDC_CLIENT_ID: CLIENT.client_id,
      ALTERTABLE_OIDC_CLIENT_SECRET: CLIENT.client_secret,
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** The user with that verified address comes in, a stranger does not. */
export async function upstream(product) {
  const app = await product.issuer();
  const inside = await signIn(app, product.user.email);
  if (inside.url.pathname !== '/') throw new Error(`signing in ended at ${inside.url}: ${inside.html}`);
  const outside = await signIn(app, STRANGER);
  if (outside.status !== 403) throw new Error(`${STRANGER} got ${outside.status} at ${outside.url}`);
  return `${product.user.email} is in, ${STRANGER} is not`;
}
