// mcp-remote: a stdio client's bridge to a remote server. Speaks the handshake era.
import { installed, run } from '../lib/processes.mjs';
import { ARGUMENTS, TOOL, expectCustomers } from './expect.mjs';
import { followLogin } from './login.mjs';

const CONVERSATION = [
  { jsonrpc: '2.0', id: 1, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'acceptance', version: '1' } } },
  { jsonrpc: '2.0', method: 'notifications/initialized' },
  { jsonrpc: '2.0', id: 2, method: 'tools/list' },
  { jsonrpc: '2.0', id: 3, method: 'tools/call', params: { name: TOOL, arguments: ARGUMENTS } },
];

export async function mcpRemote(product, home) {
  const login = followLogin(product.user);
  const answers = new Map();
  let read = 0;
  let stdin;
  const { stderr } = await run(
    installed('mcp-remote'),
    [product.url, '--allow-http', '--transport', 'http-only'],
    {
      env: { HOME: home, BROWSER: 'true' },
      input: (stream) => {
        stdin = stream;
        send(CONVERSATION[0]);
      },
      onOutput: (output, child) => {
        login(output, child);
        for (let end; (end = output.stdout.indexOf('\n', read)) >= 0; read = end + 1) {
          receive(output.stdout.slice(read, end));
        }
      },
    },
  );

  function send(message) {
    stdin.write(`${JSON.stringify(message)}\n`);
  }

  function receive(line) {
    const message = JSON.parse(line);
    answers.set(message.id, message);
    if (message.id === 1) CONVERSATION.slice(1, 3).forEach(send);
    if (message.id === 2) send(CONVERSATION[3]);
    if (message.id === 3) stdin.end();
  }

  await login.done();
  const answer = answers.get(3);
  if (!answer?.result) throw new Error(`no result: ${JSON.stringify(answer)} ${stderr}`);
  return expectCustomers(answer.result);
}
