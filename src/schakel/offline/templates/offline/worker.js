// Keeps one page with its style and script, so that it opens without a line; touches nothing else.
const CACHE = "schakel-offline-{{ version }}";
const PAGE = "{{ page }}";
const ASSETS = {{ assets|safe }};

/** Fetch the page anew and keep it, unless the answer is something else, such as the sign-in page. */
async function renew() {
  const answer = await fetch(PAGE, { cache: "no-store", redirect: "manual" });
  if (answer.ok) await (await caches.open(CACHE)).put(PAGE, answer.clone());
  return answer;
}

// Without the page there is nothing to keep: the worker before this one goes on then.
async function install() {
  await (await caches.open(CACHE)).addAll(ASSETS);
  if (!(await renew()).ok) throw new TypeError("not signed in");
  await self.skipWaiting();
}
self.addEventListener("install", (event) => event.waitUntil(install()));

self.addEventListener("activate", (event) => {
  const others = (names) => Promise.all(names.filter((name) => name.startsWith("schakel-offline-") && name !== CACHE).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(others).then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname === PAGE) {
    event.respondWith(caches.match(PAGE, { ignoreVary: true }).then((kept) => {
      if (!kept) return fetch(event.request);
      event.waitUntil(renew().catch(() => undefined));
      return kept;
    }));
  } else if (ASSETS.includes(url.pathname)) {
    event.respondWith(caches.match(event.request, { ignoreVary: true }).then((kept) => kept ?? fetch(event.request)));
  }
});
