/// <reference lib="webworker" />
import { planFor, Shell, type Build } from './shell';

declare const self: ServiceWorkerGlobalScope;
/** The build puts this before the script. */
declare const BUILD: Build;

const shell = new Shell(BUILD, caches, (...asked) => fetch(...asked));

self.addEventListener('install', (event) => {
  // A new build takes over at once: it keeps what tabs of the build before may still ask for.
  event.waitUntil(shell.install().then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(shell.forgetOld().then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const plan = planFor(event.request, location.origin);
  if (plan) event.respondWith(shell.answer(event.request, plan));
});
