/** Where the worker is that keeps the page; from the root it may answer for all of it. */
const WORKER = '/worker.js';

interface Policies {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): Policy;
}

interface Policy {
  createScriptURL(url: string): string;
}

/** Has the browser keep the page for when there is no server. Without a safe connection none can. */
export function keepPage(): void {
  if (!('serviceWorker' in navigator)) return;
  // What is not kept is not missed until there is no server.
  navigator.serviceWorker
    .register(trusted(WORKER), { updateViaCache: 'none' })
    .catch(() => undefined);
}

/** The security policy lets scripts come only from addresses that were named on purpose. */
function trusted(address: string): string {
  const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes;
  if (!policies) return address;
  const rules = { createScriptURL: (url: string) => url };
  return policies.createPolicy('chatwright', rules).createScriptURL(address);
}
