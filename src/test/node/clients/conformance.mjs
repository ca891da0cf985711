// Scenarios of the official conformance suite that need no fixtures, through a proxy that adds the access token:
// the suite has no option for one.
import http from 'node:http';
import { authorize } from '../lib/browser.mjs';
import { freePort, installed, run } from '../lib/processes.mjs';

export const SERVER_SCENARIOS = [
  ['server-initialize', '2025-11-25'],
  ['server-session-lifecycle', '2025-11-25'],
  ['ping', '2025-11-25'],
  ['tools-list', '2025-11-25'],
  ['dns-rebinding-protection', '2025-11-25'],
  ['tools-list', '2026-07-28'],
  ['dns-rebinding-protection', '2026-07-28'],
  ['http-header-validation', '2026-07-28'],
];

/** Runs work with the address of a loopback proxy in front of the product that presents the token. */
export async function behindProxy(product, token, work) {
  const target = new URL(product.url);
  const proxy = http.createServer((request, response) => {
    const headers = { ...request.headers, authorization: request.headers.authorization ?? `Bearer ${token}` };
    if (headers.host === `127.0.0.1:${proxy.address().port}`) headers.host = target.host;
    const upstream = http.request(
      { host: target.hostname, port: target.port, path: request.url, method: request.method, headers },
      (answer) => {
        response.writeHead(answer.statusCode, answer.headers);
        answer.pipe(response);
        response.flushHeaders();
      },
    );
    upstream.on('error', () => (response.headersSent ? response.destroy() : response.writeHead(502).end()));
    response.on('close', () => upstream.destroy());
    request.pipe(upstream);
  });
  await new Promise((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  try {
    return await work(`http://127.0.0.1:${proxy.address().port}${target.pathname}`);
  } finally {
    proxy.closeAllConnections();
    proxy.close();
  }
}

export async function serverScenario(url, scenario, version) {
  return verdict(await run(installed('conformance'),
    ['server', '--url', url, '--scenario', scenario, '--spec-version', version]));
}

/** Both scenarios of the authorization server; the second needs what the first finds. */
export async function authorizationScenarios(product) {
  const port = await freePort();
  const callback = `http://127.0.0.1:${port}/callback`;
  const issuer = await product.issuer();
  let login;
  const result = await run(
    installed('conformance'),
    ['authorization', '--url', issuer, '--resource', product.url,
      '--client-id', await register(issuer, callback), '-p', String(port)],
    {
      onOutput: ({ stdout, stderr }) => {
        const [address] = /http\S+\/oauth\/authorize\?\S+(?=\s)/.exec(stdout + stderr) ?? [];
        if (address) login ??= authorize(new URL(address), product.user).then(fetch);
      },
    },
  );
  await login;
  return verdict(result);
}

async function register(issuer, callback) {
  const metadata = await (await fetch(`${issuer}/.well-known/oauth-authorization-server`)).json();
  const answer = await fetch(metadata.registration_endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      client_name: 'Acceptance (conformance suite)',
      redirect_uris: [callback],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    }),
  });
  return (await answer.json()).client_id;
}

function verdict({ code, stdout, stderr }) {
  const output = `${stdout}\n${stderr}`;
  if (code !== 0) throw new Error(`exit ${code}\n${output.slice(-3000)}`);
  return /Passed: \d+\/\d+|Total: \d+ passed/.exec(output)?.[0];
}
