/**
 * What the built page may do, as a Content-Security-Policy in its HTML and as headers of `vite preview`: everything comes
 * from its own origin, nothing leaves it, and no text becomes code.
 */
import type { Plugin } from 'vite';

const POLICY: Readonly<Record<string, string>> = {
  'default-src': "'none'",
  // WebAssembly may be compiled; text still may not. Where there is no GPU, training runs on it.
  'script-src': "'self' 'wasm-unsafe-eval'",
  // Mantine and Plotly write style attributes and style elements.
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' blob: data:",
  'media-src': "'self' blob:",
  'font-src': "'self'",
  'worker-src': "'self'",
  'connect-src': "'self'",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
};

const policy = Object.entries(POLICY)
  .map(([directive, sources]) => `${directive} ${sources}`)
  .join('; ');

/** A frame's embedder is judged by the header only; a meta element may not say it. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': `${policy}; frame-ancestors 'none'`,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

/** Puts the policy first into the head of every built page. Not in development, where React's refresh is an inline script. */
export function contentSecurityPolicy(): Plugin {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: policy },
        injectTo: 'head-prepend',
      },
    ],
  };
}

const ZOD_SETTINGS = '__zod_globalConfig = {}';

/**
 * zod compiles its parsers with `new Function` and asks whether it may by trying, which the browser reports as a violation
 * of the policy each time. This switches the compiler off before any schema is made.
 */
export function zodWithoutEval(): Plugin {
  return {
    name: 'zod-without-eval',
    apply: 'build',
    transform: {
      filter: { id: /[\\/]zod[\\/]v4[\\/]core[\\/]core\.js$/ },
      handler(code) {
        if (!code.includes(ZOD_SETTINGS))
          this.error(`zod no longer contains "${ZOD_SETTINGS}": see scripts/security.ts.`);
        return { code: code.replace(ZOD_SETTINGS, '__zod_globalConfig = { jitless: true }'), map: null };
      },
    },
  };
}
