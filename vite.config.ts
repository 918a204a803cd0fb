import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { assembly } from './scripts/assembly.ts';
import { contentSecurityPolicy, securityHeaders, zodWithoutEval } from './scripts/security.ts';

/** Three pages: the app, and those that `npm run study` and `npm run parity` drive. The preview takes the next free port when 4173 is taken. */
export default defineConfig({
  plugins: [react(), assembly(), contentSecurityPolicy(), zodWithoutEval()],
  base: './',
  worker: { format: 'es', plugins: () => [assembly(), zodWithoutEval()] },
  build: { target: 'es2023', rolldownOptions: { input: ['index.html', 'study.html', 'parity.html'] } },
  preview: { port: 4173, strictPort: false, headers: securityHeaders },
});
