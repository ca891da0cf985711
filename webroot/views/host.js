/*
 * The view's side of MCP Apps (io.modelcontextprotocol/ui, 2026-01-26): JSON-RPC over postMessage with the host that shows
 * the view. Every view gets this file; it leaves one function behind.
 *
 * connectHost({name, onInput, onResult, onCancelled}) shakes hands and returns
 *   callTool(name, arguments): the tool's result, through the host; rejects when the host cannot or the call fails
 *   canCallTools(): whether the host passes calls on
 * onInput gets the arguments of the call that is shown, onResult its MCP CallToolResult, onCancelled a reason.
 */
function connectHost(view) {
  'use strict';
  const pending = new Map();
  const host = window.parent;
  let nextId = 1;
  let capabilities = {};

  function send(message) {
    // The host's origin is not known to a sandboxed view, and nothing secret is sent.
    host.postMessage({jsonrpc: '2.0', ...message}, '*');
  }

  function request(method, params) {
    const id = nextId++;
    return new Promise((resolve, reject) => {
      pending.set(id, {resolve, reject});
      send({id, method, params});
    });
  }

  function applyContext(context) {
    const root = document.documentElement;
    if (context.theme === 'light' || context.theme === 'dark') {
      root.dataset.theme = context.theme;
    }
    const variables = (context.styles && context.styles.variables) || {};
    for (const [name, value] of Object.entries(variables)) {
      if (name.startsWith('--') && typeof value === 'string') {
        root.style.setProperty(name, value);
      }
    }
    if (typeof context.locale === 'string') {
      root.lang = context.locale;
    }
    const size = context.containerDimensions;
    if (size) {
      root.style.height = 'height' in size ? '100vh' : '';
      root.style.maxHeight = size.maxHeight ? size.maxHeight + 'px' : '';
    }
  }

  const notifications = {
    'ui/notifications/tool-input': params => view.onInput(params.arguments || {}),
    'ui/notifications/tool-result': params => view.onResult(params),
    'ui/notifications/tool-cancelled': params => view.onCancelled(params.reason || ''),
    'ui/notifications/host-context-changed': params => applyContext(params),
  };

  window.addEventListener('message', event => {
    const message = event.data;
    if (event.source !== host || !message || message.jsonrpc !== '2.0') {
      return;
    }
    if (message.method === undefined) {
      const waiting = pending.get(message.id);
      pending.delete(message.id);
      if (waiting && message.error) {
        waiting.reject(new Error(message.error.message));
      } else if (waiting) {
        waiting.resolve(message.result);
      }
    } else if (message.id === undefined) {
      const handle = notifications[message.method];
      if (handle) {
        handle(message.params || {});
      }
    } else if (message.method === 'ping' || message.method === 'ui/resource-teardown') {
      send({id: message.id, result: {}});
    } else {
      send({id: message.id, error: {code: -32601, message: 'the view has no such method'}});
    }
  });

  function tellSize() {
    const body = document.body.getBoundingClientRect();
    send({
      method: 'ui/notifications/size-changed',
      params: {width: Math.ceil(body.width), height: Math.ceil(body.height)},
    });
  }

  request('ui/initialize', {
    protocolVersion: '2026-01-26',
    appInfo: {name: view.name, version: '1.0.0'},
    appCapabilities: {availableDisplayModes: ['inline', 'fullscreen']},
  }).then(result => {
    capabilities = result.hostCapabilities || {};
    applyContext(result.hostContext || {});
    send({method: 'ui/notifications/initialized', params: {}});
    new ResizeObserver(tellSize).observe(document.body);
  });

  return {
    canCallTools: () => Boolean(capabilities.serverTools),
    callTool: (name, args) => request('tools/call', {name, arguments: args}),
  };
}
