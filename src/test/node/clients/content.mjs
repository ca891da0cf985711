// Resources, prompts and completions through the SDK, and the news of what another request saved.
import { SdkUser } from './sdk.mjs';

const MODERN = '2026-07-28';
const LISTEN = { notifications: { resourcesListChanged: true } };

export async function content(product) {
  const user = new SdkUser('auto', { environment: 'production', write: true });
  const read = await user.with(product, (client) => readEverything(client));
  const { body } = await post(product, user, 1, 'subscriptions/listen', LISTEN);
  const stream = body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    await expectNext(stream, 'notifications/subscriptions/acknowledged');
    const memory = { type: 'semantic', content: 'The acceptance tests were here.', importance: 1 };
    await user.call(product, 'create_memory', memory);
    await expectNext(stream, 'notifications/resources/list_changed');
  } finally {
    await stream.cancel();
  }
  return read;
}

async function readEverything(client) {
  const { resources } = await client.listResources();
  const { contents } = await client.readResource({ uri: resources[0].uri });
  if (!contents[0].text) throw new Error(`${resources[0].uri} is empty`);
  const { prompts } = await client.listPrompts();
  const { messages } = await client.getPrompt({ name: 'explore_environment', arguments: {} });
  if (!messages[0].content.text.includes('lakehouse.shop.orders')) throw new Error('the prompt knows no table');
  const { completion } = await client.complete({
    ref: { type: 'ref/prompt', name: 'analyze_funnel' },
    argument: { name: 'steps', value: 'checkout_st' },
  });
  if (completion.values[0] !== 'checkout_started') throw new Error(`completed to ${completion.values}`);
  return `${resources.length} resources, ${prompts.length} prompts`;
}

function post(product, user, id, method, params) {
  return fetch(product.url, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${user.accessToken()}`,
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
      'MCP-Protocol-Version': MODERN,
      'Mcp-Method': method,
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id,
      method,
      params: {
        ...params,
        _meta: {
          'io.modelcontextprotocol/protocolVersion': MODERN,
          'io.modelcontextprotocol/clientCapabilities': {},
        },
      },
    }),
  });
}

/** The next event of the stream, past comments that keep it alive. */
async function expectNext(stream, method) {
  for (;;) {
    const { value, done } = await stream.read();
    if (done) throw new Error(`the stream ended before ${method}`);
    if (value.includes('data:')) {
      if (!value.includes(method)) throw new Error(`expected ${method}, got ${value}`);
      return;
    }
  }
}
