// The official conformance suite, through a proxy that adds the access token: the suite has no option for one.
import { readFileSync, readdirSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { authorize } from '../lib/browser.mjs';
import { freePort, installed, run } from '../lib/processes.mjs';

/**
 * What has to pass at each revision: all scored scenarios, and beside them those of the core that the suite runs
 * and its extensions without scoring them.
 */
export const REQUIREMENTS = [
  {
    version: '2025-11-25',
    scored: 30,
    beside: ['server-session-lifecycle', 'server-sse-polling', 'json-schema-2020-12'],
  },
  {
    version: '2026-07-28',
    scored: 37,
    beside: [
      'json-schema-2020-12', 'http-header-validation', 'http-custom-header-server-validation',
      // The tasks extension. Of its ten scenarios the suite skips tasks-status-notifications: it is to be rewritten.
      'tasks-lifecycle', 'tasks-capability-negotiation', 'tasks-wire-fields', 'tasks-request-state-removal',
      'tasks-mrtr-input', 'tasks-request-headers', 'tasks-dispatch-and-envelope', 'tasks-required-task-error',
      'tasks-mrtr-composition',
    ],
  },
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

/**
 * Runs the whole requirement set of a revision. A warning counts as a failure: it is advice that we mean to follow.
 * @param folder empty, for the suite's reports
 * @returns the totals, to be printed
 */
export async function requirementSet(url, { version, scored, beside }, folder) {
  const { code, stdout, stderr } = await run(installed('conformance'),
    ['server', '--url', url, '--requirements', version, '-o', folder], { timeoutMs: 300_000 });
  const verdicts = readReports(folder);
  const unscored = new Set([...stdout.matchAll(/^\s+[✓✗] (\S+) \(/gm)].map(([, scenario]) => scenario));
  const good = (scenario) => verdicts.get(scenario)?.good === true;
  const judged = [...verdicts.keys()].filter((scenario) => !unscored.has(scenario));
  const bad = [...judged, ...beside].filter((scenario) => !good(scenario));
  const passed = judged.filter(good).length;
  const totals = `${passed}/${scored} scored, ${beside.filter(good).length}/${beside.length} beside`
    + [...unscored].filter((scenario) => !beside.includes(scenario))
      .map((scenario) => `, not required: ${scenario} ${verdicts.get(scenario).verdict}`).join('');
  if (code !== 0 || passed < scored || bad.length > 0) {
    throw new Error(`${totals}\n${bad.map((scenario) => `${scenario}: ${verdicts.get(scenario)?.faults ?? 'was not run'}`)
      .join('\n')}\nexit ${code}\n${(stdout + stderr).slice(-3000)}`);
  }
  return totals;
}

/** What each scenario's report says: good when checks passed, and none failed or warned. */
function readReports(folder) {
  const verdicts = new Map();
  for (const name of readdirSync(folder)) {
    const [, scenario] = /^server-(.+)-\d{4}-\d{2}-\d{2}T/.exec(name) ?? [];
    if (!scenario) continue;
    const checks = JSON.parse(readFileSync(join(folder, name, 'checks.json'), 'utf8'));
    const faults = checks.filter(({ status }) => status === 'FAILURE' || status === 'WARNING')
      .map(({ id, errorMessage }) => `${id}: ${errorMessage}`);
    const good = faults.length === 0 && checks.some(({ status }) => status === 'SUCCESS');
    const skipped = checks.length > 0 && checks.every(({ status }) => status === 'SKIPPED');
    verdicts.set(scenario, {
      good,
      verdict: good ? 'passes' : skipped ? 'is skipped by the suite' : 'fails',
      faults: faults.join('; ') || 'nothing was checked',
    });
  }
  return verdicts;
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
