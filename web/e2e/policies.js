// What the real server tells browsers; see StrictHeaders.java.
const PAGE =
  "default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; " +
  "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; frame-src 'self'; " +
  "worker-src 'self'; manifest-src 'self'; object-src 'none'; base-uri 'none'; " +
  "form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; " +
  'trusted-types svelte-trusted-html dompurify chatwright';
const FRAME =
  "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src data:; " +
  "font-src 'self'; connect-src 'none'; base-uri 'none'; form-action 'none'; " +
  "frame-ancestors 'self'; sandbox allow-scripts";

/** Returns the headers of the answer at a path. */
export function headersAt(pathname) {
  const framed = pathname.startsWith('/diagram');
  const shared = framed || pathname.startsWith('/assets/');
  return {
    'content-security-policy': framed ? FRAME : PAGE,
    'x-content-type-options': 'nosniff',
    'x-frame-options': framed ? 'SAMEORIGIN' : 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': shared ? 'cross-origin' : 'same-origin',
    ...(shared && { 'access-control-allow-origin': '*' }),
  };
}
